//! The resident answers a caseworker's question, or takes an application back.

use super::{
    events::{self, Event},
    page::{self, Stored},
};
use crate::{
    context::Context,
    db::pools::Priority,
    db::{
        connection::Connection,
        schema::{applications, tasks},
        types::Instant,
    },
    error::Error,
    journal::{self, Act},
    operations::{outbox, repeat},
    policies::offers::{record, transitions::OfferEvent},
};
use contract::{
    applications::{ActorKind, ApplicationState, EventKind},
    error::FieldError,
    fields::Fields,
    identity::Actor,
};
use diesel::prelude::*;
use serde_json::json;

/// Longest reply, in characters.
const LONGEST_REPLY: usize = 2_000;

/// Sends a reply; the clock goes on. Gives the address to go to.
///
/// # Errors
/// `Invalid` with what needs mending; `NotFound`; the store is away.
pub fn reply(cx: &Context, actor: &Actor, id: &str, fields: &Fields) -> Result<String, Error> {
    let text = fields.first("reply").trim();
    let error = match text.chars().count() {
        0 => Some(FieldError::new("reply", "error-reply-missing")),
        1..=LONGEST_REPLY => None,
        _ => Some(FieldError::new("reply", "error-text-too-long").with("most", LONGEST_REPLY.to_string())),
    };
    if let Some(error) = error {
        return Err(Error::Invalid(vec![error]));
    }
    let here = format!("/applications/{id}");
    cx.write(Priority::Person, |tx| {
        let stored = page::own(tx, actor, id)?;
        let fingerprint = repeat::fingerprint(&[id, text]);
        let key = fields.first("key");
        repeat::once(cx, tx, actor, "applications.reply", key, &fingerprint, |tx| {
            if stored.state()? != ApplicationState::WaitingForResident {
                return Ok(here.clone());
            }
            resume_clock(cx, tx, &stored)?;
            events::add(
                cx,
                tx,
                id,
                Event {
                    kind: EventKind::Answered,
                    actor: ActorKind::Resident,
                    account: Some(&actor.account),
                    detail: Some(text),
                },
            )?;
            journal::record(
                tx,
                cx.now(),
                &Act::done("applications.reply", "application", Some(id)).by(actor.account.as_str()),
            )?;
            Ok(here.clone())
        })?;
        Ok(())
    })?;
    Ok(here)
}

/// Takes an application back: an open one, or for ten minutes after it was sent one that has been decided. Then the grant or
/// the refusal falls, and whoever carries out decisions is told. Gives the address to go to.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn withdraw(cx: &Context, actor: &Actor, id: &str, fields: &Fields) -> Result<String, Error> {
    let here = format!("/applications/{id}");
    cx.write(Priority::Person, |tx| {
        let stored = page::own(tx, actor, id)?;
        let fingerprint = repeat::fingerprint(&[id]);
        let key = fields.first("key");
        repeat::once(cx, tx, actor, "applications.withdraw", key, &fingerprint, |tx| {
            if !stored.may_withdraw(cx.now())? {
                return Ok(here.clone());
            }
            let before = stored.state()?;
            close(cx, tx, &stored, ApplicationState::Withdrawn)?;
            // The offer it came from waits for the resident again, as before it was applied for.
            for offer in record::of_application(tx, id)? {
                record::apply(cx, tx, &offer, OfferEvent::ApplicationWithdrawn, &actor.account)?;
            }
            if !before.is_open() {
                outbox::post(tx, cx.now(), "applications.undone", id)?;
            }
            events::add(
                cx,
                tx,
                id,
                Event {
                    kind: EventKind::Withdrawn,
                    actor: ActorKind::Resident,
                    account: Some(&actor.account),
                    detail: None,
                },
            )?;
            journal::record(
                tx,
                cx.now(),
                &Act::done("applications.withdraw", "application", Some(id))
                    .by(actor.account.as_str())
                    .with(json!({ "was": before.as_str() })),
            )?;
            Ok(here.clone())
        })?;
        Ok(())
    })?;
    Ok(here)
}

/// Ends an application and its task.
///
/// # Errors
/// The store is away.
pub fn close(cx: &Context, tx: &mut Connection, stored: &Stored, state: ApplicationState) -> Result<(), Error> {
    diesel::update(applications::table.find(&stored.id))
        .set((applications::state.eq(state.as_str()), applications::revision.eq(stored.revision + 1)))
        .execute(tx)?;
    diesel::update(tasks::table.filter(tasks::application_id.eq(&stored.id).and(tasks::state.ne("done"))))
        .set((tasks::state.eq("done"), tasks::closed_at.eq(cx.now())))
        .execute(tx)?;
    Ok(())
}

/// The clock goes on where it stopped: the due date moves by the time that was waited.
fn resume_clock(cx: &Context, tx: &mut Connection, stored: &Stored) -> Result<(), Error> {
    let due = match stored.paused_at() {
        Some(at) => {
            let left = cx.working_days.between(cx.day_of(at), stored.due()?);
            cx.working_days.add(cx.today(), left)
        }
        None => stored.due()?,
    };
    diesel::update(applications::table.find(&stored.id))
        .set((
            applications::state.eq(ApplicationState::Submitted.as_str()),
            applications::paused_at.eq(None::<Instant>),
            applications::due_on.eq(due.to_string()),
            applications::revision.eq(stored.revision + 1),
        ))
        .execute(tx)?;
    diesel::update(tasks::table.filter(tasks::application_id.eq(&stored.id).and(tasks::state.eq("paused"))))
        .set((tasks::state.eq("running"), tasks::due_on.eq(due.to_string())))
        .execute(tx)?;
    Ok(())
}
