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
    operations::jobs::JobKinds,
    policies::checking::Checks,
    services::document::Item,
    working_days::WorkingDays,
};
use jiff::{Timestamp, civil::Date, tz::Offset};
use policy::{document::Policy, parameters::Parameters, vocabulary::Vocabulary};
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
    /// Milliseconds since 1970, UTC.
    fn now_ms(&self) -> i64;

    /// The day in the city.
    fn today(&self) -> Date {
        civil_date(self.now_ms())
    }
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> i64 {
        Timestamp::now().as_millisecond()
    }
}

/// A clock that stands still until it is moved: for tests.
#[derive(Debug)]
pub struct StandingClock(AtomicI64);

impl StandingClock {
    /// Stands at this instant (milliseconds since 1970, UTC).
    pub fn at(now_ms: i64) -> Self {
        Self(AtomicI64::new(now_ms))
    }

    /// Moves on by so many milliseconds; back by as many where there are fewer than none.
    pub fn advance_ms(&self, milliseconds: i64) {
        self.0.fetch_add(milliseconds, Ordering::SeqCst);
    }
}

impl Clock for StandingClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// The day in the city at an instant (milliseconds since 1970). Asia/Shanghai is UTC+8 throughout since 1991.
pub fn civil_date(ms: i64) -> Date {
    let instant = Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH);
    Offset::constant(8).to_datetime(instant).date()
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
}

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
}

/// The first argument of every use case. Cheap to clone; its parts are reached directly: `cx.clock.now_ms()`.
#[derive(Clone)]
pub struct Context {
    parts: Arc<Parts>,
    patience: Patience,
    /// The day whose work is done, where it is not the clock's.
    day: Option<Date>,
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
        Self { parts: Arc::new(parts), patience: Patience::Usual, day: None }
    }

    /// The same, for somebody who has waited long enough already: writes happen at once or not at all.
    #[must_use]
    pub fn in_passing(&self) -> Self {
        Self { parts: Arc::clone(&self.parts), patience: Patience::InPassing, day: self.day }
    }

    /// Runs `body` in one read-only transaction.
    pub fn read<T>(&self, body: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        self.pools.read(body)
    }

    /// Runs `body` in one transaction that writes. On PostgreSQL it may run more than once, so it has no other effects.
    pub fn write<T>(&self, priority: Priority, body: impl FnMut(&mut Connection) -> Result<T>) -> Result<T> {
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
        Self { parts: Arc::clone(&self.parts), patience: self.patience, day: Some(day) }
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
