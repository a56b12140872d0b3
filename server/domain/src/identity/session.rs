//! Sessions: a random token in a cookie, its hash in the store. A new one at every sign-in; the old one is dead.

use crate::{
    context::Context,
    db::pools::Priority,
    db::schema::{account_roles, accounts, sessions},
    error::Error,
    journal::{self, Act},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::{
    identity::{Actor, Role},
    ids::{AccountId, ResidentId},
};
use diesel::prelude::*;

/// A session ends this long after the last request, for residents.
const IDLE_RESIDENT_MS: i64 = 2 * 60 * 60 * 1000;
/// … and for staff (Login.gov's figure: 15 minutes idle).
const IDLE_STAFF_MS: i64 = 15 * 60 * 1000;
/// A session ends this long after sign-in, whatever happens.
pub const ABSOLUTE_MS: i64 = 12 * 60 * 60 * 1000;
/// Last-seen is written at most this often, so that reading opens no write transaction.
const LAST_SEEN_EVERY_MS: i64 = 5 * 60 * 1000;
/// A session that was last seen later than this from now has ended.
const AHEAD_MS: i64 = 5 * 60 * 1000;

/// What a session token stands for.
#[derive(Debug)]
pub enum SessionState {
    /// Signed in.
    Live(Actor),
    /// Was signed in; what they typed may be kept for this account.
    Ended(AccountId),
    /// No such session.
    Unknown,
}

#[derive(Queryable)]
struct Row {
    account: String,
    last_seen_at: i64,
    expires_at: i64,
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
    let idle = if roles == [Role::Resident] { IDLE_RESIDENT_MS } else { IDLE_STAFF_MS };
    let unused = now - row.last_seen_at;
    // Seen in the future: the clock was set back, and no length of time can be told from this row.
    let in_time = (-AHEAD_MS..=idle + LAST_SEEN_EVERY_MS).contains(&unused) && now < row.expires_at;
    if row.status != "active" || !in_time {
        return Ok(SessionState::Ended(account));
    }
    if now - row.last_seen_at > LAST_SEEN_EVERY_MS {
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
    Ok(SessionState::Live(Actor {
        account,
        resident: row.resident.map(ResidentId),
        roles,
        name,
        district: row.district,
        department: row.department,
    }))
}

/// Opens a session inside the sign-in's transaction; gives the token for the cookie.
///
/// # Errors
/// The store is away.
pub fn open(cx: &Context, tx: &mut crate::db::connection::Connection, account: &AccountId) -> Result<String, Error> {
    let token = new_token();
    let now = cx.now().0;
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(hash(&token)),
            sessions::account_id.eq(account.as_str()),
            sessions::created_at.eq(now),
            sessions::last_seen_at.eq(now),
            sessions::expires_at.eq(now + ABSOLUTE_MS),
        ))
        .execute(tx)?;
    Ok(token)
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

fn hash(token: &str) -> String {
    blake3::hash(token.as_bytes()).to_hex().to_string()
}

/// Forgets a session inside another act: the one that a new sign-in replaces. Gives whose it was.
///
/// # Errors
/// The store is away.
pub fn forget(tx: &mut crate::db::connection::Connection, token: &str) -> Result<Option<AccountId>, Error> {
    let hash = hash(token);
    let found = sessions::table.filter(sessions::token_hash.eq(&hash));
    let owner: Option<String> = found.select(sessions::account_id).first(tx).optional()?;
    diesel::delete(sessions::table.filter(sessions::token_hash.eq(&hash))).execute(tx)?;
    Ok(owner.map(AccountId))
}
