//! Practice at the rim: a browser with the cookie of practice is served from the practice room alone, whatever else it
//! sends. A cookie that names nobody there leads to the page on which practice begins, never to the city's store.

use super::{
    Portal, cookies,
    visitor::{Headers, Visitor},
};
use domain::{error::Error, identity::session};
use std::borrow::Cow;

/// The page that explains practice.
const PAGE: &str = "/practice";
/// The form that ends practice.
pub const END: &str = "/practice/end";
/// Where one is led when too many have begun from the same address.
pub const MANY: &str = "/practice?many=yes";
/// Where one is after practice.
pub const LEFT: &str = "/practice?left=yes";

/// The portal that serves this request: the city's, or the practice room's.
///
/// # Errors
/// The practice store cannot be made. The city's is never taken in its place.
pub fn serving<'a>(portal: &'a Portal, head: &Headers) -> Result<Cow<'a, Portal>, Error> {
    match head.practising {
        false => Ok(Cow::Borrowed(portal)),
        true => Ok(Cow::Owned(Portal { cx: portal.practice.context()?, ..portal.clone() })),
    }
}

/// Where whoever practises is led instead of the address they asked for. Once their time is over, or the store was wiped,
/// to the page that says so. Nobody types a real password into practice: everybody is signed in there.
pub fn led_elsewhere(head: &Headers, visitor: &Visitor) -> Option<&'static str> {
    if !head.practising {
        return None;
    }
    match (head.path.as_str(), visitor.actor()) {
        (PAGE | "/practice/start" | END | "/display" | "/offline", _) => None,
        (_, None) => Some(PAGE),
        ("/sign-in", Some(_)) => Some("/"),
        (path, Some(_)) if path.starts_with("/account/") => Some("/account"),
        (_, Some(_)) => None,
    }
}

/// Ends the session of practice. Nothing depends on it: the cookie goes, and the store goes at midnight.
pub fn end(portal: &Portal, head: &Headers, visitor: &Visitor) {
    let Some(token) = head.session.as_deref().filter(|_| head.practising) else { return };
    if let Err(error) = session::end(&portal.cx, token, visitor.actor()) {
        tracing::warn!(%error, "a session of practice could not be ended");
    }
}

/// Takes every cookie of practice away.
pub fn forgotten(portal: &Portal) -> Vec<String> {
    let secure = portal.public_url.is_secure();
    let names = cookies::Names::practice(&portal.public_url).all();
    names.map(|name| cookies::ended(name, secure).to_string()).to_vec()
}
