//! `tongban backup FILE`: a checked copy of a SQLite city, beside the serving program or without one.

use super::database_address;
use crate::config::{Config, ConfigError};
use domain::operations::backup::back_up;
use std::{path::Path, process::ExitCode};

/// Copies the city into a new file and says what it holds.
///
/// # Errors
/// One line that says why there is no copy.
pub fn backup(config: &Config, target: &Path) -> Result<ExitCode, ConfigError> {
    let counts =
        back_up(&database_address(config)?, target, |_copy| Ok(())).map_err(|error| ConfigError(error.to_string()))?;
    let rows: Vec<String> = counts.rows().iter().map(|(table, rows)| format!("{rows} {table}")).collect();
    println!("{} is whole: {}", target.display(), rows.join(", "));
    println!("Keep it apart from the key file {}: whoever has both can read everything.", config.keys.display());
    Ok(ExitCode::SUCCESS)
}
