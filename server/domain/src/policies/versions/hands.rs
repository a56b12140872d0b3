//! Through whose hands a version went: who wrote it, everybody who changed its text, everybody who handed it over. A row for
//! each person and act. Nobody of them is the second pair of eyes.

use crate::{
    context::Context,
    db::{
        connection::Connection,
        dialect,
        schema::{accounts, policy_version_hands as hands},
        types::{Instant, Stored, codes},
    },
    error::Error,
};
use contract::{
    identity::Actor,
    policies::{HandAct, HandRow},
};
use diesel::prelude::*;
use std::collections::BTreeMap;

codes!(HandAct);

/// Writes down what somebody did to a version, with the act itself.
///
/// # Errors
/// The store is away.
pub fn leave(cx: &Context, tx: &mut Connection, version: &str, actor: &Actor, act: HandAct) -> Result<(), Error> {
    let row = (
        hands::policy_version_id.eq(version),
        hands::account_id.eq(actor.account.as_str()),
        hands::act.eq(Stored(act)),
        hands::at.eq(cx.now()),
    );
    let insert = diesel::insert_into(hands::table).values(row);
    dialect::upsert(tx, insert, &["policy_version_id", "account_id", "act"], &["at"])?;
    Ok(())
}

/// Whether this person wrote a version, changed it or handed it over, at any time.
///
/// # Errors
/// The store is away.
pub fn are_of(connection: &mut Connection, version: &str, actor: &Actor) -> Result<bool, Error> {
    let own =
        hands::table.filter(hands::policy_version_id.eq(version)).filter(hands::account_id.eq(actor.account.as_str()));
    Ok(own.count().get_result::<i64>(connection)? > 0)
}

/// Whether it was this person, and nobody else since, who changed the text of a version last.
///
/// # Errors
/// The store is away.
pub fn was_last_changed_by(connection: &mut Connection, version: &str, actor: &Actor) -> Result<bool, Error> {
    let changes: Vec<(String, Instant)> = hands::table
        .filter(hands::policy_version_id.eq(version))
        .filter(hands::act.eq(HandAct::Edited.as_str()))
        .select((hands::account_id, hands::at))
        .load(connection)?;
    let (own, others): (Vec<_>, Vec<_>) =
        changes.into_iter().partition(|(account, _)| account == actor.account.as_str());
    let last = |changes: Vec<(String, Instant)>| changes.into_iter().map(|(_, at)| at).max();
    Ok(last(own) > last(others))
}

/// The account of whoever wrote a version; none where it came with the program.
///
/// # Errors
/// The store is away.
pub fn author(connection: &mut Connection, version: &str) -> Result<Option<String>, Error> {
    let created = hands::table
        .filter(hands::policy_version_id.eq(version))
        .filter(hands::act.eq(HandAct::Created.as_str()))
        .select(hands::account_id);
    Ok(created.first(connection).optional()?)
}

/// Everybody through whose hands a version went, in the order of their acts.
///
/// # Errors
/// The store is away; a name cannot be opened.
pub fn of_version(cx: &Context, connection: &mut Connection, version: &str) -> Result<Vec<HandRow>, Error> {
    let mut rows: Vec<(Stored<HandAct>, String, Instant)> = hands::table
        .filter(hands::policy_version_id.eq(version))
        .select((hands::act, hands::account_id, hands::at))
        .load(connection)?;
    rows.sort_by_key(|(act, _, at)| (*at, act.0));
    let accounts: Vec<&str> = rows.iter().map(|(_, account, _)| account.as_str()).collect();
    let names = staff_names(cx, connection, &accounts)?;
    let row = |(act, account, at): (Stored<HandAct>, String, Instant)| HandRow {
        act: act.0,
        name: names.get(&account).cloned(),
        at: at.0,
    };
    Ok(rows.into_iter().map(row).collect())
}

/// The names of members of staff, by account; whoever left the city has none.
///
/// # Errors
/// The store is away; a name cannot be opened.
pub fn staff_names(
    cx: &Context,
    connection: &mut Connection,
    accounts: &[&str],
) -> Result<BTreeMap<String, String>, Error> {
    let sealed: Vec<(String, Vec<u8>)> = accounts::table
        .filter(accounts::id.eq_any(accounts))
        .select((accounts::id, accounts::display_name_sealed))
        .load(connection)?;
    let opened = sealed.into_iter().map(|(account, name)| {
        let name = cx.keys.open_text("accounts", &account, "display_name_sealed", &name)?.to_string();
        Ok((account, name))
    });
    opened.collect()
}
