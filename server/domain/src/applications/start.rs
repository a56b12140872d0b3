//! Starting an application: an open draft for the same item goes on, otherwise a new one is filled in as far as the
//! city knows.

use super::drafts::{self, own_facts, prefilled, sealed};
use crate::{
    context::Context,
    db::pools::Priority,
    db::{connection::Connection, schema::drafts as rows},
    error::Error,
    journal::{self, Act},
    services::{items, journey::Typed},
};
use contract::{
    identity::Actor,
    ids::{DraftId, OfferId},
};
use diesel::prelude::*;
use serde_json::json;

/// Starts from the item's page. Gives the address of the first open question.
///
/// # Errors
/// `NotFound`; not a resident; the store is away.
pub fn start_item(cx: &Context, actor: &Actor, item: &str) -> Result<String, Error> {
    cx.write(Priority::Person, |tx| {
        let draft = start(cx, tx, actor, item, None)?;
        drafts::next_address(cx, tx, &draft)
    })
}

/// Starts inside another act.
///
/// # Errors
/// As [`start_item`].
pub fn start(
    cx: &Context,
    tx: &mut Connection,
    actor: &Actor,
    item: &str,
    offer: Option<&OfferId>,
) -> Result<DraftId, Error> {
    if let Some(draft) = drafts::open_draft(tx, actor, item)? {
        return Ok(draft);
    }
    let resident = actor.resident.as_ref().ok_or(Error::Forbidden)?;
    let item = items::current(cx, tx, item)?.ok_or(Error::NotFound)?;
    let facts = own_facts(cx, tx, actor)?;
    let typed: Typed = item
        .questions
        .iter()
        .filter_map(|question| prefilled(question, &facts).map(|(values, _)| (question.id.clone(), values)))
        .collect();
    let id = cx.new_id();
    diesel::insert_into(rows::table)
        .values((
            rows::id.eq(&id),
            rows::account_id.eq(actor.account.as_str()),
            rows::resident_id.eq(resident.as_str()),
            rows::item_id.eq(&item.id),
            rows::item_version.eq(&item.version),
            rows::offer_id.eq(offer.map(OfferId::as_str)),
            rows::answers_sealed.eq(sealed(cx, &id, &typed)?),
            rows::revision.eq(1),
            rows::state.eq("open"),
            rows::created_at.eq(cx.now()),
            rows::updated_at.eq(cx.now()),
        ))
        .execute(tx)?;
    journal::record(
        tx,
        cx.now(),
        &Act::done("applications.start", "draft", Some(&id))
            .by(actor.account.as_str())
            .with(json!({ "item": &item.id })),
    )?;
    Ok(DraftId(id))
}
