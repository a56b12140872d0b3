//! The sealer: chains what the acts have written.

use super::{
    anchor,
    chain::{ChainKey, Head},
    mark,
};
use crate::{
    context::Context,
    db::{
        connection::{Connection, MultiBackend},
        dialect::lock_key,
        pools::Priority,
        schema::journal,
        types::Instant,
    },
    error::Result,
};
use diesel::{
    QueryResult,
    prelude::*,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::{BigInt, Text},
};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Rows per transaction: people wait for the writer no longer than this takes.
const SLICE: i64 = 1_000;
/// Slices after which the file outside is brought up to date, while there is more to seal: each time waits for the disk.
const SLICES_PER_ANCHOR: usize = 16;
/// Rows per statement.
const CHUNK: usize = 250;

/// Seals, and keeps the head in the file of its process: another process may have sealed what this one wrote.
#[derive(Default)]
pub struct Sealer {
    anchored: Mutex<Option<Head>>,
}

impl Sealer {
    /// Since when something waits to be sealed, or for its head to be kept; nothing when nothing does.
    ///
    /// # Errors
    /// The store is away.
    pub fn waits_since(&self, cx: &Context, connection: &mut Connection) -> Result<Option<Instant>> {
        if let Some(at) = oldest_unsealed(connection)? {
            return Ok(Some(at));
        }
        let is_kept = anchor::kept(connection)? == *self.anchored();
        Ok((!is_kept).then(|| cx.now()))
    }

    /// Seals what waits. Answers how many rows.
    ///
    /// # Errors
    /// The store or the data folder is away.
    pub fn seal(&self, cx: &Context) -> Result<usize> {
        let sealed = seal_unsealed(cx)?;
        let head = cx.read(anchor::kept)?;
        if head != *self.anchored() {
            anchor::extend(cx)?;
            *self.anchored() = head;
        }
        Ok(sealed)
    }

    fn anchored(&self) -> MutexGuard<'_, Option<Head>> {
        self.anchored.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Chains every unsealed row. Answers how many.
pub fn seal_unsealed(cx: &Context) -> Result<usize> {
    let key = ChainKey::of(&cx.keys);
    let (mut sealed, mut slices) = (0, 0);
    // A look without the writer, so that an idle city writes nothing.
    while cx.read(oldest_unsealed)?.is_some() {
        let rows = cx.write(Priority::Job, |tx| seal_slice(cx, tx, &key))?;
        if rows == 0 {
            break;
        }
        sealed += rows;
        slices += 1;
        if slices % SLICES_PER_ANCHOR == 0 {
            anchor::extend(cx)?;
        }
    }
    if sealed > 0 {
        anchor::extend(cx)?;
    }
    Ok(sealed)
}

fn oldest_unsealed(conn: &mut Connection) -> Result<Option<Instant>> {
    let unsealed = journal::table.filter(journal::sequence.is_null());
    Ok(unsealed.order(journal::id).select(journal::at).first(conn).optional()?)
}

fn seal_slice(cx: &Context, tx: &mut Connection, key: &ChainKey) -> Result<usize> {
    lock_key(tx, "journal sealer")?;
    let mut head = anchor::latest(tx)?;
    mark::ensure(tx, cx.now(), key, &head)?;
    let rows: Vec<(String, String)> = journal::table
        .filter(journal::sequence.is_null())
        .order(journal::id)
        .limit(SLICE)
        .select((journal::id, journal::content_hash))
        .load(tx)?;
    let mut links = Vec::with_capacity(rows.len());
    for (id, content_hash) in rows {
        let next = head.after(&content_hash, key);
        links.push(Link { id, previous_hash: head.hash, sequence: next.sequence, hash: next.hash.clone() });
        head = next;
    }
    for chunk in links.chunks(CHUNK) {
        diesel::connection::Connection::execute_returning_count(tx, &Seal(chunk))?;
    }
    if !links.is_empty() {
        anchor::keep(tx, &head)?;
    }
    Ok(links.len())
}

struct Link {
    id: String,
    sequence: i64,
    previous_hash: String,
    hash: String,
}

/// One statement that seals many rows; both databases know this form.
struct Seal<'a>(&'a [Link]);

impl QueryId for Seal<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<MultiBackend> for Seal<'_> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        // Only full chunks are worth a prepared statement; the last one has another length every time.
        if self.0.len() < CHUNK {
            pass.unsafe_to_cache_prepared();
        }
        pass.push_sql(
            "UPDATE journal SET sequence = link.column2, previous_hash = link.column3, chain_hash = link.column4 FROM (VALUES ",
        );
        for (place, link) in self.0.iter().enumerate() {
            pass.push_sql(if place == 0 { "(" } else { ", (" });
            pass.push_bind_param::<Text, _>(&link.id)?;
            pass.push_sql(", ");
            pass.push_bind_param::<BigInt, _>(&link.sequence)?;
            pass.push_sql(", ");
            pass.push_bind_param::<Text, _>(&link.previous_hash)?;
            pass.push_sql(", ");
            pass.push_bind_param::<Text, _>(&link.hash)?;
            pass.push_sql(")");
        }
        pass.push_sql(") AS link WHERE journal.id = link.column1");
        Ok(())
    }
}
