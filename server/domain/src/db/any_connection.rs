//! The enum over both connections. It stands alone: the derive makes public items, and knows Diesel's trait `Connection` by its name.
#![expect(missing_docs, reason = "the derive makes public items without documentation")]

use diesel::{PgConnection, SqliteConnection};

/// A connection to SQLite or to PostgreSQL; everything but `db::dialect` uses it without asking which.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// The file in the data folder.
    Sqlite(SqliteConnection),
    /// A server.
    Postgres(PgConnection),
}
