//! Processes that are killed, or stand still for longer than their lease, in the middle of days: the city ends as if
//! nothing had happened. `TONGBAN_ROUNDS` is the number of rounds.

use diesel::prelude::*;
use domain::{
    context::Clock,
    db::{
        connection::DatabaseAddress,
        schema::{foretold, journal, notices, offers, policy_results, residents},
    },
    journal::{seal_unsealed, verify},
    policies::new_day,
};
use server::start::job_kinds;
use std::{
    collections::BTreeMap,
    env,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};
use tests::{
    HANGS,
    database::{Content, MORNING, TestDatabase},
    on_both_databases,
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// So many days are to be caught up: over the new year, when policies end.
const DAYS: i64 = 45;
/// A process that says nothing for so long has lost what it held.
const LEASE_MS: i64 = 3_000;
/// A process stands still for so long.
const STANDSTILL: Duration = Duration::from_secs(10);

/// How somebody stands with a policy, and what they were told.
type Offer = (String, String, Option<i64>, Option<String>, Option<String>);

/// What a version says of the city: version, day, eligible and undetermined residents, how many they are, and the sum.
type Reached = (String, String, Vec<u8>, Vec<u8>, i64, i64, i64);

/// What the store holds, whoever wrote it and under which ids.
#[derive(Debug, PartialEq, Eq)]
struct End {
    offers: BTreeMap<(String, String), Offer>,
    notices: BTreeMap<(String, String, String, String), usize>,
    foretold: Vec<(String, String, String, String)>,
    looks: Vec<(Option<String>, Option<String>)>,
    results: Vec<Reached>,
}

/// A city that was left alone for some days: what is to be caught up.
fn left_alone(database: &TestDatabase) {
    database.copy_of(Content::City);
    let (cx, _) = database.context(job_kinds());
    // The day on which the store was filled is done.
    let room = std::sync::Arc::new(domain::operations::practice::PracticeRoom::beside(&cx));
    for task in domain::operations::tasks::table::tasks(&room) {
        domain::operations::tasks::run_if_due(&cx, &task).unwrap();
    }
    assert_eq!(cx.read(new_day::last_done).unwrap(), Some(cx.clock.today()));
}

fn process(database: &TestDatabase) -> Child {
    let address = match database.address() {
        DatabaseAddress::Sqlite(path) => format!("sqlite:{}", path.display()),
        DatabaseAddress::Postgres(url) => url.clone(),
    };
    Command::new(env!("CARGO_BIN_EXE_pass-days"))
        .args([address, database.folder().display().to_string()])
        .args([(MORNING + DAYS * DAY_MS).to_string(), LEASE_MS.to_string()])
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

fn signal(process: &Child, name: &str) {
    let sent = Command::new("kill").args([name, &process.id().to_string()]).status().unwrap();
    assert!(sent.success(), "{name}");
}

fn finish(mut process: Child) {
    let began = Instant::now();
    loop {
        if let Some(status) = process.try_wait().unwrap() {
            assert!(status.success(), "{status}");
            return;
        }
        assert!(began.elapsed() < HANGS, "the days do not pass");
        sleep(Duration::from_millis(50));
    }
}

fn end(database: &TestDatabase) -> End {
    let (cx, clock) = database.context(job_kinds());
    clock.advance_ms(DAYS * DAY_MS);
    assert_eq!(cx.read(new_day::last_done).unwrap(), Some(clock.today()));
    seal_unsealed(&cx).unwrap();
    assert_eq!(verify(&cx).unwrap().first_bad, None);
    cx.read(|connection| {
        type Row = (String, String, String, String, String, Option<i64>, Option<String>, Option<String>);
        let rows: Vec<Row> = offers::table
            .select((
                offers::id,
                offers::resident_id,
                offers::policy_id,
                offers::progress,
                offers::verdict,
                offers::amount_fen,
                offers::told_state,
                offers::told_on,
            ))
            .load(connection)?;
        let mut policies = BTreeMap::new();
        let mut stood = BTreeMap::new();
        for (id, resident, policy, progress, verdict, fen, told, told_on) in rows {
            policies.insert(id, policy.clone());
            stood.insert((resident, policy), (progress, verdict, fen, told, told_on));
        }
        let told: Vec<(String, String, String, String)> = notices::table
            .select((notices::resident_id, notices::kind, notices::subject_id, notices::arguments))
            .load(connection)?;
        let mut counted = BTreeMap::new();
        for (resident, kind, subject, arguments) in told {
            let about = policies.get(&subject).cloned().unwrap_or(subject);
            *counted.entry((resident, kind, about, arguments)).or_default() += 1;
        }
        Ok(End {
            offers: stood,
            notices: counted,
            foretold: foretold::table
                .order((foretold::resident_id, foretold::policy_id, foretold::kind))
                .load(connection)?,
            looks: residents::table
                .order(residents::number)
                .select((residents::look_again_on, residents::look_ahead_on))
                .load(connection)?,
            results: policy_results::table
                .order(policy_results::policy_version_id)
                .select((
                    policy_results::policy_version_id,
                    policy_results::evaluated_on,
                    policy_results::eligible,
                    policy_results::undetermined,
                    policy_results::eligible_count,
                    policy_results::undetermined_count,
                    policy_results::amount_fen,
                ))
                .load(connection)?,
        })
    })
    .unwrap()
}

/// How many days were begun, by the journal.
fn slices(database: &TestDatabase) -> i64 {
    let (cx, _) = database.context(job_kinds());
    cx.read(|connection| {
        Ok(journal::table.filter(journal::act.eq("policies.new-day-slice")).count().get_result(connection)?)
    })
    .unwrap()
}

fn another(database: &TestDatabase) -> TestDatabase {
    match database.cluster() {
        Some(_) => TestDatabase::postgres(),
        None => TestDatabase::sqlite(),
    }
}

on_both_databases! {
    fn days_end_the_same_whatever_happens_to_the_processes(database) {
        let rounds: u64 = env::var("TONGBAN_ROUNDS").map_or(3, |rounds| rounds.parse().unwrap());
        left_alone(database);
        let began = Instant::now();
        finish(process(database));
        let undisturbed = began.elapsed();
        let expected = end(database);
        let told: usize = expected.notices.values().sum();
        println!("{DAYS} days in {undisturbed:.1?}: {told} notices, {} slices with people", slices(database));
        assert!(slices(database) > 3 && told > 0);
        for round in 0..rounds {
            let database = &another(database);
            left_alone(database);
            // Somewhere in the middle of the days: another place in each round.
            let middle = undisturbed.mul_f64(0.15 + 0.7 * (f64::from(u32::try_from(round).unwrap()) * 0.618).fract());
            let mut first = process(database);
            let beside = database.cluster().map(|_| process(database));
            sleep(middle);
            // On SQLite nobody takes over meanwhile: whoever stood still goes on.
            if round % 3 == 1 {
                signal(&first, "-STOP");
                sleep(STANDSTILL);
                signal(&first, "-CONT");
                finish(first);
            } else {
                first.kill().unwrap();
                first.wait().unwrap();
            }
            // On SQLite one process serves a city: it is started again.
            finish(beside.unwrap_or_else(|| process(database)));
            assert_eq!(end(database), expected, "round {round}, after {middle:.1?}");
        }
    }
}
