//! Two migration trees with the same names, embedded in the program.

use super::connection::Connection;
use crate::error::{Error, Result};
use diesel::{QueryableByName, RunQueryDsl, connection::SimpleConnection, sql_types::BigInt};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

/// Migrations for SQLite.
pub const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
/// Migrations for PostgreSQL, under the same names.
pub const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Number of the advisory lock under which PostgreSQL migrates.
const LOCK: i64 = 0x0074_6f6e_6762_616e;

/// Brings the database up to this program. Returns the names of what was applied. Processes that start at one moment do it
/// one after the other.
pub fn apply(connection: &mut Connection) -> Result<Vec<String>> {
    match connection {
        Connection::Sqlite(inner) => {
            if !inner.has_pending_migration(SQLITE).map_err(Error::Fault)? {
                return Ok(Vec::new());
            }
            // One transaction around all of them: SQLite nests with savepoints, and whoever comes second finds nothing.
            inner.exclusive_transaction(|inner| {
                let applied = inner.run_pending_migrations(SQLITE).map_err(Error::Fault)?;
                Ok(applied.iter().map(ToString::to_string).collect())
            })
        }
        Connection::Postgres(inner) => {
            // The lock comes first: even asking what is pending makes Diesel's own table, and two cannot make it at once.
            inner.batch_execute(&format!("SELECT pg_advisory_lock({LOCK})"))?;
            let applied = inner.run_pending_migrations(POSTGRES).map_err(Error::Fault);
            let applied = applied.map(|names| names.iter().map(ToString::to_string).collect());
            inner.batch_execute(&format!("SELECT pg_advisory_unlock({LOCK})"))?;
            applied
        }
    }
}

/// Takes every migration back, newest first. For tests: it drops every table.
pub fn revert_all(connection: &mut Connection) -> Result<usize> {
    let reverted = match connection {
        Connection::Sqlite(inner) => inner.revert_all_migrations(SQLITE),
        Connection::Postgres(inner) => inner.revert_all_migrations(POSTGRES),
    };
    Ok(reverted.map_err(Error::Fault)?.len())
}

/// Whether a program made its tables here before.
pub fn has_tables(connection: &mut Connection) -> Result<bool> {
    let query = match connection {
        Connection::Sqlite(_) => "SELECT count(*) AS tables FROM sqlite_schema WHERE name = 'city_settings'",
        Connection::Postgres(_) => "SELECT count(to_regclass('city_settings')) AS tables",
    };
    Ok(diesel::sql_query(query).get_result::<Tables>(connection)?.tables > 0)
}

#[derive(QueryableByName)]
struct Tables {
    #[diesel(sql_type = BigInt)]
    tables: i64,
}

/// Whether the database is older than this program.
pub fn is_behind(connection: &mut Connection) -> Result<bool> {
    let behind = match connection {
        Connection::Sqlite(inner) => inner.has_pending_migration(SQLITE),
        Connection::Postgres(inner) => inner.has_pending_migration(POSTGRES),
    };
    behind.map_err(Error::Fault)
}
