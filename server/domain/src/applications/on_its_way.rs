//! What is on its way already: pages say so with its number, and lead to it, before somebody applies for the same thing again.

use super::record::{self, ApplicationRecord};
use crate::{
    context::Context,
    db::{connection::Connection, schema::applications},
    error::Error,
    policies::offers::record::OfferRecord,
    services::{document::Item, items},
};
use contract::{
    applications::{OnItsWay, Second, Sent},
    identity::Actor,
    ids::ResidentId,
};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// The open application of a person for an item.
///
/// # Errors
/// The store is away.
pub fn of_item(connection: &mut Connection, actor: &Actor, item: &Item) -> Result<Option<OnItsWay>, Error> {
    let Some(resident) = &actor.resident else { return Ok(None) };
    let open = record::open_of(connection, resident)?;
    Ok(open.iter().find(|application| application.item_id == item.id).map(|application| view(application, item)))
}

/// The open applications of a resident, for pages that show many things.
///
/// # Errors
/// The store is away; a stored item cannot be read.
pub fn of_resident(
    cx: &Context,
    connection: &mut Connection,
    resident: &ResidentId,
) -> Result<Vec<(String, OnItsWay)>, Error> {
    let open = record::open_of(connection, resident)?;
    open.iter()
        .map(|application| {
            let item = items::version_of(cx, connection, &application.item_id, &application.item_version)?;
            Ok((application.item_id.clone(), view(application, &item)))
        })
        .collect()
}

/// The applications that offers were applied for with, by offer, however they stand.
///
/// # Errors
/// The store is away.
pub fn sent_for(connection: &mut Connection, offers: &[OfferRecord]) -> Result<BTreeMap<String, Sent>, Error> {
    let ids: Vec<&str> = offers.iter().filter_map(|offer| offer.application.as_deref()).collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let numbers: Vec<(String, String)> = applications::table
        .filter(applications::id.eq_any(ids))
        .select((applications::id, applications::receipt_number))
        .load(connection)?;
    let numbers: BTreeMap<String, String> = numbers.into_iter().collect();
    let sent = offers.iter().filter_map(|offer| {
        let id = offer.application.as_ref()?;
        let receipt_number = numbers.get(id)?.clone();
        Some((offer.id.clone(), Sent { address: format!("/applications/{id}"), receipt_number }))
    });
    Ok(sent.collect())
}

fn view(application: &ApplicationRecord, item: &Item) -> OnItsWay {
    OnItsWay {
        address: format!("/applications/{}", application.id),
        receipt_number: application.receipt_number.clone(),
        second: match item.single {
            true => Second::NotNow,
            false => Second::WithYes,
        },
    }
}
