//! Every day in order: what it begins and ends, and whom it touches. People are told on the last day that is caught up.

use super::{CatchingUp, Next, Place, Task, record::TaskRecord};
use crate::{
    context::Context,
    db::{connection::Connection, pools::Priority, types::Instant},
    error::Result,
    operations::{
        calendar::{self, Standing},
        jobs,
    },
    policies::new_day,
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
        name: "new-day",
        place: Place::OneProcess,
        catching_up: CatchingUp::EveryDay,
        pause: Duration::from_millis(500),
        next: Arc::new(next),
        run: Arc::new(run),
    }
}

fn next(cx: &Context, connection: &mut Connection, _: &TaskRecord) -> Result<Next> {
    let beginning_of = |day| Instant(cx.clock.beginning_of(day));
    Ok(match calendar::standing(cx, connection)? {
        Standing::Goes(day) => Next::Now(beginning_of(day)),
        Standing::UpToDate(day) => day.tomorrow().map_or(Next::WhenNeeded, |tomorrow| Next::At(beginning_of(tomorrow))),
        Standing::Waits(_) => Next::AfterYes,
    })
}

fn run(cx: &Context, stop: &AtomicBool) -> Result<i64> {
    let mut days: i64 = 0;
    while !stop.load(Ordering::Relaxed) {
        let Standing::Goes(day) = cx.read(|connection| calendar::standing(cx, connection))? else { break };
        for job in cx.write(Priority::Job, |tx| calendar::go_on(cx, tx))? {
            jobs::run_to_the_end(cx, &job, stop)?;
        }
        if cx.read(new_day::last_done)? >= Some(day) {
            days = days.saturating_add(1);
        }
    }
    Ok(days)
}
