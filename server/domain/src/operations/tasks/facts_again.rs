//! Facts that have grown old are asked for anew at their department, once a day.

use super::{CatchingUp, Next, Place, Task, once_a_day, record::TaskRecord};
use crate::{context::Context, db::connection::Connection, error::Result, residents::ask_again};
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
        name: "facts-again",
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
        let slice = ask_again::ask(cx)?;
        if slice == 0 {
            break;
        }
        all = all.saturating_add(slice);
    }
    Ok(all)
}
