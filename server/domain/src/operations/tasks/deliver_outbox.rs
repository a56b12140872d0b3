//! What acts left to be done outside is handed over, at least once.

use super::{CatchingUp, Next, Place, Task, record::TaskRecord};
use crate::{context::Context, db::connection::Connection, error::Result, operations::outbox};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// Errands handed over in one transaction.
const SLICE: i64 = 500;

/// The task.
pub(super) fn task() -> Task {
    Task {
        name: "outbox",
        place: Place::OneProcess,
        catching_up: CatchingUp::Once,
        pause: Duration::from_millis(500),
        next: Arc::new(next),
        run: Arc::new(run),
    }
}

fn next(_: &Context, connection: &mut Connection, _: &TaskRecord) -> Result<Next> {
    Ok(outbox::oldest_waiting(connection)?.map_or(Next::WhenNeeded, Next::Now))
}

fn run(cx: &Context, stop: &AtomicBool) -> Result<i64> {
    let mut handed_over: i64 = 0;
    while !stop.load(Ordering::Relaxed) {
        let slice = outbox::hand_over(cx, SLICE)?;
        if slice == 0 {
            break;
        }
        handed_over = handed_over.saturating_add(slice);
    }
    Ok(handed_over)
}
