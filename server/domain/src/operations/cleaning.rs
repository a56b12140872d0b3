//! Rows that are over are deleted: nothing grows because nobody looks after it, and what is "kept for 30 minutes" is gone
//! soon afterwards, not only out of sight.

use crate::{
    context::Context,
    db::{
        connection::Connection,
        pools::Priority,
        schema::{
            idempotency_keys, jobs, missed_searches, outbox, passkey_ceremonies, sessions, sign_in_failures, stash,
        },
        types::Instant,
    },
    error::Result,
    identity::passkeys::ceremony::LIFE_MS,
    operations::stash::AHEAD_MINUTES,
};
use diesel::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

/// Most rows that one transaction deletes: people wait for the writer no longer than this takes.
pub const SLICE: i64 = 2_000;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// Longer than any window in which failed sign-ins are counted together.
const FAILURES_MS: i64 = HOUR_MS;
/// Sessions stay so long after their end: a form that was sent too late is kept for the account of its session, for a day.
const SESSIONS_MS: i64 = DAY_MS;
/// A form that is sent again within this time gets its receipt again.
const KEYS_MS: i64 = 30 * DAY_MS;
/// How long the page of the operations knows of a finished job.
const JOBS_MS: i64 = 90 * DAY_MS;
/// Errands that were handed over are known so long, for whoever asks what became of one.
const ERRANDS_MS: i64 = 30 * DAY_MS;
/// Words that nobody asked for so long are missed by nobody.
const MISSED_MS: i64 = 180 * DAY_MS;

/// What becomes of the rows of one table.
pub struct Rule {
    /// The table.
    pub table: &'static str,
    /// Whether rows are over.
    pub is_over: fn(&Context, &mut Connection) -> Result<bool>,
    /// Deletes at most [`SLICE`] rows that are over. Answers how many.
    pub slice: fn(&Context) -> Result<usize>,
}

/// Every table whose rows have an end.
pub const RULES: [Rule; 8] = [
    Rule { table: "stash", is_over: stash_over, slice: stash_rows },
    Rule { table: "sign_in_failures", is_over: failures_over, slice: sign_in_failure_rows },
    Rule { table: "sessions", is_over: sessions_over, slice: session_rows },
    Rule { table: "passkey_ceremonies", is_over: ceremonies_over, slice: ceremony_rows },
    Rule { table: "idempotency_keys", is_over: receipts_over, slice: idempotency_rows },
    Rule { table: "jobs", is_over: jobs_over, slice: job_rows },
    Rule { table: "missed_searches", is_over: missed_over, slice: missed_rows },
    Rule { table: "outbox", is_over: outbox_over, slice: outbox_rows },
];

/// Whether any table holds rows that are over.
///
/// # Errors
/// The store is away.
pub fn is_anything_over(cx: &Context, connection: &mut Connection) -> Result<bool> {
    for rule in &RULES {
        if (rule.is_over)(cx, connection)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Deletes everything that is over. Answers how many rows.
///
/// # Errors
/// The store is away.
pub fn clean(cx: &Context) -> Result<usize> {
    clean_until(cx, &AtomicBool::new(false))
}

/// The same, until `stop` is set. A table that cannot be cleaned stops no other; its error is answered in the end.
///
/// # Errors
/// The store is away.
pub fn clean_until(cx: &Context, stop: &AtomicBool) -> Result<usize> {
    let mut deleted: usize = 0;
    let mut failed = None;
    for rule in &RULES {
        match follow(cx, rule, stop) {
            Ok(rows) => deleted = deleted.saturating_add(rows),
            Err(error) => {
                tracing::warn!(%error, table = rule.table, "rows that are over could not be deleted this time");
                failed = Some(error);
            }
        }
    }
    failed.map_or(Ok(deleted), Err)
}

fn follow(cx: &Context, rule: &Rule, stop: &AtomicBool) -> Result<usize> {
    let mut deleted: usize = 0;
    loop {
        let slice = (rule.slice)(cx)?;
        deleted = deleted.saturating_add(slice);
        // Fewer than a whole slice were all.
        if slice < usize::try_from(SLICE).unwrap_or(usize::MAX) || stop.load(Ordering::Relaxed) {
            return Ok(deleted);
        }
    }
}

/// What was over this long ago.
fn before(cx: &Context, milliseconds: i64) -> Instant {
    Instant(cx.now().0 - milliseconds)
}

/// Rows are looked for without the writer, so that an idle city writes nothing; the condition is held against them once
/// more when they are deleted, since somebody may have renewed one meanwhile.
macro_rules! delete_over {
    ($is_over:ident, $name:ident, $table:ident . $key:ident, $keep:expr, |$at:ident| $over:expr) => {
        fn $is_over(cx: &Context, connection: &mut Connection) -> Result<bool> {
            let $at = before(cx, $keep);
            let first: Option<String> =
                $table::table.filter($over).select($table::$key).first(connection).optional()?;
            Ok(first.is_some())
        }

        fn $name(cx: &Context) -> Result<usize> {
            let $at = before(cx, $keep);
            let keys: Vec<String> =
                cx.read(|conn| Ok($table::table.filter($over).select($table::$key).limit(SLICE).load(conn)?))?;
            if keys.is_empty() {
                return Ok(0);
            }
            cx.write(Priority::Job, |tx| {
                let rows = $table::table.filter($table::$key.eq_any(keys.clone())).filter($over);
                Ok(diesel::delete(rows).execute(tx)?)
            })
        }
    };
}

delete_over!(stash_over, stash_rows, stash.id_hash, 0, |at| stash::expires_at
    .le(at)
    .or(stash::created_at.gt(at.plus_minutes(AHEAD_MINUTES))));
delete_over!(failures_over, sign_in_failure_rows, sign_in_failures.key, FAILURES_MS, |at| {
    sign_in_failures::window_started_at.le(at)
});
// One that ends later than any can was made before the clock was set back.
delete_over!(ceremonies_over, ceremony_rows, passkey_ceremonies.id, 0, |at| passkey_ceremonies::expires_at
    .le(at)
    .or(passkey_ceremonies::expires_at.gt(Instant(at.0 + LIFE_MS))));
delete_over!(sessions_over, session_rows, sessions.token_hash, SESSIONS_MS, |at| sessions::expires_at.le(at));
delete_over!(jobs_over, job_rows, jobs.id, JOBS_MS, |at| jobs::state
    .eq_any(["done", "failed"])
    .and(jobs::finished_at.le(at).assume_not_null()));

delete_over!(outbox_over, outbox_rows, outbox.id, ERRANDS_MS, |at| outbox::done_at.le(at).assume_not_null());

delete_over!(missed_over, missed_rows, missed_searches.words, MISSED_MS, |at| missed_searches::last_at.le(at));

fn receipts_over(cx: &Context, connection: &mut Connection) -> Result<bool> {
    let over = idempotency_keys::table.filter(idempotency_keys::created_at.le(before(cx, KEYS_MS)));
    let first: Option<String> = over.select(idempotency_keys::account_id).first(connection).optional()?;
    Ok(first.is_some())
}

fn idempotency_rows(cx: &Context) -> Result<usize> {
    let at = before(cx, KEYS_MS);
    let keys: Vec<(String, String, String)> = cx.read(|conn| {
        let over = idempotency_keys::table.filter(idempotency_keys::created_at.le(at));
        let key = (idempotency_keys::account_id, idempotency_keys::use_case, idempotency_keys::idempotency_key);
        Ok(over.select(key).limit(SLICE).load(conn)?)
    })?;
    if keys.is_empty() {
        return Ok(0);
    }
    cx.write(Priority::Job, |tx| {
        let mut deleted = 0;
        for (account, use_case, key) in &keys {
            let row = idempotency_keys::table.find((account, use_case, key));
            deleted += diesel::delete(row.filter(idempotency_keys::created_at.le(at))).execute(tx)?;
        }
        Ok(deleted)
    })
}
