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
    applications::{drafts, on_its_way, page::withdrawn_just_now, start},
    arrangements,
    context::Context,
    db::{connection::Connection, pools::Priority, schema::policy_versions},
    disputes,
    error::Error,
    operations::repeat,
    residents::facts::facts_of,
    services::{document::Item, items},
};
use contract::{
    applications::{OnItsWay, Second},
    disputes::{DisputeState, DisputeView},
    error::FieldError,
    fields::Fields,
    identity::Actor,
    ids::{OfferId, ResidentId},
    policies::{ComingView, OfferCard, OfferPage, OfferState, PutAsidePage, ShownAmount},
    residents::FactView,
};
use diesel::prelude::*;
use jiff::civil::Date;
use policy::{
    decision::KnownAmount,
    document::{AmountBound, AmountUnit, Delivery, Period, Policy},
    set::PolicySet,
    value::Facts,
};
use record::OfferRecord;
use std::{collections::BTreeSet, sync::Arc};
use transitions::{OfferEvent, OfferProgress};

/// The offers of one resident as cards: those that wait for an answer first, and among them those that a person must do
/// something for; then the newest. Ended ones and those put aside are left out.
///
/// # Errors
/// The store is away.
pub fn cards(cx: &Context, connection: &mut Connection, resident: &ResidentId) -> Result<Vec<OfferCard>, Error> {
    let left_out = [OfferState::Ended, OfferState::Later, OfferState::Never];
    cards_of(cx, connection, resident, |state| !left_out.contains(&state))
}

/// `/put-aside`: what its person put off, what they did not want to see again, and what they took back a moment ago.
///
/// # Errors
/// Not a resident; the store is away.
pub fn put_aside_page(cx: &Context, actor: &Actor) -> Result<PutAsidePage, Error> {
    let resident = actor.resident.as_ref().ok_or(Error::NotFound)?;
    let put_aside = [OfferState::Later, OfferState::Never];
    cx.read(|connection| {
        Ok(PutAsidePage {
            offers: cards_of(cx, connection, resident, |state| put_aside.contains(&state))?,
            withdrawn: withdrawn_just_now(cx, connection, resident)?,
        })
    })
}

fn cards_of(
    cx: &Context,
    connection: &mut Connection,
    resident: &ResidentId,
    is_shown: impl Fn(OfferState) -> bool,
) -> Result<Vec<OfferCard>, Error> {
    let mut rows = record::of_resident(connection, resident)?;
    rows.retain(|record| is_shown(record.standing().shown()));
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let facts = facts_of(cx, connection, resident)?;
    let set = published::together(cx, connection)?;
    let mut cards = rows.iter().map(|row| card(cx, connection, row, &facts, &set)).collect::<Result<Vec<_>, _>>()?;
    let on_their_way = on_its_way::of_resident(cx, connection, resident)?;
    let mut arranged = arrangements::own::of_offers(cx, connection, resident, &rows)?;
    let mut sent = on_its_way::sent_for(connection, &rows)?;
    for card in &mut cards {
        card.on_its_way = on_the_way_to(card, &on_their_way);
        card.arrangement = arranged.remove(card.id.as_str());
        card.application = sent.remove(card.id.as_str());
    }
    cards.sort_by_key(|card| (rank_of_state(card.state), rank_of_delivery(card.delivery)));
    Ok(cards)
}

/// The open application for what an offer is applied for with.
fn on_the_way_to(card: &OfferCard, on_their_way: &[(String, OnItsWay)]) -> Option<OnItsWay> {
    let item = card.item.as_ref()?;
    on_their_way.iter().find(|(other, _)| other == item).map(|(_, on_its_way)| on_its_way.clone())
}

/// What waits for an answer comes first; "later" comes last.
fn rank_of_state(state: OfferState) -> u8 {
    match state {
        OfferState::Open | OfferState::BeingChecked => 0,
        OfferState::Accepted
        | OfferState::Granted
        | OfferState::NotCarriedOut
        | OfferState::Read
        | OfferState::Applied
        | OfferState::Refused => 1,
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
        let mut offer = card(cx, connection, &row, &facts, &set)?;
        offer.on_its_way = on_the_way_to(&offer, &on_its_way::of_resident(cx, connection, resident)?);
        let mut arranged = arrangements::own::of_offers(cx, connection, resident, std::slice::from_ref(&row))?;
        offer.arrangement = arranged.remove(&row.id);
        offer.application = on_its_way::sent_for(connection, std::slice::from_ref(&row))?.remove(&row.id);
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

/// The resident's answer: accept, take-back, later, never, again, or apply. Gives the address to go to.
///
/// # Errors
/// `Invalid` when the offer that would be accepted is not the one that was shown, or when a yes is taken back too late;
/// `NotFound`; the store is away.
pub fn answer(cx: &Context, actor: &Actor, id: &str, fields: &Fields) -> Result<String, Error> {
    let resident = actor.resident.as_ref().ok_or(Error::NotFound)?;
    let answer = fields.first("answer");
    let here = format!("/offers/{id}");
    cx.write(Priority::Person, |tx| {
        let record = record::own(tx, resident, id)?;
        let fingerprint = repeat::fingerprint(&[id, answer]);
        // Whoever goes back and answers otherwise has changed their mind: each answer is an act of its own.
        let key = match answer {
            // A yes from a page that was left open, after it was taken back, is a yes to what stood there before.
            "accept" | "take-back" => format!("{}-{answer}-{}", fields.first("key"), record.revision),
            _ => format!("{}-{answer}", fields.first("key")),
        };
        let repeat = repeat::once(cx, tx, actor, "policies.answer", &key, &fingerprint, |tx| {
            let policy = published::compiled(cx, tx, &record.version)?.policy;
            let (event, next) = match (answer, delivery_of(&policy, &record)) {
                ("accept", Delivery::Confirm) => (OfferEvent::Accepted, here.clone()),
                ("accept", Delivery::Inform) => (OfferEvent::Read, here.clone()),
                ("later", _) => (OfferEvent::PutOff, here.clone()),
                ("never", _) => (OfferEvent::Declined, here.clone()),
                ("again", _) => (OfferEvent::TakenUpAgain, here.clone()),
                ("apply", _) => return apply(cx, tx, actor, &record, &policy),
                ("take-back", _) => {
                    arrangements::own::take_back(cx, tx, actor, &record.id)?;
                    return Ok(here.clone());
                }
                _ => return Ok(here.clone()),
            };
            // Consent is to the terms that were shown.
            let is_as_shown = fields.first("revision") == record.revision.to_string();
            if event == OfferEvent::Accepted && record.standing().next(event).is_some() && !is_as_shown {
                return Err(Error::Invalid(vec![FieldError::new("answer", "error-offer-changed")]));
            }
            if !record::apply(cx, tx, &record, event, &actor.account)? {
                // The offer has moved on since the page was opened: the page says how it stands now.
                return Ok(here.clone());
            }
            if event == OfferEvent::Accepted {
                arrangements::record::open(cx, tx, &record, &policy.department, &actor.account)?;
            }
            Ok(next)
        })?;
        repeat.or_ask_again("answer")
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
    let Some(item) = policy.item.as_ref() else { return Err(Error::NotFound) };
    let item = items::current(cx, tx, item)?.ok_or(Error::NotFound)?;
    if let Some(other) = on_its_way::of_item(tx, actor, &item)? {
        // Where there can be a second one, the item's page asks whether it is meant.
        return Ok(match other.second {
            Second::NotNow => other.address,
            Second::WithYes => format!("/items/{}", item.id),
        });
    }
    if !record::apply(cx, tx, record, OfferEvent::ApplicationBegun, &actor.account)? {
        return Ok(format!("/offers/{}", record.id));
    }
    let draft = start::start(cx, tx, actor, &item, Some(&record.id))?;
    drafts::next_address(cx, tx, &draft)
}

/// The offer that an application for an item is for, where it was not begun from an offer: that of the item's own policy,
/// or the only one that waits.
///
/// # Errors
/// The store is away; a version cannot be read.
pub fn waiting_for_item(
    cx: &Context,
    connection: &mut Connection,
    actor: &Actor,
    item: &Item,
) -> Result<Option<OfferRecord>, Error> {
    let Some(resident) = &actor.resident else { return Ok(None) };
    let rows = record::of_resident(connection, resident)?;
    let mut waiting = Vec::new();
    // One that an application on its way has taken along waits for no second one.
    let is_free = |row: &OfferRecord| row.standing().progress != OfferProgress::Applied || row.application.is_none();
    let can_begin = |row: &OfferRecord| row.standing().next(OfferEvent::ApplicationBegun).is_some() && is_free(row);
    for row in rows.into_iter().filter(can_begin) {
        let policy = published::compiled(cx, connection, &row.version)?.policy;
        if policy.item.as_ref() == Some(&item.id) {
            waiting.push((policy.id.clone(), row));
        }
    }
    let own = waiting.iter().position(|(policy, _)| Some(policy) == item.policy.as_ref());
    let only = (waiting.len() == 1).then_some(0);
    Ok(own.or(only).map(|place| waiting.swap_remove(place).1))
}

/// The offers for which an application for an item was begun and is not sent yet, each with the id of its policy. One draft
/// serves them all, whichever it was begun from, also where a policy has another item by now, or none.
///
/// # Errors
/// The store is away; a version cannot be read.
pub fn begun_for_item(
    cx: &Context,
    connection: &mut Connection,
    resident: &ResidentId,
    item: &Item,
) -> Result<Vec<(String, OfferRecord)>, Error> {
    let mut begun = Vec::new();
    for row in record::of_resident(connection, resident)? {
        let is_begun = row.standing().progress == OfferProgress::Applied && row.application.is_none();
        if !is_begun {
            continue;
        }
        let policy = published::compiled(cx, connection, &row.version)?.policy;
        if policy.item.as_ref() == Some(&item.id) || had_item(connection, &policy.id, &item.id)? {
            begun.push((policy.id.clone(), row));
        }
    }
    Ok(begun)
}

/// Whether an item applied for a policy at any time. Only that one word of each version is read: an old text need not check
/// any more.
fn had_item(connection: &mut Connection, policy: &str, item: &str) -> Result<bool, Error> {
    let texts: Vec<String> = policy_versions::table
        .filter(policy_versions::policy_id.eq(policy).and(policy_versions::holds_from.is_not_null()))
        .select(policy_versions::content)
        .load(connection)?;
    let named = |text: &String| {
        let document: Option<toml::Table> = text.parse().ok();
        document.is_some_and(|document| document.get("item").and_then(toml::Value::as_str) == Some(item))
    };
    Ok(texts.iter().any(named))
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
    // What is open today stands in the version of today, whichever version found the offer.
    let open = match set.get(&policy.id) {
        Some(current) => current.open_texts(&published::decision(set, current, facts, cx.today()).open),
        None => policy.open_texts(&decision.open),
    };
    let delivery = delivery_of(&policy, row);
    Ok(OfferCard {
        id: OfferId(row.id.clone()),
        policy: policy.id.clone(),
        field: policy.field,
        headline: policy.headline.clone(),
        summary: policy.summary.clone(),
        how: policy.how.clone(),
        amount: ShownAmount::of(&decision).or_else(|| stored_amount(row, &policy, cx.today())),
        open,
        since: row.decided_on.parse().map_err(Error::caused_by)?,
        delivery,
        delivery_in_source: policy.delivery_in_source,
        confidence: policy.confidence,
        state: row.standing().shown(),
        reasons: reasons(&cx.vocabulary, &policy, &decision),
        basis: policy.basis.first().cloned(),
        department: super::catalogue::department_name(cx, &policy.department),
        item: policy.item.clone(),
        application: None,
        on_its_way: None,
        arrangement: None,
        revision: row.revision,
        key: repeat::new_key(),
    })
}

/// How a policy reaches somebody to whom it gives so much. Nothing is given without a word from anybody as long as
/// something about it is open: then it takes one tap, and the department that carries it out settles what is open.
pub fn delivery_to(policy: &Policy, amount: Option<KnownAmount>) -> Delivery {
    let is_open = amount.is_some_and(|amount| amount.bound != AmountBound::Exact);
    match policy.delivery_here {
        Delivery::Automatic if is_open => Delivery::Confirm,
        delivery => delivery,
    }
}

/// How an offer reaches its person: what is given without a word from them never waits for one, so where it does,
/// something about it is open ([`delivery_to`]).
fn delivery_of(policy: &Policy, row: &OfferRecord) -> Delivery {
    match (policy.delivery_here, row.standing().progress) {
        (Delivery::Automatic, OfferProgress::Granted) => Delivery::Automatic,
        (Delivery::Automatic, _) => Delivery::Confirm,
        (delivery, _) => delivery,
    }
}

/// What an offer gave when it was last decided: where something about that is open for some, a bound of what is paid.
pub fn stored_amount(row: &OfferRecord, policy: &Policy, today: Date) -> Option<ShownAmount> {
    let period = row.period.as_deref().and_then(Period::parse)?;
    let bound = policy.bound_for_anybody(today);
    let shown = |value, unit| ShownAmount { value, unit, period, bound };
    match (row.amount_fen, row.amount_hours) {
        (Some(fen), _) => Some(shown(fen, AmountUnit::Money)),
        (None, Some(hours)) => Some(shown(hours, AmountUnit::Hours)),
        (None, None) => None,
    }
}
