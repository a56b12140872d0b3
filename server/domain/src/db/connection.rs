//! One connection type for both databases, chosen by the scheme of `DATABASE_URL`.

pub use super::any_connection::{AnyConnection, MultiBackend};
use crate::private_file;
use diesel::{Connection as _, PgConnection, QueryResult, RunQueryDsl, SqliteConnection, connection::SimpleConnection};
use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

/// A connection to SQLite or to PostgreSQL.
pub type Connection = AnyConnection;

/// Where the database is. Its `Debug` never prints a password.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseAddress {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// A PostgreSQL address, as libpq reads it.
    Postgres(String),
}

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Reads and writes.
    Writing,
    /// Only reads; on SQLite the connection refuses to write.
    Reading,
    /// Only reads, and leaves everything as it is found: no file is made, no mode and no setting of the store changed.
    Looking,
}

/// Why no connection could be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// `DATABASE_URL` names a database that this program does not know.
    #[error("`{0}:` is no database that this program knows: use sqlite:<file> or postgres://<user>@<host>/<database>")]
    UnknownScheme(String),
    /// The file cannot be made or opened.
    #[error("the database file {path} cannot be opened: {cause}")]
    File {
        /// Which file.
        path: String,
        /// Why.
        cause: io::Error,
    },
    /// The database refused.
    #[error("the database cannot be reached: {0}")]
    Refused(#[from] diesel::ConnectionError),
    /// A statement failed while the connection was set up.
    #[error("the database connection cannot be set up: {0}")]
    SetUp(#[from] diesel::result::Error),
    /// A migration failed.
    #[error("the database cannot be brought up to date: {0}")]
    Migration(String),
    /// A setting on which the promises rest did not take.
    #[error("the database did not take the setting {name}: it is {found}")]
    Setting {
        /// Which setting.
        name: &'static str,
        /// Its value.
        found: String,
    },
}

impl DatabaseAddress {
    /// Reads `DATABASE_URL`. Nothing given means the file in the data folder; a relative path is taken from that folder.
    pub fn parse(text: &str, data_folder: &Path) -> Result<Self, OpenError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::Sqlite(data_folder.join("tongban.sqlite")));
        }
        let Some((scheme, rest)) = text.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) else {
            return Ok(Self::Sqlite(data_folder.join(text)));
        };
        match scheme.to_ascii_lowercase().as_str() {
            "sqlite" => Ok(Self::Sqlite(data_folder.join(rest.strip_prefix("//").unwrap_or(rest)))),
            "postgres" | "postgresql" => Ok(Self::Postgres(text.to_owned())),
            unknown => Err(OpenError::UnknownScheme(unknown.to_owned())),
        }
    }

    /// Whether it is a SQLite file.
    pub fn is_file(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    /// Whether it is a SQLite file that nobody has open: while somebody has, its log stands beside it.
    pub fn is_at_rest(&self) -> bool {
        let Self::Sqlite(path) = self else { return false };
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        !Path::new(&log).exists()
    }
}

impl fmt::Debug for DatabaseAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(formatter, "sqlite:{}", path.display()),
            Self::Postgres(_) => formatter.write_str("postgres://***"),
        }
    }
}

/// Opens a connection and makes sure that the settings on which the promises rest have taken.
pub fn open(address: &DatabaseAddress, usage: Use) -> Result<Connection, OpenError> {
    match (address, usage) {
        (DatabaseAddress::Sqlite(path), Use::Looking) => look_into_sqlite(path).map(Connection::Sqlite),
        (DatabaseAddress::Sqlite(path), _) => open_sqlite(path, usage).map(Connection::Sqlite),
        (DatabaseAddress::Postgres(url), _) => {
            let mut connection = open_postgres(url)?;
            if usage == Use::Looking {
                connection.batch_execute("SET default_transaction_read_only = on;")?;
            }
            Ok(Connection::Postgres(connection))
        }
    }
}

fn look_into_sqlite(path: &Path) -> Result<SqliteConnection, OpenError> {
    let path = path.canonicalize().map_err(|cause| OpenError::File { path: path.display().to_string(), cause })?;
    let escaped = path.display().to_string().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    // Without a log nobody has the store open: `immutable` reads it without making one.
    let at_rest = if DatabaseAddress::Sqlite(path).is_at_rest() { "&immutable=1" } else { "" };
    let mut connection = SqliteConnection::establish(&format!("file:{escaped}?mode=ro{at_rest}"))?;
    connection.batch_execute("PRAGMA busy_timeout = 5000; PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;")?;
    Ok(connection)
}

fn open_sqlite(path: &Path, usage: Use) -> Result<SqliteConnection, OpenError> {
    let shown = path.display().to_string();
    make_private(path).map_err(|cause| OpenError::File { path: shown.clone(), cause })?;
    let mut connection = SqliteConnection::establish(&shown)?;
    // FULL: with NORMAL a power failure may take back what was already acknowledged.
    connection.batch_execute(
        "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
         PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA journal_size_limit = 67108864;",
    )?;
    if usage == Use::Reading {
        connection.batch_execute("PRAGMA query_only = ON;")?;
    }
    for (name, wanted) in
        [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"), ("busy_timeout", "5000")]
    {
        let found = pragma(&mut connection, name)?;
        if found != wanted {
            return Err(OpenError::Setting { name, found });
        }
    }
    Ok(connection)
}

/// How long a statement waits for a lock that another process holds. PostgreSQL's connections keep `lock_timeout`.
pub(super) fn wait_for_locks(connection: &mut Connection, patience: Duration) -> QueryResult<()> {
    match connection {
        Connection::Sqlite(inner) => inner.batch_execute(&format!("PRAGMA busy_timeout = {}", patience.as_millis())),
        Connection::Postgres(_) => Ok(()),
    }
}

/// The value of a pragma, as text.
fn pragma(connection: &mut SqliteConnection, name: &'static str) -> Result<String, OpenError> {
    let query = format!("SELECT CAST(v.{column} AS TEXT) FROM pragma_{name} AS v", column = pragma_column(name));
    Ok(diesel::dsl::sql::<diesel::sql_types::Text>(&query).get_result(connection)?)
}

/// The column in which a pragma answers.
fn pragma_column(name: &'static str) -> &'static str {
    if name == "busy_timeout" { "timeout" } else { name }
}

fn open_postgres(url: &str) -> Result<PgConnection, OpenError> {
    let mut connection = PgConnection::establish(url)?;
    connection.batch_execute(
        "SET TIME ZONE 'UTC'; SET synchronous_commit = on; SET lock_timeout = '5s'; \
         SET idle_in_transaction_session_timeout = '60s'; SET statement_timeout = '120s';",
    )?;
    let query = "SELECT current_setting('lc_messages')";
    let found: String = diesel::dsl::sql::<diesel::sql_types::Text>(query).get_result(&mut connection)?;
    if !is_english(&found) {
        return Err(OpenError::Setting { name: "lc_messages", found });
    }
    Ok(connection)
}

/// Whether a server with this `lc_messages` speaks as PostgreSQL's sources do. Deadlocks and overload are known by their
/// words, because Diesel does not keep the SQLSTATE.
fn is_english(locale: &str) -> bool {
    let language = locale.split(['.', '_', '@']).next().unwrap_or_default();
    matches!(language, "" | "C" | "POSIX" | "en" | "English")
}

/// Makes the file if there is none, and lets only its owner read it: it holds the city. An existing file is never
/// opened here, only asked about by its path: closing any descriptor of a file takes away every lock that the process
/// holds on it (POSIX), and with them SQLite's own (sqlite.org/howtocorrupt.html, 2.2).
fn make_private(path: &Path) -> io::Result<()> {
    match private_file::create(path) {
        // Nobody in this process can hold a lock on a file that was not there.
        Ok(_new) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => restrict(path),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn restrict(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if fs::metadata(path)?.permissions().mode() & 0o077 != 0 {
        tracing::warn!("the database file could be read by others; it is now readable by its owner alone");
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn restrict(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// A scheme as in RFC 3986, and longer than a drive letter.
fn is_scheme(text: &str) -> bool {
    text.len() > 1
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|character| character.is_ascii_alphanumeric() || matches!(character, '+' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use super::*;

    fn parsed(text: &str) -> DatabaseAddress {
        DatabaseAddress::parse(text, Path::new("/data")).unwrap()
    }

    #[test]
    fn a_server_that_speaks_another_language_is_not_taken() {
        assert!(["", "C", "C.UTF-8", "POSIX", "en_US.UTF-8", "English_United States.1252"].into_iter().all(is_english));
        assert!(!["zh_CN.UTF-8", "de_DE@euro"].into_iter().any(is_english));
    }

    #[test]
    fn the_scheme_chooses_the_database() {
        assert_eq!(parsed(""), DatabaseAddress::Sqlite("/data/tongban.sqlite".into()));
        assert_eq!(parsed("city.db"), DatabaseAddress::Sqlite("/data/city.db".into()));
        assert_eq!(parsed("sqlite:city.db"), DatabaseAddress::Sqlite("/data/city.db".into()));
        assert_eq!(parsed("sqlite:///srv/city.db"), DatabaseAddress::Sqlite("/srv/city.db".into()));
        assert_eq!(parsed("postgresql://h/d"), DatabaseAddress::Postgres("postgresql://h/d".into()));
    }

    #[test]
    fn an_unknown_scheme_is_refused_and_a_password_is_not_printed() {
        let error = DatabaseAddress::parse("mysql://root@h/d", Path::new("/data")).unwrap_err();
        assert!(error.to_string().starts_with("`mysql:`"), "{error}");
        assert_eq!(format!("{:?}", parsed("postgres://u:secret@h/d")), "postgres://***");
    }
}
