//! What every use case gets: connections, clock, keys, hasher, the city's vocabulary and settings. No process-wide state.

use crate::{
    cache::DocumentCache,
    crypto::{
        keys::KeyRing,
        passwords::PasswordHasher,
        store_keys::{self, KeysError},
    },
    db::{
        connection::{Connection, DatabaseAddress, OpenError},
        migrate,
        pools::{PoolSizes, Pools, Priority},
        types::{Instant, new_id},
    },
    error::{Error, Result},
    operations::{
        calendar::ClockWatch,
        jobs::JobKinds,
        tasks::{Lease, Registry},
    },
    policies::checking::Checks,
    services::{document::Item, elsewhere::Elsewhere, search::SearchState},
    working_days::WorkingDays,
};
use jiff::{
    Timestamp,
    civil::Date,
    tz::{Offset, TimeZone},
};
use policy::{document::Policy, parameters::Parameters, vocabulary::Vocabulary};
use rustix::time::{ClockId, clock_gettime};
use std::{
    ops::Deref,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

/// Tells the time. Tests set it.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970, UTC. May be set, forwards and backwards.
    fn now_ms(&self) -> i64;

    /// Milliseconds since some moment, which nobody can set: they only ever grow until the machine starts anew, and they
    /// count while it sleeps.
    fn monotonic_ms(&self) -> i64;

    /// The clock by which leases run out: the one that all processes share, or the monotonic one of the machine.
    fn lease_ms(&self, common: Option<i64>) -> i64 {
        common.unwrap_or_else(|| self.monotonic_ms())
    }

    /// The time zone of the city. Asia/Shanghai is UTC+8 throughout since 1991.
    fn zone(&self) -> TimeZone {
        TimeZone::fixed(Offset::constant(8))
    }

    /// The day in the city at an instant (milliseconds since 1970).
    fn day_of(&self, ms: i64) -> Date {
        let instant = Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH);
        self.zone().to_datetime(instant).date()
    }

    /// The day in the city.
    fn today(&self) -> Date {
        self.day_of(self.now_ms())
    }

    /// The instant at which a day of the city begins: where midnight is missing, the first one after it; where it comes
    /// twice, the first.
    fn beginning_of(&self, day: Date) -> i64 {
        day.to_zoned(self.zone()).map_or(i64::MAX, |begins| begins.timestamp().as_millisecond())
    }
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> i64 {
        Timestamp::now().as_millisecond()
    }

    fn monotonic_ms(&self) -> i64 {
        let time = clock_gettime(ClockId::Boottime);
        time.tv_sec.saturating_mul(1_000).saturating_add(time.tv_nsec / 1_000_000)
    }
}

/// A clock that stands still until it is moved: for tests.
#[derive(Debug)]
pub struct StandingClock {
    now: AtomicI64,
    monotonic: AtomicI64,
    zone: TimeZone,
}

impl StandingClock {
    /// Stands at this instant (milliseconds since 1970, UTC), in Shanghai.
    pub fn at(now_ms: i64) -> Self {
        Self::in_zone(now_ms, SystemClock.zone())
    }

    /// Stands at this instant, in a city elsewhere.
    pub fn in_zone(now_ms: i64, zone: TimeZone) -> Self {
        Self { now: AtomicI64::new(now_ms), monotonic: AtomicI64::new(0), zone }
    }

    /// Time passes: so many milliseconds.
    pub fn advance_ms(&self, milliseconds: i64) {
        self.now.fetch_add(milliseconds, Ordering::SeqCst);
        self.monotonic.fetch_add(milliseconds.max(0), Ordering::SeqCst);
    }

    /// Somebody sets the clock, forwards or backwards, and no time passes.
    pub fn set_by_ms(&self, milliseconds: i64) {
        self.now.fetch_add(milliseconds, Ordering::SeqCst);
    }
}

impl Clock for StandingClock {
    fn now_ms(&self) -> i64 {
        self.now.load(Ordering::SeqCst)
    }

    fn monotonic_ms(&self) -> i64 {
        self.monotonic.load(Ordering::SeqCst)
    }

    /// One clock for all processes of a test, whatever the database says.
    fn lease_ms(&self, _: Option<i64>) -> i64 {
        self.monotonic_ms()
    }

    fn zone(&self) -> TimeZone {
        self.zone.clone()
    }
}

/// Settings that use cases need. Reading the environment is the program's business.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// Address under which people reach the portal, without a slash at the end.
    pub public_url: String,
    /// The data folder: key file, head of the journal.
    pub data_folder: PathBuf,
    /// Whether this city is a demonstration, and says so on every page.
    pub demonstration: bool,
    /// Whether this is the practice room: what is done here is never real, and its receipts say so.
    pub practice: bool,
    /// File with the keys of this store.
    pub key_file: PathBuf,
    /// How long a process that says nothing keeps a task or a job to itself, in milliseconds.
    pub lease_ms: i64,
}

/// Usual length of a lease.
pub const LEASE_MS: i64 = 30_000;

/// Everything a context is made of.
pub struct Parts {
    /// Connections.
    pub pools: Pools,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Slow password hashing, a few at a time.
    pub hasher: Arc<PasswordHasher>,
    /// Keys of sealed columns and fingerprints.
    pub keys: KeyRing,
    /// Settings.
    pub configuration: Configuration,
    /// The kinds of work on many people.
    pub job_kinds: JobKinds,
    /// What the city does by itself.
    pub tasks: Registry,
    /// The city's vocabulary.
    pub vocabulary: Vocabulary,
    /// The city's parameters.
    pub parameters: Parameters,
    /// Public holidays and make-up days.
    pub working_days: WorkingDays,
    /// Compiled policies, by version id.
    pub compiled_policies: DocumentCache<Policy>,
    /// Checks of documents that are on their way.
    pub checks: Checks,
    /// Service items, by id and version.
    pub parsed_items: DocumentCache<Item>,
    /// What others do.
    pub elsewhere: Elsewhere,
    /// What the search keeps.
    pub search: SearchState,
}

/// The first argument of every use case. Cheap to clone; its parts are reached directly: `cx.clock.now_ms()`.
#[derive(Clone)]
pub struct Context {
    parts: Arc<Parts>,
    patience: Patience,
    /// The day whose work is done, where it is not the clock's.
    day: Option<Date>,
    /// The task that is run: it is held on to with every write.
    lease: Option<Lease>,
    watch: Arc<ClockWatch>,
}

/// How long writes of a context wait for their turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Patience {
    /// As long as the connections say.
    Usual,
    /// Only if the writer is to be had at once.
    InPassing,
}

impl Context {
    /// Puts a context together.
    pub fn new(parts: Parts) -> Self {
        let watch = Arc::new(ClockWatch::since_now(&*parts.clock));
        Self { parts: Arc::new(parts), patience: Patience::Usual, day: None, lease: None, watch }
    }

    /// The same, for somebody who has waited long enough already: writes happen at once or not at all.
    #[must_use]
    pub fn in_passing(&self) -> Self {
        Self { patience: Patience::InPassing, ..self.clone() }
    }

    /// Runs `body` in one read-only transaction.
    pub fn read<T>(&self, body: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        self.pools.read(body)
    }

    /// Runs `body` in one transaction that writes. On PostgreSQL it may run more than once, so it has no other effects.
    pub fn write<T>(&self, priority: Priority, mut body: impl FnMut(&mut Connection) -> Result<T>) -> Result<T> {
        let body = |tx: &mut Connection| {
            if let Some(lease) = &self.lease {
                lease.renew(self, tx)?;
            }
            body(tx)
        };
        match self.patience {
            Patience::Usual => self.pools.write(priority, body),
            Patience::InPassing => self.pools.write_in_passing(body),
        }
    }

    /// The time now.
    pub fn now(&self) -> Instant {
        Instant(self.clock.now_ms())
    }

    /// The same, for the work of a day that may have passed: everything is decided as on that day.
    #[must_use]
    pub fn on_day(&self, day: Date) -> Self {
        Self { day: Some(day), ..self.clone() }
    }

    /// The same, for whoever runs a task: every write first makes sure that nobody else has taken it over.
    #[must_use]
    pub fn holding(&self, lease: Lease) -> Self {
        Self { lease: Some(lease), ..self.clone() }
    }

    /// What the program saw of the clock since it started.
    pub fn watch(&self) -> &ClockWatch {
        &self.watch
    }

    /// The day in the city at an instant.
    pub fn day_of(&self, instant: Instant) -> Date {
        self.clock.day_of(instant.0)
    }

    /// The day in the city, or the day whose work is done.
    pub fn today(&self) -> Date {
        self.day.unwrap_or_else(|| self.clock.today())
    }

    /// Whether no later day waits for its work: what changed by now is told to people.
    pub fn is_last_day(&self) -> bool {
        self.today() >= self.clock.today()
    }

    /// A fresh identifier.
    pub fn new_id(&self) -> String {
        new_id(self.now())
    }
}

impl Deref for Context {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}

/// Why a store cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be opened or brought up to date.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// The keys are not those of the store.
    #[error(transparent)]
    Keys(#[from] KeysError),
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Database(OpenError::SetUp(cause)) => cause.into(),
            StoreError::Database(OpenError::File { cause, .. }) => cause.into(),
            StoreError::Keys(KeysError::Unusable { cause, .. } | KeysError::Store(cause)) => cause,
            StoreError::Database(_) | StoreError::Keys(_) => Self::caused_by(error),
        }
    }
}

/// A store with its keys.
pub struct Store {
    /// Connections.
    pub pools: Pools,
    /// Its keys.
    pub keys: KeyRing,
    /// Whether the keys were made just now.
    pub made: bool,
}

/// Opens a store: its keys are admitted before anything is changed in it, then it is brought up to date.
///
/// # Errors
/// The database cannot be used, or its keys are away or others.
pub fn open_store(
    address: &DatabaseAddress,
    sizes: &PoolSizes,
    key_file: &Path,
) -> std::result::Result<Store, StoreError> {
    let pools = Pools::open(address, sizes)?;
    let (keys, made) = store_keys::admit(&pools, key_file)?;
    bring_up_to_date(&pools)?;
    store_keys::remember(&pools, &keys, key_file)?;
    Ok(Store { pools, keys, made })
}

/// Opens the database and brings it up to date.
pub fn open_pools(address: &DatabaseAddress, sizes: &PoolSizes) -> std::result::Result<Pools, OpenError> {
    let pools = Pools::open(address, sizes)?;
    bring_up_to_date(&pools)?;
    Ok(pools)
}

fn bring_up_to_date(pools: &Pools) -> std::result::Result<(), OpenError> {
    pools
        .write_connection(Priority::Person, |connection| {
            for name in migrate::apply(connection)? {
                tracing::info!(%name, "migration applied");
            }
            Ok(())
        })
        .map_err(|error| OpenError::Migration(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_changes_at_midnight_in_shanghai() {
        let before = StandingClock::at(1_795_363_199_999); // 2026-11-22T15:59:59.999Z
        assert_eq!(before.today(), jiff::civil::date(2026, 11, 22));
        before.advance_ms(1);
        assert_eq!(before.today(), jiff::civil::date(2026, 11, 23));
    }
}
