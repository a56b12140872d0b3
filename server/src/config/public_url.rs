//! The address people use: it decides cookie names, the exact origin of writes, links and HSTS.

use super::ConfigError;

/// A checked public address without a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
    secure: bool,
}

impl PublicUrl {
    /// The demonstration's address.
    pub fn local(port: u16) -> Self {
        Self { origin: format!("http://localhost:{port}"), secure: false }
    }

    /// Reads an address. Plain http is refused for any host but loopback: cookies and answers would be readable on
    /// the way.
    ///
    /// # Errors
    /// No scheme, a path, or plain http for a host that is not loopback.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let text = text.trim_end_matches('/');
        let (scheme, rest) =
            text.split_once("://").ok_or_else(|| ConfigError::new("cli-public-url-scheme", &[("url", &text)]))?;
        if rest.is_empty() || rest.contains(['/', '?', '#', '@', ' ']) {
            return Err(ConfigError::new("cli-public-url-host", &[("url", &text)]));
        }
        let host = rest.rsplit_once(':').map_or(rest, |(host, _)| host);
        match scheme {
            "https" => Ok(Self { origin: text.to_owned(), secure: true }),
            "http" if is_loopback(host) => Ok(Self { origin: text.to_owned(), secure: false }),
            "http" => Err(ConfigError::new("cli-public-url-plain", &[("url", &text), ("host", &rest)])),
            other => Err(ConfigError::new("cli-public-url-other", &[("scheme", &other)])),
        }
    }

    /// Scheme, host and port: what `Origin` must say.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether the address is https.
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// Name of a cookie: plain on loopback; with `__Host-`, which binds it to this host, under https (RFC 6265bis).
    pub fn cookie(&self, plain: &'static str, bound: &'static str) -> &'static str {
        match self.secure {
            true => bound,
            false => plain,
        }
    }

    /// Name of the cookie of a device on which somebody signed in before.
    pub fn device_cookie(&self) -> &'static str {
        self.cookie("device", "__Host-device")
    }

    /// Name of the session cookie.
    pub fn session_cookie(&self) -> &'static str {
        self.cookie("session", "__Host-session")
    }

    /// Name of the session cookie of practice.
    pub fn practice_cookie(&self) -> &'static str {
        self.cookie("practice", "__Host-practice")
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::PublicUrl;

    #[test]
    fn plain_http_is_for_loopback_only() {
        assert!(PublicUrl::parse("http://localhost:8080").is_ok());
        assert!(PublicUrl::parse("http://127.0.0.1:8080/").is_ok());
        assert!(PublicUrl::parse("http://[::1]:8080").is_ok());
        assert!(PublicUrl::parse("http://city.example").is_err());
        assert!(PublicUrl::parse("https://city.example/portal").is_err());
        assert!(PublicUrl::parse("city.example").is_err());
        assert_eq!(
            PublicUrl::parse("https://city.example").map(|url| url.session_cookie()).ok(),
            Some("__Host-session")
        );
    }
}
