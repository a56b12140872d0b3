//! The practice room: the whole portal on a store of its own, where everybody is invented and nothing is ever real.
//!
//! It shares with the city the clock and the program's own documents, and nothing else: it has no way to the city's
//! store, keys, jobs or sealer. Nobody works here, so nothing that is sent goes on to anybody, and the outbox is never
//! emptied. Each day has a store and keys of its own in the data folder; those of earlier days are deleted, and with the
//! keys goes the last way to read them.

use super::{jobs::JobKinds, tasks::Registry};
use crate::{
    cache::DocumentCache,
    context::{Clock, Configuration, Context, LEASE_MS, Parts, Store, open_store},
    crypto::passwords::PasswordHasher,
    db::{connection::DatabaseAddress, pools::PoolSizes},
    error::{Error, Result},
    operations::demonstration,
    policies::{checking::Checks, seeds},
    services::{
        self,
        elsewhere::{ELSEWHERE, Elsewhere},
        search::SearchState,
    },
    working_days::{WORKING_DAYS, WorkingDays},
};
use jiff::civil::Date;
use policy::{parameters::Parameters, vocabulary::Vocabulary};
use std::{
    fs, io,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Readers of the store: few practise at one time, and each connection has a cache.
const SIZES: PoolSizes = PoolSizes { connections: 2, patience: Duration::from_secs(5) };

/// A store that nobody has asked for this long is closed.
const IDLE: Duration = Duration::from_secs(30 * 60);

/// The practice room of one city.
pub struct PracticeRoom {
    clock: Arc<dyn Clock>,
    hasher: Arc<PasswordHasher>,
    public_url: String,
    demonstration: bool,
    folder: PathBuf,
    open: Mutex<Option<Open>>,
}

struct Open {
    day: Date,
    cx: Context,
    used: Instant,
}

impl PracticeRoom {
    /// The room beside a city, in a folder of its data folder. Nothing is made before somebody practises.
    pub fn beside(city: &Context) -> Self {
        Self {
            clock: Arc::clone(&city.clock),
            hasher: Arc::clone(&city.hasher),
            public_url: city.configuration.public_url.clone(),
            demonstration: city.configuration.demonstration,
            folder: city.configuration.data_folder.join("practice"),
            open: Mutex::default(),
        }
    }

    /// The context of today's practice. The first of a day makes the store, and whoever comes meanwhile waits.
    ///
    /// # Errors
    /// The store cannot be made.
    pub fn context(&self) -> Result<Context> {
        let today = self.clock.today();
        let mut open = self.lock();
        if let Some(open) = open.as_mut().filter(|open| open.day == today) {
            open.used = Instant::now();
            return Ok(open.cx.clone());
        }
        *open = None;
        self.delete_all_but(today);
        let cx = self.make(today)?;
        *open = Some(Open { day: today, cx: cx.clone(), used: Instant::now() });
        Ok(cx)
    }

    /// Somebody invented begins to practise, at a device whose address is known by a keyed hash. Gives the token of their
    /// session.
    ///
    /// # Errors
    /// `TooManyTries` when too many began from there within an hour; `Busy` when too many practise at this moment; the
    /// store is away.
    pub fn begin(&self, visitor: &str) -> Result<String> {
        demonstration::settle(&self.context()?, visitor)
    }

    /// Wipes what is left of earlier days. Today's store stays; when nobody has practised for a while it is closed, which
    /// gives its memory back.
    pub fn wipe_earlier_days(&self) {
        let today = self.clock.today();
        self.lock().take_if(|open| open.day != today || open.used.elapsed() > IDLE);
        self.delete_all_but(today);
    }

    fn make(&self, today: Date) -> Result<Context> {
        fs::create_dir_all(&self.folder)?;
        let file = |end: &str| self.folder.join(format!("{today}.{end}"));
        let Store { pools, keys, made: _ } =
            open_store(&DatabaseAddress::Sqlite(file("sqlite")), &SIZES, &file("keys"))?;
        let document = |_| Error::fault("the program's vocabulary or parameters have problems");
        let cx = Context::new(Parts {
            pools,
            clock: Arc::clone(&self.clock),
            hasher: Arc::clone(&self.hasher),
            keys,
            configuration: Configuration {
                public_url: self.public_url.clone(),
                data_folder: self.folder.clone(),
                demonstration: self.demonstration,
                practice: true,
                key_file: file("keys"),
                lease_ms: LEASE_MS,
            },
            job_kinds: JobKinds::default(),
            tasks: Registry::default(),
            vocabulary: Vocabulary::parse(seeds::VOCABULARY).map_err(document)?,
            parameters: Parameters::parse(seeds::PARAMETERS).map_err(document)?,
            working_days: WorkingDays::parse(WORKING_DAYS)?,
            compiled_policies: DocumentCache::default(),
            checks: Checks::default(),
            parsed_items: DocumentCache::default(),
            elsewhere: Elsewhere::parse(ELSEWHERE)?,
            search: SearchState::default(),
        });
        services::seeds::import(&cx)?;
        seeds::import(&cx)?;
        Ok(cx)
    }

    /// Files of a day begin with its date. What cannot be deleted yet is tried again.
    fn delete_all_but(&self, today: Date) {
        let kept = today.to_string();
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(error) => return tracing::warn!(%error, "the practice folder could not be read"),
        };
        for entry in entries.flatten() {
            let name = entry.file_name();
            if name.to_string_lossy().starts_with(&kept) {
                continue;
            }
            if let Err(error) = fs::remove_file(entry.path()) {
                tracing::warn!(%error, "an earlier day of practice could not be deleted this time");
            }
        }
    }

    /// Nothing is left half changed in it, so a panic elsewhere does not spoil it.
    fn lock(&self) -> MutexGuard<'_, Option<Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
