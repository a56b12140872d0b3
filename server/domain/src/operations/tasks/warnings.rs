//! Once a day, when it has begun: people are told what the calendar will change for them, and what ends without their word.

use super::{CatchingUp, Next, Place, Task, once_a_day, record::TaskRecord};
use crate::{
    context::Context,
    db::connection::Connection,
    error::Result,
    policies::{ahead, silence},
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
        name: "warnings",
        place: Place::OneProcess,
        // What was to be said ahead of a day that has passed is over; the rest is said as of today.
        catching_up: CatchingUp::NotAtAll,
        pause: Duration::from_secs(2),
        next: Arc::new(next),
        run: Arc::new(run),
    }
}

fn next(cx: &Context, connection: &mut Connection, record: &TaskRecord) -> Result<Next> {
    once_a_day(cx, connection, record)
}

fn run(cx: &Context, stop: &AtomicBool) -> Result<i64> {
    let mut told = silence::remind(cx, stop)?;
    ahead::look_for_beginnings(cx, stop)?;
    while !stop.load(Ordering::Relaxed) {
        let slice = ahead::look_ahead(cx)?;
        if slice == 0 {
            break;
        }
        told = told.saturating_add(slice);
    }
    Ok(told)
}
