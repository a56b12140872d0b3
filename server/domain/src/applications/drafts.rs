//! Drafts: what was typed so far, right or wrong, sealed, with a revision.

pub mod transitions;

use super::{on_its_way, submit};
use crate::{
    context::Context,
    db::pools::Priority,
    db::{
        connection::Connection,
        schema::{drafts, residents, service_items},
        types::{Instant, Stored, codes},
    },
    error::Error,
    journal::{self, Act},
    policies::{
        catalogue::department_name,
        offers::{self, record, transitions::OfferEvent},
    },
    residents::facts::facts_of,
    services::{
        document::{Item, Question},
        items,
        journey::{self, Typed},
    },
};
use contract::{
    applications::{DraftHead, DraftRow, DraftsPage, FilledIn, QuestionKind},
    identity::Actor,
    ids::DraftId,
};
use diesel::prelude::*;
use policy::value::{Facts, Value};
use std::sync::Arc;
use transitions::{DraftEvent, DraftState};
use zeroize::Zeroizing;

codes!(DraftState);

/// A draft, opened.
pub struct Draft {
    /// The draft.
    pub id: DraftId,
    /// The item, in the version the draft is pinned to.
    pub item: Arc<Item>,
    /// The offer it came from.
    pub offer: Option<String>,
    /// What was typed.
    pub typed: Typed,
    /// Revision of the row.
    pub revision: i32,
    /// How it stands.
    pub state: DraftState,
    /// When it was last saved, epoch milliseconds.
    pub saved_at: Instant,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = drafts)]
struct Row {
    id: String,
    item_id: String,
    item_version: String,
    offer_id: Option<String>,
    answers_sealed: Vec<u8>,
    revision: i32,
    state: Stored<DraftState>,
    updated_at: Instant,
}

/// This person's draft.
///
/// # Errors
/// `NotFound` when it is not theirs or was thrown away; the store is away.
pub fn own(cx: &Context, connection: &mut Connection, actor: &Actor, id: &str) -> Result<Draft, Error> {
    let row = drafts::table
        .find(id)
        .filter(drafts::account_id.eq(actor.account.as_str()).and(drafts::state.ne(Stored(DraftState::Discarded))))
        .select(Row::as_select())
        .first(connection)
        .optional()?
        .ok_or(Error::NotFound)?;
    open(cx, connection, row)
}

fn open(cx: &Context, connection: &mut Connection, row: Row) -> Result<Draft, Error> {
    let plain = cx.keys.open("drafts", &row.id, "answers_sealed", &row.answers_sealed)?;
    Ok(Draft {
        item: items::version_of(cx, connection, &row.item_id, &row.item_version)?,
        id: DraftId(row.id),
        offer: row.offer_id,
        typed: serde_json::from_slice(&plain).map_err(Error::caused_by)?,
        revision: row.revision,
        state: row.state.0,
        saved_at: row.updated_at,
    })
}

/// Seals what was typed, for the row of a draft.
///
/// # Errors
/// None in practice: texts always serialise.
pub fn sealed(cx: &Context, id: &str, typed: &Typed) -> Result<Vec<u8>, Error> {
    let plain = serde_json::to_vec(typed).map_err(Error::caused_by)?;
    cx.keys.seal("drafts", id, "answers_sealed", &plain)
}

/// The person's open draft for an item, if there is one.
///
/// # Errors
/// The store is away.
pub fn open_draft(connection: &mut Connection, actor: &Actor, item: &str) -> Result<Option<DraftId>, Error> {
    let id: Option<String> = drafts::table
        .filter(drafts::account_id.eq(actor.account.as_str()))
        .filter(drafts::item_id.eq(item).and(drafts::state.eq(Stored(DraftState::Open))))
        .order(drafts::updated_at.desc())
        .select(drafts::id)
        .first(connection)
        .optional()?;
    Ok(id.map(DraftId))
}

/// Where a draft goes on: the first question that still needs something, or the check page.
///
/// # Errors
/// The store is away.
pub fn next_address(cx: &Context, connection: &mut Connection, id: &DraftId) -> Result<String, Error> {
    let row = drafts::table.find(id.as_str()).select(Row::as_select()).first(connection)?;
    let draft = open(cx, connection, row)?;
    Ok(match journey::first_open(&draft.item, &draft.typed, cx.today()) {
        Some(question) => format!("/drafts/{id}/{}", question.id),
        None => format!("/drafts/{id}/check"),
    })
}

/// What the city knows of a person and questions may ask for: facts, and the telephone number that they sign in with.
pub struct OwnData {
    facts: Facts,
    phone: Option<Zeroizing<String>>,
}

/// Who knows what a question was filled in with.
enum FilledInBy {
    /// A department, by its id in the vocabulary.
    Department(String),
    /// The portal.
    Portal,
}

/// Whether a question may be filled in at all: most ask for nothing that the city knows.
fn is_known(question: &Question) -> bool {
    question.prefill.is_some() || asks_for_own_phone(question)
}

/// HTML's `tel` is the person's own number.
fn asks_for_own_phone(question: &Question) -> bool {
    question.kind == QuestionKind::Phone && question.autocomplete.as_deref() == Some("tel")
}

/// What the city knows fills questions in: raw values in the form of the question's fields.
pub fn prefill(question: &Question, own: &OwnData) -> Option<Vec<String>> {
    prefilled(question, own).map(|(values, _)| values)
}

/// What a question is filled in with and still holds. `own` is none where no question may be filled in.
pub fn filled_in(cx: &Context, draft: &Draft, question: &Question, own: Option<&OwnData>) -> Option<FilledIn> {
    let (values, by) = prefilled(question, own?)?;
    (draft.typed.get(&question.id) == Some(&values)).then(|| match by {
        FilledInBy::Department(department) => FilledIn::Fact(department_name(cx, &department)),
        FilledInBy::Portal => FilledIn::OwnPhone,
    })
}

fn prefilled(question: &Question, own: &OwnData) -> Option<(Vec<String>, FilledInBy)> {
    if asks_for_own_phone(question) {
        return own.phone.as_ref().map(|phone| (vec![phone.to_string()], FilledInBy::Portal));
    }
    let fact = own.facts.get(question.prefill.as_deref()?)?;
    let values = match &fact.value {
        Value::Bool(value) => vec![if *value { "yes" } else { "no" }.to_owned()],
        Value::Date(date) => vec![date.year().to_string(), date.month().to_string(), date.day().to_string()],
        other => vec![other.to_string()],
    };
    Some((values, FilledInBy::Department(fact.department.to_string())))
}

/// What the city knows of the person, for prefilling.
///
/// # Errors
/// Not a resident; the store is away.
pub fn own_data(cx: &Context, connection: &mut Connection, actor: &Actor) -> Result<OwnData, Error> {
    let resident = actor.resident.as_ref().ok_or(Error::Forbidden)?;
    let facts = facts_of(cx, connection, resident)?;
    let sealed: Option<Vec<u8>> =
        residents::table.find(resident.as_str()).select(residents::phone_sealed).first(connection)?;
    let phone = sealed.map(|sealed| cx.keys.open_text("residents", resident.as_str(), "phone_sealed", &sealed));
    Ok(OwnData { facts, phone: phone.transpose()? })
}

/// What the city knows of the person, where some of these questions may be filled in with it: most ask for nothing that it
/// knows, and then nobody's facts are opened.
///
/// # Errors
/// As [`own_data`].
pub fn own_data_for(
    cx: &Context,
    connection: &mut Connection,
    actor: &Actor,
    questions: &[&Question],
) -> Result<Option<OwnData>, Error> {
    match questions.iter().any(|question| is_known(question)) {
        true => own_data(cx, connection, actor).map(Some),
        false => Ok(None),
    }
}

/// The head of a draft's page. `question` is none on the check page.
///
/// # Errors
/// The store is away.
pub fn head(
    connection: &mut Connection,
    actor: &Actor,
    draft: &Draft,
    question: Option<&str>,
) -> Result<DraftHead, Error> {
    let visible = journey::visible(&draft.item, &draft.typed);
    let steps = u32::try_from(steps(&visible)).unwrap_or(u32::MAX);
    let position = question.and_then(|id| visible.iter().position(|visible| visible.id == id));
    let back = match question {
        Some(id) => journey::before(&draft.item, &draft.typed, id).map(|question| question.id.clone()),
        None => visible.last().map(|question| question.id.clone()),
    };
    let sent = submit::sent_from(connection, draft.id.as_str())?;
    let on_its_way = match &sent {
        Some(_) => None,
        None => on_its_way::of_item(connection, actor, &draft.item)?,
    };
    Ok(DraftHead {
        id: draft.id.clone(),
        item_title: draft.item.title.clone(),
        revision: draft.revision,
        step: position.map_or(steps, |position| u32::try_from(position + 1).unwrap_or(u32::MAX)),
        steps,
        back: match back {
            Some(question) => format!("/drafts/{}/{question}", draft.id),
            None => format!("/items/{}", draft.item.id),
        },
        sent,
        on_its_way,
    })
}

/// A step for each question, and the look at all answers.
fn steps(visible: &[&Question]) -> usize {
    visible.len() + 1
}

/// `/drafts`.
///
/// # Errors
/// The store is away.
pub fn drafts_page(cx: &Context, actor: &Actor) -> Result<DraftsPage, Error> {
    cx.read(|connection| {
        let rows: Vec<Row> = drafts::table
            .inner_join(
                service_items::table
                    .on(service_items::id.eq(drafts::item_id).and(service_items::version.eq(drafts::item_version))),
            )
            .filter(drafts::account_id.eq(actor.account.as_str()).and(drafts::state.eq(Stored(DraftState::Open))))
            .order(drafts::updated_at.desc())
            .limit(50)
            .select(Row::as_select())
            .load(connection)?;
        let mut list = Vec::with_capacity(rows.len());
        for row in rows {
            let draft = open(cx, connection, row)?;
            let visible = journey::visible(&draft.item, &draft.typed);
            let own = own_data_for(cx, connection, actor, &visible)?;
            let answered =
                visible.iter().filter(|question| journey::is_answered(&draft.item, question, &draft.typed, cx.today()));
            let (filled_in, done): (Vec<&Question>, Vec<&Question>) =
                answered.partition(|question| filled_in(cx, &draft, question, own.as_ref()).is_some());
            let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            list.push(DraftRow {
                item_title: draft.item.title.clone(),
                done: count(done.len()),
                filled_in: count(filled_in.len()),
                steps: count(steps(&visible)),
                saved_on: cx.day_of(draft.saved_at),
                address: next_address(cx, connection, &draft.id)?,
                id: draft.id,
            });
        }
        Ok(DraftsPage { drafts: list })
    })
}

/// Throws a draft away.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn discard(cx: &Context, actor: &Actor, id: &str) -> Result<String, Error> {
    cx.write(Priority::Person, |tx| {
        let draft = own(cx, tx, actor, id)?;
        if !apply(tx, &draft, DraftEvent::Discarded)? {
            return Ok(());
        }
        // Nothing is under way any more: every offer that was begun with it waits as before.
        if let Some(resident) = &actor.resident {
            for (_, offer) in offers::begun_for_item(cx, tx, resident, &draft.item)? {
                record::apply(cx, tx, &offer, OfferEvent::ApplicationWithdrawn, &actor.account)?;
            }
        }
        diesel::update(drafts::table.find(draft.id.as_str()))
            .set(drafts::answers_sealed.eq(sealed(cx, id, &Typed::new())?))
            .execute(tx)?;
        journal::record(tx, cx.now(), &Act::done("applications.discard", "draft", Some(id)).by(actor.account.as_str()))
            .map(drop)
    })?;
    Ok("/drafts".to_owned())
}

/// Moves a draft on. Answers whether the event could happen to it as it stands; where not, nothing is written.
///
/// # Errors
/// Somebody else changed it meanwhile (retried by the caller's transaction); the store is away.
pub fn apply(tx: &mut Connection, draft: &Draft, event: DraftEvent) -> Result<bool, Error> {
    let Some(after) = draft.state.next(event) else { return Ok(false) };
    let row = drafts::table.find(draft.id.as_str()).filter(drafts::revision.eq(draft.revision));
    let moved = diesel::update(row)
        .set((drafts::state.eq(Stored(after)), drafts::revision.eq(draft.revision + 1)))
        .execute(tx)?;
    match moved {
        0 => Err(Error::Repeat("a draft was changed by somebody else".into())),
        _ => Ok(true),
    }
}
