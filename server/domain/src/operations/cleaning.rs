//! Rows that are over are deleted: nothing grows because nobody looks after it, and what is "kept for 30 minutes" is gone
//! soon afterwards, not only out of sight.

use crate::{
    context::Context,
    db::{
        connection::Connection,
        pools::Priority,
        schema::{
            foretold, idempotency_keys, jobs, missed_searches, outbox, passkey_ceremonies, sessions, sign_in_failures,
            stash,
        },
        types::Instant,
    },
    error::{Error, Result},
    identity::passkeys::ceremony::LIFE_MS,
    operations::stash::AHEAD_MINUTES,
};
use diesel::prelude::*;
use jiff::{Span, civil::Date};
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

/// That a day to come was told is known so long after it: a clock that is set back tells nothing twice.
const FORETOLD_DAYS: i64 = 90;

/// What becomes of the rows of one table.
pub struct Rule {
    /// The table.
    pub table: &'static str,
    /// Since when the first of its rows is over; nothing while none is.
    pub over_since: fn(&Context, &mut Connection) -> Result<Option<Instant>>,
    /// Deletes at most [`SLICE`] rows that are over. Answers how many.
    pub slice: fn(&Context) -> Result<usize>,
}

/// Every table whose rows have an end.
pub const RULES: [Rule; 9] = [
    Rule { table: "stash", over_since: stash_over, slice: stash_rows },
    Rule { table: "sign_in_failures", over_since: failures_over, slice: sign_in_failure_rows },
    Rule { table: "sessions", over_since: sessions_over, slice: session_rows },
    Rule { table: "passkey_ceremonies", over_since: ceremonies_over, slice: ceremony_rows },
    Rule { table: "idempotency_keys", over_since: receipts_over, slice: idempotency_rows },
    Rule { table: "jobs", over_since: jobs_over, slice: job_rows },
    Rule { table: "missed_searches", over_since: missed_over, slice: missed_rows },
    Rule { table: "outbox", over_since: outbox_over, slice: outbox_rows },
    Rule { table: "foretold", over_since: foretold_over, slice: foretold_rows },
];

/// Since when some table holds rows that are over; nothing while none does.
///
/// # Errors
/// The store is away.
pub fn over_since(cx: &Context, connection: &mut Connection) -> Result<Option<Instant>> {
    let mut earliest: Option<Instant> = None;
    for rule in &RULES {
        let since = (rule.over_since)(cx, connection)?;
        earliest = earliest.into_iter().chain(since).min();
    }
    Ok(earliest)
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

/// Since when rows are over whose time counts from `from`. One from before the clock was set back is over since now.
fn since(cx: &Context, from: Instant, keep: i64) -> Instant {
    from.plus_ms(keep).min(cx.now())
}

/// Rows are looked for without the writer, so that an idle city writes nothing; the condition is held against them once
/// more when they are deleted, since somebody may have renewed one meanwhile.
macro_rules! delete_over {
    ($over_since:ident, $name:ident, $table:ident . $key:ident, $from:ident, $keep:expr, |$at:ident| $over:expr) => {
        fn $over_since(cx: &Context, connection: &mut Connection) -> Result<Option<Instant>> {
            let $at = before(cx, $keep);
            let first: Option<Option<Instant>> = $table::table
                .filter($over)
                .order($table::$from)
                .select($table::$from.nullable())
                .first(connection)
                .optional()?;
            Ok(first.flatten().map(|from| since(cx, from, $keep)))
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

delete_over!(stash_over, stash_rows, stash.id_hash, expires_at, 0, |at| stash::expires_at
    .le(at)
    .or(stash::created_at.gt(at.plus_minutes(AHEAD_MINUTES))));
delete_over!(failures_over, sign_in_failure_rows, sign_in_failures.key, window_started_at, FAILURES_MS, |at| {
    sign_in_failures::window_started_at.le(at)
});
// One that ends later than any can was made before the clock was set back.
delete_over!(ceremonies_over, ceremony_rows, passkey_ceremonies.id, expires_at, 0, |at| passkey_ceremonies::expires_at
    .le(at)
    .or(passkey_ceremonies::expires_at.gt(Instant(at.0 + LIFE_MS))));
delete_over!(sessions_over, session_rows, sessions.token_hash, expires_at, SESSIONS_MS, |at| sessions::expires_at
    .le(at));
delete_over!(jobs_over, job_rows, jobs.id, finished_at, JOBS_MS, |at| jobs::state
    .eq_any(["done", "failed"])
    .and(jobs::finished_at.le(at).assume_not_null()));

delete_over!(outbox_over, outbox_rows, outbox.id, done_at, ERRANDS_MS, |at| outbox::done_at.le(at).assume_not_null());

delete_over!(missed_over, missed_rows, missed_searches.words, last_at, MISSED_MS, |at| missed_searches::last_at.le(at));

fn last_foretold_day(cx: &Context) -> String {
    cx.today().saturating_sub(Span::new().days(FORETOLD_DAYS)).to_string()
}

fn foretold_over(cx: &Context, connection: &mut Connection) -> Result<Option<Instant>> {
    let over = foretold::table.filter(foretold::on_day.lt(last_foretold_day(cx)));
    let first: Option<String> = over.order(foretold::on_day).select(foretold::on_day).first(connection).optional()?;
    let Some(first) = first else { return Ok(None) };
    let day: Date = first.parse().map_err(Error::caused_by)?;
    let over_on = day.saturating_add(Span::new().days(FORETOLD_DAYS + 1));
    Ok(Some(Instant(cx.clock.beginning_of(over_on)).min(cx.now())))
}

fn foretold_rows(cx: &Context) -> Result<usize> {
    let last = last_foretold_day(cx);
    let keys: Vec<(String, String, String, String)> = cx.read(|connection| {
        let over = foretold::table.filter(foretold::on_day.lt(&last)).order(foretold::on_day);
        let key = (foretold::resident_id, foretold::policy_id, foretold::kind, foretold::on_day);
        Ok(over.select(key).limit(SLICE).load(connection)?)
    })?;
    if keys.is_empty() {
        return Ok(0);
    }
    cx.write(Priority::Job, |tx| {
        let mut deleted = 0;
        for (resident, policy, kind, day) in &keys {
            deleted += diesel::delete(foretold::table.find((resident, policy, kind, day))).execute(tx)?;
        }
        Ok(deleted)
    })
}

fn receipts_over(cx: &Context, connection: &mut Connection) -> Result<Option<Instant>> {
    let over = idempotency_keys::table.filter(idempotency_keys::created_at.le(before(cx, KEYS_MS)));
    let at = idempotency_keys::created_at;
    let first: Option<Instant> = over.order(at).select(at).first(connection).optional()?;
    Ok(first.map(|at| since(cx, at, KEYS_MS)))
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
