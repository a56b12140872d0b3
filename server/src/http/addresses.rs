//! Every address of the portal by its pattern, and the methods that it takes.

use super::{forms::FORMS, passkeys};
use app::{
    routes::{ROUTES, matches},
    services::suggestions,
};

/// Addresses beside pages and forms, and whether they are read or posted to.
const MORE: [(&str, &str); 9] = [
    ("/healthz", READ),
    ("/readyz", READ),
    ("/manifest.webmanifest", READ),
    ("/service-worker.js", READ),
    ("/check/device", READ),
    ("/assets/{name}", READ),
    ("/api/server/{name}", POSTED),
    (passkeys::BEGIN, POSTED),
    (suggestions::ADDRESS, READ),
];

const READ: &str = "GET, HEAD";
const POSTED: &str = "POST";
const BOTH: &str = "GET, HEAD, POST";

/// The pattern of an address; `-` for one that the portal does not have.
pub fn pattern(path: &str) -> &'static str {
    let more = MORE.iter().map(|(pattern, _)| *pattern);
    let known = more.chain(ROUTES.iter().map(|route| route.pattern)).chain(FORMS.iter().map(|form| form.action));
    let fitting = known.filter(|pattern| matches(pattern, path).is_some());
    // `/drafts/{id}/submit` also fits `/drafts/{id}/{question}`.
    fitting.min_by_key(|pattern| pattern.matches('{').count()).unwrap_or("-")
}

/// The methods that an address takes, as `Allow` says them (RFC 9110 section 10.2.1); none for an address that the portal
/// does not have.
pub fn allowed(path: &str) -> Option<&'static str> {
    let fits = |pattern: &str| matches(pattern, path).is_some();
    if let Some((_, methods)) = MORE.iter().find(|(pattern, _)| fits(pattern)) {
        return Some(methods);
    }
    match (ROUTES.iter().any(|route| fits(route.pattern)), FORMS.iter().any(|form| fits(form.action))) {
        (true, true) => Some(BOTH),
        (true, false) => Some(READ),
        (false, true) => Some(POSTED),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_known_by_its_pattern() {
        assert_eq!(pattern("/offers/0197-secret"), "/offers/{id}");
        assert_eq!(pattern("/offers/0197-secret/answer"), "/offers/{id}/answer");
        assert_eq!(pattern("/drafts/0197-secret/submit"), "/drafts/{id}/submit");
        assert_eq!(pattern("/healthz"), "/healthz");
        assert_eq!(pattern("/wp-login.php"), "-");
        assert_eq!(allowed("/sign-in"), Some("GET, HEAD, POST"));
        assert_eq!(allowed("/policies"), Some("GET, HEAD"));
        assert_eq!(allowed("/sign-out"), Some("POST"));
        assert_eq!(allowed("/nothing-here"), None);
    }
}
