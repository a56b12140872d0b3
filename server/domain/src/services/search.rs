//! `/search`: one search over items and policies, the portal's own pages, its words, and what it does not do.

mod findable;
pub mod missed;

use crate::{
    applications::on_its_way,
    context::Context,
    db::{connection::Connection, schema::offers, types::Stored},
    error::Error,
};
use contract::{
    identity::Actor,
    ids::ResidentId,
    policies::OfferState,
    services::{FindablePage, SearchHit, SearchPage, Standing},
    typed,
};
use diesel::prelude::*;
use findable::IndexCache;
use missed::MissedSearches;
use policy::{document::Field, text::Text};
use std::sync::Arc;

pub use findable::{Findable, Findables};

/// Longest query that is looked at, in characters.
const LONGEST_QUERY: usize = 100;
/// How many are shown at first; all others stand by field.
const FIRST: usize = 10;
/// How many words are proposed where nothing is found.
const NEAREST: usize = 5;

/// What a process keeps for the search.
#[derive(Debug, Default)]
pub struct SearchState {
    index: IndexCache,
    /// Words for which nothing was found.
    pub missed: MissedSearches,
}

/// `/search?q=`. `pages` are the portal's own, with the words by which people look for them.
///
/// # Errors
/// The store is away.
pub fn search_page(
    cx: &Context,
    actor: Option<&Actor>,
    query: &str,
    pages: fn() -> Vec<FindablePage>,
) -> Result<SearchPage, Error> {
    let query = shortened(query);
    if typed::is_blank(&query) {
        return Ok(SearchPage::default());
    }
    let (findables, own) = cx.read(|connection| {
        let own = match actor.and_then(|actor| actor.resident.as_ref()) {
            None => Vec::new(),
            Some(resident) => own(cx, connection, resident)?,
        };
        Ok((cx.search.index.current(cx, connection, pages)?, own))
    })?;
    let mut hits: Vec<SearchHit> = findables.find(&query).map(|found| hit(found, &own)).collect();
    let nearest = if hits.is_empty() {
        cx.search.missed.count(&query, cx.now());
        findables.nearest(&query, NEAREST)
    } else {
        Vec::new()
    };
    let others = hits.split_off(FIRST.min(hits.len()));
    Ok(SearchPage { query, hits, others: by_field(others), nearest })
}

/// Everything that can be found today. It is made when nobody has asked since the documents changed.
///
/// # Errors
/// The store is away.
pub fn findables(cx: &Context, pages: fn() -> Vec<FindablePage>) -> Result<Arc<Findables>, Error> {
    cx.read(|connection| cx.search.index.current(cx, connection, pages))
}

/// Ids of the policies that fit a query, best first: the same words lead to the same thing on the desk.
///
/// # Errors
/// The store is away.
pub fn policies(cx: &Context, query: &str, pages: fn() -> Vec<FindablePage>) -> Result<Vec<String>, Error> {
    let findables = findables(cx, pages)?;
    let ids = findables.find(&shortened(query)).flat_map(|found| found.ids.iter());
    Ok(ids.filter_map(|address| address.strip_prefix("/policies/")).map(str::to_owned).collect())
}

/// Title and address of the first things that fit a query while it is typed.
///
/// # Errors
/// The store is away.
pub fn suggestions(
    cx: &Context,
    query: &str,
    most: usize,
    pages: fn() -> Vec<FindablePage>,
) -> Result<Vec<(Text, String)>, Error> {
    let findables = findables(cx, pages)?;
    let found = findables.find(&shortened(query)).take(most);
    Ok(found.map(|found| (found.hit.title.clone(), found.hit.address.clone())).collect())
}

/// What is looked at of a query.
fn shortened(query: &str) -> String {
    typed::plain(query).chars().take(LONGEST_QUERY).collect()
}

fn hit(found: &Findable, own: &[(String, Standing)]) -> SearchHit {
    let standing = own.iter().find(|(id, _)| found.ids.contains(id)).map(|(_, standing)| standing.clone());
    SearchHit { standing, ..found.hit.clone() }
}

/// What a resident has going on, by id of a policy or an item: what is on its way before what waits for an answer.
fn own(cx: &Context, connection: &mut Connection, resident: &ResidentId) -> Result<Vec<(String, Standing)>, Error> {
    let on_its_way = on_its_way::of_resident(cx, connection, resident)?;
    let on_its_way =
        on_its_way.into_iter().map(|(item, one)| (format!("/items/{item}"), Standing::OnItsWay(one.address)));
    let open: Vec<(String, String)> = offers::table
        .filter(offers::resident_id.eq(resident.as_str()))
        .filter(offers::told_state.eq(Stored(OfferState::Open)))
        .select((offers::policy_id, offers::id))
        .load(connection)?;
    let open = open
        .into_iter()
        .map(|(policy, offer)| (format!("/policies/{policy}"), Standing::Offered(format!("/offers/{offer}"))));
    Ok(on_its_way.chain(open).collect())
}

/// Hits by field, in the order of the fields; what has none comes last.
fn by_field(hits: Vec<SearchHit>) -> Vec<(Option<Field>, Vec<SearchHit>)> {
    let fields = Field::ALL.iter().copied().map(Some).chain([None]);
    let groups = fields.map(|field| (field, hits.iter().filter(|hit| hit.field == field).cloned().collect::<Vec<_>>()));
    groups.filter(|(_, hits)| !hits.is_empty()).collect()
}
