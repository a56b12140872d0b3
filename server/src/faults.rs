//! What hinders a command, in the words of whoever runs it. What the system, SQLite or PostgreSQL says beyond the usual
//! stands as they say it.

use crate::{
    config::ConfigError,
    words::{say, with, words},
};
use domain::{
    crypto::store_keys::KeysError,
    db::{
        connection::OpenError,
        files::{Fate, Lost, Saved},
    },
    error::Error,
    operations::backup::{BackupError, Refusal},
};
use std::io::{self, ErrorKind};

/// Why the system did not do something.
pub fn cause(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => say("cli-cause-not-found"),
        ErrorKind::PermissionDenied => say("cli-cause-permission"),
        ErrorKind::AlreadyExists => say("cli-cause-exists"),
        ErrorKind::AddrInUse => say("cli-cause-in-use"),
        ErrorKind::AddrNotAvailable => say("cli-cause-no-address"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => say("cli-cause-full"),
        ErrorKind::ReadOnlyFilesystem => say("cli-cause-read-only"),
        ErrorKind::IsADirectory => say("cli-cause-folder"),
        ErrorKind::NotADirectory => say("cli-cause-no-folder"),
        ErrorKind::InvalidData => say("cli-cause-not-text"),
        _ => error.to_string(),
    }
}

/// A use case did not do what was asked.
pub fn fault(error: &Error) -> ConfigError {
    let cause = match error {
        Error::Busy(cause) | Error::Repeat(cause) | Error::Fault(cause) => inner(cause.as_ref()),
        Error::Invalid(fields) => {
            fields.iter().map(|field| words().error(field)).collect::<Vec<_>>().join(&say("cli-join"))
        }
        Error::Stopped { place } => place.clone(),
        Error::Conflict { code } => say(code),
        // Of a command line nobody has to sign in, and nothing of it is a form.
        error => error.to_string(),
    };
    ConfigError::new("cli-fault", &[("cause", &cause)])
}

/// A cause that has words of ours is said in them.
fn inner(cause: &(dyn std::error::Error + Send + Sync + 'static)) -> String {
    if let Some(error) = cause.downcast_ref::<io::Error>() {
        return self::cause(error);
    }
    match cause.downcast_ref::<OpenError>() {
        Some(error) => database_refused(error).to_string(),
        None => cause.to_string(),
    }
}

/// The database is not to be had.
pub fn database_refused(error: &OpenError) -> ConfigError {
    match error {
        OpenError::UnknownScheme(scheme) => ConfigError::new("cli-database-scheme", &[("scheme", scheme)]),
        OpenError::File { path, cause } => {
            ConfigError::new("cli-database-file", &[("file", path), ("cause", &self::cause(cause))])
        }
        OpenError::Refused(cause) => ConfigError::new("cli-database-refused", &[("cause", cause)]),
        OpenError::SetUp(cause) => ConfigError::new("cli-database-set-up", &[("cause", cause)]),
        OpenError::Migration(cause) => ConfigError::new("cli-database-migration", &[("cause", cause)]),
        OpenError::Setting { name, found } => {
            ConfigError::new("cli-database-setting", &[("name", name), ("found", found)])
        }
    }
}

/// The keys of the store are not to be had.
pub fn keys_refused(error: &KeysError) -> ConfigError {
    match error {
        KeysError::Gone(file) => ConfigError::new("cli-keys-gone", &[("file", file)]),
        KeysError::Foreign(file) => ConfigError::new("cli-keys-foreign", &[("file", file)]),
        KeysError::Unusable { path, cause } => {
            let cause = match cause {
                Error::Busy(cause) | Error::Fault(cause) => inner(cause.as_ref()),
                error => error.to_string(),
            };
            ConfigError::new("cli-keys-unusable", &[("file", path), ("cause", &cause)])
        }
        KeysError::Store(error) => fault(error),
    }
}

/// There is no copy. What `check` found says its own words.
pub fn no_copy(error: BackupError<ConfigError>) -> ConfigError {
    let not_whole = |cause: &str| ConfigError::new("cli-backup-not-whole", &[("cause", &cause)]);
    match error {
        BackupError::Refused(refusal) => refused_copy(&refusal),
        BackupError::Check(said) => said,
        BackupError::Damaged(cause) => not_whole(&cause),
        BackupError::Orphans(count) => not_whole(&with("cli-backup-orphans", &[("count", &count)])),
        BackupError::OtherCounts => not_whole(&say("cli-backup-counts")),
        BackupError::Store(error) => fault(&error),
    }
}

fn refused_copy(refusal: &Refusal) -> ConfigError {
    match refusal {
        Refusal::Postgres => ConfigError::new("cli-backup-postgres", &[]),
        Refusal::NoCity(file) => ConfigError::new("cli-backup-no-city", &[("file", &file.display())]),
        Refusal::IsThere(file) => ConfigError::new("cli-backup-there", &[("file", &file.display())]),
        Refusal::NoName(file) => ConfigError::new("cli-backup-no-name", &[("file", &file.display())]),
        Refusal::Draft(file, error) => {
            ConfigError::new("cli-backup-draft", &[("file", &file.display()), ("cause", &cause(error))])
        }
        Refusal::Name(file, error) => {
            ConfigError::new("cli-backup-name", &[("file", &file.display()), ("cause", &cause(error))])
        }
    }
}

/// What became of the files of the store under the program.
pub fn lost(lost: &Lost) -> String {
    let saved = match &lost.saved {
        Saved::Written => say("cli-lost-written"),
        Saved::NotWritten(cause) => with("cli-lost-not-written", &[("cause", cause)]),
        Saved::Beside => say("cli-lost-beside"),
        Saved::Copied(file) => with("cli-lost-copied", &[("file", &file.display())]),
        Saved::NotCopied(cause) => with("cli-lost-not-copied", &[("cause", cause)]),
    };
    let key = match lost.fate {
        Fate::Removed => "cli-lost-removed",
        Fate::Replaced => "cli-lost-replaced",
    };
    with(key, &[("file", &lost.file.display()), ("saved", &saved)])
}
