//! Asking the resident, and deciding with a reason. The case must still be as it was read.

use super::case::{is_own_case, reachable};
use crate::{
    applications::{
        events::{self, Event},
        page::Stored,
        reply::close,
    },
    context::Context,
    db::pools::Priority,
    db::{
        connection::Connection,
        schema::{applications, tasks},
    },
    error::Error,
    journal::{self, Act},
    notices::notify,
    operations::{outbox, repeat},
    policies::offers::{record, transitions::OfferEvent},
};
use contract::{
    applications::{ActorKind, ApplicationState, EventKind},
    error::FieldError,
    fields::Fields,
    identity::Actor,
    ids::ResidentId,
    notices::NoticeKind,
};
use diesel::prelude::*;

/// Longest question or reason, in characters.
const LONGEST: usize = 2_000;

/// Asks the resident for something; the clock stands still until they answer. Gives the address to go to.
///
/// # Errors
/// `Invalid` with what needs mending; `Forbidden` for one's own case; `NotFound`; the store is away.
pub fn ask(cx: &Context, actor: &Actor, id: &str, fields: &Fields) -> Result<String, Error> {
    let question = fields.first("question").trim();
    if let Some(error) = text_error("question", question, "error-question-missing") {
        return Err(Error::Invalid(vec![error]));
    }
    let fingerprint = repeat::fingerprint(&[id, question]);
    act(cx, actor, id, fields, "casework.ask", &fingerprint, |tx, stored| {
        diesel::update(applications::table.find(id))
            .set((
                applications::state.eq(ApplicationState::WaitingForResident.as_str()),
                applications::paused_at.eq(cx.now()),
                applications::revision.eq(stored.revision + 1),
            ))
            .execute(tx)?;
        diesel::update(tasks::table.filter(tasks::application_id.eq(id).and(tasks::state.eq("running"))))
            .set(tasks::state.eq("paused"))
            .execute(tx)?;
        event(cx, tx, actor, id, EventKind::Asked, question)?;
        notify(cx, tx, &resident(stored), NoticeKind::QuestionAsked, "application", id)
    })
}

/// Decides with a reason. The resident sees it at once. Gives the address to go to.
///
/// # Errors
/// As [`ask`].
pub fn decide(cx: &Context, actor: &Actor, id: &str, fields: &Fields) -> Result<String, Error> {
    let reason = fields.first("reason").trim();
    let decision = fields.first("decision");
    let outcome = match decision {
        "grant" => {
            let offer = OfferEvent::ApplicationGranted;
            Some((ApplicationState::Granted, offer, EventKind::Granted, NoticeKind::ApplicationGranted))
        }
        "refuse" => {
            let offer = OfferEvent::ApplicationRefused;
            Some((ApplicationState::Refused, offer, EventKind::Refused, NoticeKind::ApplicationRefused))
        }
        _ => None,
    };
    let mut errors = Vec::new();
    if outcome.is_none() {
        errors.push(FieldError::new("decision", "error-decision-missing"));
    }
    errors.extend(text_error("reason", reason, "error-reason-missing"));
    let (Some((state, offer_event, event_kind, notice)), true) = (outcome, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let fingerprint = repeat::fingerprint(&[id, decision, reason]);
    act(cx, actor, id, fields, "casework.decide", &fingerprint, |tx, stored| {
        if state == ApplicationState::Granted && granted_through_another(tx, id)? {
            return Err(Error::Invalid(vec![FieldError::new("decision", "error-decision-granted-already")]));
        }
        close(cx, tx, stored, state)?;
        for offer in record::of_application(tx, id)? {
            record::apply(cx, tx, &offer, offer_event, &actor.account)?;
        }
        event(cx, tx, actor, id, event_kind, reason)?;
        outbox::post(tx, cx.now(), "applications.decided", id)?;
        notify(cx, tx, &resident(stored), notice, "application", id)
    })
}

/// Whether what an application asks for is granted already, through another application for the same offer.
fn granted_through_another(tx: &mut Connection, id: &str) -> Result<bool, Error> {
    let offer: Option<Option<String>> =
        applications::table.find(id).select(applications::offer_id).first(tx).optional()?;
    let Some(offer) = offer.flatten() else { return Ok(false) };
    let others: i64 = applications::table
        .filter(applications::offer_id.eq(offer).and(applications::id.ne(id)))
        .filter(applications::state.eq(ApplicationState::Granted.as_str()))
        .count()
        .get_result(tx)?;
    Ok(others > 0)
}

/// What asking and deciding share: reach, own case, idempotency, the revision, the journal.
fn act(
    cx: &Context,
    actor: &Actor,
    id: &str,
    fields: &Fields,
    use_case: &str,
    fingerprint: &str,
    body: impl Fn(&mut Connection, &Stored) -> Result<(), Error>,
) -> Result<String, Error> {
    let here = format!("/casework/{id}");
    cx.write(Priority::Person, |tx| {
        let stored = reachable(tx, actor, id)?;
        if is_own_case(actor, &stored) {
            return Err(Error::Forbidden);
        }
        repeat::once(cx, tx, actor, use_case, fields.first("key"), fingerprint, |tx| {
            let state = stored.state()?;
            let unchanged = fields.first("revision") == stored.revision.to_string();
            if !state.is_open() || !unchanged {
                let field = if use_case == "casework.ask" { "question" } else { "reason" };
                return Err(Error::Invalid(vec![FieldError::new(field, "error-case-changed")]));
            }
            body(tx, &stored)?;
            journal::record(tx, cx.now(), &Act::done(use_case, "application", Some(id)).by(actor.account.as_str()))?;
            Ok(here.clone())
        })?;
        Ok(())
    })?;
    Ok(here)
}

fn resident(stored: &Stored) -> ResidentId {
    ResidentId::from_text(&stored.resident_id)
}

fn event(
    cx: &Context,
    tx: &mut Connection,
    actor: &Actor,
    id: &str,
    kind: EventKind,
    detail: &str,
) -> Result<(), Error> {
    let event = Event { kind, actor: ActorKind::Caseworker, account: Some(&actor.account), detail: Some(detail) };
    events::add(cx, tx, id, event)
}

fn text_error(field: &str, text: &str, missing: &str) -> Option<FieldError> {
    match text.chars().count() {
        0 => Some(FieldError::new(field, missing)),
        1..=LONGEST => None,
        _ => Some(FieldError::new(field, "error-text-too-long").with("most", LONGEST.to_string())),
    }
}
