//! Disputes in the store: loading them, opening them, and moving them on. Nothing else writes how a dispute stands. Every move
//! holds the dispute as it was read (its revision), and leaves an event and a row of the journal.

use super::transitions;
use crate::{
    context::Context,
    db::{
        connection::Connection,
        schema::{dispute_events, disputes},
        types::{Instant, Stored, StoredDate, codes},
    },
    error::Error,
    journal::{self, Act},
};
use contract::{
    disputes::{DisputeEvent, DisputeState},
    ids::{AccountId, ResidentId},
};
use diesel::prelude::*;
use jiff::civil::Date;
use policy::value::Value;
use serde::{Deserialize, Serialize};
use serde_json::json;

codes!(DisputeState, DisputeEvent);

/// One dispute as stored.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = disputes)]
pub struct DisputeRecord {
    /// Dispute id.
    pub id: String,
    /// The offer from which it came.
    #[diesel(column_name = offer_id)]
    pub offer: Option<String>,
    /// Whose it is.
    pub resident_id: String,
    /// Which fact.
    pub attribute: String,
    /// The department at which it is.
    pub department: String,
    state: Stored<DisputeState>,
    due_on: StoredDate,
    /// Revision of the row.
    pub revision: i32,
    created_at: Instant,
}

impl DisputeRecord {
    /// How it stands.
    pub fn state(&self) -> DisputeState {
        self.state.0
    }

    /// The day by which the department answers.
    pub fn due(&self) -> Date {
        self.due_on.0
    }

    /// Whether the day has passed without an answer.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.state() == DisputeState::Open && self.due() < today
    }

    /// The day on which it was opened.
    pub fn opened_on(&self, cx: &Context) -> Date {
        cx.day_of(self.created_at)
    }

    /// Whose it is.
    pub fn resident(&self) -> ResidentId {
        ResidentId::from_text(&self.resident_id)
    }
}

/// What a dispute begins with.
pub struct Opening<'a> {
    /// The offer from which it came.
    pub offer: Option<&'a str>,
    /// Whose it is.
    pub resident: &'a ResidentId,
    /// Which fact.
    pub attribute: &'a str,
    /// The department that owns the fact.
    pub department: &'a str,
    /// What the resident says.
    pub statement: &'a str,
    /// The day by which the department answers.
    pub due: Date,
}

/// Opens a dispute. Gives its id.
///
/// # Errors
/// Another one about the fact was opened at the same moment (retried by the caller's transaction); the store is away.
pub fn open(cx: &Context, tx: &mut Connection, opening: &Opening<'_>, by: &AccountId) -> Result<String, Error> {
    let id = cx.new_id();
    let sealed = cx.keys.seal_text("disputes", &id, "statement_sealed", opening.statement)?;
    diesel::insert_into(disputes::table)
        .values((
            disputes::id.eq(&id),
            disputes::offer_id.eq(opening.offer),
            disputes::resident_id.eq(opening.resident.as_str()),
            disputes::attribute.eq(opening.attribute),
            disputes::department.eq(opening.department),
            disputes::statement_sealed.eq(sealed),
            disputes::state.eq(Stored(DisputeState::Open)),
            disputes::due_on.eq(Stored(opening.due)),
            disputes::revision.eq(1),
            disputes::created_at.eq(cx.now()),
        ))
        .execute(tx)?;
    let step = Step::of(DisputeEvent::Opened, Some(by));
    add_event(cx, tx, (&id, 1), opening.department, &step)?;
    write_down(cx, tx, (&id, opening.attribute), opening.department, &step)?;
    Ok(id)
}

/// A value that took the place of another.
#[derive(Serialize, Deserialize)]
pub struct Change {
    /// What was known before.
    pub before: Option<Value>,
    /// What is known now.
    pub after: Value,
}

/// Something that happens to a dispute.
pub struct Step<'a> {
    /// What.
    pub event: DisputeEvent,
    /// Who did it; nobody when a day passes.
    pub by: Option<&'a AccountId>,
    /// Words that go with it.
    pub words: Option<&'a str>,
    /// The corrected value.
    pub change: Option<&'a Change>,
    /// The department that it is passed on to, and the day by which that one answers.
    pub passed_on: Option<(&'a str, Date)>,
}

impl<'a> Step<'a> {
    /// A step without words.
    pub fn of(event: DisputeEvent, by: Option<&'a AccountId>) -> Self {
        Self { event, by, words: None, change: None, passed_on: None }
    }
}

/// Moves a dispute on. Answers whether it could happen to the dispute as it stands.
///
/// # Errors
/// Somebody else moved it meanwhile (retried by the caller's transaction); the store is away.
pub fn apply(cx: &Context, tx: &mut Connection, record: &DisputeRecord, step: &Step<'_>) -> Result<bool, Error> {
    let Some(after) = transitions::next(record.state(), step.event) else { return Ok(false) };
    let (department, due) = step.passed_on.unwrap_or((record.department.as_str(), record.due()));
    let revision = record.revision + 1;
    let row = disputes::table.find(&record.id).filter(disputes::revision.eq(record.revision));
    let rows = diesel::update(row)
        .set((
            disputes::state.eq(Stored(after)),
            disputes::department.eq(department),
            disputes::due_on.eq(Stored(due)),
            disputes::revision.eq(revision),
        ))
        .execute(tx)?;
    if rows == 0 {
        return Err(Error::Repeat("a dispute was moved by somebody else".into()));
    }
    if step.event == DisputeEvent::Late {
        let row = disputes::table.find(&record.id);
        diesel::update(row).set(disputes::told_late_for.eq(Some(Stored(due)))).execute(tx)?;
    }
    add_event(cx, tx, (&record.id, revision), &record.department, step)?;
    write_down(cx, tx, (&record.id, &record.attribute), &record.department, step)?;
    Ok(true)
}

fn add_event(
    cx: &Context,
    tx: &mut Connection,
    (dispute, sequence): (&str, i32),
    department: &str,
    step: &Step<'_>,
) -> Result<(), Error> {
    let id = cx.new_id();
    let seal_words = |words| cx.keys.seal_text("dispute_events", &id, "words_sealed", words);
    let seal_change = |change: &Change| {
        let plain = serde_json::to_vec(change).map_err(Error::caused_by)?;
        cx.keys.seal("dispute_events", &id, "change_sealed", &plain)
    };
    diesel::insert_into(dispute_events::table)
        .values((
            dispute_events::id.eq(&id),
            dispute_events::dispute_id.eq(dispute),
            dispute_events::sequence.eq(sequence),
            dispute_events::kind.eq(Stored(step.event)),
            dispute_events::department.eq(department),
            dispute_events::to_department.eq(step.passed_on.map(|(to, _)| to)),
            dispute_events::actor_account_id.eq(step.by.map(AccountId::as_str)),
            dispute_events::at.eq(cx.now()),
            dispute_events::words_sealed.eq(step.words.map(seal_words).transpose()?),
            dispute_events::change_sealed.eq(step.change.map(seal_change).transpose()?),
        ))
        .execute(tx)?;
    Ok(())
}

fn write_down(
    cx: &Context,
    tx: &mut Connection,
    (dispute, attribute): (&str, &str),
    department: &str,
    step: &Step<'_>,
) -> Result<(), Error> {
    let name = format!("disputes.{}", step.event.as_str());
    let to = step.passed_on.map(|(to, _)| to);
    let details = json!({ "attribute": attribute, "department": department, "to": to });
    let act = Act::done(&name, "dispute", Some(dispute)).with(details);
    let act = Act { actor_account_id: step.by.map(AccountId::as_str), ..act };
    journal::record(tx, cx.now(), &act)?;
    Ok(())
}

/// The dispute, if it is this resident's.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn own(connection: &mut Connection, resident: &ResidentId, id: &str) -> Result<DisputeRecord, Error> {
    disputes::table
        .find(id)
        .filter(disputes::resident_id.eq(resident.as_str()))
        .select(DisputeRecord::as_select())
        .first(connection)
        .optional()?
        .ok_or(Error::NotFound)
}

/// The open dispute about a fact of a resident.
///
/// # Errors
/// The store is away.
pub fn open_about(
    connection: &mut Connection,
    resident: &ResidentId,
    attribute: &str,
) -> Result<Option<DisputeRecord>, Error> {
    Ok(disputes::table
        .filter(disputes::resident_id.eq(resident.as_str()).and(disputes::attribute.eq(attribute)))
        .filter(disputes::state.eq(Stored(DisputeState::Open)))
        .select(DisputeRecord::as_select())
        .first(connection)
        .optional()?)
}

/// Every dispute of a resident, newest first.
///
/// # Errors
/// The store is away.
pub fn of_resident(connection: &mut Connection, resident: &ResidentId) -> Result<Vec<DisputeRecord>, Error> {
    Ok(disputes::table
        .filter(disputes::resident_id.eq(resident.as_str()))
        .order((disputes::created_at.desc(), disputes::id.desc()))
        .select(DisputeRecord::as_select())
        .load(connection)?)
}
