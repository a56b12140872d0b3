//! Configuration: one struct per concern, made once at the start from flags and environment, refused as a whole when a
//! part is wrong. Nothing else reads the environment.

pub mod file;
mod proxies;
mod public_url;

pub use proxies::{TrustedProxies, device, network};
pub use public_url::PublicUrl;

use crate::{cli::Settings, words::with};
use std::{fmt::Display, net::SocketAddr, path::PathBuf};

/// Everything the server was told.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address to listen on.
    pub addr: SocketAddr,
    /// The address people use.
    pub public_url: PublicUrl,
    /// Whose forwarded headers count.
    pub trusted_proxies: TrustedProxies,
    /// Data folder.
    pub data: PathBuf,
    /// Database URL, always with a scheme.
    pub database_url: String,
    /// Key file.
    pub keys: PathBuf,
    /// Worker threads; 0 means one per core.
    pub workers: usize,
    /// Seconds after which what a silent process held is taken over.
    pub lease_seconds: i64,
}

/// A setting that cannot be used: what is wrong and how to mend it, in one line, in the language of the locale.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(String);

impl ConfigError {
    /// What is wrong, by its message.
    pub fn new(key: &str, arguments: &[(&str, &dyn Display)]) -> Self {
        Self(with(key, arguments))
    }

    /// Several things that are wrong, each worded already, a line each.
    pub fn lines(lines: &[String]) -> Self {
        Self(lines.join("\n"))
    }
}

impl Config {
    /// Reads the settings.
    ///
    /// # Errors
    /// The first setting that cannot be used.
    pub fn from_settings(settings: &Settings) -> Result<Self, ConfigError> {
        let addr: SocketAddr =
            settings.addr.parse().map_err(|_| ConfigError::new("cli-addr", &[("address", &settings.addr)]))?;
        let public_url = match &settings.public_url {
            Some(url) => PublicUrl::parse(url)?,
            None => PublicUrl::local(addr.port()),
        };
        let database_url = match &settings.database_url {
            Some(url) => url.clone(),
            // Taken from the data folder, as every relative path of a database is.
            None => "sqlite:tongban.sqlite".to_owned(),
        };
        Ok(Self {
            addr,
            public_url,
            trusted_proxies: TrustedProxies::parse(&settings.trusted_proxies)?,
            data: settings.data.clone(),
            database_url,
            keys: settings.keys.clone().unwrap_or_else(|| settings.data.join("keys")),
            workers: settings.workers,
            lease_seconds: settings.lease_seconds,
        })
    }
}
