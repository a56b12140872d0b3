//! Typed values of forms without a draft, and the answers of `/check`: one row per cookie, sealed with a key that only
//! the cookie holds, for as long as whoever keeps them says, a day at most.
//!
//! A stash that began anonymous is shown to whoever brings the cookie; one of an account is shown to that account alone.
//! Passwords and codes are never put here: the caller leaves them out.

use crate::{
    context::Context,
    crypto::{random_bytes, seal, token_hash},
    db::{
        connection::Connection,
        dialect::upsert,
        pools::Priority,
        schema::stash,
        types::{Instant, from_json, to_json},
    },
    error::Result,
};
use diesel::prelude::*;
use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread::sleep,
    time::Duration,
};

/// For how many minutes typed values of a form are kept: a day.
pub const FORM_MINUTES: i64 = 24 * 60;
/// What was kept later than this from now is over: the clock was set back, and "30 minutes" would become days.
const AHEAD_MINUTES: i64 = 5;

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

/// How long the cleaner sleeps between looks.
const PAUSE: Duration = Duration::from_secs(20);

/// Throws away what is too old, until the portal stops: what is "kept for 30 minutes" is gone soon afterwards, not only
/// out of sight.
pub fn run_cleaner(cx: &Context, stop: &AtomicBool) {
    let mut looked: Option<std::time::Instant> = None;
    while !stop.load(Ordering::Relaxed) {
        if looked.is_none_or(|at| at.elapsed() >= PAUSE) {
            looked = Some(std::time::Instant::now());
            if let Err(error) = clean(cx) {
                tracing::warn!(%error, "old typed values could not be thrown away this time");
            }
        }
        sleep(Duration::from_millis(200));
    }
}

/// Throws away what is too old. Looks first without the writer, so that an idle city writes nothing.
///
/// # Errors
/// The store is away.
pub fn clean(cx: &Context) -> Result<usize> {
    let now = cx.now();
    let old = cx.read(|conn| {
        let ahead = now.plus_minutes(AHEAD_MINUTES);
        let over = stash::table.filter(stash::expires_at.le(now).or(stash::created_at.gt(ahead)));
        Ok(diesel::select(diesel::dsl::exists(over)).get_result(conn)?)
    })?;
    if old { cx.write(Priority::Job, |tx| clear_expired(tx, now)) } else { Ok(0) }
}

/// Throws away what is too old. Answers how many rows.
fn clear_expired(tx: &mut Connection, now: Instant) -> Result<usize> {
    let ahead = now.plus_minutes(AHEAD_MINUTES);
    Ok(diesel::delete(stash::table.filter(stash::expires_at.le(now).or(stash::created_at.gt(ahead)))).execute(tx)?)
}
