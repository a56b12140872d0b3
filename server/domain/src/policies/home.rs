//! The home page: what the city found for the person comes first.

use super::{monthly_sum::monthly_sum, offers, published};
use crate::{
    applications::waiting,
    context::Context,
    error::Error,
    notices,
    residents::facts::{fact_view, facts_of},
    services::items,
};
use contract::{
    identity::{Actor, Role},
    policies::{HomePage, OffersPage, ReceivedLine},
};
use policy::{document::Field, text::Text, value::Facts};

/// Verbs behind each of the three doors.
const VERBS_PER_FIELD: usize = 5;

/// `/`.
///
/// # Errors
/// The store is away.
pub fn home_page(cx: &Context, actor: Option<&Actor>) -> Result<HomePage, Error> {
    cx.read(|connection| {
        let resident = actor.and_then(|actor| actor.resident.as_ref());
        let (offers, waiting, unread) = match (actor, resident) {
            (Some(actor), Some(resident)) => (
                offers::cards(cx, connection, resident)?,
                waiting::lines(cx, connection, actor)?,
                notices::unread(connection, resident)?,
            ),
            _ => (Vec::new(), Vec::new(), 0),
        };
        let policies: Vec<_> = match offers.is_empty() {
            true => Vec::new(),
            false => published::in_force(cx, connection)?.into_iter().map(|published| published.policy).collect(),
        };
        let items = items::all_current(cx, connection)?;
        let doors = Field::ALL
            .iter()
            .map(|field| {
                // What stands in several fields leaves the first places to those that stand here alone.
                let own = items.iter().filter(|item| item.field == *field);
                let verbs = own
                    .chain(items.iter().filter(|item| item.also_in.contains(field)))
                    .take(VERBS_PER_FIELD)
                    .map(|item| (item.id.clone(), item.title.clone()))
                    .collect();
                (*field, verbs)
            })
            .collect();
        Ok(HomePage {
            name: actor.map(|actor| actor.name.clone()),
            today: cx.today(),
            sum: monthly_sum(&offers, &policies),
            offers,
            waiting,
            unread,
            doors,
            staff: actor.is_some_and(|actor| !actor.is(Role::Resident)),
        })
    })
}

/// `/offers`.
///
/// # Errors
/// Not a resident; the store is away.
pub fn offers_page(cx: &Context, actor: &Actor) -> Result<OffersPage, Error> {
    let resident = actor.resident.as_ref().ok_or(Error::NotFound)?;
    cx.read(|connection| {
        Ok(OffersPage {
            offers: offers::cards(cx, connection, resident)?,
            received: received(cx, &facts_of(cx, connection, resident)?),
        })
    })
}

/// What somebody gets by what is on record, each with who says so.
fn received(cx: &Context, facts: &Facts) -> Vec<ReceivedLine> {
    let line = |(title, attribute): (&Text, &str)| {
        let fact = fact_view(&cx.vocabulary, attribute, facts.get(attribute));
        Some(ReceivedLine { title: title.clone(), department: fact.department, as_of: fact.as_of? })
    };
    cx.vocabulary.received().by(facts, cx.today()).into_iter().filter_map(line).collect()
}
