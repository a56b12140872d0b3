//! Starting an application: an open draft for the same item goes on, otherwise a new one is filled in as far as the
//! city knows.

use super::{
    drafts::{self, own_data, prefill, sealed, transitions::DraftState},
    on_its_way,
};
use crate::{
    context::Context,
    db::pools::Priority,
    db::{connection::Connection, schema::drafts as rows, types::Stored},
    error::Error,
    journal::{self, Act},
    policies::offers::{self, record, transitions::OfferEvent},
    services::{document::Item, items, journey::Typed},
};
use contract::{applications::Second, error::FieldError, fields::Fields, identity::Actor, ids::DraftId};
use diesel::prelude::*;
use serde_json::json;

/// Starts from the item's page. Where one is on its way already it leads there, or asks whether a second one is meant. Gives
/// the address of the first open question.
///
/// # Errors
/// `Invalid` without a yes to a second one; `NotFound`; not a resident; the store is away.
pub fn start_item(cx: &Context, actor: &Actor, item: &str, fields: &Fields) -> Result<String, Error> {
    cx.write(Priority::Person, |tx| {
        let item = items::current(cx, tx, item)?.ok_or(Error::NotFound)?;
        if let Some(on_its_way) = on_its_way::of_item(tx, actor, &item)? {
            if on_its_way.second == Second::NotNow {
                return Ok(on_its_way.address);
            }
            if fields.first("second") != "yes" {
                return Err(Error::Invalid(vec![FieldError::new("second", "error-second-application")]));
            }
        }
        let offer = offers::waiting_for_item(cx, tx, actor, &item)?;
        if let Some(offer) = &offer {
            record::apply(cx, tx, offer, OfferEvent::ApplicationBegun, &actor.account)?;
        }
        let draft = start(cx, tx, actor, &item, offer.as_ref().map(|offer| offer.id.as_str()))?;
        drafts::next_address(cx, tx, &draft)
    })
}

/// Starts inside another act. An open draft for the item goes on; it takes the offer along where it had none.
///
/// # Errors
/// As [`start_item`].
pub fn start(
    cx: &Context,
    tx: &mut Connection,
    actor: &Actor,
    item: &Item,
    offer: Option<&str>,
) -> Result<DraftId, Error> {
    if let Some(draft) = drafts::open_draft(tx, actor, &item.id)? {
        let without = rows::table.find(draft.as_str()).filter(rows::offer_id.is_null());
        diesel::update(without).set(rows::offer_id.eq(offer)).execute(tx)?;
        return Ok(draft);
    }
    let resident = actor.resident.as_ref().ok_or(Error::Forbidden)?;
    let own = own_data(cx, tx, actor)?;
    let typed: Typed = item
        .questions
        .iter()
        .filter_map(|question| prefill(question, &own).map(|values| (question.id.clone(), values)))
        .collect();
    let id = cx.new_id();
    diesel::insert_into(rows::table)
        .values((
            rows::id.eq(&id),
            rows::account_id.eq(actor.account.as_str()),
            rows::resident_id.eq(resident.as_str()),
            rows::item_id.eq(&item.id),
            rows::item_version.eq(&item.version),
            rows::offer_id.eq(offer),
            rows::answers_sealed.eq(sealed(cx, &id, &typed)?),
            rows::revision.eq(1),
            rows::state.eq(Stored(DraftState::Open)),
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
