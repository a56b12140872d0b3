//! The stash at the rim: forms that could not be taken, one for each page of a browser, sealed with keys that only the
//! browser's cookie holds, for a day at most. Whoever writes in two tabs when the session ends finds both, also where they show
//! the same page: what was written last stands in its form first, and what was written before it once that is taken.

use super::super::{
    Portal,
    visitor::{Headers, Visitor},
};
use app::routes::Kept;
use contract::{error::FieldError, fields::Fields};
use domain::{
    db::{connection::Connection, pools::Priority, types::Instant},
    error::Error,
    operations::stash::{self, StashCookie},
};

/// Names under which errors and the end of the session are kept beside the fields; no form has such fields.
const ERRORS: &str = "\u{1}errors";
const SESSION_ENDED: &str = "\u{1}session-ended";

/// So many forms of a browser are kept; the one kept first goes.
const MOST: usize = 6;
/// Between the keys in the cookie.
const BETWEEN: char = '.';

/// Keeps a form for the page that holds it, in place of what was kept of the same form; gives the cookie's new value.
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
    cx.write(Priority::Person, |tx| {
        let mut others = match kept.session_ended {
            true => without_the_same(tx, head, (cx.now(), account), kept)?,
            false => without(tx, head, &kept.page)?,
        };
        while others.len() >= MOST {
            stash::clear(tx, &others.remove(0))?;
        }
        stash::put(tx, cx.now(), &cookie, keeper, &kept.page, &fields, stash::FORM_MINUTES)?;
        others.push(cookie.clone());
        Ok(text_of(&others))
    })
}

/// The keys in the cookie of a browser, the oldest first.
fn keys(head: &Headers) -> Vec<StashCookie> {
    let text = head.stash.as_deref().unwrap_or_default();
    text.split(BETWEEN).take(MOST).filter_map(StashCookie::from_text).collect()
}

fn text_of(keys: &[StashCookie]) -> String {
    keys.iter().map(StashCookie::to_text).collect::<Vec<_>>().join(&BETWEEN.to_string())
}

/// Throws away what was kept last for a page; gives the keys of what else is kept.
fn without(tx: &mut Connection, head: &Headers, page: &str) -> Result<Vec<StashCookie>, Error> {
    let mut others = there(tx, head)?;
    if let Some(last) = others.iter().rposition(|(_, form)| form == page) {
        let (key, _) = others.remove(last);
        stash::clear(tx, &key)?;
    }
    Ok(others.into_iter().map(|(key, _)| key).collect())
}

/// Throws away what was kept of the same form of a page: one with the same key, or with the same words. Another tab's has
/// another key. Gives the keys of what else is kept.
fn without_the_same(
    tx: &mut Connection,
    head: &Headers,
    (now, account): (Instant, Option<&str>),
    kept: &Kept,
) -> Result<Vec<StashCookie>, Error> {
    let mut others = Vec::new();
    for (key, form) in there(tx, head)? {
        let before = match form == kept.page {
            true => stash::get(tx, now, &key, account, &form)?,
            false => None,
        };
        let before = before.map(|pairs| Fields::new(pairs).without(&[ERRORS, SESSION_ENDED]));
        let is_same = before.is_some_and(|before| {
            before.pairs() == kept.fields.pairs()
                || (!before.first("key").is_empty() && before.first("key") == kept.fields.first("key"))
        });
        match is_same {
            true => stash::clear(tx, &key)?,
            false => others.push(key),
        }
    }
    Ok(others)
}

/// The keys of a browser under which something is kept, the oldest first, each with its page.
fn there(tx: &mut Connection, head: &Headers) -> Result<Vec<(StashCookie, String)>, Error> {
    let mut found = Vec::new();
    for key in keys(head) {
        if let Some(page) = stash::form_of(tx, &key)? {
            found.push((key, page));
        }
    }
    Ok(found)
}

/// The form this browser could not send from this page, if it may be shown to this visitor. A stash that cannot be read
/// is no reason to withhold the page: it is logged, and the page comes without it.
pub fn read(portal: &Portal, head: &Headers, visitor: &Visitor) -> Option<Kept> {
    let keys = keys(head);
    if keys.is_empty() {
        return None;
    }
    let account = visitor.actor().map(|actor| actor.account.as_str());
    let cx = &portal.cx;
    let found = cx.read(|connection| {
        for key in keys.iter().rev() {
            if let Some(pairs) = stash::get(connection, cx.now(), key, account, &head.path)? {
                return Ok(Some(pairs));
            }
        }
        Ok(None)
    });
    match found {
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

/// Forgets what was kept last for a page: the form was taken in the meantime. Gives the cookie's new value, empty where nothing
/// is kept any more; nothing where it stays as it is.
pub fn forget(portal: &Portal, head: &Headers, page: &str) -> Option<String> {
    let before = keys(head);
    if before.is_empty() {
        return None;
    }
    match portal.cx.write(Priority::Person, |tx| without(tx, head, page)) {
        Ok(others) if others.len() == before.len() => None,
        Ok(others) => Some(text_of(&others)),
        Err(error) => {
            tracing::warn!(%error, "a kept form could not be removed");
            None
        }
    }
}
