//! What begins or ends in the middle of a day: a policy that was withdrawn, one that came with an update of the program.
//! What a day itself begins and ends is part of that day.

use super::{CatchingUp, Next, Place, Task, record::TaskRecord};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        pools::Priority,
        schema::{jobs as job_rows, policy_versions},
        types::Instant,
    },
    error::Result,
    operations::{
        calendar::{self, Standing},
        jobs,
    },
    policies::{matching, new_day, validity},
};
use diesel::{dsl, prelude::*};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// The task.
pub(super) fn task() -> Task {
    Task {
        name: "validity",
        place: Place::OneProcess,
        catching_up: CatchingUp::EveryDay,
        pause: Duration::from_millis(500),
        next: Arc::new(next),
        run: Arc::new(run),
    }
}

fn next(cx: &Context, connection: &mut Connection, record: &TaskRecord) -> Result<Next> {
    Ok(match is_due(cx, connection)? {
        true => Next::Now(waits_since(cx, connection, record)?),
        false => Next::WhenNeeded,
    })
}

fn run(cx: &Context, stop: &AtomicBool) -> Result<i64> {
    let mut jobs_done: i64 = 0;
    while !stop.load(Ordering::Relaxed) && cx.read(|connection| is_due(cx, connection))? {
        for job in cx.write(Priority::Job, |tx| calendar::go_on(cx, tx))? {
            jobs::run_to_the_end(cx, &job, stop)?;
            jobs_done = jobs_done.saturating_add(1);
        }
    }
    Ok(jobs_done)
}

/// While a day is on its way, the new day does this.
fn is_due(cx: &Context, connection: &mut Connection) -> Result<bool> {
    let standing = calendar::standing(cx, connection)?;
    if matches!(standing, Standing::Goes(_)) {
        return Ok(false);
    }
    validity::is_due(&cx.on_day(standing.day()), connection)
}

/// Since when something waits: a version that was published and held against nobody, or a job that failed. What waited before
/// the day began, or before the calendar last came to an end with something, was done with it.
fn waits_since(cx: &Context, connection: &mut Connection, record: &TaskRecord) -> Result<Instant> {
    let in_state = |state: &'static str| {
        job_rows::kind.eq_any([matching::KIND, validity::KIND, new_day::KIND]).and(job_rows::state.eq(state))
    };
    let last_done: Option<Instant> =
        job_rows::table.filter(in_state("done")).select(dsl::max(job_rows::finished_at)).first(connection)?;
    let day = Instant(cx.clock.beginning_of(calendar::standing(cx, connection)?.day()));
    let all_was_done = last_done.into_iter().chain(record.succeeded_at).fold(day, Instant::max);
    let published: Option<Instant> = policy_versions::table
        .filter(policy_versions::matched_on.is_null().and(policy_versions::published_at.gt(all_was_done)))
        .select(dsl::min(policy_versions::published_at))
        .first(connection)?;
    let failed: Option<Instant> = job_rows::table
        .filter(in_state("failed").and(job_rows::created_at.gt(all_was_done)))
        .select(dsl::min(job_rows::created_at))
        .first(connection)?;
    Ok(published.into_iter().chain(failed).min().unwrap_or(all_was_done))
}
