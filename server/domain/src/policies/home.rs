//! The home page: what the city found for the person comes first.

use super::{monthly_sum::monthly_sum, offers, published};
use crate::{applications::waiting, context::Context, error::Error, notices, services::items};
use contract::{
    identity::{Actor, Role},
    policies::HomePage,
};
use policy::document::Field;

/// Verbs behind each of the three doors.
const VERBS_PER_FIELD: usize = 5;

/// `/` and `/offers`.
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
