//! Rows that are over are deleted: nothing grows because nobody looks after it, and what is "kept for 30 minutes" is gone
//! soon afterwards, not only out of sight.

use crate::{
    context::Context,
    db::{
        pools::Priority,
        schema::{idempotency_keys, jobs, sessions, sign_in_failures, stash},
        types::Instant,
    },
    error::Result,
    operations::stash::AHEAD_MINUTES,
};
use diesel::prelude::*;
use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread::sleep,
    time::Duration,
};

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

/// What becomes of the rows of one table.
pub struct Rule {
    /// The table.
    pub table: &'static str,
    /// How often the cleaner looks.
    pub every: Duration,
    /// Deletes at most [`SLICE`] rows that are over. Answers how many.
    pub slice: fn(&Context) -> Result<usize>,
}

/// Every table whose rows have an end.
pub const RULES: [Rule; 5] = [
    Rule { table: "stash", every: Duration::from_secs(20), slice: stash_rows },
    Rule { table: "sign_in_failures", every: Duration::from_secs(60), slice: sign_in_failure_rows },
    Rule { table: "sessions", every: Duration::from_secs(600), slice: session_rows },
    Rule { table: "idempotency_keys", every: Duration::from_secs(3_600), slice: idempotency_rows },
    Rule { table: "jobs", every: Duration::from_secs(3_600), slice: job_rows },
];

/// Follows the rules until the portal stops. A table that cannot be cleaned now is looked at again when its time comes.
pub fn run_cleaner(cx: &Context, stop: &AtomicBool) {
    let mut looked: [Option<std::time::Instant>; RULES.len()] = [None; RULES.len()];
    while !stop.load(Ordering::Relaxed) {
        for (rule, looked) in RULES.iter().zip(&mut looked) {
            if looked.is_some_and(|at| at.elapsed() < rule.every) {
                continue;
            }
            *looked = Some(std::time::Instant::now());
            if let Err(error) = follow(cx, rule, || stop.load(Ordering::Relaxed)) {
                tracing::warn!(%error, table = rule.table, "rows that are over could not be deleted this time");
            }
        }
        sleep(Duration::from_millis(200));
    }
}

/// Deletes everything that is over. Answers how many rows.
///
/// # Errors
/// The store is away.
pub fn clean(cx: &Context) -> Result<usize> {
    RULES.iter().map(|rule| follow(cx, rule, || false)).sum()
}

fn follow(cx: &Context, rule: &Rule, stop: impl Fn() -> bool) -> Result<usize> {
    let mut deleted = 0;
    loop {
        let slice = (rule.slice)(cx)?;
        deleted += slice;
        // Fewer than a whole slice were all.
        if slice < usize::try_from(SLICE).unwrap_or(usize::MAX) || stop() {
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
    ($name:ident, $table:ident . $key:ident, $keep:expr, |$at:ident| $over:expr) => {
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

delete_over!(stash_rows, stash.id_hash, 0, |at| stash::expires_at
    .le(at)
    .or(stash::created_at.gt(at.plus_minutes(AHEAD_MINUTES))));
delete_over!(sign_in_failure_rows, sign_in_failures.key, FAILURES_MS, |at| sign_in_failures::window_started_at.le(at));
delete_over!(session_rows, sessions.token_hash, SESSIONS_MS, |at| sessions::expires_at.le(at));
delete_over!(job_rows, jobs.id, JOBS_MS, |at| jobs::state
    .eq_any(["done", "failed"])
    .and(jobs::finished_at.le(at).assume_not_null()));

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
