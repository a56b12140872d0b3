//! Typed values of forms without a draft, and the answers of `/check`: one row per cookie, sealed with a key that only
//! the cookie holds, for as long as whoever keeps them says, a day at most.
//!
//! A stash that began anonymous is shown to whoever brings the cookie; one of an account is shown to that account alone.
//! Passwords and codes are never put here: the caller leaves them out.

use crate::{
    crypto::{random_bytes, token_hash},
    db::{
        connection::Connection,
        dialect::upsert,
        schema::stash,
        types::{Instant, from_json, to_json},
    },
    error::{Error, Result},
};
use diesel::{dsl::sum, prelude::*};

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

/// For whom something is kept: an account, or a stranger by the keyed hash of their address.
#[derive(Clone, Copy, Debug)]
pub struct Keeper<'a> {
    /// The account, when somebody has signed in.
    pub account: Option<&'a str>,
    /// Keyed hash of the address of the device.
    pub visitor: &'a str,
}

impl Keeper<'_> {
    fn key(&self) -> &str {
        self.account.unwrap_or(self.visitor)
    }
}

/// Most that is kept for one stranger and for all, in bytes.
const OF_STRANGERS: (i64, i64) = (2 * 1024 * 1024, 32 * 1024 * 1024);
/// Most that is kept for one account and for all.
const OF_ACCOUNTS: (i64, i64) = (8 * 1024 * 1024, 256 * 1024 * 1024);
/// What a row takes beside its contents, about.
const OVERHEAD: usize = 512;

/// Keeps the fields of a form, in place of what was kept under this cookie before. When this visitor, or all together, have
/// more than they may, the oldest goes: what is kept is read again seconds later.
///
/// # Errors
/// `TooLarge` when it is more than one visitor may keep; the store is away.
pub fn put(
    tx: &mut Connection,
    now: Instant,
    cookie: &StashCookie,
    keeper: Keeper<'_>,
    form: &str,
    fields: &Fields,
    minutes: i64,
) -> Result<()> {
    let sealed = seal::seal(&cookie.key(), form, to_json(fields)?.as_bytes()).map_err(Error::caused_by)?;
    let size = i32::try_from(sealed.len() + OVERHEAD).map_err(|_| Error::TooLarge)?;
    if i64::from(size) > most(keeper).0 {
        return Err(Error::TooLarge);
    }
    let row = diesel::insert_into(stash::table).values((
        stash::id_hash.eq(cookie.id_hash()),
        stash::account_id.eq(keeper.account.map(str::to_owned)),
        stash::form.eq(form.to_owned()),
        stash::body_sealed.eq(sealed),
        stash::created_at.eq(now),
        stash::expires_at.eq(now.plus_minutes(minutes.clamp(0, FORM_MINUTES))),
        stash::visitor.eq(keeper.key().to_owned()),
        stash::stranger.eq(keeper.account.is_none()),
        stash::size.eq(size),
    ));
    let set = ["account_id", "form", "body_sealed", "created_at", "expires_at", "visitor", "stranger", "size"];
    upsert(tx, row, &["id_hash"], &set)?;
    make_room(tx, keeper, &cookie.id_hash())
}

fn most(keeper: Keeper<'_>) -> (i64, i64) {
    match keeper.account {
        Some(_) => OF_ACCOUNTS,
        None => OF_STRANGERS,
    }
}

/// Throws the oldest away until this visitor, and all of their kind, have no more than they may.
fn make_room(tx: &mut Connection, keeper: Keeper<'_>, just_kept: &str) -> Result<()> {
    let (own, all) = most(keeper);
    keep_newest(tx, keeper, Some(keeper.key()), own, just_kept)?;
    keep_newest(tx, keeper, None, all, just_kept)
}

fn keep_newest(tx: &mut Connection, keeper: Keeper<'_>, only: Option<&str>, most: i64, just_kept: &str) -> Result<()> {
    let stranger = keeper.account.is_none();
    let mut together = stash::table.select(sum(stash::size)).filter(stash::stranger.eq(stranger)).into_boxed();
    let mut rows = stash::table.select((stash::id_hash, stash::size)).filter(stash::stranger.eq(stranger)).into_boxed();
    if let Some(key) = only {
        together = together.filter(stash::visitor.eq(key));
        rows = rows.filter(stash::visitor.eq(key));
    }
    let together: Option<i64> = together.first(tx)?;
    let mut over = together.unwrap_or_default() - most;
    if over <= 0 {
        return Ok(());
    }
    let oldest: Vec<(String, i32)> =
        rows.filter(stash::id_hash.ne(just_kept)).order(stash::created_at).limit(1_000).load(tx)?;
    let mut gone = Vec::new();
    for (id_hash, size) in oldest {
        if over <= 0 {
            break;
        }
        over -= i64::from(size);
        gone.push(id_hash);
    }
    diesel::delete(stash::table.filter(stash::id_hash.eq_any(gone))).execute(tx)?;
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
            let opened = seal::open(&cookie.key(), form, &sealed).map_err(Error::caused_by)?;
            from_json(&String::from_utf8_lossy(&opened)).map(Some)
        }
        _ => Ok(None),
    }
}

/// The form for which something is kept under this cookie, whoever may see it; nothing where it is gone.
pub fn form_of(conn: &mut Connection, cookie: &StashCookie) -> Result<Option<String>> {
    Ok(stash::table.filter(stash::id_hash.eq(cookie.id_hash())).select(stash::form).first(conn).optional()?)
}

/// Throws away what this browser had stashed.
pub fn clear(tx: &mut Connection, cookie: &StashCookie) -> Result<()> {
    diesel::delete(stash::table.filter(stash::id_hash.eq(cookie.id_hash()))).execute(tx)?;
    Ok(())
}
