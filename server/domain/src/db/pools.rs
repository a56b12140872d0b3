//! Who gets a connection, and when. On SQLite one writer serves a queue, people before jobs, and readers have a pool of
//! their own; on PostgreSQL everybody shares a pool.

use super::{
    connection::{self, Connection, DatabaseAddress, OpenError, Use},
    dialect,
    files::{Lost, StoreFiles},
    writer_queue::WriterQueue,
};
use crate::error::{Error, Result};
use diesel::r2d2::{ManageConnection, Pool, PooledConnection, R2D2Connection};
use std::time::{Duration, Instant};

/// Whose work it is: people never wait for jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// Somebody is waiting for a page.
    Person,
    /// Nobody is waiting: jobs, the sealer, cleaning up.
    Job,
}

/// How many connections, and how long to wait for one.
#[derive(Clone, Debug)]
pub struct PoolSizes {
    /// Readers on SQLite; all connections on PostgreSQL.
    pub connections: u32,
    /// How long a request waits for a connection before it is told to come back later.
    pub patience: Duration,
}

impl Default for PoolSizes {
    fn default() -> Self {
        Self { connections: 8, patience: Duration::from_secs(5) }
    }
}

/// The connections of one city.
pub struct Pools {
    readers: Pool<Manager>,
    /// Only on SQLite.
    writer: Option<(WriterQueue, StoreFiles)>,
    /// How long somebody waits to write, in the queue and for locks of other processes together.
    patience: Duration,
}

/// How long an act waits that may as well not happen: nobody notices it on a page.
const IN_PASSING: Duration = Duration::from_millis(50);

impl Pools {
    /// Opens the database. The schema is brought up to date separately, by `migrate::apply` on [`Pools::write_connection`].
    pub fn open(address: &DatabaseAddress, sizes: &PoolSizes) -> std::result::Result<Self, OpenError> {
        // The first connection is opened here, so that what is wrong is said in its own words, once.
        let mut first = connection::open(address, Use::Writing)?;
        let writer = match address {
            DatabaseAddress::Sqlite(path) => {
                let files = StoreFiles::opened(path, &mut first)?;
                Some((WriterQueue::new(first), files))
            }
            DatabaseAddress::Postgres(_) => None,
        };
        let readers = Pool::builder()
            .max_size(sizes.connections)
            .min_idle(Some(1))
            .connection_timeout(sizes.patience)
            .test_on_check_out(!address.is_file())
            .build_unchecked(Manager { address: address.clone() });
        Ok(Self { readers, writer, patience: sizes.patience })
    }

    /// Runs `body` in one read-only transaction.
    pub fn read<T>(&self, body: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        dialect::read_tx(&mut *self.pooled()?, body)
    }

    /// Which database stands behind: `sqlite` or `postgresql`.
    pub fn database_name(&self) -> &'static str {
        match self.writer {
            Some(_) => "sqlite",
            None => "postgresql",
        }
    }

    /// Runs `body` in one transaction that writes. On PostgreSQL it may run again, up to three times.
    pub fn write<T>(&self, priority: Priority, body: impl FnMut(&mut Connection) -> Result<T>) -> Result<T> {
        self.write_connection(priority, |connection| dialect::write_tx(connection, body))
    }

    /// Lends the writing connection without a transaction: for migrations and upkeep.
    pub fn write_connection<T>(
        &self,
        priority: Priority,
        body: impl FnOnce(&mut Connection) -> Result<T>,
    ) -> Result<T> {
        self.lend(priority, self.patience, body)
    }

    /// Runs `body` in one transaction that writes, if the writer is to be had at once. For what is good to have and stops
    /// nobody: a page that only shows something never depends on it.
    ///
    /// # Errors
    /// Somebody else is writing, or the store takes no writes.
    pub fn write_in_passing<T>(&self, body: impl FnMut(&mut Connection) -> Result<T>) -> Result<T> {
        self.lend(Priority::Person, IN_PASSING, |connection| dialect::write_tx(connection, body))
    }

    fn lend<T>(
        &self,
        priority: Priority,
        patience: Duration,
        body: impl FnOnce(&mut Connection) -> Result<T>,
    ) -> Result<T> {
        let Some((queue, files)) = &self.writer else { return body(&mut *self.pooled()?) };
        let began = Instant::now();
        let mut connection = queue.lend(priority, patience)?;
        // Jobs have waited as long as it took; for people, what is left after the queue.
        let left = match priority {
            Priority::Person => patience.saturating_sub(began.elapsed()),
            Priority::Job => patience,
        };
        connection::wait_for_locks(&mut connection, left)?;
        refuse_when_lost(files, &mut connection)?;
        let done = body(&mut connection)?;
        // Committed, but nobody has been told yet.
        refuse_when_lost(files, &mut connection)?;
        Ok(done)
    }

    /// What became of the files of a SQLite store, once they are no longer those that were opened. Nothing is
    /// acknowledged from then on, and the program has to end.
    ///
    /// # Errors
    /// The writing connection is not to be had.
    pub fn lost(&self) -> Result<Option<Lost>> {
        let Some((queue, files)) = self.writer.as_ref().filter(|(_, files)| files.differ()) else { return Ok(None) };
        let mut connection = queue.lend(Priority::Job, self.patience)?;
        Ok(files.lost(&mut connection).cloned())
    }

    fn pooled(&self) -> Result<PooledConnection<Manager>> {
        self.readers.get().map_err(|error| Error::Busy(error.into()))
    }
}

fn refuse_when_lost(files: &StoreFiles, connection: &mut Connection) -> Result<()> {
    files.lost(connection).map_or(Ok(()), |what| Err(Error::busy(what)))
}

/// Opens and checks pooled connections.
struct Manager {
    address: DatabaseAddress,
}

impl ManageConnection for Manager {
    type Connection = Connection;
    type Error = OpenError;

    fn connect(&self) -> std::result::Result<Connection, OpenError> {
        let usage = if self.address.is_file() { Use::Reading } else { Use::Writing };
        connection::open(&self.address, usage)
    }

    fn is_valid(&self, connection: &mut Connection) -> std::result::Result<(), OpenError> {
        Ok(connection.ping()?)
    }

    fn has_broken(&self, connection: &mut Connection) -> bool {
        std::thread::panicking() || connection.is_broken()
    }
}
