//! What is on its way already: pages say so with its number, and lead to it, before somebody applies for the same thing again.

use super::record::{self, ApplicationRecord};
use crate::{
    context::Context,
    db::connection::Connection,
    error::Error,
    services::{document::Item, items},
};
use contract::{
    applications::{OnItsWay, Second},
    identity::Actor,
    ids::ResidentId,
};

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
