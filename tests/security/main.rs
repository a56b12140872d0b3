//! The attacks that once succeeded, and those that must go on failing, against the running program on loopback.
//!
//! `tests/run` runs them with short sizes against the program as it was built for the tests; `tests/run --security` runs
//! them whole against the release program.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

mod journal;
mod passkeys_host;
mod private;
mod sign_in;
mod store;
mod strangers;
mod unwritable;

use std::{path::Path, process::Command};

/// The size of an attack: `short` in `tests/run`, `whole` in `tests/run --security`.
fn size<T>(short: T, whole: T) -> T {
    if std::env::var_os("TONGBAN_SECURITY").is_some_and(|size| size == "whole") { whole } else { short }
}

/// What an administrator does by hand: the command-line program of SQLite, beside the serving program. Waits while
/// another process writes.
fn sqlite(file: &Path, command: &str) -> String {
    let done = Command::new("sqlite3").arg(file).arg(".timeout 60000").arg(command).output().unwrap();
    assert!(done.status.success(), "{command}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}
