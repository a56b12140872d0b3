//! The steps of a dispute as people read them.

use super::record::{Change, DisputeRecord};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        schema::{dispute_events, disputes},
        types::{Instant, Stored},
    },
    error::Error,
    policies::catalogue::department_name,
};
use contract::{
    disputes::{DisputeEvent, DisputeStep},
    residents::ShownValue,
};
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = dispute_events)]
struct Row {
    id: String,
    kind: Stored<DisputeEvent>,
    department: String,
    to_department: Option<String>,
    at: Instant,
    words_sealed: Option<Vec<u8>>,
    change_sealed: Option<Vec<u8>>,
}

/// Everything that happened to a dispute, newest first.
///
/// # Errors
/// The store is away; words cannot be opened.
pub fn steps(cx: &Context, connection: &mut Connection, record: &DisputeRecord) -> Result<Vec<DisputeStep>, Error> {
    let rows: Vec<Row> = dispute_events::table
        .filter(dispute_events::dispute_id.eq(&record.id))
        .order(dispute_events::sequence.desc())
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(|row| step(cx, connection, record, row)).collect()
}

/// What the resident said so far: the statement and every word that was added.
///
/// # Errors
/// As [`steps`].
pub fn words_of_resident(
    cx: &Context,
    connection: &mut Connection,
    record: &DisputeRecord,
) -> Result<Vec<String>, Error> {
    let said = |step: DisputeStep| match step.event {
        DisputeEvent::Opened | DisputeEvent::WordAdded => step.words,
        DisputeEvent::PassedOn
        | DisputeEvent::Late
        | DisputeEvent::Corrected
        | DisputeEvent::Upheld
        | DisputeEvent::TakenBack => None,
    };
    Ok(steps(cx, connection, record)?.into_iter().filter_map(said).collect())
}

fn step(cx: &Context, connection: &mut Connection, record: &DisputeRecord, row: Row) -> Result<DisputeStep, Error> {
    let words = match (row.kind.0, &row.words_sealed) {
        (DisputeEvent::Opened, _) => Some(statement(cx, connection, &record.id)?),
        (_, Some(sealed)) => Some(cx.keys.open_text("dispute_events", &row.id, "words_sealed", sealed)?.to_string()),
        (_, None) => None,
    };
    let change = match &row.change_sealed {
        Some(sealed) => {
            let plain = cx.keys.open("dispute_events", &row.id, "change_sealed", sealed)?;
            let Change { before, after } = serde_json::from_slice(&plain).map_err(Error::caused_by)?;
            let known = cx.vocabulary.attribute(&record.attribute);
            Some((before.map(|value| ShownValue::of(known, &value)), ShownValue::of(known, &after)))
        }
        None => None,
    };
    Ok(DisputeStep {
        event: row.kind.0,
        department: department_name(cx, &row.department),
        to: row.to_department.map(|to| department_name(cx, &to)),
        at: row.at.0,
        words,
        change,
    })
}

fn statement(cx: &Context, connection: &mut Connection, dispute: &str) -> Result<String, Error> {
    let sealed: Vec<u8> = disputes::table.find(dispute).select(disputes::statement_sealed).first(connection)?;
    Ok(cx.keys.open_text("disputes", dispute, "statement_sealed", &sealed)?.to_string())
}
