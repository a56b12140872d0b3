//! Doing jobs: claim, slice by slice, renew the lease, finish or fail.

use super::{Job, LONGEST_PAUSE_MS, SliceOutcome, find, may_be_taken};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        dialect::{Claim, claim_jobs},
        pools::Priority,
        schema::jobs,
        types::Instant,
    },
    error::{Error, Result},
    operations::guard::guarded,
};
use diesel::prelude::*;
use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread::sleep,
    time::{Duration, Instant as Moment},
};

/// Slices that may fail in a row.
const MOST_FAILURES: i32 = 5;
/// So long a job is done before anybody looks whether the program stops.
const STRETCH: Duration = Duration::from_secs(2);
/// Pause of an idle worker.
const IDLE: Duration = Duration::from_millis(250);

/// Does jobs until `stop` is set. Runs on a thread of its own.
pub fn run_worker(cx: &Context, stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        let worked = guarded(|| {
            let Some(job) = claim(cx, None)? else { return Ok(false) };
            work_on(cx, job, |_| stop.load(Ordering::Relaxed)).map(|_| true)
        });
        match worked {
            Ok(true) => {}
            Ok(false) => sleep(IDLE),
            Err(error) => {
                tracing::error!(%error, "the job worker met an error");
                sleep(IDLE);
            }
        }
    }
}

/// Helps a job along for at most this long, so that small work is done within the request that asked for it. When another
/// worker holds the job, it is watched. Answers the job as it stands afterwards.
pub fn run_for(cx: &Context, job_id: &str, duration: Duration) -> Result<Job> {
    let began = Moment::now();
    loop {
        match claim(cx, Some(job_id))? {
            Some(job) => return work_on(cx, job, |_| began.elapsed() >= duration),
            None => {
                let job = cx.read(|conn| find(conn, job_id))?.ok_or(Error::NotFound)?;
                if job.is_finished() || began.elapsed() >= duration {
                    return Ok(job);
                }
                sleep(Duration::from_millis(10));
            }
        }
    }
}

/// Does a job to its end, or until `stop` is set.
///
/// # Errors
/// The job failed; the store is away.
pub fn run_to_the_end(cx: &Context, job_id: &str, stop: &AtomicBool) -> Result<()> {
    while !stop.load(Ordering::Relaxed) {
        let job = run_for(cx, job_id, STRETCH)?;
        if job.state == "failed" {
            let what = format!("the job {} ({})", job.id, job.kind);
            return Err(Error::of_failed_work(&what, job.error.as_deref()));
        }
        if job.is_finished() {
            break;
        }
    }
    Ok(())
}

fn claim(cx: &Context, only: Option<&str>) -> Result<Option<Job>> {
    let lease_ms = cx.configuration.lease_ms;
    let waiting = cx.read(|conn| has_due(conn, cx.now(), lease_ms, only))?;
    if !waiting {
        return Ok(None);
    }
    cx.write(Priority::Job, |tx| {
        let now = cx.now();
        let claim = Claim { only, now, lease_ms, limit: 1 };
        match claim_jobs(tx, claim)?.first() {
            Some(id) => find(tx, id),
            None => Ok(None),
        }
    })
}

/// A look without the writer, so that an idle worker writes nothing.
fn has_due(conn: &mut Connection, now: Instant, lease_ms: i64, only: Option<&str>) -> Result<bool> {
    let mut query = jobs::table.filter(may_be_taken(now, lease_ms)).select(jobs::id).limit(1).into_boxed();
    if let Some(id) = only {
        query = query.filter(jobs::id.eq(id));
    }
    Ok(query.first::<String>(conn).optional()?.is_some())
}

/// Does slices until the job is finished or `enough` says so; then lets it go.
fn work_on(cx: &Context, mut job: Job, enough: impl Fn(&Job) -> bool) -> Result<Job> {
    loop {
        job = match guarded(|| slice(cx, &job)) {
            Ok(job) => job,
            Err(error) => return failed_slice(cx, &job, &error),
        };
        if job.is_finished() {
            tracing::info!(job = %job.id, kind = %job.kind, rows = job.progress_done, "job done");
            return Ok(job);
        }
        if enough(&job) {
            return release(cx, &job);
        }
    }
}

/// One slice: what it writes and the job's cursor are one transaction.
fn slice(cx: &Context, job: &Job) -> Result<Job> {
    let function =
        cx.job_kinds.find(&job.kind).ok_or_else(|| Error::fault(format!("no such kind of job: {}", job.kind)))?;
    let mut writes = function(cx, job)?;
    cx.write(Priority::Job, |tx| {
        let outcome = writes(tx)?;
        keep(cx, tx, job, &outcome)?;
        find(tx, &job.id)?.ok_or(Error::NotFound)
    })
}

fn keep(cx: &Context, tx: &mut Connection, job: &Job, outcome: &SliceOutcome) -> Result<()> {
    let now = cx.now();
    let finished = outcome.finished.is_some();
    let rows = diesel::update(jobs::table.filter(held(job)))
        .set((
            jobs::cursor.eq(&outcome.cursor),
            jobs::state.eq(if finished { "done" } else { "running" }),
            jobs::progress_done.eq(job.progress_done.saturating_add(outcome.done)),
            jobs::progress_total.eq(outcome.total.unwrap_or(job.progress_total)),
            jobs::result.eq(&outcome.finished),
            jobs::failures.eq(0),
            jobs::locked_until.eq((!finished).then(|| now.plus_ms(cx.configuration.lease_ms))),
            jobs::finished_at.eq(finished.then_some(now)),
            jobs::error.eq(None::<String>),
        ))
        .execute(tx)?;
    still_held(rows)
}

/// The job, as long as nobody else has claimed it since.
#[diesel::dsl::auto_type(no_type_alias)]
fn held<'a>(job: &'a Job) -> _ {
    let id: &'a str = job.id.as_str();
    let attempts: i32 = job.attempts;
    jobs::id.eq(id).and(jobs::attempts.eq(attempts)).and(jobs::state.eq("running"))
}

fn still_held(rows: usize) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::busy("the lease of a job ran out, and another worker took it")) }
}

/// Lets the job go, to be taken by any worker.
fn release(cx: &Context, job: &Job) -> Result<Job> {
    cx.write(Priority::Job, |tx| {
        diesel::update(jobs::table.filter(held(job)))
            .set((jobs::state.eq("waiting"), jobs::locked_until.eq(None::<Instant>)))
            .execute(tx)?;
        find(tx, &job.id)?.ok_or(Error::NotFound)
    })
}

/// Overload is waited out. After several faults in a row the job has failed, and says so.
fn failed_slice(cx: &Context, job: &Job, error: &Error) -> Result<Job> {
    let failures = job.failures + i32::from(!matches!(error, Error::Busy(_)));
    let gives_up = failures >= MOST_FAILURES;
    tracing::error!(job = %job.id, kind = %job.kind, failures, %error, "a slice of a job failed");
    cx.write(Priority::Job, |tx| {
        let now = cx.now();
        diesel::update(jobs::table.filter(held(job)))
            .set((
                jobs::state.eq(if gives_up { "failed" } else { "waiting" }),
                jobs::failures.eq(failures),
                jobs::run_at.eq(now.plus_ms((500 << failures.clamp(0, 8)).min(LONGEST_PAUSE_MS))),
                jobs::locked_until.eq(None::<Instant>),
                jobs::finished_at.eq(gives_up.then_some(now)),
                jobs::error.eq(Some(error.for_operations())),
            ))
            .execute(tx)?;
        find(tx, &job.id)?.ok_or(Error::NotFound)
    })
}
