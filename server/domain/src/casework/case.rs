//! One case. Reading a person's data is journalled before the bytes leave.

use super::{
    queue::{in_reach, resident_name},
    terms,
};
use crate::{
    applications::{
        events::{self, Event},
        judged::{self, Judged},
        record::ApplicationRecord,
    },
    context::Context,
    db::{connection::Connection, pools::Priority, schema::applications, types::Stored},
    error::Error,
    journal::{self, Act},
    operations::repeat,
    policies::{published, reasons::verdict_view},
    residents::facts::fact_view,
    services::{document::Item, items},
};
use contract::{
    applications::{ActorKind, ApplicationState, EventKind, TimelineEvent},
    casework::{AmountAsked, CasePage, NoVerdict, OtherApplication, TypedDecision},
    identity::Actor,
    ids::ApplicationId,
    policies::VerdictView,
};
use diesel::prelude::*;
use policy::{
    calendar::{AgeRule, LeapDayRule, age},
    text::Text,
    value::Value,
};

/// So many other applications of a resident are shown.
const MOST_OTHERS: i64 = 10;

/// `/casework/<application>`.
///
/// # Errors
/// `NotFound` when it is outside this person's reach; the store is away.
pub fn case_page(cx: &Context, actor: &Actor, id: &str) -> Result<CasePage, Error> {
    cx.write(Priority::Person, |tx| {
        let stored = reachable(tx, actor, id)?;
        let mut timeline = events::timeline(cx, tx, id)?;
        let is_new = |event: &TimelineEvent| matches!(event.kind, EventKind::Submitted | EventKind::FactCorrected);
        if timeline.iter().all(is_new) {
            let opened = Event {
                kind: EventKind::Opened,
                actor: ActorKind::Caseworker,
                account: Some(&actor.account),
                detail: None,
            };
            events::add(cx, tx, id, opened)?;
            timeline = events::timeline(cx, tx, id)?;
        }
        journal::record(tx, cx.now(), &Act::done("casework.read", "application", Some(id)).by(actor.account.as_str()))?;
        page(cx, tx, actor, &stored, timeline)
    })
}

/// An application this member of staff may see.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn reachable(connection: &mut Connection, actor: &Actor, id: &str) -> Result<ApplicationRecord, Error> {
    in_reach(actor)
        .filter(applications::id.eq(id.to_owned()))
        .select(ApplicationRecord::as_select())
        .first(connection)
        .optional()?
        .ok_or(Error::NotFound)
}

/// Whether the case is about the caseworker themselves: then somebody else decides.
pub fn is_own_case(actor: &Actor, stored: &ApplicationRecord) -> bool {
    actor.resident.as_ref().is_some_and(|resident| resident.as_str() == stored.resident_id)
}

fn page(
    cx: &Context,
    connection: &mut Connection,
    actor: &Actor,
    stored: &ApplicationRecord,
    timeline: Vec<TimelineEvent>,
) -> Result<CasePage, Error> {
    let item = items::version_of(cx, connection, &stored.item_id, &stored.item_version)?;
    let facts = stored.facts(cx)?;
    let found = verdicts(cx, connection, stored)?;
    let born = match facts.get("dob").map(|fact| &fact.value) {
        Some(Value::Date(born)) => Some((*born, age(*born, cx.today(), AgeRule::Birthday, LeapDayRule::Feb28))),
        _ => None,
    };
    let state = stored.state();
    Ok(CasePage {
        id: ApplicationId(stored.id.clone()),
        receipt_number: stored.receipt_number.clone(),
        item_title: item.title.clone(),
        resident: resident_name(cx, connection, &stored.resident_id)?,
        born,
        state,
        clock: stored.clock(cx)?,
        answers: stored.answers(cx)?,
        facts: cx
            .vocabulary
            .attributes()
            .iter()
            .filter_map(|attribute| {
                facts.get(&attribute.id).map(|fact| fact_view(&cx.vocabulary, &attribute.id, Some(fact)))
            })
            .collect(),
        proposal: terms::proposal(&item.title, &found, cx.today()),
        verdicts: found.into_iter().map(|(verdict, _)| verdict).collect(),
        no_verdict: no_verdict(cx, connection, stored, &item)?,
        outcome: stored.outcome(cx)?,
        timeline,
        others: others(cx, connection, actor, stored)?,
        revision: stored.revision,
        key: repeat::new_key(),
        typed: TypedDecision::default(),
        errors: Vec::new(),
        may_act: state.is_open() && !is_own_case(actor, stored),
    })
}

/// What was applied for and has no verdict, and why.
fn no_verdict(
    cx: &Context,
    connection: &mut Connection,
    stored: &ApplicationRecord,
    item: &Item,
) -> Result<Vec<NoVerdict>, Error> {
    if item.policies().is_empty() {
        return Ok(vec![NoVerdict::NoPolicy(item.no_verdict.clone())]);
    }
    let sent_on = cx.day_of(stored.submitted_at);
    judged::not_in_force(cx, stored, item)?
        .into_iter()
        .map(|policy| {
            let latest = published::latest(cx, connection, &policy)?;
            let title = latest.as_ref().map_or_else(|| Text::same(&policy), |(latest, _)| latest.policy.title.clone());
            let is_over = latest.and_then(|(_, ends_on)| ends_on).is_some_and(|end| end < sent_on);
            Ok(if is_over { NoVerdict::NotInForceAnyMore(title) } else { NoVerdict::NotInForce(title) })
        })
        .collect()
}

/// The verdicts that a case was frozen with, and what their amounts count.
///
/// # Errors
/// They cannot be opened; the store is away.
pub fn verdicts(
    cx: &Context,
    connection: &mut Connection,
    stored: &ApplicationRecord,
) -> Result<Vec<(VerdictView, Option<AmountAsked>)>, Error> {
    let judged = judged::of_application(cx, connection, stored)?;
    let with_amount = judged.iter().map(|Judged { published, decision }| {
        let benefit = published.policy.benefit.as_ref();
        let asked = benefit.map(|benefit| AmountAsked { unit: benefit.unit, period: benefit.period });
        (verdict_view(&cx.vocabulary, &published.policy, decision), asked)
    });
    Ok(with_amount.collect())
}

/// What else this resident has open, or was granted, of the same thing.
fn others(
    cx: &Context,
    connection: &mut Connection,
    actor: &Actor,
    stored: &ApplicationRecord,
) -> Result<Vec<OtherApplication>, Error> {
    let states = [ApplicationState::Submitted, ApplicationState::WaitingForResident, ApplicationState::Granted];
    let rows: Vec<ApplicationRecord> = applications::table
        .filter(applications::resident_id.eq(&stored.resident_id).and(applications::item_id.eq(&stored.item_id)))
        .filter(applications::id.ne(&stored.id).and(applications::state.eq_any(states.map(Stored))))
        .order((applications::submitted_at.desc(), applications::id))
        .limit(MOST_OTHERS)
        .select(ApplicationRecord::as_select())
        .load(connection)?;
    rows.into_iter()
        .map(|other| {
            let in_reach: i64 =
                in_reach(actor).filter(applications::id.eq(other.id.clone())).count().get_result(connection)?;
            Ok(OtherApplication {
                state: other.state(),
                sent_on: cx.day_of(other.submitted_at),
                in_reach: in_reach > 0,
                receipt_number: other.receipt_number,
                id: ApplicationId(other.id),
            })
        })
        .collect()
}
