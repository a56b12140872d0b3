//! Promised days that pass without a decision, or without anything being done, are told; what departments left undone goes to
//! the supervisor. While the city stands still nobody decides or answers anything, so what is late on the last day that is caught
//! up is what each day in order would have found.

use super::{CatchingUp, Next, Place, Task, once_a_day, record::TaskRecord};
use crate::{applications, arrangements, context::Context, db::connection::Connection, disputes, error::Result};
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
        name: "deadlines",
        place: Place::OneProcess,
        catching_up: CatchingUp::Once,
        pause: Duration::from_secs(2),
        next: Arc::new(next),
        run: Arc::new(run),
    }
}

fn next(cx: &Context, connection: &mut Connection, record: &TaskRecord) -> Result<Next> {
    once_a_day(cx, connection, record)
}

fn run(cx: &Context, stop: &AtomicBool) -> Result<i64> {
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
