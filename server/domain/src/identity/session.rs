//! Sessions: a random token in a cookie, its hash in the store. A new one at every sign-in; the old one is dead.

use crate::{
    context::Context,
    db::{
        connection::Connection,
        pools::Priority,
        schema::{account_roles, accounts, sessions},
    },
    error::Error,
    journal::{self, Act},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::{
    identity::{Actor, Role, Stays, device::Device},
    ids::{AccountId, ResidentId},
};
use diesel::prelude::*;

/// A session ends this long after the last request, for residents.
const IDLE_RESIDENT_MS: i64 = 2 * 60 * 60 * 1000;
/// … and for staff (Login.gov's figure: 15 minutes idle).
const IDLE_STAFF_MS: i64 = 15 * 60 * 1000;
/// A session ends this long after sign-in, whatever happens.
pub const ABSOLUTE_MS: i64 = 12 * 60 * 60 * 1000;
/// … or after so many days, where the person said that the device is theirs.
pub const STAYS_DAYS: i64 = 30;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Last-seen is written at most this often, so that reading seldom opens a write transaction. A session may rest so much
/// longer, since nobody knows better when it was seen.
const SEEN_RESIDENT_EVERY_MS: i64 = 5 * 60 * 1000;
/// … of staff, whose rest is short.
const SEEN_STAFF_EVERY_MS: i64 = 60 * 1000;
/// A session that was last seen later than this from now has ended.
const AHEAD_MS: i64 = 5 * 60 * 1000;

/// What a session token stands for.
#[derive(Debug)]
pub enum SessionState {
    /// Signed in.
    Live(Actor, Standing),
    /// Was signed in; what they typed may be kept for this account.
    Ended(AccountId),
    /// No such session.
    Unknown,
}

/// How a session stands, beside whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// When the person last proved who they are, epoch milliseconds.
    pub confirmed_at: i64,
    /// Whether it stays on the person's own device.
    pub stays: Stays,
    /// When it ends at the latest, epoch milliseconds.
    pub expires_at: i64,
}

/// What a session begins with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Opening {
    /// On what.
    pub device: Device,
    /// Whether it stays there.
    pub stays: Stays,
}

#[derive(Queryable)]
struct Row {
    account: String,
    last_seen_at: i64,
    expires_at: i64,
    confirmed_at: i64,
    kind: String,
    resident: Option<String>,
    name_sealed: Vec<u8>,
    status: String,
    district: Option<String>,
    department: Option<String>,
}

/// Finds the person behind a token.
///
/// # Errors
/// The store is away.
pub fn find(cx: &Context, token: &str) -> Result<SessionState, Error> {
    let hash = hash(token);
    let now = cx.now().0;
    let found = cx.read(|connection| {
        let row: Option<Row> = sessions::table
            .inner_join(accounts::table.on(accounts::id.eq(sessions::account_id)))
            .filter(sessions::token_hash.eq(&hash))
            .select((
                sessions::account_id,
                sessions::last_seen_at,
                sessions::expires_at,
                sessions::confirmed_at,
                sessions::kind,
                accounts::resident_id,
                accounts::display_name_sealed,
                accounts::status,
                accounts::district,
                accounts::department,
            ))
            .first(connection)
            .optional()?;
        match row {
            None => Ok(None),
            Some(row) => {
                let roles: Vec<String> = account_roles::table
                    .filter(account_roles::account_id.eq(&row.account))
                    .select(account_roles::role)
                    .load(connection)?;
                Ok(Some((row, roles)))
            }
        }
    })?;
    let Some((row, roles)) = found else { return Ok(SessionState::Unknown) };
    let roles: Vec<Role> = roles.iter().filter_map(|role| Role::from_text(role)).collect();
    let account = AccountId(row.account.clone());
    let stays = stays_of(&row.kind);
    let is_of_a_resident = roles == [Role::Resident];
    let rest = Rest::of(stays, is_of_a_resident);
    let in_time = rest.is_in_time(now, row.last_seen_at, row.expires_at);
    if row.status != "active" || !in_time {
        return Ok(SessionState::Ended(account));
    }
    if now - row.last_seen_at > rest.seen_every_ms {
        let seen = cx.in_passing().write(Priority::Person, |tx| {
            let row = sessions::table.filter(sessions::token_hash.eq(&hash));
            Ok(diesel::update(row).set(sessions::last_seen_at.eq(now)).execute(tx)?)
        });
        // Whoever only reads does not depend on it; the next page tries again.
        if let Err(error) = seen {
            tracing::debug!(%error, "a visit was not written down");
        }
    }
    let name = cx.keys.open_text("accounts", account.as_str(), "display_name_sealed", &row.name_sealed)?.to_string();
    let standing = Standing { confirmed_at: row.confirmed_at, stays, expires_at: row.expires_at };
    let actor = Actor {
        account,
        resident: row.resident.map(ResidentId),
        roles,
        name,
        district: row.district,
        department: row.department,
    };
    Ok(SessionState::Live(actor, standing))
}

/// How long a session may rest, in milliseconds.
#[derive(Clone, Copy)]
pub(super) struct Rest {
    longest_ms: i64,
    /// How exactly it is known when it was last seen.
    seen_every_ms: i64,
}

impl Rest {
    pub(super) fn of(stays: Stays, is_of_a_resident: bool) -> Self {
        let (longest_ms, seen_every_ms) = match (stays, is_of_a_resident) {
            (Stays::Yes, true) => (STAYS_DAYS * DAY_MS, SEEN_RESIDENT_EVERY_MS),
            (Stays::No, true) => (IDLE_RESIDENT_MS, SEEN_RESIDENT_EVERY_MS),
            (_, false) => (IDLE_STAFF_MS, SEEN_STAFF_EVERY_MS),
        };
        Self { longest_ms, seen_every_ms }
    }

    /// Whether a session has not ended. Seen in the future: the clock was set back, and no length of time can be told from
    /// it.
    pub(super) fn is_in_time(self, now: i64, last_seen_at: i64, expires_at: i64) -> bool {
        let longest = self.longest_ms + self.seen_every_ms;
        (-AHEAD_MS..=longest).contains(&(now - last_seen_at)) && now < expires_at
    }
}

pub(super) fn stays_of(kind: &str) -> Stays {
    if kind == "stays" { Stays::Yes } else { Stays::No }
}

/// Opens a session inside the sign-in's transaction; gives the token for the cookie.
///
/// # Errors
/// The store is away.
pub fn open(cx: &Context, tx: &mut Connection, account: &AccountId, opening: Opening) -> Result<String, Error> {
    let token = new_token();
    let now = cx.now().0;
    let (kind, longest) = match opening.stays {
        Stays::No => ("rests", ABSOLUTE_MS),
        Stays::Yes => ("stays", STAYS_DAYS * DAY_MS),
    };
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(hash(&token)),
            sessions::account_id.eq(account.as_str()),
            sessions::created_at.eq(now),
            sessions::last_seen_at.eq(now),
            sessions::expires_at.eq(now + longest),
            sessions::id.eq(uuid::Uuid::new_v4().simple().to_string()),
            sessions::device.eq(opening.device.to_text()),
            sessions::confirmed_at.eq(now),
            sessions::kind.eq(kind),
        ))
        .execute(tx)?;
    Ok(token)
}

/// The person has proved once more who they are: the session goes on under a new token, and the old one is dead. Nothing
/// when there is no such session of this account.
///
/// # Errors
/// The store is away.
pub(super) fn renew(
    cx: &Context,
    tx: &mut Connection,
    token: &str,
    account: &AccountId,
) -> Result<Option<String>, Error> {
    let renewed = new_token();
    let now = cx.now().0;
    let row =
        sessions::table.filter(sessions::token_hash.eq(hash(token)).and(sessions::account_id.eq(account.as_str())));
    let rows = diesel::update(row)
        .set((sessions::token_hash.eq(hash(&renewed)), sessions::confirmed_at.eq(now), sessions::last_seen_at.eq(now)))
        .execute(tx)?;
    Ok((rows == 1).then_some(renewed))
}

/// Somebody is still there: the session begins to rest anew.
///
/// # Errors
/// The store is away.
pub fn stay(cx: &Context, token: Option<&str>) -> Result<(), Error> {
    let row = sessions::table.find(token.map(hash).unwrap_or_default());
    cx.write(Priority::Person, |tx| {
        diesel::update(row.clone()).set(sessions::last_seen_at.eq(cx.now().0)).execute(tx)?;
        Ok(())
    })
}

/// Ends a session at once.
///
/// # Errors
/// The store is away.
pub fn end(cx: &Context, token: &str, actor: Option<&Actor>) -> Result<(), Error> {
    let hash = hash(token);
    cx.write(Priority::Person, |tx| {
        diesel::delete(sessions::table.filter(sessions::token_hash.eq(&hash))).execute(tx)?;
        if let Some(actor) = actor {
            journal::record(
                tx,
                cx.now(),
                &Act::done("identity.sign-out", "account", Some(actor.account.as_str())).by(actor.account.as_str()),
            )?;
        }
        Ok(())
    })
}

/// Two random UUIDs: 244 bits from the system's generator.
fn new_token() -> String {
    let (first, second) = (uuid::Uuid::new_v4(), uuid::Uuid::new_v4());
    URL_SAFE_NO_PAD.encode([first.into_bytes(), second.into_bytes()].concat())
}

pub(super) fn hash(token: &str) -> String {
    blake3::hash(token.as_bytes()).to_hex().to_string()
}

/// Forgets a session inside another act: the one that a new sign-in replaces. Gives whose it was.
///
/// # Errors
/// The store is away.
pub fn forget(tx: &mut Connection, token: &str) -> Result<Option<AccountId>, Error> {
    let hash = hash(token);
    let found = sessions::table.filter(sessions::token_hash.eq(&hash));
    let owner: Option<String> = found.select(sessions::account_id).first(tx).optional()?;
    diesel::delete(sessions::table.filter(sessions::token_hash.eq(&hash))).execute(tx)?;
    Ok(owner.map(AccountId))
}
