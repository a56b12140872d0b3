//! Errors of use cases: a code for people, a cause for the log. A fault never means "no".

use crate::db::collisions;
use contract::operations::Obstacle;
use diesel::result::{DatabaseErrorKind, Error as DatabaseError};
use std::{
    fmt::{Debug, Display},
    io,
};

/// What a use case answers.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong, for the log. Carries no personal data.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such thing, or it belongs to somebody else: the two are not told apart.
    #[error("not found")]
    NotFound,
    /// Signed in, but the role does not allow it.
    #[error("forbidden")]
    Forbidden,
    /// Nobody is signed in, or the session has ended.
    #[error("sign-in needed")]
    SignInNeeded,
    /// Somebody else was faster, or the state no longer allows it. `code` is a Fluent key.
    #[error("conflict: {code}")]
    Conflict {
        /// A Fluent key that says what happened.
        code: &'static str,
    },
    /// Fields that need mending.
    #[error("invalid input")]
    Invalid(Vec<contract::error::FieldError>),
    /// A form larger than the limit.
    #[error("too large")]
    TooLarge,
    /// A form that did not arrive whole.
    #[error("incomplete")]
    Incomplete,
    /// Too many failed sign-ins for a while.
    #[error("too many tries")]
    TooManyTries {
        /// When one may try again, in seconds from now.
        seconds: u32,
    },
    /// Too much to do at this moment: the same request may succeed a little later (503).
    #[error("busy: {0}")]
    Busy(#[source] Cause),
    /// The two databases could not agree on an order of transactions: `write_tx` tries again.
    #[error("the transaction has to be repeated: {0}")]
    Repeat(#[source] Cause),
    /// A fault of ours.
    #[error("fault: {0}")]
    Fault(#[source] Cause),
    /// Work that nobody waits for stopped in the middle of a line. The words of the panic are not kept: they may hold
    /// somebody's values.
    #[error("stopped at {place}")]
    Stopped {
        /// File and line.
        place: String,
    },
}

impl Error {
    /// A fault, in words for the log.
    pub fn fault(words: impl Display) -> Self {
        Self::Fault(words.to_string().into())
    }

    /// A fault with its cause.
    pub fn caused_by(cause: impl Into<Cause>) -> Self {
        Self::Fault(cause.into())
    }

    /// Overload, in words for the log.
    pub fn busy(words: impl Display) -> Self {
        Self::Busy(words.to_string().into())
    }

    /// The page that people see instead.
    pub fn obstacle(&self) -> Obstacle {
        match self {
            Self::NotFound => Obstacle::NotFound,
            Self::Forbidden | Self::SignInNeeded => Obstacle::Forbidden,
            Self::TooLarge => Obstacle::TooLarge,
            Self::Incomplete => Obstacle::Incomplete,
            Self::TooManyTries { seconds } => Obstacle::TooManyTries { seconds: *seconds },
            Self::Busy(_) | Self::Repeat(_) => Obstacle::Busy,
            // A use case whose form cannot show what needs mending is a mistake of ours.
            Self::Conflict { .. } | Self::Invalid(_) | Self::Fault(_) | Self::Stopped { .. } => Obstacle::Fault,
        }
    }

    /// The Fluent key of what people are told.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "error-not-found",
            Self::Forbidden => "error-forbidden",
            Self::SignInNeeded => "error-sign-in-needed",
            Self::Conflict { code } => code,
            Self::Invalid(_) => "error-invalid",
            Self::TooLarge => "error-too-large",
            Self::Incomplete => "error-incomplete",
            Self::TooManyTries { .. } => "error-too-many-tries",
            Self::Busy(_) | Self::Repeat(_) => "error-busy",
            Self::Fault(_) | Self::Stopped { .. } => "error-fault",
        }
    }

    /// What the page of the operations says of it: its code, and the place in the program where there is one.
    pub fn for_operations(&self) -> String {
        match self {
            Self::Stopped { place } => format!("{} {place}", self.code()),
            _ => self.code().to_owned(),
        }
    }

    /// The error of work that failed elsewhere, from what [`Error::for_operations`] said of it: the place is kept.
    pub fn of_failed_work(what: &str, said: Option<&str>) -> Self {
        match said.and_then(|said| said.strip_prefix("error-fault ")) {
            Some(place) => Self::Stopped { place: place.to_owned() },
            None => Self::fault(format_args!("{what} failed: {said:?}")),
        }
    }

    /// Whether the log should keep it: what a person can cause is not logged as an error.
    pub fn is_ours(&self) -> bool {
        matches!(self, Self::Busy(_) | Self::Repeat(_) | Self::Fault(_) | Self::Stopped { .. })
    }
}

impl From<io::Error> for Error {
    /// A disk that takes nothing more at this moment is no fault of ours.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::ReadOnlyFilesystem => {
                Self::Busy(error.into())
            }
            _ => Self::Fault(error.into()),
        }
    }
}

impl From<contract::error::FieldError> for Error {
    fn from(error: contract::error::FieldError) -> Self {
        Self::Invalid(vec![error])
    }
}

impl From<DatabaseError> for Error {
    fn from(error: DatabaseError) -> Self {
        match &error {
            DatabaseError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Self::Repeat(error.into()),
            DatabaseError::DatabaseError(DatabaseErrorKind::UniqueViolation, information)
                if collisions::is_collision(&**information) =>
            {
                Self::Repeat(error.into())
            }
            DatabaseError::DatabaseError(
                DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::ReadOnlyTransaction,
                _,
            ) => Self::Busy(error.into()),
            DatabaseError::DatabaseError(_, information) => match information.message() {
                "deadlock detected" => Self::Repeat(error.into()),
                message if is_overload(message) => Self::Busy(error.into()),
                _ => Self::Fault(error.into()),
            },
            _ => Self::Fault(error.into()),
        }
    }
}

/// Messages of SQLite and PostgreSQL that mean "later": too much to do, or a disk that takes nothing more at this moment.
/// Diesel keeps neither SQLite's result codes nor the SQLSTATE. SQLite's are those of `sqlite3ErrStr`, in one language.
fn is_overload(message: &str) -> bool {
    const LATER: [&str; 14] = [
        // SQLITE_BUSY, SQLITE_LOCKED, SQLITE_FULL, SQLITE_IOERR, SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_NOMEM
        "database is locked",
        "database table is locked",
        "database or disk is full",
        "disk I/O error",
        "attempt to write a readonly database",
        "unable to open database file",
        "out of memory",
        // SQLSTATE 53100: the words before "No space left on device"
        "could not extend file",
        "could not write to file",
        // 53300
        "sorry, too many clients already",
        "canceling statement due to lock timeout",
        "canceling statement due to statement timeout",
        "the database system is",
        "terminating connection",
    ];
    LATER.iter().any(|start| message.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_where_work_stopped_goes_from_hand_to_hand() {
        let stopped = Error::Stopped { place: "domain/src/operations/jobs.rs:7".to_owned() };
        let said = stopped.for_operations();
        assert_eq!(Error::of_failed_work("the job", Some(&said)).for_operations(), said);
        assert_eq!(Error::of_failed_work("the job", Some("error-busy")).for_operations(), "error-fault");
        assert_eq!(Error::of_failed_work("the job", None).for_operations(), "error-fault");
    }

    #[test]
    fn a_locked_database_is_busy_and_not_a_fault() {
        let locked =
            DatabaseError::DatabaseError(DatabaseErrorKind::Unknown, Box::new("database is locked".to_owned()));
        assert_eq!(Error::from(locked).code(), "error-busy");
        for message in ["database or disk is full", "disk I/O error", "attempt to write a readonly database"] {
            let unwritable = DatabaseError::DatabaseError(DatabaseErrorKind::Unknown, Box::new(message.to_owned()));
            assert_eq!(Error::from(unwritable).code(), "error-busy", "{message}");
        }
        assert_eq!(Error::from(DatabaseError::NotFound).code(), "error-fault");
    }
}
