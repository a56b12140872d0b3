//! One program serves a SQLite city: two would each believe that they are the only writer, and each run its own jobs.

use crate::{config::ConfigError, faults::cause};
use domain::db::connection::DatabaseAddress;
use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read, Write},
    path::{Path, PathBuf},
};

/// Held while the program serves; given back by the system when the process ends, however it ends.
#[derive(Debug)]
pub struct ServingLock {
    _file: Option<File>,
}

/// Takes the lock of a SQLite city, a file of its own beside the database. On PostgreSQL several may serve.
///
/// # Errors
/// Another process serves this city, or the lock file cannot be made.
pub fn take(address: &DatabaseAddress) -> Result<ServingLock, ConfigError> {
    let DatabaseAddress::Sqlite(database) = address else { return Ok(ServingLock { _file: None }) };
    let path = lock_file(database);
    let unusable = |error: std::io::Error| {
        ConfigError::new("cli-lock-unusable", &[("file", &path.display()), ("cause", &cause(&error))])
    };
    let mut file =
        OpenOptions::new().create(true).read(true).write(true).truncate(false).open(&path).map_err(unusable)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            // Only for the words: without a number they are true as well.
            let _read = file.read_to_string(&mut holder);
            let holder = holder.trim();
            let file = database.display();
            return Err(match holder.is_empty() {
                true => ConfigError::new("cli-lock-held", &[("file", &file)]),
                false => ConfigError::new("cli-lock-held-by", &[("file", &file), ("process", &holder)]),
            });
        }
        Err(TryLockError::Error(error)) => return Err(unusable(error)),
    }
    file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id())).map_err(unusable)?;
    Ok(ServingLock { _file: Some(file) })
}

fn lock_file(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}
