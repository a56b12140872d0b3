//! What has to happen outside the database because of an act: written with the act, done afterwards, at least once.

use crate::{
    context::Context,
    db::{
        connection::Connection,
        pools::Priority,
        schema::outbox,
        types::{Instant, new_id},
    },
    error::Result,
};
use diesel::prelude::*;

/// One thing to be done outside.
#[derive(Clone, Debug, Queryable, Selectable)]
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

/// Does up to `limit` waiting errands, the oldest first. One that fails stays for the next time; the others go on.
/// Answers how many were done.
pub fn deliver(cx: &Context, limit: i64, mut run: impl FnMut(&Errand) -> Result<()>) -> Result<usize> {
    let errands: Vec<Errand> = cx.read(|conn| {
        Ok(outbox::table
            .filter(outbox::done_at.is_null())
            .order(outbox::id)
            .limit(limit)
            .select(Errand::as_select())
            .load(conn)?)
    })?;
    let mut done = Vec::new();
    for errand in &errands {
        match run(errand) {
            Ok(()) => done.push(errand.id.as_str()),
            Err(error) => tracing::warn!(kind = %errand.kind, %error, "an errand failed and stays in the outbox"),
        }
    }
    if !done.is_empty() {
        cx.write(Priority::Job, |tx| {
            diesel::update(outbox::table.filter(outbox::id.eq_any(done.clone())))
                .set(outbox::done_at.eq(Some(cx.now())))
                .execute(tx)?;
            Ok(())
        })?;
    }
    Ok(done.len())
}
