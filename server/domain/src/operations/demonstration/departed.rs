//! Whoever does not practise any more makes room: nothing of them is left but their rows of the journal, which hold no name.

use crate::{
    db::{
        connection::Connection,
        schema::{
            account_roles, accounts, application_events, applications, arrangement_events, arrangements,
            corrected_facts, deliveries, dispute_events, dispute_outcomes, disputes, drafts, facts, idempotency_keys,
            notices, offer_events, offers, residents, sessions, stash, tasks,
        },
    },
    error::Result,
};
use diesel::{
    dsl::{exists, not},
    prelude::*,
};

/// The first resident whose session has ended, or who was not seen since: id and number.
pub(super) fn first_away(tx: &mut Connection, now: i64, since: i64) -> Result<Option<(String, i64)>> {
    let there = accounts::table
        .inner_join(sessions::table.on(sessions::account_id.eq(accounts::id)))
        .filter(accounts::resident_id.eq(residents::id.nullable()))
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::last_seen_at.gt(since));
    Ok(residents::table
        .filter(not(exists(there)))
        .order(residents::number)
        .select((residents::id, residents::number))
        .first(tx)
        .optional()?)
}

/// Deletes everything about a resident.
pub(super) fn erase(tx: &mut Connection, resident: &str) -> Result<()> {
    let account: Vec<String> =
        accounts::table.filter(accounts::resident_id.eq(resident)).select(accounts::id).load(tx)?;
    let sent: Vec<String> =
        applications::table.filter(applications::resident_id.eq(resident)).select(applications::id).load(tx)?;
    let delivered: Vec<String> =
        facts::table.filter(facts::resident_id.eq(resident)).select(facts::delivery_id).load(tx)?;
    diesel::delete(application_events::table.filter(application_events::application_id.eq_any(&sent))).execute(tx)?;
    diesel::delete(tasks::table.filter(tasks::application_id.eq_any(&sent))).execute(tx)?;
    diesel::delete(applications::table.filter(applications::resident_id.eq(resident))).execute(tx)?;
    diesel::delete(drafts::table.filter(drafts::resident_id.eq(resident))).execute(tx)?;
    let said: Vec<String> = disputes::table.filter(disputes::resident_id.eq(resident)).select(disputes::id).load(tx)?;
    diesel::delete(dispute_events::table.filter(dispute_events::dispute_id.eq_any(&said))).execute(tx)?;
    diesel::delete(dispute_outcomes::table.filter(dispute_outcomes::dispute_id.eq_any(&said))).execute(tx)?;
    diesel::delete(disputes::table.filter(disputes::resident_id.eq(resident))).execute(tx)?;
    let promised: Vec<String> =
        arrangements::table.filter(arrangements::resident_id.eq(resident)).select(arrangements::id).load(tx)?;
    diesel::delete(arrangement_events::table.filter(arrangement_events::arrangement_id.eq_any(&promised)))
        .execute(tx)?;
    diesel::delete(arrangements::table.filter(arrangements::resident_id.eq(resident))).execute(tx)?;
    let offered: Vec<String> = offers::table.filter(offers::resident_id.eq(resident)).select(offers::id).load(tx)?;
    diesel::delete(offer_events::table.filter(offer_events::offer_id.eq_any(&offered))).execute(tx)?;
    diesel::delete(offers::table.filter(offers::resident_id.eq(resident))).execute(tx)?;
    diesel::delete(notices::table.filter(notices::resident_id.eq(resident))).execute(tx)?;
    diesel::delete(idempotency_keys::table.filter(idempotency_keys::account_id.eq_any(&account))).execute(tx)?;
    diesel::delete(stash::table.filter(stash::account_id.eq_any(&account))).execute(tx)?;
    diesel::delete(sessions::table.filter(sessions::account_id.eq_any(&account))).execute(tx)?;
    diesel::delete(account_roles::table.filter(account_roles::account_id.eq_any(&account))).execute(tx)?;
    diesel::delete(accounts::table.filter(accounts::resident_id.eq(resident))).execute(tx)?;
    diesel::delete(corrected_facts::table.filter(corrected_facts::resident_id.eq(resident))).execute(tx)?;
    diesel::delete(facts::table.filter(facts::resident_id.eq(resident))).execute(tx)?;
    // In practice each newcomer has deliveries of their own.
    diesel::delete(deliveries::table.filter(deliveries::id.eq_any(&delivered))).execute(tx)?;
    diesel::delete(residents::table.filter(residents::id.eq(resident))).execute(tx)?;
    Ok(())
}
