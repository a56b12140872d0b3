//! Typed values of forms without a draft, and the answers of `/check`: one row per cookie, sealed with a key that only
//! the cookie holds, for as long as whoever keeps them says, a day at most.
//!
//! A stash that began anonymous is shown to whoever brings the cookie; one of an account is shown to that account alone.
//! Passwords and codes are never put here: the caller leaves them out.

use crate::{
    crypto::{random_bytes, seal, token_hash},
    db::{
        connection::Connection,
        dialect::upsert,
        schema::stash,
        types::{Instant, from_json, to_json},
    },
    error::Result,
};
use diesel::prelude::*;

/// For how many minutes typed values of a form are kept: a day.
pub const FORM_MINUTES: i64 = 24 * 60;
/// What was kept later than this from now is over: the clock was set back, and "30 minutes" would become days.
pub(super) const AHEAD_MINUTES: i64 = 5;

/// Fields as they were posted: name and value, in order.
pub type Fields = Vec<(String, String)>;

/// What the browser's cookie holds. Its text goes into the cookie and nowhere else.
#[derive(Clone)]
pub struct StashCookie([u8; 32]);

impl StashCookie {
    /// A cookie for a browser that has none.
    pub fn fresh() -> Result<Self> {
        random_bytes().map(Self)
    }

    /// Reads the cookie's value.
    pub fn from_text(text: &str) -> Option<Self> {
        blake3::Hash::from_hex(text).ok().map(|bytes| Self(*bytes.as_bytes()))
    }

    /// The cookie's value: 64 hexadecimal digits.
    pub fn to_text(&self) -> String {
        blake3::Hash::from_bytes(self.0).to_hex().to_string()
    }

    /// Two independent secrets come from one: where the row is, and what opens it.
    fn id_hash(&self) -> String {
        token_hash(&blake3::derive_key("tongban stash row", &self.0))
    }

    fn key(&self) -> [u8; 32] {
        blake3::derive_key("tongban stash key", &self.0)
    }
}

/// Keeps the fields of a form, in place of what this browser had stashed before.
pub fn put(
    tx: &mut Connection,
    now: Instant,
    cookie: &StashCookie,
    account_id: Option<&str>,
    form: &str,
    fields: &Fields,
    minutes: i64,
) -> Result<()> {
    let sealed = seal::seal(&cookie.key(), form, to_json(fields)?.as_bytes())?;
    let row = diesel::insert_into(stash::table).values((
        stash::id_hash.eq(cookie.id_hash()),
        stash::account_id.eq(account_id.map(str::to_owned)),
        stash::form.eq(form.to_owned()),
        stash::body_sealed.eq(sealed),
        stash::created_at.eq(now),
        stash::expires_at.eq(now.plus_minutes(minutes.clamp(0, FORM_MINUTES))),
    ));
    upsert(tx, row, &["id_hash"], &["account_id", "form", "body_sealed", "created_at", "expires_at"])?;
    Ok(())
}

/// What this browser had typed into a form, if it may be shown to this account.
pub fn get(
    conn: &mut Connection,
    now: Instant,
    cookie: &StashCookie,
    account_id: Option<&str>,
    form: &str,
) -> Result<Option<Fields>> {
    let row: Option<(Option<String>, Vec<u8>)> = stash::table
        .filter(stash::id_hash.eq(cookie.id_hash()))
        .filter(stash::form.eq(form))
        .filter(stash::expires_at.gt(now))
        .filter(stash::created_at.le(now.plus_minutes(AHEAD_MINUTES)))
        .select((stash::account_id, stash::body_sealed))
        .first(conn)
        .optional()?;
    match row {
        Some((owner, sealed)) if owner.is_none() || owner.as_deref() == account_id => {
            let opened = seal::open(&cookie.key(), form, &sealed)?;
            from_json(&String::from_utf8_lossy(&opened)).map(Some)
        }
        _ => Ok(None),
    }
}

/// Throws away what this browser had stashed.
pub fn clear(tx: &mut Connection, cookie: &StashCookie) -> Result<()> {
    diesel::delete(stash::table.filter(stash::id_hash.eq(cookie.id_hash()))).execute(tx)?;
    Ok(())
}
