//! The resident's own dispute: every step, another word, and taking it back.

use super::{
    open::LONGEST,
    outcome,
    record::{self, DisputeRecord, Step},
    steps, view,
};
use crate::{
    context::Context,
    db::{connection::Connection, pools::Priority},
    error::Error,
    operations::repeat,
};
use contract::{
    disputes::{DisputeEvent, DisputeRow, DisputeState, OwnDisputePage},
    error::FieldError,
    fields::Fields,
    identity::Actor,
    ids::ResidentId,
    typed,
};

/// Most texts of a resident in one dispute: whoever has more to say is not helped by saying it here.
const MOST_WORDS: usize = 20;

/// `/data/disputes/<id>`.
///
/// # Errors
/// `NotFound` when it is not this resident's; the store is away.
pub fn own_dispute_page(cx: &Context, actor: &Actor, id: &str) -> Result<OwnDisputePage, Error> {
    let resident = actor.resident.as_ref().ok_or(Error::NotFound)?;
    cx.read(|connection| {
        let record = record::own(connection, resident, id)?;
        let offer = record.offer.as_deref().map(|offer| outcome::offer_link(cx, connection, offer)).transpose()?;
        Ok(OwnDisputePage {
            dispute: view::view(cx, connection, &record)?,
            offer,
            typed: String::new(),
            errors: Vec::new(),
            key: repeat::new_key(),
        })
    })
}

/// Every dispute of a resident as lines, newest first.
///
/// # Errors
/// The store is away.
pub fn rows(cx: &Context, connection: &mut Connection, resident: &ResidentId) -> Result<Vec<DisputeRow>, Error> {
    Ok(record::of_resident(connection, resident)?.iter().map(|record| view::row(cx, record)).collect())
}

/// Adds a word while the department has not answered. Gives the address to go to.
///
/// # Errors
/// `Invalid` with what needs mending, or when the answer was faster; `NotFound`; the store is away.
pub fn add_word(cx: &Context, actor: &Actor, id: &str, fields: &Fields) -> Result<String, Error> {
    let resident = actor.resident.as_ref().ok_or(Error::NotFound)?;
    let word: &str = &typed::seen(fields.first("word"));
    typed::words("word", word, LONGEST, "error-dispute-word-missing")?;
    let fingerprint = repeat::fingerprint(&[id, word]);
    // Other words under the key of a page that was sent before are another word.
    let key = format!("{}-{fingerprint}", fields.first("key"));
    let here = format!("/data/disputes/{id}");
    cx.write(Priority::Person, |tx| {
        let dispute = record::own(tx, resident, id)?;
        let repeat = repeat::once(cx, tx, actor, "disputes.word", &key, &fingerprint, |tx| {
            add(cx, tx, actor, &dispute, ("word", word))?;
            Ok(here.clone())
        })?;
        repeat.or_ask_again("word")
    })
}

/// Adds what was typed into a field.
///
/// # Errors
/// `Invalid` at the field when the dispute has ended, or when enough was said; the store is away.
pub(super) fn add(
    cx: &Context,
    tx: &mut Connection,
    actor: &Actor,
    dispute: &DisputeRecord,
    (field, word): (&str, &str),
) -> Result<(), Error> {
    if steps::words_of_resident(cx, tx, dispute)?.len() >= MOST_WORDS {
        return Err(Error::Invalid(vec![FieldError::new(field, "error-dispute-words-full")]));
    }
    let step = Step { words: Some(word), ..Step::of(DisputeEvent::WordAdded, Some(&actor.account)) };
    match record::apply(cx, tx, dispute, &step)? {
        true => Ok(()),
        false => Err(Error::Invalid(vec![FieldError::new(field, over(dispute.state()))])),
    }
}

/// Fluent key of why nothing can be added.
fn over(state: DisputeState) -> &'static str {
    match state {
        DisputeState::TakenBack => "error-dispute-taken-back",
        DisputeState::Open | DisputeState::Corrected | DisputeState::Upheld => "error-dispute-answered",
    }
}

/// Takes a dispute back while the department has not answered; otherwise the page says what came of it. Gives the address to
/// go to.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn take_back(cx: &Context, actor: &Actor, id: &str, fields: &Fields) -> Result<String, Error> {
    let resident = actor.resident.as_ref().ok_or(Error::NotFound)?;
    let here = format!("/data/disputes/{id}");
    let fingerprint = repeat::fingerprint(&[id]);
    cx.write(Priority::Person, |tx| {
        let dispute = record::own(tx, resident, id)?;
        let repeat = repeat::once(cx, tx, actor, "disputes.take-back", fields.first("key"), &fingerprint, |tx| {
            record::apply(cx, tx, &dispute, &Step::of(DisputeEvent::TakenBack, Some(&actor.account)))?;
            Ok(here.clone())
        })?;
        // The dispute is all that the form says.
        repeat.or_else(Ok)
    })
}
