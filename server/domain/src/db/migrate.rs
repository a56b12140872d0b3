//! Two migration trees with the same names, embedded in the program.

use super::connection::Connection;
use crate::error::{Error, Result};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

/// Migrations for SQLite.
pub const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
/// Migrations for PostgreSQL, under the same names.
pub const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Brings the database up to this program. Returns the names of what was applied.
pub fn apply(connection: &mut Connection) -> Result<Vec<String>> {
    let applied = match connection {
        Connection::Sqlite(inner) => inner.run_pending_migrations(SQLITE),
        Connection::Postgres(inner) => inner.run_pending_migrations(POSTGRES),
    };
    Ok(applied.map_err(Error::Fault)?.iter().map(ToString::to_string).collect())
}

/// Takes every migration back, newest first. For tests: it drops every table.
pub fn revert_all(connection: &mut Connection) -> Result<usize> {
    let reverted = match connection {
        Connection::Sqlite(inner) => inner.revert_all_migrations(SQLITE),
        Connection::Postgres(inner) => inner.revert_all_migrations(POSTGRES),
    };
    Ok(reverted.map_err(Error::Fault)?.len())
}

/// Whether the database is older than this program.
pub fn is_behind(connection: &mut Connection) -> Result<bool> {
    let behind = match connection {
        Connection::Sqlite(inner) => inner.has_pending_migration(SQLITE),
        Connection::Postgres(inner) => inner.has_pending_migration(POSTGRES),
    };
    behind.map_err(Error::Fault)
}
