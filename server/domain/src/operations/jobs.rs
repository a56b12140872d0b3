//! Work on many people: resumable jobs, done in slices, so that people never wait for it and a crash loses none of it.
//!
//! A slice first reads and computes outside the writer, then writes in one transaction together with the job's cursor.
//! A worker holds a job by a lease; when its process dies, the lease runs out and another worker goes on at the cursor.

mod work;

pub use work::{run_for, run_to_the_end, run_worker};

use crate::{
    context::Context,
    db::{
        connection::Connection,
        schema::jobs,
        types::{Instant, new_id},
    },
    error::Result,
};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// A job as it stands in the database.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = jobs)]
pub struct Job {
    /// Identifier.
    pub id: String,
    /// Which slice function does it.
    pub kind: String,
    /// What it is about; no personal data.
    pub payload: String,
    /// Where the next slice begins; nothing before the first one.
    pub cursor: Option<String>,
    /// `waiting`, `running`, `done` or `failed`.
    pub state: String,
    /// Rows done.
    pub progress_done: i64,
    /// Rows in all, as far as known.
    pub progress_total: i64,
    /// What came out, when done.
    pub result: Option<String>,
    /// How often it was claimed; also the fence against a worker whose lease ran out.
    pub attempts: i32,
    /// Slices that failed in a row.
    pub failures: i32,
    /// The code of the last error, and the place in the program where it stopped.
    pub error: Option<String>,
}

impl Job {
    /// Whether nothing more will happen to it.
    pub fn is_finished(&self) -> bool {
        matches!(self.state.as_str(), "done" | "failed")
    }
}

/// What one slice did.
#[derive(Clone, Debug, Default)]
pub struct SliceOutcome {
    /// Where the next slice begins.
    pub cursor: Option<String>,
    /// Rows this slice did.
    pub done: i64,
    /// Rows in all, when it is known now.
    pub total: Option<i64>,
    /// Whether the job is done, and what came out.
    pub finished: Option<String>,
}

/// The writing part of a slice: at most 2,000 rows, about 50 milliseconds. It may run again, so it has no other effects.
pub type SliceWrites = Box<dyn FnMut(&mut Connection) -> Result<SliceOutcome> + Send>;

/// Does one slice of a job: reads and computes, then answers what is to be written.
pub type SliceFunction = fn(&Context, &Job) -> Result<SliceWrites>;

/// The kinds of job that this program knows.
#[derive(Clone, Debug, Default)]
pub struct JobKinds(BTreeMap<&'static str, SliceFunction>);

impl JobKinds {
    /// The kinds, by name.
    pub fn new(kinds: impl IntoIterator<Item = (&'static str, SliceFunction)>) -> Self {
        Self(kinds.into_iter().collect())
    }

    /// Whether this program can do jobs of a kind.
    pub fn knows(&self, kind: &str) -> bool {
        self.0.contains_key(kind)
    }

    fn find(&self, kind: &str) -> Option<SliceFunction> {
        self.0.get(kind).copied()
    }
}

/// A job to be started.
#[derive(Clone, Copy, Debug)]
pub struct NewJob<'a> {
    /// Which slice function does it.
    pub kind: &'a str,
    /// What it is about, usually JSON; no personal data.
    pub payload: &'a str,
    /// Rows in all, as far as known.
    pub total: i64,
    /// Higher goes first.
    pub priority: i32,
    /// Not before this time.
    pub run_at: Instant,
}

/// Starts a job with the act that asks for it, in the act's own transaction. Answers its identifier.
pub fn start(tx: &mut Connection, now: Instant, job: NewJob<'_>) -> Result<String> {
    let id = new_id(now);
    diesel::insert_into(jobs::table)
        .values((
            jobs::id.eq(&id),
            jobs::kind.eq(job.kind),
            jobs::payload.eq(job.payload),
            jobs::state.eq("waiting"),
            jobs::progress_done.eq(0),
            jobs::progress_total.eq(job.total),
            jobs::attempts.eq(0),
            jobs::failures.eq(0),
            jobs::priority.eq(job.priority),
            jobs::run_at.eq(job.run_at),
            jobs::created_at.eq(now),
        ))
        .execute(tx)?;
    Ok(id)
}

/// Lets what is on its way of one kind begin with the first row: what it has done was done by rules that hold no more.
/// Whoever holds one of them writes nothing more.
///
/// # Errors
/// The store is away.
pub fn begin_again(tx: &mut Connection, kind: &str) -> Result<()> {
    diesel::update(jobs::table.filter(jobs::kind.eq(kind).and(jobs::state.eq_any(["waiting", "running"]))))
        .set((
            jobs::state.eq("waiting"),
            jobs::cursor.eq(None::<String>),
            jobs::progress_done.eq(0),
            jobs::attempts.eq(jobs::attempts + 1),
            jobs::locked_until.eq(None::<Instant>),
        ))
        .execute(tx)?;
    Ok(())
}

/// Finds a job.
pub fn find(conn: &mut Connection, id: &str) -> Result<Option<Job>> {
    Ok(jobs::table.filter(jobs::id.eq(id)).select(Job::as_select()).first(conn).optional()?)
}

/// The oldest job that is not finished.
pub fn unfinished(conn: &mut Connection) -> Result<Option<String>> {
    Ok(jobs::table
        .filter(jobs::state.eq_any(["waiting", "running"]))
        .order(jobs::created_at)
        .select(jobs::id)
        .first(conn)
        .optional()?)
}

/// The longest pause after slices that failed, in milliseconds.
pub(crate) const LONGEST_PAUSE_MS: i64 = 128_000;

/// Jobs that a worker may take: their time has come, or their worker said nothing for longer than its lease. A time that no
/// pause and no lease reaches was written before the clock was set back, and holds nobody up.
#[diesel::dsl::auto_type(no_type_alias)]
pub(crate) fn may_be_taken(now: Instant, lease_ms: i64) -> _ {
    let longest_pause: Instant = now.plus_ms(LONGEST_PAUSE_MS);
    let longest_lease: Instant = now.plus_ms(lease_ms);
    let has_come = jobs::run_at.le(now).or(jobs::run_at.gt(longest_pause));
    let ran_out = jobs::locked_until.le(now).or(jobs::locked_until.gt(longest_lease)).assume_not_null();
    jobs::state.eq("waiting").and(has_come).or(jobs::state.eq("running").and(ran_out))
}

/// Makes an act and the slices of some kinds of job come one after the other: a slice that was written since the act began to
/// read, or is being written, makes one of the two run again.
pub fn come_after_slices(tx: &mut Connection, kinds: &[&str]) -> Result<()> {
    let unfinished = jobs::state.eq_any(["waiting", "running"]).and(jobs::kind.eq_any(kinds));
    diesel::update(jobs::table.filter(unfinished)).set(jobs::priority.eq(jobs::priority)).execute(tx)?;
    Ok(())
}
