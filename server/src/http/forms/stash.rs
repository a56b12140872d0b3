//! The stash at the rim: forms that could not be taken, one per browser, sealed with a key that only the browser's
//! cookie holds, for a day at most.

use super::super::{
    Portal,
    visitor::{Headers, Visitor},
};
use app::routes::Kept;
use contract::{error::FieldError, fields::Fields};
use domain::{
    db::pools::Priority,
    error::Error,
    operations::stash::{self, StashCookie},
};

/// Names under which errors and the end of the session are kept beside the fields; no form has such fields.
const ERRORS: &str = "\u{1}errors";
const SESSION_ENDED: &str = "\u{1}session-ended";

/// Keeps a form for the page that holds it; gives the cookie's new value.
///
/// # Errors
/// The store is away.
pub fn keep(portal: &Portal, head: &Headers, visitor: &Visitor, kept: &Kept) -> Result<String, Error> {
    let cookie = StashCookie::fresh()?;
    let mut fields = kept.fields.pairs().to_vec();
    fields.push((ERRORS.to_owned(), serde_json::to_string(&kept.errors).map_err(Error::caused_by)?));
    if kept.session_ended {
        fields.push((SESSION_ENDED.to_owned(), String::new()));
    }
    let account = visitor.account().map(|account| account.as_str());
    let cx = &portal.cx;
    let stranger = head.visitor_key(portal);
    let keeper = stash::Keeper { account, visitor: &stranger };
    let before = head.stash.as_deref().and_then(StashCookie::from_text);
    cx.write(Priority::Person, |tx| {
        if let Some(before) = &before {
            stash::clear(tx, before)?;
        }
        stash::put(tx, cx.now(), &cookie, keeper, &kept.page, &fields, stash::FORM_MINUTES)
    })?;
    Ok(cookie.to_text())
}

/// The form this browser could not send from this page, if it may be shown to this visitor. A stash that cannot be read
/// is no reason to withhold the page: it is logged, and the page comes without it.
pub fn read(portal: &Portal, head: &Headers, visitor: &Visitor) -> Option<Kept> {
    let cookie = StashCookie::from_text(head.stash.as_deref()?)?;
    let account = visitor.actor().map(|actor| actor.account.as_str());
    let cx = &portal.cx;
    match cx.read(|connection| stash::get(connection, cx.now(), &cookie, account, &head.path)) {
        Ok(Some(pairs)) => {
            let errors = pairs.iter().find(|(name, _)| name == ERRORS).map(|(_, json)| json.as_str()).unwrap_or("[]");
            let errors: Vec<FieldError> = serde_json::from_str(errors).unwrap_or_default();
            let session_ended = pairs.iter().any(|(name, _)| name == SESSION_ENDED);
            let fields = Fields::new(pairs).without(&[ERRORS, SESSION_ENDED]);
            Some(Kept { page: head.path.clone(), fields, errors, session_ended })
        }
        Ok(None) => None,
        Err(error) => {
            tracing::warn!(%error, "a kept form could not be read");
            None
        }
    }
}

/// Forgets it: the form was taken in the meantime.
pub fn forget(portal: &Portal, key: &str) {
    let Some(cookie) = StashCookie::from_text(key) else { return };
    if let Err(error) = portal.cx.write(Priority::Person, |tx| stash::clear(tx, &cookie)) {
        tracing::warn!(%error, "a kept form could not be removed");
    }
}
