//! Every write must come from a page of this portal. Browsers say so in `Sec-Fetch-Site`; older ones in `Origin`; the
//! oldest say neither, and get a page that asks to confirm (OWASP ASVS 5.0 V3.5.1).

use actix_web::http::header::{HeaderMap, ORIGIN};

/// Where a write came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteOrigin {
    /// A page of this portal.
    Portal,
    /// Another site: refused.
    Elsewhere,
    /// The browser does not say: the person is asked to confirm.
    Unknown,
}

/// Judges the headers of a write.
pub fn write_origin(headers: &HeaderMap, origin: &str) -> WriteOrigin {
    let text = |value: Option<&actix_web::http::header::HeaderValue>| {
        value.map(|value| value.to_str().unwrap_or("unreadable").to_owned())
    };
    match (text(headers.get("sec-fetch-site")).as_deref(), text(headers.get(ORIGIN)).as_deref()) {
        (Some("same-origin"), _) => WriteOrigin::Portal,
        // `none` is the person's own reload of an answer to a form.
        (Some("none"), None) => WriteOrigin::Unknown,
        (Some(_), _) => WriteOrigin::Elsewhere,
        (None, Some(from)) if from == origin => WriteOrigin::Portal,
        (None, Some(_)) => WriteOrigin::Elsewhere,
        (None, None) => WriteOrigin::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::{WriteOrigin::*, write_origin};
    use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

    #[test]
    fn only_pages_of_the_portal_may_write() {
        let judge = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
            write_origin(&headers, "http://localhost:8080")
        };
        assert_eq!(judge(&[("sec-fetch-site", "same-origin")]), Portal);
        assert_eq!(judge(&[("sec-fetch-site", "same-site")]), Elsewhere);
        assert_eq!(judge(&[("sec-fetch-site", "cross-site"), ("origin", "http://localhost:8080")]), Elsewhere);
        assert_eq!(judge(&[("origin", "http://localhost:8080")]), Portal);
        assert_eq!(judge(&[("origin", "http://localhost:8081")]), Elsewhere);
        assert_eq!(judge(&[("origin", "null")]), Elsewhere);
        assert_eq!(judge(&[]), Unknown);
    }
}
