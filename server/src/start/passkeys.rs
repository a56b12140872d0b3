//! `tongban passkeys`: whoever runs the program moves the city to another host.

use super::{context, store_must_be_there};
use crate::{
    config::{Config, ConfigError},
    faults::fault,
    output::say,
    words::with,
};
use domain::identity::passkeys::forget::{self, Forgotten};
use std::process::ExitCode;

/// Takes away every passkey that was made for a host, and says how many there were.
///
/// # Errors
/// They were made for another host; the store is away.
pub fn forget(config: &Config, host: &str) -> Result<ExitCode, ConfigError> {
    store_must_be_there(config)?;
    match forget::forget(&context(config)?, host).map_err(|error| fault(&error))? {
        Forgotten::All(count) => {
            say!("{}", with("cli-passkeys-forgotten", &[("count", &count), ("host", &host)]));
            Ok(ExitCode::SUCCESS)
        }
        Forgotten::OfAnotherHost(kept) => {
            let kept = kept.unwrap_or_default();
            Err(ConfigError::new("cli-passkeys-other-host", &[("host", &host), ("kept", &kept)]))
        }
    }
}
