//! Promised days that pass without a decision, or without anything being done, are told; what departments left undone goes to
//! the supervisor. Each day that passed has its own, in order, as if the city had not stood still.

use super::{
    CatchingUp, Next, Place, Task, once_a_day,
    record::{self, TaskRecord},
};
use crate::{
    applications, arrangements, context::Context, db::connection::Connection, disputes, error::Result,
    operations::calendar,
};
use jiff::ToSpan as _;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

const NAME: &str = "deadlines";

/// The task.
pub(super) fn task() -> Task {
    Task {
        name: NAME,
        place: Place::OneProcess,
        catching_up: CatchingUp::EveryDay,
        pause: Duration::from_secs(2),
        next: Arc::new(next),
        run: Arc::new(run),
    }
}

fn next(cx: &Context, connection: &mut Connection, record: &TaskRecord) -> Result<Next> {
    once_a_day(cx, connection, record)
}

fn run(cx: &Context, stop: &AtomicBool) -> Result<i64> {
    let (before, done) = cx.read(|connection| {
        Ok((record::find(connection, NAME)?.succeeded_at, calendar::standing(cx, connection)?.day()))
    })?;
    // With a clock that was put back, what is promised now may be promised for a day that was done in error.
    let last = done.min(cx.clock.today());
    // The day of the run before is looked at once more: what could be late on it may have come to be since.
    let first = before.map_or(last, |before| cx.day_of(before).min(last));
    let mut all: i64 = 0;
    for day in first.series(1.day()).take_while(|day| *day <= last) {
        all = all.saturating_add(tell(&cx.on_day(day), stop)?);
    }
    Ok(all)
}

/// Tells what is late on the context's day.
fn tell(cx: &Context, stop: &AtomicBool) -> Result<i64> {
    let mut all: i64 = 0;
    while !stop.load(Ordering::Relaxed) {
        let slice = [applications::late::tell(cx)?, disputes::late::tell(cx)?, arrangements::late::tell(cx)?]
            .iter()
            .sum::<i64>();
        if slice == 0 {
            break;
        }
        all = all.saturating_add(slice);
    }
    Ok(all)
}
