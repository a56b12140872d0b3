//! From settings to a running program: the data folder, the store, the seeds, the demonstration city, the server.

pub mod backup;
pub mod count;
pub mod explain;
mod facts;
pub mod journal;
mod lock;
pub mod passkeys;
pub mod policies;
mod private;
pub mod queries;
pub mod routes;
mod rules;
pub mod staff;
pub mod vocabulary;
mod watch;

use crate::{
    config::{Config, ConfigError},
    faults::{cause, database_refused, fault, keys_refused},
    http::{
        Portal, configure,
        connections::{self, Connections, refuse_one_too_many},
        log::log_requests,
        unread::hold_body,
    },
    output::{self, announce, note},
    words::{say, with},
};
use actix_web::{App, HttpServer, middleware::from_fn};
use domain::{
    cache::DocumentCache,
    context::{Clock, Configuration, Context, Parts, Store, StoreError, SystemClock, open_store},
    crypto::passwords::PasswordHasher,
    db::{connection::DatabaseAddress, pools::PoolSizes},
    identity::passkeys::relying_party::{self, OtherHost},
    operations::{
        demonstration::{self, CityState},
        jobs,
        practice::PracticeRoom,
        tasks::{self, Registry},
    },
    policies::{checking::Checks, matching, new_day, rehearse, seeds, standards, validity, versions::mend::mend_names},
    services::{
        elsewhere::{ELSEWHERE, Elsewhere},
        search::SearchState,
    },
    working_days::{WORKING_DAYS, WorkingDays},
};
use policy::{parameters::Parameters, vocabulary::Vocabulary};
use std::{
    io::IsTerminal,
    path::Path,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

/// Residents of the demonstration at the first start.
const FIRST_RESIDENTS: u64 = 2_000;
/// Seed of the demonstration at the first start.
const FIRST_SEED: u64 = 1;

/// Most connections of one worker, however many files the system allows.
const MOST_CONNECTIONS: usize = 25_000;

/// Serves the portal by this clock. An empty store is first filled with the demonstration city, unless `empty`.
///
/// # Errors
/// One line that says what is wrong and how to mend it.
pub fn serve(config: &Config, empty: bool, clock: Arc<dyn Clock>) -> Result<ExitCode, ConfigError> {
    private::keep_memory_private();
    // The port first: a taken one is said before a city is made.
    let listener = std::net::TcpListener::bind(config.addr)
        .map_err(|error| ConfigError::new("cli-listen", &[("address", &config.addr), ("cause", &cause(&error))]))?;
    connections::bound_what_waits(&listener);
    make_data_folder(&config.data)?;
    let _serving = lock::take(&database_address(config)?)?;
    let store = open(config)?;
    match (empty, state(&store)?) {
        (false, CityState::Empty) => fill_apart(config, FIRST_RESIDENTS, FIRST_SEED)?,
        // A start that was cut off goes on where it stopped.
        (false, CityState::Unfinished { residents, seed }) => fill_apart(config, residents, seed)?,
        _ => {}
    }
    // Only now does the store say whether it is a demonstration.
    let cx = context_of(store, config, clock)?;
    keep_passkeys_host(&cx)?;
    journal::begin(&cx)?;
    bring_documents_up_to_date(&cx)?;
    if cx.configuration.demonstration {
        announce_sign_ins(config)?;
    }
    announce(format_args!("{}", with("cli-at", &[("address", &config.public_url.origin())])));
    if let Some(words) = config.trusted_proxies.missing(&config.public_url) {
        tracing::warn!("{words}");
    }
    let room = Arc::new(PracticeRoom::beside(&cx));
    let portal = Portal {
        cx: cx.clone(),
        practice: Arc::clone(&room),
        public_url: config.public_url.clone(),
        trusted_proxies: config.trusted_proxies.clone(),
        bodies: Arc::default(),
    };
    let stop = Arc::new(AtomicBool::new(false));
    let background = start_background(&cx, &room, &stop);
    let workers = match config.workers {
        0 => thread::available_parallelism().map_or(1, usize::from),
        workers => workers,
    };
    let connections = Arc::new(Connections::new(config.trusted_proxies.clone()));
    let room_for = connections::make_room();
    let served = actix_web::rt::System::new().block_on(async move {
        HttpServer::new(move || {
            App::new()
                .wrap(from_fn(refuse_one_too_many))
                .wrap(from_fn(hold_body))
                .wrap(from_fn(log_requests))
                .configure(configure(portal.clone()))
        })
        .on_connect(move |connection, data| connections.opened(connection, data))
        .workers(workers)
        .max_connections((room_for / workers).clamp(1, MOST_CONNECTIONS))
        .listen(listener)?
        .run()
        .await
    });
    stop.store(true, Ordering::Relaxed);
    for thread in background {
        // A panic of a background thread was logged where it happened.
        let _ended = thread.join();
    }
    served.map_err(|error| ConfigError::new("cli-stopped", &[("cause", &cause(&error))]))?;
    Ok(ExitCode::SUCCESS)
}

/// Passkeys belong to the host of the public address: another one would shut their people out.
fn keep_passkeys_host(cx: &Context) -> Result<(), ConfigError> {
    match relying_party::keep_host(cx) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(OtherHost { before, passkeys })) => {
            let url = &cx.configuration.public_url;
            Err(ConfigError::new("cli-passkeys-host", &[("url", url), ("count", &passkeys), ("host", &before)]))
        }
        Err(error) => Err(fault(&error)),
    }
}

/// Fills an empty store with a demonstration city, as it is at the time of this clock.
///
/// # Errors
/// The store is not empty, or cannot be written.
pub fn demo(config: &Config, residents: u64, seed: u64, clock: Arc<dyn Clock>) -> Result<ExitCode, ConfigError> {
    private::keep_memory_private();
    let store = open(config)?;
    if matches!(state(&store)?, CityState::Filled) {
        return Err(ConfigError::new("cli-filled", &[("folder", &config.data.display())]));
    }
    let cx = context_of(store, config, clock)?;
    journal::begin(&cx)?;
    bring_documents_up_to_date(&cx)?;
    fill(&cx, residents, seed)?;
    announce_sign_ins(config)?;
    Ok(ExitCode::SUCCESS)
}

/// Opens the store and puts the context together.
///
/// # Errors
/// One line that says what is wrong and how to mend it.
pub fn context(config: &Config) -> Result<Context, ConfigError> {
    context_of(open(config)?, config, Arc::new(SystemClock))
}

/// Opens the store with its keys.
fn open(config: &Config) -> Result<Store, ConfigError> {
    make_data_folder(&config.data)?;
    let store = open_store(&database_address(config)?, &PoolSizes::default(), &config.keys);
    let store = store.map_err(|error| match error {
        StoreError::Database(error) => database_refused(&error),
        StoreError::Keys(error) => keys_refused(&error),
    })?;
    if store.made {
        note!("{}", with("cli-keys-made", &[("file", &config.keys.display())]));
    }
    Ok(store)
}

fn context_of(store: Store, config: &Config, clock: Arc<dyn Clock>) -> Result<Context, ConfigError> {
    let demonstration = demonstration::is_demonstration(&store.pools).map_err(|error| fault(&error))?;
    let document = |name: &str| ConfigError::new("cli-build", &[("name", &name)]);
    let vocabulary = Vocabulary::parse(seeds::VOCABULARY).map_err(|_| document("vocabulary.toml"))?;
    let parameters = Parameters::parse(seeds::PARAMETERS).map_err(|_| document("parameters.toml"))?;
    let working_days = WorkingDays::parse(WORKING_DAYS).map_err(|_| document("working-days.toml"))?;
    let elsewhere = Elsewhere::parse(ELSEWHERE).map_err(|_| document("elsewhere.toml"))?;
    Ok(Context::new(Parts {
        pools: store.pools,
        clock,
        hasher: Arc::new(PasswordHasher::new().map_err(|error| fault(&error))?),
        keys: store.keys,
        configuration: Configuration {
            public_url: config.public_url.origin().to_owned(),
            data_folder: config.data.clone(),
            demonstration,
            practice: false,
            key_file: config.keys.clone(),
            lease_ms: config.lease_seconds.saturating_mul(1_000),
        },
        job_kinds: job_kinds(),
        tasks: Registry::default(),
        vocabulary,
        parameters,
        working_days,
        compiled_policies: DocumentCache::default(),
        checks: Checks::default(),
        parsed_items: DocumentCache::default(),
        elsewhere,
        search: SearchState::default(),
    }))
}

fn database_address(config: &Config) -> Result<DatabaseAddress, ConfigError> {
    DatabaseAddress::parse(&config.database_url, &config.data).map_err(|error| database_refused(&error))
}

/// For commands that are about a city: none is made for them.
fn store_must_be_there(config: &Config) -> Result<(), ConfigError> {
    match database_address(config)? {
        DatabaseAddress::Sqlite(path) if !path.exists() => {
            Err(ConfigError::new("cli-no-store", &[("file", &path.display())]))
        }
        _ => Ok(()),
    }
}

/// The kinds of work on many people.
pub fn job_kinds() -> jobs::JobKinds {
    jobs::JobKinds::new([
        (matching::KIND, matching::slice as jobs::SliceFunction),
        (rehearse::KIND, rehearse::slice as jobs::SliceFunction),
        (validity::KIND, validity::slice as jobs::SliceFunction),
        (new_day::KIND, new_day::slice as jobs::SliceFunction),
    ])
}

/// Takes in items and policies that came with the program, and mends what an earlier release left under a wrong name.
fn bring_documents_up_to_date(cx: &Context) -> Result<(), ConfigError> {
    domain::services::seeds::import(cx).map_err(|error| fault(&error))?;
    seeds::import(cx).map_err(|error| fault(&error))?;
    standards::keep(cx, seeds::VOCABULARY, seeds::PARAMETERS).map_err(|error| fault(&error))?;
    mend_names(cx).map_err(|error| fault(&error))?;
    Ok(())
}

/// Fills the city in a process of its own, so that the memory this takes goes back to the system with it.
fn fill_apart(config: &Config, residents: u64, seed: u64) -> Result<(), ConfigError> {
    let failed = |cause: String| ConfigError::new("cli-not-filled", &[("cause", &cause)]);
    let program = std::env::current_exe().map_err(|error| failed(cause(&error)))?;
    let status = std::process::Command::new(program)
        .args(["demo", "--residents", &residents.to_string(), "--seed", &seed.to_string()])
        .env("TONGBAN_DATA", &config.data)
        .env("TONGBAN_KEYS", &config.keys)
        // Its password stands in no list of processes.
        .env("DATABASE_URL", &config.database_url)
        .stdout(std::process::Stdio::null())
        .status()
        .map_err(|error| failed(cause(&error)))?;
    match status.success() {
        true => Ok(()),
        false => Err(failed(say("cli-line-above"))),
    }
}

fn fill(cx: &Context, residents: u64, seed: u64) -> Result<(), ConfigError> {
    let terminal = std::io::stderr().is_terminal();
    note!("{}", with("cli-filling", &[("count", &residents)]));
    demonstration::fill(cx, residents, seed, &mut |done| {
        if terminal {
            output::aside(format_args!("\r{done} / {residents}"));
        }
    })
    .map_err(|error| fault(&error))?;
    while let Some(job) = cx.read(jobs::unfinished).map_err(|error| fault(&error))? {
        let job = jobs::run_for(cx, &job, Duration::from_secs(5)).map_err(|error| fault(&error))?;
        if !job.is_finished() {
            let (done, total) = (job.progress_done, job.progress_total);
            note!("{}", with("cli-matching", &[("done", &done), ("total", &total)]));
        }
    }
    domain::journal::seal_unsealed(cx).map_err(|error| fault(&error))?;
    Ok(())
}

fn state(store: &Store) -> Result<CityState, ConfigError> {
    demonstration::state(&store.pools).map_err(|error| fault(&error))
}

/// Prints who may sign in to the demonstration.
fn announce_sign_ins(config: &Config) -> Result<(), ConfigError> {
    let Some(sign_ins) = demonstration::read_sign_ins(&config.data).map_err(|error| fault(&error))? else {
        return Ok(());
    };
    let file = config.data.join(demonstration::FILE);
    announce(format_args!("{}\n", with("cli-sign-ins", &[("file", &file.display())])));
    for one in &sign_ins.0 {
        let (who, password) = (&one.who, one.password.expose());
        announce(format_args!("  {:<12} {password:<16} {} · {}", one.sign_in, who.zh, who.en));
    }
    announce(format_args!(""));
    Ok(())
}

fn start_background(cx: &Context, room: &Arc<PracticeRoom>, stop: &Arc<AtomicBool>) -> Vec<thread::JoinHandle<()>> {
    let spawn = |run: fn(&Context, &AtomicBool)| {
        let (cx, stop) = (cx.clone(), Arc::clone(stop));
        thread::spawn(move || run(&cx, &stop))
    };
    cx.tasks.register(tasks::table::tasks(room));
    let mut threads = tasks::start(cx, stop);
    threads.extend([spawn(jobs::run_worker), spawn(watch::run_watch)]);
    threads
}

fn make_data_folder(folder: &Path) -> Result<(), ConfigError> {
    let unusable = |error: std::io::Error| {
        ConfigError::new("cli-data-folder", &[("folder", &folder.display()), ("cause", &cause(&error))])
    };
    std::fs::create_dir_all(folder).map_err(unusable)?;
    let probe = folder.join(".writable");
    std::fs::write(&probe, b"").and_then(|()| std::fs::remove_file(&probe)).map_err(unusable)
}
