//! The answers of `/check` at the rim: one row per browser, sealed with a key that only its cookie holds, for half an
//! hour after the last answer. Apart from the stash of forms, so that no other form puts its own in their place.

use super::super::{
    Portal,
    visitor::{Headers, Visitor},
};
use app::routes::Told;
use contract::fields::Fields;
use domain::{
    db::pools::Priority,
    error::Error,
    operations::stash::{self, StashCookie},
    policies::entitlement::MINUTES,
};

/// The form and the page that have answers, and the name under which they are sealed.
const PLACE: &str = "/check";

/// What this browser told, if it may be shown to this visitor. Only for `/check`; nothing is read elsewhere. Answers
/// that cannot be read are no reason to withhold the page: it is logged, and the page begins anew.
pub fn read(portal: &Portal, head: &Headers, visitor: &Visitor, place: &str) -> Told {
    let Some(cookie) = head.answers.as_deref().filter(|_| place == PLACE).and_then(StashCookie::from_text) else {
        return Told::default();
    };
    let account = visitor.actor().map(|actor| actor.account.as_str());
    let cx = &portal.cx;
    match cx.read(|connection| stash::get(connection, cx.now(), &cookie, account, PLACE)) {
        Ok(Some(pairs)) => Told { fields: Fields::new(pairs), expired: false },
        Ok(None) => Told { fields: Fields::default(), expired: true },
        Err(error) => {
            tracing::warn!(%error, "the answers of a visitor could not be read");
            Told::default()
        }
    }
}

/// Keeps the answers in place of those before; gives the cookie's value.
///
/// # Errors
/// The store is away.
pub fn keep(portal: &Portal, head: &Headers, visitor: &Visitor, answers: &[(String, String)]) -> Result<String, Error> {
    // A new key for every answer: whoever saw an old cookie sees nothing new.
    let cookie = StashCookie::fresh()?;
    let before = head.answers.as_deref().and_then(StashCookie::from_text);
    let account = visitor.actor().map(|actor| actor.account.as_str());
    let stranger = head.visitor_key(portal);
    let keeper = stash::Keeper { account, visitor: &stranger };
    let (cx, fields) = (&portal.cx, answers.to_vec());
    cx.write(Priority::Person, |tx| {
        if let Some(before) = &before {
            stash::clear(tx, before)?;
        }
        stash::put(tx, cx.now(), &cookie, keeper, PLACE, &fields, MINUTES)
    })?;
    Ok(cookie.to_text())
}

/// Throws the answers away.
///
/// # Errors
/// The store is away: the person is told, because they asked for it.
pub fn erase(portal: &Portal, head: &Headers) -> Result<(), Error> {
    match head.answers.as_deref().and_then(StashCookie::from_text) {
        Some(cookie) => portal.cx.write(Priority::Person, |tx| stash::clear(tx, &cookie)),
        None => Ok(()),
    }
}
