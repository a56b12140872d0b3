//! Offers of policies that say so end when nobody answered for as long as they wait. Every day ends its own as a step of its
//! work; asked for by an administrator, this also ends those of a policy that was corrected since and waits less long.

use super::{CatchingUp, Next, Place, Task, once_a_day, record::TaskRecord};
use crate::{
    context::Context,
    db::{connection::Connection, pools::Priority},
    error::Result,
    operations::calendar,
    policies::silence,
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
        name: "silence",
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
    let mut all: i64 = 0;
    while !stop.load(Ordering::Relaxed) {
        let slice = cx.write(Priority::Job, |tx| {
            let day = calendar::standing(cx, tx)?.day();
            silence::end_unanswered(&cx.on_day(day), tx)
        })?;
        if slice == 0 {
            break;
        }
        all = all.saturating_add(slice);
    }
    Ok(all)
}
