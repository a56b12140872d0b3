//! Whose forwarded headers count.

use super::ConfigError;
use std::net::IpAddr;

/// Addresses of proxies in front of the server. A forwarded header from anybody else is ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpAddr>);

impl TrustedProxies {
    /// Reads a list separated by commas.
    ///
    /// # Errors
    /// An entry that is not an IP address.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        text.split(',')
            .map(str::trim)
            .filter(|entry| !entry.is_empty())
            .map(|entry| {
                entry.parse().map_err(|_| ConfigError(format!("--trusted-proxies: {entry} is not an IP address")))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Whether an address is that of a named proxy.
    pub fn are(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }

    /// The address of the person's device: the last entry of `X-Forwarded-For` that is not a trusted proxy, when the
    /// connection comes from one; else the connection's own.
    pub fn client(&self, peer: Option<IpAddr>, forwarded_for: Option<&str>) -> Option<IpAddr> {
        let direct = peer?;
        if !self.0.contains(&direct) {
            return Some(direct);
        }
        forwarded_for
            .unwrap_or_default()
            .rsplit(',')
            .filter_map(|entry| entry.trim().parse::<IpAddr>().ok())
            .find(|address| !self.0.contains(address))
            .or(Some(direct))
    }
}

#[cfg(test)]
mod tests {
    use super::TrustedProxies;

    #[test]
    fn only_a_trusted_proxy_may_speak_for_somebody_else() {
        let Ok(proxies) = TrustedProxies::parse("10.0.0.1, 10.0.0.2") else { panic!("two addresses") };
        let ip = |text: &str| text.parse().ok();
        assert_eq!(proxies.client(ip("9.9.9.9"), Some("1.1.1.1")), ip("9.9.9.9"));
        assert_eq!(proxies.client(ip("10.0.0.1"), Some("6.6.6.6, 1.1.1.1, 10.0.0.2")), ip("1.1.1.1"));
        assert_eq!(proxies.client(ip("10.0.0.1"), None), ip("10.0.0.1"));
        assert!(TrustedProxies::parse("localhost").is_err());
    }
}
