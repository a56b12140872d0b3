//! Who gets a connection, and when. On SQLite one writer serves a queue, people before jobs, and readers have a pool of
//! their own; on PostgreSQL everybody shares a pool.

use super::{
    connection::{self, Connection, DatabaseAddress, OpenError, Use},
    dialect,
    writer_queue::WriterQueue,
};
use crate::error::{Error, Result};
use diesel::r2d2::{ManageConnection, Pool, PooledConnection, R2D2Connection};
use std::time::Duration;

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
    writer: Option<WriterQueue>,
}

impl Pools {
    /// Opens the database. The schema is brought up to date separately, by `migrate::apply` on [`Pools::write_connection`].
    pub fn open(address: &DatabaseAddress, sizes: &PoolSizes) -> std::result::Result<Self, OpenError> {
        // The first connection is opened here, so that what is wrong is said in its own words, once.
        let first = connection::open(address, Use::Writing)?;
        let writer = address.is_file().then(|| WriterQueue::new(first, sizes.patience));
        let readers = Pool::builder()
            .max_size(sizes.connections)
            .min_idle(Some(1))
            .connection_timeout(sizes.patience)
            .test_on_check_out(!address.is_file())
            .build_unchecked(Manager { address: address.clone() });
        Ok(Self { readers, writer })
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
        match &self.writer {
            Some(queue) => body(&mut *queue.lend(priority)?),
            None => body(&mut *self.pooled()?),
        }
    }

    fn pooled(&self) -> Result<PooledConnection<Manager>> {
        self.readers.get().map_err(|error| Error::Busy(error.into()))
    }
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
