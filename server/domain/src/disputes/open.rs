//! "This is wrong": from an offer about a fact that it read, from the person's own data about any of their facts. One dispute at
//! a time is open about a fact: what is said meanwhile is added to it, so nothing that was typed is dropped.

use super::{
    clock, own,
    record::{self, Opening},
    steps,
};
use crate::{
    context::Context,
    db::pools::Priority,
    error::Error,
    notices::notify,
    operations::repeat,
    policies::offers,
    residents::facts::{fact_view, facts_of},
};
use contract::{
    disputes::DisputeForm, error::FieldError, fields::Fields, identity::Actor, ids::ResidentId, notices::NoticeKind,
    residents::FactView, typed,
};
use policy::vocabulary::Attribute;

/// Longest statement or word, in characters.
pub(crate) const LONGEST: usize = 1_000;

/// `/offers/<id>/dispute`: the facts that the policy read.
///
/// # Errors
/// `NotFound` when it is not this resident's; the store is away.
pub fn offer_form(cx: &Context, actor: &Actor, offer: &str) -> Result<DisputeForm, Error> {
    let resident = actor.resident.as_ref().ok_or(Error::NotFound)?;
    let facts = cx.read(|connection| offers::facts_read(cx, connection, resident, offer))?;
    Ok(form(format!("/offers/{offer}/dispute"), format!("/offers/{offer}"), facts))
}

/// `/data/dispute`: every fact that the city knows about the person.
///
/// # Errors
/// Not a resident; the store is away.
pub fn data_form(cx: &Context, actor: &Actor) -> Result<DisputeForm, Error> {
    Ok(form("/data/dispute".to_owned(), "/data".to_owned(), known_facts(cx, actor)?))
}

/// `/data/dispute/<attribute>`: one of them.
///
/// # Errors
/// `NotFound` when the city does not know it; the store is away.
pub fn fact_form(cx: &Context, actor: &Actor, attribute: &str) -> Result<DisputeForm, Error> {
    let fact = known_facts(cx, actor)?.into_iter().find(|fact| fact.attribute == attribute).ok_or(Error::NotFound)?;
    Ok(form(format!("/data/dispute/{attribute}"), "/data".to_owned(), vec![fact]))
}

fn form(action: String, back: String, facts: Vec<FactView>) -> DisputeForm {
    DisputeForm { action, back, facts, typed: Default::default(), errors: Vec::new(), key: repeat::new_key() }
}

fn known_facts(cx: &Context, actor: &Actor) -> Result<Vec<FactView>, Error> {
    let resident = actor.resident.as_ref().ok_or(Error::Forbidden)?;
    let facts = cx.read(|connection| facts_of(cx, connection, resident))?;
    let known = cx.vocabulary.attributes().iter().filter_map(|attribute| {
        let fact = facts.get(&attribute.id)?;
        Some(fact_view(&cx.vocabulary, &attribute.id, Some(fact)))
    });
    Ok(known.collect())
}

/// Says that a fact behind an offer is wrong. The offer stays as it is. Gives the address of the dispute.
///
/// # Errors
/// `Invalid` with what needs mending; `NotFound`; the store is away.
pub fn from_offer(cx: &Context, actor: &Actor, offer: &str, fields: &Fields) -> Result<String, Error> {
    let resident = actor.resident.as_ref().ok_or(Error::NotFound)?;
    // Only what the policy read can make the offer wrong.
    let read = cx.read(|connection| offers::facts_read(cx, connection, resident, offer))?;
    let is_among = |attribute: &str| read.iter().any(|fact| fact.attribute == attribute);
    let said = said(cx, fields.first("attribute"), fields, is_among)?;
    open_or_add(cx, actor, resident, Some(offer), &said, fields)
}

/// Says that a fact of the person's own data is wrong: the one of the address, or the one that was chosen. Gives the address
/// of the dispute.
///
/// # Errors
/// As [`from_offer`].
pub fn from_data(cx: &Context, actor: &Actor, attribute: Option<&str>, fields: &Fields) -> Result<String, Error> {
    let resident = actor.resident.as_ref().ok_or(Error::Forbidden)?;
    let facts = cx.read(|connection| facts_of(cx, connection, resident))?;
    let is_known = |attribute: &str| facts.get(attribute).is_some();
    if attribute.is_some_and(|attribute| !is_known(attribute)) {
        return Err(Error::NotFound);
    }
    let said = said(cx, attribute.unwrap_or_else(|| fields.first("attribute")), fields, is_known)?;
    open_or_add(cx, actor, resident, None, &said, fields)
}

/// What is wrong, and what should stand there.
struct Said<'a> {
    attribute: &'a Attribute,
    statement: String,
}

fn said<'a>(
    cx: &'a Context,
    attribute: &str,
    fields: &Fields,
    can_be_said: impl Fn(&str) -> bool,
) -> Result<Said<'a>, Error> {
    let statement = typed::seen(fields.first("statement"));
    let attribute = cx.vocabulary.attribute(attribute).filter(|known| can_be_said(&known.id));
    let missing = attribute.is_none().then(|| FieldError::new("attribute", "error-dispute-attribute-missing"));
    let unsaid = typed::words("statement", &statement, LONGEST, "error-dispute-statement-missing").err();
    match (attribute, unsaid) {
        (Some(attribute), None) => Ok(Said { attribute, statement }),
        (_, unsaid) => Err(Error::Invalid(missing.into_iter().chain(unsaid).collect())),
    }
}

fn open_or_add(
    cx: &Context,
    actor: &Actor,
    resident: &ResidentId,
    offer: Option<&str>,
    said: &Said<'_>,
    fields: &Fields,
) -> Result<String, Error> {
    let Said { attribute, statement } = said;
    let fingerprint = repeat::fingerprint(&[offer.unwrap_or_default(), &attribute.id, statement]);
    // Other words under the key of a page that was sent before are something else that is said.
    let key = format!("{}-{fingerprint}", fields.first("key"));
    let id = cx.write(Priority::Person, |tx| {
        let done = repeat::once(cx, tx, actor, "disputes.open", &key, &fingerprint, |tx| {
            if let Some(open) = record::open_about(tx, resident, &attribute.id)? {
                if !steps::words_of_resident(cx, tx, &open)?.iter().any(|word| word == statement) {
                    own::add(cx, tx, actor, &open, ("statement", statement))?;
                }
                return Ok(open.id);
            }
            let opening = Opening {
                offer,
                resident,
                attribute: &attribute.id,
                department: &attribute.department,
                statement,
                due: clock::due(cx),
            };
            let id = record::open(cx, tx, &opening, &actor.account)?;
            notify(cx, tx, resident, NoticeKind::DisputeOpened, "dispute", &id)?;
            Ok(id)
        })?;
        done.or_ask_again("statement")
    })?;
    Ok(format!("/data/disputes/{id}"))
}
