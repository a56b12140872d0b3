//! Items from the store, parsed once per version, and their public pages.

use super::document::{self, Item};
use crate::{
    applications::{advice, drafts, on_its_way},
    context::Context,
    db::{connection::Connection, schema::service_items},
    error::Error,
    policies::{catalogue::department_name, published},
};
use contract::{
    identity::{Actor, Role},
    services::{ItemCard, ItemPage, ItemsPage},
};
use diesel::prelude::*;
use policy::{document::Field, text::Text};
use std::sync::Arc;

/// The current version of an item.
///
/// # Errors
/// The store is away; a stored document cannot be read.
pub fn current(cx: &Context, connection: &mut Connection, id: &str) -> Result<Option<Arc<Item>>, Error> {
    let version: Option<String> = service_items::table
        .filter(service_items::id.eq(id).and(service_items::current.eq(true)))
        .select(service_items::version)
        .first(connection)
        .optional()?;
    version.map(|version| version_of(cx, connection, id, &version)).transpose()
}

/// One version of an item: what a draft or an application is pinned to.
///
/// # Errors
/// `NotFound`; the store is away; a stored document cannot be read.
pub fn version_of(cx: &Context, connection: &mut Connection, id: &str, version: &str) -> Result<Arc<Item>, Error> {
    let key = format!("{id}/{version}");
    if let Some(item) = cx.parsed_items.get(&key) {
        return Ok(item);
    }
    let text: String = service_items::table
        .find((id, version))
        .select(service_items::content)
        .first(connection)
        .optional()?
        .ok_or(Error::NotFound)?;
    let item = Arc::new(document::parse(&text).map_err(Error::caused_by)?);
    cx.parsed_items.put(&key, Arc::clone(&item));
    Ok(item)
}

/// Every current item.
///
/// # Errors
/// As [`current`].
pub fn all_current(cx: &Context, connection: &mut Connection) -> Result<Vec<Arc<Item>>, Error> {
    let versions: Vec<(String, String)> = service_items::table
        .filter(service_items::current.eq(true))
        .order(service_items::id)
        .select((service_items::id, service_items::version))
        .load(connection)?;
    versions.iter().map(|(id, version)| version_of(cx, connection, id, version)).collect()
}

/// `/items`.
///
/// # Errors
/// The store is away.
pub fn items_page(cx: &Context) -> Result<ItemsPage, Error> {
    let items = cx.read(|connection| all_current(cx, connection))?;
    let fields = Field::ALL
        .iter()
        .map(|field| (*field, items.iter().filter(|item| item.stands_in(*field)).map(|item| item_card(item)).collect()))
        .collect();
    Ok(ItemsPage { fields })
}

/// One line of the catalogue.
pub fn item_card(item: &Item) -> ItemCard {
    ItemCard { id: item.id.clone(), field: item.field, title: item.title.clone(), summary: item.summary.clone() }
}

/// `/items/<id>`.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn item_page(cx: &Context, actor: Option<&Actor>, id: &str) -> Result<ItemPage, Error> {
    let (item, policy, draft, on_its_way, advice) = cx.read(|connection| {
        let item = current(cx, connection, id)?.ok_or(Error::NotFound)?;
        let policy: Option<Text> = match &item.policy {
            None => None,
            Some(policy) => match published::by_policy(cx, connection, policy) {
                Ok(published) => Some(published.policy.title.clone()),
                Err(Error::NotFound) => None,
                Err(error) => return Err(error),
            },
        };
        let draft = match actor {
            None => None,
            Some(actor) => drafts::open_draft(connection, actor, id)?,
        };
        let address = draft.map(|draft| drafts::next_address(cx, connection, &draft)).transpose()?;
        let on_its_way = match actor {
            None => None,
            Some(actor) => on_its_way::of_item(connection, actor, &item)?,
        };
        // What an answer chooses is not known yet.
        let applied_for: Vec<&str> = item.policy.as_deref().into_iter().collect();
        let advice = advice::advice(cx, connection, actor, &applied_for)?;
        Ok((item, policy, address, on_its_way, advice))
    })?;
    Ok(ItemPage {
        id: item.id.clone(),
        field: item.field,
        title: item.title.clone(),
        summary: item.summary.clone(),
        who: item.who.clone(),
        cost: item.cost.clone(),
        documents: item.documents.clone(),
        after: item.after.clone(),
        department: department_name(cx, &item.department),
        promised_days: item.promised_days,
        statutory_days: item.statutory_days,
        minutes: item.minutes,
        questions: item.questions.iter().map(|question| question.title.clone()).collect(),
        policy: item.policy.clone().zip(policy),
        draft,
        on_its_way,
        advice,
        errors: Vec::new(),
        may_start: actor.is_some_and(|actor| actor.is(Role::Resident)),
    })
}
