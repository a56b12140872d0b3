//! Where a person is signed in, and how they end it there.

use super::session::{Rest, hash, stays_of};
use crate::{
    context::Context,
    db::{connection::Connection, pools::Priority, schema::sessions},
    error::Error,
    journal::{self, Act},
};
use contract::{
    identity::{Actor, Role, SessionRow, SessionsPage, device::Device},
    ids::AccountId,
};
use diesel::prelude::*;
use serde_json::json;

/// `/account/sessions`: every session of the person that has not ended, the last seen first.
///
/// # Errors
/// The store is away.
pub fn sessions_page(cx: &Context, actor: &Actor, token: Option<&str>) -> Result<SessionsPage, Error> {
    cx.read(|connection| Ok(SessionsPage { sessions: live(cx, connection, actor, token)? }))
}

/// The sessions that have not ended.
pub(super) fn live(
    cx: &Context,
    connection: &mut Connection,
    actor: &Actor,
    token: Option<&str>,
) -> Result<Vec<SessionRow>, Error> {
    type Row = (String, String, i64, i64, i64, String, String);
    let now = cx.now().0;
    let own = token.map(hash);
    let rows: Vec<Row> = sessions::table
        .filter(sessions::account_id.eq(actor.account.as_str()).and(sessions::expires_at.gt(now)))
        .order(sessions::last_seen_at.desc())
        .select((
            sessions::token_hash,
            sessions::id,
            sessions::created_at,
            sessions::last_seen_at,
            sessions::expires_at,
            sessions::device,
            sessions::kind,
        ))
        .load(connection)?;
    let is_of_a_resident = actor.roles == [Role::Resident];
    let rows = rows.into_iter().filter_map(|(token_hash, id, began_at, last_seen_at, expires_at, device, kind)| {
        let stays = stays_of(&kind);
        let is_live = Rest::of(stays, is_of_a_resident).is_in_time(now, last_seen_at, expires_at);
        let is_this = own.as_deref() == Some(&token_hash);
        let row = SessionRow { id, device: Device::from_text(&device), is_this, last_seen_at, began_at, stays };
        is_live.then_some(row)
    });
    Ok(rows.collect())
}

/// Ends one of the person's sessions. Somebody else's is not there.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn end_one(cx: &Context, actor: &Actor, id: &str) -> Result<String, Error> {
    cx.write(Priority::Person, |tx| {
        let row = sessions::table.filter(sessions::id.eq(id).and(sessions::account_id.eq(actor.account.as_str())));
        let hashes = row.select(sessions::token_hash).load(tx)?;
        match end(cx, tx, hashes, &actor.account, Some(&actor.account))? {
            0 => Err(Error::NotFound),
            _ => Ok("/account/sessions".to_owned()),
        }
    })
}

/// Ends all of the person's sessions but the one that asks.
///
/// # Errors
/// The store is away.
pub fn end_others(cx: &Context, actor: &Actor, token: Option<&str>) -> Result<String, Error> {
    cx.write(Priority::Person, |tx| end_all_but(cx, tx, &actor.account, token))?;
    Ok("/account/sessions".to_owned())
}

/// The same inside another act.
pub(super) fn end_all_but(
    cx: &Context,
    tx: &mut Connection,
    account: &AccountId,
    token: Option<&str>,
) -> Result<(), Error> {
    let own = token.map(hash).unwrap_or_default();
    let others = sessions::table
        .filter(sessions::account_id.eq(account.as_str()).and(sessions::token_hash.ne(own)))
        .filter(sessions::expires_at.gt(cx.now().0))
        .select(sessions::token_hash)
        .load(tx)?;
    end(cx, tx, others, account, Some(account)).map(drop)
}

/// Ends every session of an account, by the hand of whoever runs the program.
pub(super) fn end_all(cx: &Context, tx: &mut Connection, account: &AccountId) -> Result<(), Error> {
    let all = sessions::table
        .filter(sessions::account_id.eq(account.as_str()))
        .filter(sessions::expires_at.gt(cx.now().0))
        .select(sessions::token_hash)
        .load(tx)?;
    end(cx, tx, all, account, None).map(drop)
}

/// Their rows stay for a day: what is typed there at this moment is still kept for the account.
fn end(
    cx: &Context,
    tx: &mut Connection,
    hashes: Vec<String>,
    account: &AccountId,
    by: Option<&AccountId>,
) -> Result<usize, Error> {
    let ended = diesel::update(sessions::table.filter(sessions::token_hash.eq_any(hashes)))
        .set(sessions::expires_at.eq(cx.now().0))
        .execute(tx)?;
    if ended > 0 {
        let act = Act::done("identity.sessions-ended", "account", Some(account.as_str()));
        let act = Act { actor_account_id: by.map(AccountId::as_str), ..act };
        journal::record(tx, cx.now(), &act.with(json!({ "sessions": ended })))?;
    }
    Ok(ended)
}
