//! What has to happen outside the database because of an act: written with the act, done afterwards, at least once.

use crate::{
    context::Context,
    db::{
        connection::Connection,
        pools::Priority,
        schema::outbox,
        types::{Instant, new_id},
    },
    error::{Error, Result},
    private_file,
};
use diesel::prelude::*;
use serde::Serialize;
use std::{fs, io::Write};

/// One thing to be done outside.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = outbox)]
pub struct Errand {
    /// Identifier: the receiver can tell a repetition by it.
    pub id: String,
    /// What kind of thing.
    pub kind: String,
    /// What it needs; no personal data, but identifiers.
    pub payload: String,
}

/// Writes an errand in the act's own transaction.
pub fn post(tx: &mut Connection, now: Instant, kind: &str, payload: &str) -> Result<()> {
    diesel::insert_into(outbox::table)
        .values((
            outbox::id.eq(new_id(now)),
            outbox::kind.eq(kind),
            outbox::payload.eq(payload),
            outbox::created_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

/// When the oldest errand that nobody has done yet was written.
///
/// # Errors
/// The store is away.
pub fn oldest_waiting(connection: &mut Connection) -> Result<Option<Instant>> {
    let waiting = outbox::table.filter(outbox::done_at.is_null());
    Ok(waiting.order(outbox::id).select(outbox::created_at).first(connection).optional()?)
}

/// Hands over up to `limit` waiting errands, the oldest first: a line of JSON each, in a file of the day in the folder
/// `outbox` of the data folder, from which the departments' systems fetch. Answers how many. After a crash a line may
/// stand there twice: its id tells.
///
/// # Errors
/// The store or the folder is away; nothing is marked as done then.
pub fn hand_over(cx: &Context, limit: i64) -> Result<i64> {
    let errands: Vec<Errand> = cx.read(|conn| {
        let waiting = outbox::table.filter(outbox::done_at.is_null());
        Ok(waiting.order(outbox::id).limit(limit).select(Errand::as_select()).load(conn)?)
    })?;
    if errands.is_empty() {
        return Ok(0);
    }
    let mut lines = String::new();
    for errand in &errands {
        lines.push_str(&serde_json::to_string(errand).map_err(Error::caused_by)?);
        lines.push('\n');
    }
    append(cx, &lines)?;
    let done: Vec<&str> = errands.iter().map(|errand| errand.id.as_str()).collect();
    cx.write(Priority::Job, |tx| {
        let rows = outbox::table.filter(outbox::id.eq_any(&done));
        Ok(diesel::update(rows).set(outbox::done_at.eq(Some(cx.now()))).execute(tx)?)
    })?;
    Ok(i64::try_from(errands.len()).unwrap_or(i64::MAX))
}

fn append(cx: &Context, lines: &str) -> Result<()> {
    let folder = cx.configuration.data_folder.join("outbox");
    fs::create_dir_all(&folder)?;
    let mut file = private_file::append(&folder.join(format!("{}.jsonl", cx.clock.today())))?;
    file.write_all(lines.as_bytes())?;
    Ok(file.sync_data()?)
}
