//! What begins or ends in the middle of a day: a policy that was withdrawn, one that came with an update of the program.
//! What a day itself begins and ends is part of that day.

use super::{CatchingUp, Next, Place, Task, record::TaskRecord};
use crate::{
    context::Context,
    db::{connection::Connection, pools::Priority},
    error::Result,
    operations::{
        calendar::{self, Standing},
        jobs,
    },
    policies::validity,
};
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

fn next(cx: &Context, connection: &mut Connection, _: &TaskRecord) -> Result<Next> {
    Ok(if is_due(cx, connection)? { Next::Now(cx.now()) } else { Next::WhenNeeded })
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
