//! The timeline: a list of events that is never edited.

use crate::{
    context::Context,
    db::{connection::Connection, schema::application_events},
    error::Error,
    policies::catalogue::department_name,
};
use contract::{
    applications::{ActorKind, CorrectedFact, EventKind, TimelineEvent},
    ids::AccountId,
    residents::ShownValue,
};
use diesel::prelude::*;
use policy::{text::Text, value::Value};
use serde::{Deserialize, Serialize};

/// Something that happened.
pub struct Event<'a> {
    /// What.
    pub kind: EventKind,
    /// Who.
    pub actor: ActorKind,
    /// Which account.
    pub account: Option<&'a AccountId>,
    /// Words that go with it.
    pub detail: Option<&'a str>,
}

/// The detail of a corrected fact, as it is kept.
#[derive(Serialize, Deserialize)]
pub struct Correction {
    /// Which fact.
    pub attribute: String,
    /// Which department.
    pub department: String,
    /// What stood there.
    pub before: Option<Value>,
    /// What stands there now.
    pub after: Value,
}

/// Adds an event at the end.
///
/// # Errors
/// The store is away; somebody added one at the same moment (retried by the caller's transaction).
pub fn add(cx: &Context, tx: &mut Connection, application: &str, event: Event<'_>) -> Result<(), Error> {
    let so_far: i64 =
        application_events::table.filter(application_events::application_id.eq(application)).count().get_result(tx)?;
    let id = cx.new_id();
    let detail =
        event.detail.map(|detail| cx.keys.seal_text("application_events", &id, "detail_sealed", detail)).transpose()?;
    diesel::insert_into(application_events::table)
        .values((
            application_events::id.eq(&id),
            application_events::application_id.eq(application),
            application_events::sequence.eq(i32::try_from(so_far + 1).unwrap_or(i32::MAX)),
            application_events::kind.eq(event.kind.as_str()),
            application_events::actor_kind.eq(actor_kind(event.actor)),
            application_events::actor_account_id.eq(event.account.map(AccountId::as_str)),
            application_events::at.eq(cx.now()),
            application_events::detail_sealed.eq(detail),
        ))
        .execute(tx)?;
    Ok(())
}

type Row = (String, String, String, i64, Option<Vec<u8>>);

/// Events of an application, newest first.
///
/// # Errors
/// The store is away; a detail cannot be opened.
pub fn timeline(cx: &Context, connection: &mut Connection, application: &str) -> Result<Vec<TimelineEvent>, Error> {
    let rows: Vec<Row> = application_events::table
        .filter(application_events::application_id.eq(application))
        .order(application_events::sequence.desc())
        .select((
            application_events::id,
            application_events::kind,
            application_events::actor_kind,
            application_events::at,
            application_events::detail_sealed,
        ))
        .load(connection)?;
    rows.into_iter()
        .map(|(id, kind, actor, at, sealed)| {
            let detail = sealed
                .map(|sealed| {
                    cx.keys.open_text("application_events", &id, "detail_sealed", &sealed).map(|text| text.to_string())
                })
                .transpose()?;
            let kind = EventKind::from_text(&kind).ok_or_else(|| Error::fault("an event of an unknown kind"))?;
            let (detail, correction) = match (kind, detail) {
                (EventKind::FactCorrected, Some(kept)) => (None, Some(corrected(cx, &kept)?)),
                (_, detail) => (detail, None),
            };
            Ok(TimelineEvent {
                kind,
                actor: match actor.as_str() {
                    "resident" => ActorKind::Resident,
                    "caseworker" => ActorKind::Caseworker,
                    _ => ActorKind::Portal,
                },
                at,
                detail,
                correction,
            })
        })
        .collect()
}

/// A corrected fact in the words of today.
fn corrected(cx: &Context, kept: &str) -> Result<CorrectedFact, Error> {
    let Correction { attribute, department, before, after } = serde_json::from_str(kept).map_err(Error::caused_by)?;
    let known = cx.vocabulary.attribute(&attribute);
    Ok(CorrectedFact {
        name: known.map_or_else(|| Text::same(&attribute), |known| known.name.clone()),
        department: department_name(cx, &department),
        before: before.map(|before| ShownValue::of(known, &before)),
        after: ShownValue::of(known, &after),
    })
}

fn actor_kind(actor: ActorKind) -> &'static str {
    match actor {
        ActorKind::Resident => "resident",
        ActorKind::Caseworker => "caseworker",
        ActorKind::Portal => "portal",
    }
}
