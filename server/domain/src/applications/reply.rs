//! The resident answers a caseworker's question or adds a word, takes an application back, and takes that back too.

use super::{
    events,
    record::{self, ApplicationRecord, Step},
    transitions::ApplicationEvent,
};
use crate::{
    context::Context,
    db::{connection::Connection, pools::Priority, types::Instant},
    error::Error,
    operations::{outbox, repeat, undo},
    services::items,
};
use contract::{
    applications::{ActorKind, ApplicationState, EventKind, TimelineEvent},
    error::FieldError,
    fields::Fields,
    identity::Actor,
    typed,
};

/// Longest reply, in characters.
const LONGEST_REPLY: usize = 2_000;

/// Sends a reply; a clock that stood still goes on. While the case is open a second reply is added to the first. Gives the
/// address to go to.
///
/// # Errors
/// `Invalid` with what needs mending, and when the case was closed while the resident wrote; `NotFound`; the store is away.
pub fn reply(cx: &Context, actor: &Actor, id: &str, fields: &Fields) -> Result<String, Error> {
    let text: &str = &typed::seen(fields.first("reply"));
    typed::words("reply", text, LONGEST_REPLY, "error-reply-missing")?;
    let here = format!("/applications/{id}");
    cx.write(Priority::Person, |tx| {
        let application = record::own(tx, actor, id)?;
        let fingerprint = repeat::fingerprint(&[id, text]);
        // Two tabs may send two replies: each is an act of its own.
        let key = format!("{}-{fingerprint}", fields.first("key"));
        let repeat = repeat::once(cx, tx, actor, "applications.reply", &key, &fingerprint, |tx| {
            let by = (ActorKind::Resident, &actor.account);
            let step = Step { event: ApplicationEvent::Answered, by, words: Some(text), outcome: None };
            if record::apply(cx, tx, &application, &step)? {
                return Ok(here.clone());
            }
            let code = match application.state() {
                ApplicationState::Withdrawn => "error-reply-withdrawn",
                _ => "error-reply-decided",
            };
            Err(Error::Invalid(vec![FieldError::new("reply", code)]))
        })?;
        repeat.or_ask_again("reply")
    })
}

/// Takes an application back: an open one, or for ten minutes after it was sent one that has been decided. Then the grant or
/// the refusal falls, and whoever carries out decisions is told. Gives the address to go to.
///
/// # Errors
/// `Invalid` when it is too late; `NotFound`; the store is away.
pub fn withdraw(cx: &Context, actor: &Actor, id: &str, fields: &Fields) -> Result<String, Error> {
    let here = format!("/applications/{id}");
    cx.write(Priority::Person, |tx| {
        let application = record::own(tx, actor, id)?;
        let fingerprint = repeat::fingerprint(&[id]);
        let repeat = repeat::once(cx, tx, actor, "applications.withdraw", fields.first("key"), &fingerprint, |tx| {
            let by = (ActorKind::Resident, &actor.account);
            let step = Step { event: ApplicationEvent::Withdrawn, by, words: None, outcome: None };
            if application.state() == ApplicationState::Withdrawn {
                return Ok(here.clone());
            }
            if !application.may_withdraw(cx.now()) || !record::apply(cx, tx, &application, &step)? {
                return Err(Error::Invalid(vec![FieldError::new("withdraw", "error-withdraw-decided")]));
            }
            if !application.state().is_open() {
                outbox::post(tx, cx.now(), "applications.undone", id)?;
            }
            Ok(here.clone())
        })?;
        // The application is all that the form says.
        repeat.or_else(Ok)
    })
}

/// Takes a withdrawal back, as if it had not been: for ten minutes, where the city had not decided before. Where another
/// application for the same thing was sent meanwhile, and there can be only one, it leads there. Gives the address to go to.
///
/// # Errors
/// `Invalid` when it is too late, or was decided; `NotFound`; the store is away.
pub fn take_up_again(cx: &Context, actor: &Actor, id: &str, fields: &Fields) -> Result<String, Error> {
    let here = format!("/applications/{id}");
    cx.write(Priority::Person, |tx| {
        let application = record::own(tx, actor, id)?;
        let fingerprint = repeat::fingerprint(&[id, &application.revision.to_string()]);
        let key = format!("{}-{}", fields.first("key"), application.revision);
        let repeat = repeat::once(cx, tx, actor, "applications.take-up-again", &key, &fingerprint, |tx| {
            let timeline = events::timeline(cx, tx, id)?;
            let refused = |code| Err(Error::Invalid(vec![FieldError::new("take-up-again", code)]));
            match application.state() {
                // It goes on already.
                ApplicationState::Submitted | ApplicationState::WaitingForResident => return Ok(here.clone()),
                ApplicationState::Withdrawn if may_take_up_again(&application, &timeline, cx.now()) => {}
                ApplicationState::Withdrawn if !was_decided(&timeline) => return refused("error-take-up-again-late"),
                ApplicationState::Withdrawn | ApplicationState::Granted | ApplicationState::Refused => {
                    return refused("error-take-up-again-decided");
                }
            }
            if let Some(other) = in_its_place(cx, tx, &application)? {
                return Ok(format!("/applications/{}", other.id));
            }
            let by = (ActorKind::Resident, &actor.account);
            let step = Step { event: ApplicationEvent::TakenUpAgain, by, words: None, outcome: None };
            record::apply(cx, tx, &application, &step)?;
            Ok(here.clone())
        })?;
        repeat.or_else(Ok)
    })
}

/// Whether a withdrawal can be taken back now.
pub fn may_take_up_again(application: &ApplicationRecord, timeline: &[TimelineEvent], now: Instant) -> bool {
    let withdrawn = timeline.iter().find(|event| event.kind == EventKind::Withdrawn);
    application.state() == ApplicationState::Withdrawn
        && !was_decided(timeline)
        && withdrawn.is_some_and(|event| undo::is_in_time(Instant(event.at), now))
}

fn was_decided(timeline: &[TimelineEvent]) -> bool {
    timeline.iter().any(|event| matches!(event.kind, EventKind::Granted | EventKind::Refused))
}

/// The open application that stands where this one stood, of an item that can be applied for once at a time.
fn in_its_place(
    cx: &Context,
    tx: &mut Connection,
    application: &ApplicationRecord,
) -> Result<Option<ApplicationRecord>, Error> {
    if !items::version_of(cx, tx, &application.item_id, &application.item_version)?.single {
        return Ok(None);
    }
    let open = record::open_of(tx, &application.resident())?;
    Ok(open.into_iter().find(|other| other.item_id == application.item_id))
}
