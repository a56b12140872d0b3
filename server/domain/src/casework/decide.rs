//! Asking the resident, and deciding with a reason. The case must still be as it was read.

use super::{
    case::{is_own_case, reachable, verdicts},
    terms::{self, Ruling},
};
use crate::{
    applications::{
        record::{self, ApplicationRecord, Step},
        transitions::ApplicationEvent,
    },
    context::Context,
    db::{connection::Connection, pools::Priority, schema::applications, types::Stored},
    error::Error,
    notices::notify,
    operations::{outbox, repeat},
    services::items,
};
use contract::{
    applications::{ActorKind, ApplicationState, outcome::Outcome},
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
    typed::words("question", question, LONGEST, "error-question-missing")?;
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
        return Err(Error::Invalid([missing].into_iter().chain(wrong_reason).collect()));
    };
    act(cx, actor, id, fields, &Form { event, field: "reason", words: reason }, |tx, application| {
        if event == ApplicationEvent::Granted && granted_through_another(tx, application)? {
            return Err(Error::Invalid(vec![FieldError::new("decision", "error-decision-granted-already")]));
        }
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
        outbox::post(tx, cx.now(), "applications.decided", id)?;
        notify(cx, tx, &application.resident(), notice, "application", id)?;
        Ok(Some(outcome))
    })
}

/// Whether what an application asks for is granted already, through another application for the same offer.
fn granted_through_another(tx: &mut Connection, application: &ApplicationRecord) -> Result<bool, Error> {
    let Some(offer) = &application.offer else { return Ok(false) };
    let others: i64 = applications::table
        .filter(applications::offer_id.eq(offer).and(applications::id.ne(&application.id)))
        .filter(applications::state.eq(Stored(ApplicationState::Granted)))
        .count()
        .get_result(tx)?;
    Ok(others > 0)
}

/// What a caseworker wrote, and into which field.
struct Form<'a> {
    event: ApplicationEvent,
    field: &'a str,
    words: &'a str,
}

/// What asking and deciding share (`also` gives what is decided): reach, own case, idempotency, the revision. A case that changed meanwhile, and a form that
/// was sent before with other words, come again with what was written.
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
            let changed = || Error::Invalid(vec![FieldError::new(form.field, "error-case-changed")]);
            if fields.first("revision") != application.revision.to_string() {
                return Err(changed());
            }
            let by = (ActorKind::Caseworker, &actor.account);
            let outcome = also(tx, &application)?;
            let step = Step { event: form.event, by, words: Some(form.words), outcome: outcome.as_ref() };
            match record::apply(cx, tx, &application, &step)? {
                true => Ok(format!("/casework/{id}")),
                false => Err(changed()),
            }
        })?;
        repeat.or_ask_again(form.field)
    })
}
