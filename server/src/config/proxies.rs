//! Whose forwarded headers count, and which address a visitor has.

use super::{ConfigError, PublicUrl};
use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// Addresses of proxies in front of the server. A forwarded header from anybody else is ignored.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies {
    named: Vec<IpAddr>,
    /// Whether it was said that somebody else sends forwarded headers.
    said: Arc<AtomicBool>,
}

impl TrustedProxies {
    /// Reads a list separated by commas.
    ///
    /// # Errors
    /// An entry that is not an IP address.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let named = text
            .split(',')
            .map(str::trim)
            .filter(|entry| !entry.is_empty())
            .map(|entry| match entry.parse::<IpAddr>() {
                Ok(address) => Ok(address.to_canonical()),
                Err(_) => Err(ConfigError::new("cli-trusted-proxies", &[("entry", &entry)])),
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { named, said: Arc::default() })
    }

    /// Whether an address is that of a named proxy.
    pub fn are(&self, address: IpAddr) -> bool {
        self.named.contains(&address.to_canonical())
    }

    /// The address of the person's device. When the connection comes from a proxy that was named, it is the last entry
    /// of all `X-Forwarded-For` lines together that is not such a proxy. What stands before an entry that cannot be read
    /// may be invented, so the walk ends there, at the last proxy.
    pub fn client<'a>(
        &self,
        peer: Option<IpAddr>,
        forwarded_for: impl DoubleEndedIterator<Item = &'a str>,
    ) -> Option<IpAddr> {
        let mut hop = peer?.to_canonical();
        let mut entries = forwarded_for.rev().flat_map(|line| line.rsplit(','));
        while self.named.contains(&hop) {
            match entries.next().and_then(address_of) {
                Some(before) => hop = before,
                None => break,
            }
        }
        Some(hop)
    }

    /// What to say once, when a forwarded header comes from an address that was not named though people reach the portal
    /// through a proxy: then everybody behind it counts as one device. Nothing the second time.
    pub fn unnamed_proxy(&self, peer: Option<IpAddr>, forwarded: bool, public_url: &PublicUrl) -> Option<&'static str> {
        let unnamed = peer.is_some_and(|peer| !self.named.contains(&peer.to_canonical()));
        let says = forwarded && unnamed && public_url.is_secure() && !self.said.swap(true, Ordering::Relaxed);
        says.then_some(
            "a request with X-Forwarded-For came from an address that --trusted-proxies does not name; if it is a proxy \
             of yours, name it, or everybody behind it counts as one device when sign-ins fail",
        )
    }

    /// What to say at the start: the program itself speaks plain http, so an https address has a proxy in front.
    pub fn missing(&self, public_url: &PublicUrl) -> Option<&'static str> {
        (public_url.is_secure() && self.named.is_empty()).then_some(
            "the public address is https, so a proxy stands in front, but --trusted-proxies names none: everybody counts \
             as one device when sign-ins fail",
        )
    }
}

/// Reads `address`, `address:port` and `[address]:port`.
fn address_of(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    let bare = || entry.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(entry).parse().ok();
    let address: IpAddr = bare().or_else(|| entry.parse::<SocketAddr>().ok().map(|socket| socket.ip()))?;
    Some(address.to_canonical())
}

/// The network that counts as one address: one IPv4 address, or the /64 of an IPv6 address, which is one connection of one
/// household (RFC 6177) and has 2^64 addresses.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
        address => address,
    }
}

/// The device address for limits, as text.
pub fn device(address: IpAddr) -> String {
    network(address).to_string()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use super::*;

    fn client(peer: &str, lines: &[&str]) -> String {
        let proxies = TrustedProxies::parse("10.0.0.1, 10.0.0.2, ::ffff:10.0.0.3").unwrap();
        proxies.client(peer.parse().ok(), lines.iter().copied()).unwrap().to_string()
    }

    #[test]
    fn only_a_trusted_proxy_may_speak_for_somebody_else() {
        assert_eq!(client("9.9.9.9", &["1.1.1.1"]), "9.9.9.9");
        assert_eq!(client("10.0.0.1", &["6.6.6.6, 1.1.1.1, 10.0.0.2"]), "1.1.1.1");
        assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
        assert!(TrustedProxies::parse("localhost").is_err());
    }

    #[test]
    fn lines_are_one_list_and_a_port_is_no_address() {
        assert_eq!(client("10.0.0.1", &["6.6.6.6", "1.1.1.1"]), "1.1.1.1");
        assert_eq!(client("10.0.0.1", &["6.6.6.6, 1.1.1.1", "10.0.0.2"]), "1.1.1.1");
        assert_eq!(client("10.0.0.1", &["6.6.6.6, 1.1.1.1:4711"]), "1.1.1.1");
        assert_eq!(client("10.0.0.1", &["6.6.6.6, [2001:db8::1]:443"]), "2001:db8::1");
        assert_eq!(client("10.0.0.1", &["6.6.6.6, [2001:db8::1]"]), "2001:db8::1");
        assert_eq!(client("::ffff:10.0.0.3", &["6.6.6.6, ::ffff:1.1.1.1"]), "1.1.1.1");
    }

    #[test]
    fn what_stands_before_an_unreadable_entry_is_not_believed() {
        for unreadable in ["unknown", "", "_hidden", "1.1.1.1.1", "1.1.1.1:99999", "[2001:db8::1", "\u{fffd}"] {
            assert_eq!(client("10.0.0.1", &[&format!("6.6.6.6, {unreadable}")]), "10.0.0.1", "{unreadable}");
            assert_eq!(client("10.0.0.1", &["6.6.6.6", unreadable, "10.0.0.2"]), "10.0.0.2", "{unreadable}");
        }
    }

    #[test]
    fn a_household_is_one_device() {
        let device = |text: &str| super::device(text.parse().unwrap());
        assert_eq!(device("2001:db8:1:2:3:4:5:6"), device("2001:db8:1:2::9"));
        assert_ne!(device("2001:db8:1:2::9"), device("2001:db8:1:3::9"));
        assert_eq!(device("::ffff:1.1.1.1"), "1.1.1.1");
        assert_ne!(device("1.1.1.1"), device("1.1.1.2"));
    }

    #[test]
    fn an_unnamed_proxy_before_an_https_address_is_spoken_of_once() {
        let (https, http) = (PublicUrl::parse("https://city.example").unwrap(), PublicUrl::local(8080));
        let peer = |text: &str| text.parse().ok();
        let named = TrustedProxies::parse("10.0.0.1").unwrap();
        assert!(named.missing(&https).is_none() && TrustedProxies::default().missing(&http).is_none());
        assert!(TrustedProxies::default().missing(&https).is_some());
        assert!(named.unnamed_proxy(peer("10.0.0.1"), true, &https).is_none());
        assert!(named.unnamed_proxy(peer("10.0.0.9"), false, &https).is_none());
        assert!(named.unnamed_proxy(peer("10.0.0.9"), true, &http).is_none());
        assert!(named.unnamed_proxy(peer("10.0.0.9"), true, &https).is_some());
        assert!(named.clone().unnamed_proxy(peer("10.0.0.9"), true, &https).is_none());
    }
}
