//! `tongban backup FILE`: a checked copy of a SQLite city, beside the serving program or without one.

use super::database_address;
use crate::{
    config::{Config, ConfigError},
    faults::{fault, keys_refused, no_copy},
    output::say,
    words::{say, with},
};
use app::journal::problem_key;
use domain::{
    crypto::store_keys,
    journal::{self, Anchor},
    operations::backup::{BackupError, back_up},
};
use std::{path::Path, process::ExitCode};

/// Copies the city into a new file and says what it holds.
///
/// # Errors
/// One line that says why there is no copy.
pub fn backup(config: &Config, target: &Path) -> Result<ExitCode, ConfigError> {
    // The head is read before the copy is made: the copy leads through it, whatever is sealed meanwhile.
    let head = Anchor::of(&config.data).map_err(|error| fault(&error))?;
    let heads: Vec<_> = head.head().cloned().into_iter().collect();
    let mut sealed = 0;
    let counts = back_up(&database_address(config)?, target, |copy| {
        let keys = store_keys::look(copy, &config.keys).map_err(|error| BackupError::Check(keys_refused(&error)))?;
        let found = journal::verify_copy(copy, &keys, &heads)?;
        sealed = found.rows;
        match found.first_bad {
            None => Ok(()),
            Some(bad) => {
                let cause = with("cli-backup-journal", &[("problem", &say(problem_key(bad.problem)))]);
                Err(BackupError::Check(ConfigError::new("cli-backup-not-whole", &[("cause", &cause)])))
            }
        }
    })
    .map_err(no_copy)?;
    let row = |(table, count): &(&str, i64)| with("cli-backup-rows", &[("table", table), ("count", count)]);
    let rows: Vec<String> = counts.rows().iter().map(row).collect();
    let rows = rows.join(&say("cli-join"));
    let file = target.display();
    say!("{}", with("cli-backup-whole", &[("file", &file), ("rows", &rows), ("sealed", &sealed)]));
    say!("{}", with("cli-backup-keys", &[("file", &config.keys.display())]));
    Ok(ExitCode::SUCCESS)
}
