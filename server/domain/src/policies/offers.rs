//! Offers: what a policy means for one resident, and the resident's answer.
//!
//! The reasons are worked out when the page is opened, from today's facts and the version the offer was made by, so
//! that what is read is what would be decided now.

pub mod news;
pub mod record;
pub mod transitions;

use super::{
    prospects,
    published::{self, Published},
    reasons::reasons,
};
use crate::{
    applications::{drafts, start},
    context::Context,
    db::pools::Priority,
    db::{connection::Connection, schema::applications},
    disputes,
    error::Error,
    operations::repeat::{self, Repeat},
    residents::facts::facts_of,
};
use contract::{
    applications::ApplicationState,
    disputes::{DisputeState, DisputeView},
    error::FieldError,
    fields::Fields,
    identity::Actor,
    ids::{OfferId, ResidentId},
    policies::{ComingView, OfferCard, OfferPage, OfferState, ShownAmount},
    residents::FactView,
};
use diesel::prelude::*;
use policy::{
    document::{AmountUnit, Delivery, Period, Policy},
    set::PolicySet,
    value::Facts,
};
use record::OfferRecord;
use std::{collections::BTreeSet, sync::Arc};
use transitions::OfferEvent;

/// The offers of one resident as cards: those that wait for an answer first, and among them those that a person must do
/// something for; then the newest. Ended ones and those not wanted are left out.
///
/// # Errors
/// The store is away.
pub fn cards(cx: &Context, connection: &mut Connection, resident: &ResidentId) -> Result<Vec<OfferCard>, Error> {
    let rows = record::of_resident(connection, resident)?;
    let shown = |record: &OfferRecord| !matches!(record.standing().shown(), OfferState::Ended | OfferState::Never);
    let rows: Vec<OfferRecord> = rows.into_iter().filter(shown).collect();
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
        OfferState::Open | OfferState::BeingChecked => 0,
        OfferState::Granted | OfferState::Read | OfferState::Applied | OfferState::Refused => 1,
        OfferState::Later | OfferState::Never | OfferState::Lapsed | OfferState::Ended => 2,
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
        let row = record::own(connection, resident, id)?;
        let facts = facts_of(cx, connection, resident)?;
        let set = published::together(cx, connection)?;
        let offer = card(cx, connection, &row, &facts, &set)?;
        let disputes = disputes_shown(cx, connection, resident, &offer)?;
        let coming = match offer.state {
            OfferState::Ended => ComingView::default(),
            _ => {
                let published = published::compiled(cx, connection, &row.version)?;
                prospects::coming(&cx.vocabulary, &set, &published.policy, &facts, cx.today())
            }
        };
        Ok(OfferPage { offer, errors: Vec::new(), disputes, coming })
    })
}

/// Disputes that came from an offer, and open ones about a fact that it rests on.
fn disputes_shown(
    cx: &Context,
    connection: &mut Connection,
    resident: &ResidentId,
    offer: &OfferCard,
) -> Result<Vec<DisputeView>, Error> {
    let rests_on =
        |attribute: &str| offer.reasons.iter().flat_map(|reason| &reason.facts).any(|fact| fact.attribute == attribute);
    let all = disputes::record::of_resident(connection, resident)?;
    all.iter()
        .filter(|dispute| {
            let is_open = dispute.state() == DisputeState::Open;
            dispute.offer.as_deref() == Some(offer.id.as_str()) || (is_open && rests_on(&dispute.attribute))
        })
        .map(|dispute| disputes::view::view(cx, connection, dispute))
        .collect()
}

/// The facts that the policy read for this offer, each once: those that its page names, and that can be said to be wrong.
///
/// # Errors
/// `NotFound` when it is not this resident's; the store is away.
pub fn facts_read(
    cx: &Context,
    connection: &mut Connection,
    resident: &ResidentId,
    id: &str,
) -> Result<Vec<FactView>, Error> {
    let row = record::own(connection, resident, id)?;
    let facts = facts_of(cx, connection, resident)?;
    let set = published::together(cx, connection)?;
    let read = card(cx, connection, &row, &facts, &set)?.reasons.into_iter().flat_map(|reason| reason.facts);
    let mut seen = BTreeSet::new();
    Ok(read.filter(|fact| seen.insert(fact.attribute.clone())).collect())
}

/// The resident's answer: accept, later, never, or apply. Gives the address to go to.
///
/// # Errors
/// `Invalid` when the offer that would be accepted is not the one that was shown; `NotFound`; the store is away.
pub fn answer(cx: &Context, actor: &Actor, id: &str, fields: &Fields) -> Result<String, Error> {
    let resident = actor.resident.as_ref().ok_or(Error::NotFound)?;
    let answer = fields.first("answer");
    let here = format!("/offers/{id}");
    cx.write(Priority::Person, |tx| {
        let record = record::own(tx, resident, id)?;
        let fingerprint = repeat::fingerprint(&[id, answer]);
        let repeat = repeat::once(cx, tx, actor, "policies.answer", fields.first("key"), &fingerprint, |tx| {
            let policy = published::compiled(cx, tx, &record.version)?.policy;
            let (event, next) = match (answer, policy.delivery_here) {
                ("accept", Delivery::Confirm) => (OfferEvent::Accepted, here.clone()),
                ("accept", Delivery::Inform) => (OfferEvent::Read, here.clone()),
                ("later", _) => (OfferEvent::PutOff, "/".to_owned()),
                ("never", _) => (OfferEvent::Declined, here.clone()),
                ("apply", _) => return apply(cx, tx, actor, &record, &policy),
                _ => return Ok(here.clone()),
            };
            // Consent is to the terms that were shown.
            let is_as_shown = fields.first("revision") == record.revision.to_string();
            if event == OfferEvent::Accepted && record.standing().next(event).is_some() && !is_as_shown {
                return Err(Error::Invalid(vec![FieldError::new("answer", "error-offer-changed")]));
            }
            match record::apply(cx, tx, &record, event, &actor.account)? {
                true => Ok(next),
                // The offer has moved on since the page was opened: the page says how it stands now.
                false => Ok(here.clone()),
            }
        })?;
        Ok(match repeat {
            Repeat::First(location) | Repeat::Same(location) => location,
            Repeat::Different(_) => here.clone(),
        })
    })
}

/// Begins an application, or leads to the one that is on its way.
fn apply(
    cx: &Context,
    tx: &mut Connection,
    actor: &Actor,
    record: &OfferRecord,
    policy: &Policy,
) -> Result<String, Error> {
    if let Some(application) = open_application(tx, &record.id)? {
        return Ok(format!("/applications/{application}"));
    }
    let Some(item) = policy.item.as_ref() else { return Err(Error::NotFound) };
    if !record::apply(cx, tx, record, OfferEvent::ApplicationBegun, &actor.account)? {
        return Ok(format!("/offers/{}", record.id));
    }
    let draft = start::start(cx, tx, actor, item, Some(&OfferId::from_text(&record.id)))?;
    drafts::next_address(cx, tx, &draft)
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

fn card(
    cx: &Context,
    connection: &mut Connection,
    row: &OfferRecord,
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
        state: row.standing().shown(),
        reasons: reasons(&cx.vocabulary, &policy, &decision),
        basis: policy.basis.first().cloned(),
        department: super::catalogue::department_name(cx, &policy.department),
        item: policy.item.clone(),
        application: row.application.as_ref().map(|application| format!("/applications/{application}")),
        revision: row.revision,
        key: repeat::new_key(),
    })
}

fn stored_amount(row: &OfferRecord) -> Option<ShownAmount> {
    let period = row.period.as_deref().and_then(Period::parse)?;
    match (row.amount_fen, row.amount_hours) {
        (Some(value), _) => Some(ShownAmount { value, unit: AmountUnit::Money, period }),
        (None, Some(value)) => Some(ShownAmount { value, unit: AmountUnit::Hours, period }),
        (None, None) => None,
    }
}
