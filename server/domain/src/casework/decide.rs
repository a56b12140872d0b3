//! Asking the resident, and deciding with a reason. The case must still be as it was read.

use super::{
    case::{is_own_case, reachable, verdicts},
    terms::{self, Ruling},
};
use crate::{
    applications::{
        events,
        record::{self, ApplicationRecord, Step},
        transitions::ApplicationEvent,
    },
    context::Context,
    db::{
        connection::Connection,
        pools::Priority,
        schema::{applications, offers},
        types::{Instant, Stored},
    },
    error::Error,
    notices::notify,
    operations::{
        outbox,
        repeat::{self, Repeat},
    },
    policies::offers::transitions::OfferProgress,
    services::items,
};
use contract::{
    applications::{ActorKind, ApplicationState, EventKind, outcome::Outcome},
    error::FieldError,
    fields::Fields,
    identity::Actor,
    notices::NoticeKind,
    typed,
};
use diesel::prelude::*;

/// Longest question or reason, in characters.
const LONGEST: usize = 2_000;

/// Asks the resident for something; the clock stands still until they answer. Gives the address to go to.
///
/// # Errors
/// `Invalid` with what needs mending; `Forbidden` for one's own case; `NotFound`; the store is away.
pub fn ask(cx: &Context, actor: &Actor, id: &str, fields: &Fields) -> Result<String, Error> {
    let question: &str = &typed::seen(fields.first("question"));
    if let Err(wrong) = typed::words("question", question, LONGEST, "error-question-missing") {
        return Err(wrong_or_over(cx, actor, id, "question", vec![wrong])?);
    }
    let form = Form { event: ApplicationEvent::Asked, field: "question", words: question };
    act(cx, actor, id, fields, &form, |tx, application| {
        notify(cx, tx, &application.resident(), NoticeKind::QuestionAsked, "application", id)?;
        Ok(None)
    })
}

/// Decides with a reason. The resident sees it at once. Gives the address to go to.
///
/// # Errors
/// As [`ask`].
pub fn decide(cx: &Context, actor: &Actor, id: &str, fields: &Fields) -> Result<String, Error> {
    let reason: &str = &typed::seen(fields.first("reason"));
    let decision = fields.first("decision");
    let outcome = match decision {
        "grant" => Some((Ruling::Grant, ApplicationEvent::Granted, NoticeKind::ApplicationGranted)),
        "refuse" => Some((Ruling::Refuse, ApplicationEvent::Refused, NoticeKind::ApplicationRefused)),
        _ => None,
    };
    let wrong_reason = typed::words("reason", reason, LONGEST, "error-reason-missing").err();
    let Some((ruling, event, notice)) = outcome else {
        let missing = FieldError::new("decision", "error-decision-missing");
        return Err(wrong_or_over(cx, actor, id, "reason", [missing].into_iter().chain(wrong_reason).collect())?);
    };
    act(cx, actor, id, fields, &Form { event, field: "reason", words: reason }, |tx, application| {
        let verdicts = verdicts(cx, tx, application)?;
        let item = items::version_of(cx, tx, &application.item_id, &application.item_version)?;
        let proposal = terms::proposal(&item.title, &verdicts, cx.today());
        let outcome = match (terms::read(fields, ruling, &proposal, &verdicts, cx.today()), &wrong_reason) {
            (Ok(outcome), None) => outcome,
            (outcome, wrong) => {
                let others = outcome.err().unwrap_or_default();
                return Err(Error::Invalid(others.into_iter().chain(wrong.clone()).collect()));
            }
        };
        if granted_through_another(tx, application, &outcome)? {
            return Err(Error::Invalid(vec![FieldError::new("decision", "error-decision-granted-already")]));
        }
        outbox::post(tx, cx.now(), "applications.decided", id)?;
        notify(cx, tx, &application.resident(), notice, "application", id)?;
        Ok(Some(outcome))
    })
}

/// Whether something of what would be granted is granted already, through another application for the same offer: the one
/// that this was begun for, or one that the other took along while both were open. What was granted before this was sent is
/// no reason: a second one was meant.
fn granted_through_another(
    tx: &mut Connection,
    application: &ApplicationRecord,
    outcome: &Outcome,
) -> Result<bool, Error> {
    let Some(terms) = &outcome.terms else { return Ok(false) };
    let policies: Vec<&str> = terms.benefits.iter().filter_map(|benefit| benefit.policy.as_deref()).collect();
    let others = applications::table
        .filter(applications::resident_id.eq(&application.resident_id))
        .filter(applications::state.eq(Stored(ApplicationState::Granted)).and(applications::id.ne(&application.id)))
        .select(applications::id.nullable());
    let granted: Vec<(String, String, Option<Instant>)> = offers::table
        .filter(offers::resident_id.eq(&application.resident_id))
        .filter(offers::progress.eq(Stored(OfferProgress::Granted)).and(offers::application_id.eq_any(others)))
        .select((offers::id, offers::policy_id, offers::answered_at))
        .load(tx)?;
    Ok(granted.iter().any(|(offer, policy, granted_at)| {
        let was_begun_for = application.offer.as_ref() == Some(offer);
        let was_open_then = granted_at.is_some_and(|at| at >= application.submitted_at);
        // Where no policy judges what is granted, it is what the application was begun for.
        let is_granted = policies.contains(&policy.as_str()) || (policies.is_empty() && was_begun_for);
        is_granted && (was_begun_for || was_open_then)
    }))
}

/// What a caseworker wrote, and into which field.
struct Form<'a> {
    event: ApplicationEvent,
    field: &'a str,
    words: &'a str,
}

/// What asking and deciding share (`also` gives what is decided): reach, own case, idempotency, the revision. A case that changed meanwhile, and a form that
/// was sent before with other words, come again with what was written and what was done.
fn act(
    cx: &Context,
    actor: &Actor,
    id: &str,
    fields: &Fields,
    form: &Form<'_>,
    also: impl Fn(&mut Connection, &ApplicationRecord) -> Result<Option<Outcome>, Error>,
) -> Result<String, Error> {
    cx.write(Priority::Person, |tx| {
        let application = reachable(tx, actor, id)?;
        if is_own_case(actor, &application) {
            return Err(Error::Forbidden);
        }
        let act = form.event.act();
        let words = fields.pairs().iter().filter(|(name, _)| name != "key").flat_map(|(name, value)| [name, value]);
        let fingerprint = repeat::fingerprint(&[id].into_iter().chain(words.map(String::as_str)).collect::<Vec<_>>());
        let repeat = repeat::once(cx, tx, actor, act, fields.first("key"), &fingerprint, |tx| {
            if fields.first("revision") != application.revision.to_string() {
                return Err(changed(cx, tx, &application, form.field)?);
            }
            let by = (ActorKind::Caseworker, &actor.account);
            let outcome = also(tx, &application)?;
            let step = Step { event: form.event, by, words: Some(form.words), outcome: outcome.as_ref() };
            match record::apply(cx, tx, &application, &step)? {
                true => Ok(format!("/casework/{id}")),
                false => Err(changed(cx, tx, &application, form.field)?),
            }
        })?;
        match (application.state().is_open(), repeat) {
            (false, Repeat::Different(_)) => Err(changed(cx, tx, &application, form.field)?),
            (_, repeat) => repeat.or_ask_again(form.field),
        }
    })
}

/// What is wrong with a form; where the case is over, that alone: nothing of it can be mended.
fn wrong_or_over(cx: &Context, actor: &Actor, id: &str, field: &str, wrong: Vec<FieldError>) -> Result<Error, Error> {
    cx.read(|connection| {
        let application = reachable(connection, actor, id)?;
        match application.state().is_open() {
            true => Ok(Error::Invalid(wrong)),
            false => changed(cx, connection, &application, field),
        }
    })
}

/// What was done with a case since its page was opened, in kind.
fn changed(
    cx: &Context,
    connection: &mut Connection,
    application: &ApplicationRecord,
    field: &str,
) -> Result<Error, Error> {
    let code = match application.state() {
        ApplicationState::Granted | ApplicationState::Refused => "error-case-decided",
        ApplicationState::Withdrawn => "error-case-withdrawn",
        ApplicationState::WaitingForResident => "error-case-asked",
        ApplicationState::Submitted => {
            match events::timeline(cx, connection, &application.id)?.first().map(|event| event.kind) {
                Some(EventKind::Answered) => "error-case-answered",
                Some(EventKind::FactCorrected) => "error-case-corrected",
                _ => "error-case-changed",
            }
        }
    };
    Ok(Error::Invalid(vec![FieldError::new(field, code)]))
}
