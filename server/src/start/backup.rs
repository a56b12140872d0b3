//! `tongban backup FILE`: a checked copy of a SQLite city, beside the serving program or without one.

use super::{database_address, fault};
use crate::{
    config::{Config, ConfigError},
    output::say,
};
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
        let keys = store_keys::look(copy, &config.keys)
            .map_err(|error| BackupError::Refused(format!("{error}; name the right file with --keys")))?;
        let found = journal::verify_copy(copy, &keys, &heads)?;
        sealed = found.rows;
        match found.first_bad {
            None => Ok(()),
            Some(bad) => Err(BackupError::NotWhole(format!("{bad:?} in the journal; see `tongban journal verify`"))),
        }
    })
    .map_err(|error| ConfigError(error.to_string()))?;
    let rows: Vec<String> = counts.rows().iter().map(|(table, rows)| format!("{rows} {table}")).collect();
    say!("{} is whole: {}; {sealed} rows of the journal are sealed and right", target.display(), rows.join(", "));
    say!("Keep it apart from the key file {}: whoever has both can read everything.", config.keys.display());
    Ok(ExitCode::SUCCESS)
}
