//! Offers: what a policy means for one resident, and the resident's answer.
//!
//! The reasons are worked out when the page is opened, from today's facts and the version the offer was made by, so
//! that what is read is what would be decided now.

use super::{
    disputes, prospects,
    published::{self, Published},
    reasons::reasons,
};
use crate::{
    applications::{drafts, start},
    context::Context,
    db::pools::Priority,
    db::{
        connection::Connection,
        schema::{applications, offers},
    },
    error::Error,
    journal::{self, Act},
    operations::repeat::{self, Repeat},
    residents::facts::facts_of,
};
use contract::{
    applications::ApplicationState,
    fields::Fields,
    identity::Actor,
    ids::{OfferId, ResidentId},
    policies::{ComingView, OfferCard, OfferPage, OfferState, ShownAmount},
};
use diesel::prelude::*;
use policy::{
    document::{AmountUnit, Delivery, Period},
    set::PolicySet,
    value::Facts,
};
use serde_json::json;
use std::sync::Arc;

/// One row of the store.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = offers)]
pub struct OfferRow {
    id: String,
    #[diesel(column_name = policy_version_id)]
    version: String,
    state: String,
    amount_fen: Option<i64>,
    amount_hours: Option<i64>,
    period: Option<String>,
    decided_on: String,
    #[diesel(column_name = application_id)]
    application: Option<String>,
    revision: i32,
}

impl OfferRow {
    /// How it stands.
    ///
    /// # Errors
    /// The store holds a state that is none.
    pub fn state(&self) -> Result<OfferState, Error> {
        OfferState::from_text(&self.state).ok_or_else(|| Error::fault("an offer in an unknown state"))
    }
}

/// The offers of one resident as cards: those that wait for an answer first, and among them those that a person must do
/// something for; then the newest. Ended ones and those not wanted are left out.
///
/// # Errors
/// The store is away.
pub fn cards(cx: &Context, connection: &mut Connection, resident: &ResidentId) -> Result<Vec<OfferCard>, Error> {
    let rows: Vec<OfferRow> = offers::table
        .filter(offers::resident_id.eq(resident.as_str()))
        .filter(offers::state.ne_all([OfferState::Ended.as_str(), OfferState::Never.as_str()]))
        .order((offers::created_at.desc(), offers::id.desc()))
        .select(OfferRow::as_select())
        .load(connection)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let facts = facts_of(cx, connection, resident)?;
    let set = published::together(cx, connection)?;
    let mut cards = rows.iter().map(|row| card(cx, connection, row, &facts, &set)).collect::<Result<Vec<_>, _>>()?;
    cards.sort_by_key(|card| (rank_of_state(card.state), rank_of_delivery(card.delivery)));
    Ok(cards)
}

/// What waits for an answer comes first; "later" comes last.
fn rank_of_state(state: OfferState) -> u8 {
    match state {
        OfferState::Open | OfferState::BeingChecked | OfferState::Disputed => 0,
        OfferState::Granted | OfferState::Applied | OfferState::Refused => 1,
        OfferState::Later | OfferState::Never | OfferState::Ended => 2,
    }
}

/// The home page shows the first few: what nobody gets without a word from them must be among these.
fn rank_of_delivery(delivery: Delivery) -> u8 {
    match delivery {
        Delivery::Confirm | Delivery::Apply | Delivery::ApplyThenAutomatic => 0,
        Delivery::Automatic => 1,
        Delivery::Inform => 2,
    }
}

/// `/offers/<id>`.
///
/// # Errors
/// `NotFound` when it is not this resident's; the store is away.
pub fn offer_page(cx: &Context, actor: &Actor, id: &str) -> Result<OfferPage, Error> {
    let resident = actor.resident.as_ref().ok_or(Error::NotFound)?;
    cx.read(|connection| {
        let row = own(connection, resident, id)?;
        let facts = facts_of(cx, connection, resident)?;
        let set = published::together(cx, connection)?;
        let offer = card(cx, connection, &row, &facts, &set)?;
        let dispute = disputes::open_dispute(cx, connection, id)?;
        let coming = match offer.state {
            OfferState::Ended => ComingView::default(),
            _ => {
                let published = published::compiled(cx, connection, &row.version)?;
                prospects::coming(&cx.vocabulary, &set, &published.policy, &facts, cx.today())
            }
        };
        Ok(OfferPage { offer, typed: None, errors: Vec::new(), dispute, coming })
    })
}

/// The facts that the policy read for this offer: those that its page names, and that can be said to be wrong.
///
/// # Errors
/// `NotFound` when it is not this resident's; the store is away.
pub fn facts_read(
    cx: &Context,
    connection: &mut Connection,
    resident: &ResidentId,
    id: &str,
) -> Result<Vec<String>, Error> {
    let row = own(connection, resident, id)?;
    let facts = facts_of(cx, connection, resident)?;
    let set = published::together(cx, connection)?;
    let read = card(cx, connection, &row, &facts, &set)?.reasons.into_iter().flat_map(|reason| reason.facts);
    Ok(read.map(|fact| fact.attribute).collect())
}

/// The resident's answer: accept, later, never, or apply. Gives the address to go to.
///
/// # Errors
/// `NotFound`, `Conflict` when the offer changed meanwhile; the store is away.
pub fn answer(cx: &Context, actor: &Actor, id: &str, fields: &Fields) -> Result<String, Error> {
    let resident = actor.resident.as_ref().ok_or(Error::NotFound)?;
    let answer = fields.first("answer");
    let here = format!("/offers/{id}");
    cx.write(Priority::Person, |tx| {
        let row = own(tx, resident, id)?;
        let published = published::compiled(cx, tx, &row.version)?;
        let state = OfferState::from_text(&row.state).unwrap_or(OfferState::Open);
        let fingerprint = repeat::fingerprint(&[id, answer]);
        let repeat = repeat::once(cx, tx, actor, "policies.answer", fields.first("key"), &fingerprint, |tx| {
            let delivery = published.policy.delivery_here;
            let location = match (answer, state, delivery) {
                ("accept", OfferState::Open | OfferState::Later, Delivery::Confirm | Delivery::Inform) => {
                    set_state(cx, tx, &row, OfferState::Granted)?;
                    here.clone()
                }
                ("apply", OfferState::Open | OfferState::Later | OfferState::Applied, _) => {
                    // What is on its way is shown, and not begun a second time.
                    if let Some(application) = open_application(tx, id)? {
                        return Ok(format!("/applications/{application}"));
                    }
                    let item = published.policy.item.clone().ok_or(Error::NotFound)?;
                    let draft = start::start(cx, tx, actor, &item, Some(&OfferId::from_text(id)))?;
                    set_state(cx, tx, &row, OfferState::Applied)?;
                    drafts::next_address(cx, tx, &draft)?
                }
                ("later", OfferState::Open | OfferState::Later, _) => {
                    set_state(cx, tx, &row, OfferState::Later)?;
                    "/".to_owned()
                }
                ("never", OfferState::Open | OfferState::Later, _) => {
                    set_state(cx, tx, &row, OfferState::Never)?;
                    here.clone()
                }
                // The offer has moved on since the page was opened: the page says how it stands now.
                _ => return Ok(here.clone()),
            };
            journal::record(
                tx,
                cx.now(),
                &Act::done("policies.answer", "offer", Some(id))
                    .by(actor.account.as_str())
                    .with(json!({ "answer": answer })),
            )?;
            Ok(location)
        })?;
        Ok(match repeat {
            Repeat::First(location) | Repeat::Same(location) => location,
            Repeat::Different(_) => here.clone(),
        })
    })
}

/// The application for an offer that is not decided yet.
fn open_application(tx: &mut Connection, offer: &str) -> Result<Option<String>, Error> {
    let open = [ApplicationState::Submitted.as_str(), ApplicationState::WaitingForResident.as_str()];
    Ok(applications::table
        .filter(applications::offer_id.eq(offer).and(applications::state.eq_any(open)))
        .order(applications::submitted_at.desc())
        .select(applications::id)
        .first(tx)
        .optional()?)
}

/// The offer, if it is this resident's.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn own(connection: &mut Connection, resident: &ResidentId, id: &str) -> Result<OfferRow, Error> {
    offers::table
        .find(id)
        .filter(offers::resident_id.eq(resident.as_str()))
        .select(OfferRow::as_select())
        .first(connection)
        .optional()?
        .ok_or(Error::NotFound)
}

/// Moves an offer on.
///
/// # Errors
/// The store is away.
pub fn set_state(cx: &Context, tx: &mut Connection, row: &OfferRow, state: OfferState) -> Result<(), Error> {
    diesel::update(offers::table.find(&row.id))
        .set((
            offers::state.eq(state.as_str()),
            offers::answered_at.eq(cx.now()),
            offers::revision.eq(row.revision + 1),
        ))
        .execute(tx)?;
    Ok(())
}

fn card(
    cx: &Context,
    connection: &mut Connection,
    row: &OfferRow,
    facts: &Facts,
    set: &PolicySet,
) -> Result<OfferCard, Error> {
    let Published { policy, .. } = published::compiled(cx, connection, &row.version)?;
    let decision = match set.get(&policy.id).is_some_and(|current| current.version == policy.version) {
        true => published::decision(set, &policy, facts, cx.today()),
        // An offer of an older version, or of one that is over.
        false => {
            let set = published::together_with(cx, connection, &[Arc::clone(&policy)])?;
            published::decision(&set, &policy, facts, cx.today())
        }
    };
    Ok(OfferCard {
        id: OfferId(row.id.clone()),
        policy: policy.id.clone(),
        field: policy.field,
        headline: policy.headline.clone(),
        summary: policy.summary.clone(),
        how: policy.how.clone(),
        amount: ShownAmount::of(&decision).or_else(|| stored_amount(row)),
        since: row.decided_on.parse().map_err(Error::caused_by)?,
        delivery: policy.delivery_here,
        delivery_in_source: (policy.delivery_in_source != policy.delivery_here).then_some(policy.delivery_in_source),
        confidence: policy.confidence,
        state: row.state()?,
        reasons: reasons(&cx.vocabulary, &policy, &decision),
        basis: policy.basis.first().cloned(),
        department: super::catalogue::department_name(cx, &policy.department),
        item: policy.item.clone(),
        application: row.application.as_ref().map(|application| format!("/applications/{application}")),
        revision: row.revision,
        key: repeat::new_key(),
    })
}

fn stored_amount(row: &OfferRow) -> Option<ShownAmount> {
    let period = row.period.as_deref().and_then(Period::parse)?;
    match (row.amount_fen, row.amount_hours) {
        (Some(value), _) => Some(ShownAmount { value, unit: AmountUnit::Money, period }),
        (None, Some(value)) => Some(ShownAmount { value, unit: AmountUnit::Hours, period }),
        (None, None) => None,
    }
}
