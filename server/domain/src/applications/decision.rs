//! `/applications/<id>/decision`: a decision, as it is read on paper.

use super::{
    events,
    judged::{self, Judged},
    record::{self, ApplicationRecord},
};
use crate::{
    casework::queue::resident_name,
    context::Context,
    db::types::Instant,
    error::Error,
    policies::catalogue::department_name,
    services::{document::Item, items},
};
use contract::{
    applications::{
        ApplicationState, EventKind,
        outcome::{DecidedView, DecisionPage},
    },
    identity::Actor,
    ids::ApplicationId,
};
use policy::text::Text;

/// The decision about the person's own application.
///
/// # Errors
/// `NotFound` when it is not theirs, or nothing is decided; the store is away.
pub fn decision_page(cx: &Context, actor: &Actor, id: &str) -> Result<DecisionPage, Error> {
    cx.read(|connection| {
        let stored = record::own(connection, actor, id)?;
        let item = items::version_of(cx, connection, &stored.item_id, &stored.item_version)?;
        let decided = decided(cx, &stored, &item)?.ok_or(Error::NotFound)?;
        let timeline = events::timeline(cx, connection, id)?;
        let is_decision = |kind: EventKind| matches!(kind, EventKind::Granted | EventKind::Refused);
        let event = timeline.into_iter().find(|event| is_decision(event.kind)).ok_or(Error::NotFound)?;
        let judged = judged::of_application(cx, connection, &stored)?;
        Ok(DecisionPage {
            id: ApplicationId(stored.id.clone()),
            receipt_number: stored.receipt_number.clone(),
            item_title: item.title.clone(),
            department: department_name(cx, &item.department),
            resident: resident_name(cx, connection, &stored.resident_id)?,
            sent_on: cx.day_of(stored.submitted_at),
            decided_on: cx.day_of(Instant(event.at)),
            state: stored.state(),
            reason: event.detail.unwrap_or_default(),
            decided,
            basis: judged.iter().flat_map(|judged| judged.published.policy.basis.clone()).collect(),
            appeal: appeal(&judged),
        })
    })
}

/// What was decided, for the resident; nothing before.
///
/// # Errors
/// It cannot be opened.
pub fn decided(cx: &Context, stored: &ApplicationRecord, item: &Item) -> Result<Option<DecidedView>, Error> {
    let is_granted = match stored.state() {
        ApplicationState::Granted => true,
        ApplicationState::Refused => false,
        ApplicationState::Submitted | ApplicationState::WaitingForResident | ApplicationState::Withdrawn => {
            return Ok(None);
        }
    };
    let terms = stored.outcome(cx)?.and_then(|outcome| outcome.terms);
    let paid_to = match (&item.paid_to, is_granted) {
        (Some(question), true) => {
            let answers = stored.answers(cx)?.into_iter();
            answers.filter(|row| row.question == *question).flat_map(|row| row.answer).collect()
        }
        _ => Vec::new(),
    };
    let next = item.once_granted.clone().filter(|_| is_granted);
    Ok(Some(DecidedView { terms, paid_to, next }))
}

/// How to object, as the policies say, each once.
pub fn appeal(judged: &[Judged]) -> Vec<Text> {
    let mut appeals: Vec<Text> = Vec::new();
    for judged in judged {
        let appeal = &judged.published.policy.appeal;
        if !appeals.contains(appeal) {
            appeals.push(appeal.clone());
        }
    }
    appeals
}
