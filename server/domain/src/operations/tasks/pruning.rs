//! Rows that are over are deleted: what is kept for half an hour is gone soon afterwards.

use super::{CatchingUp, Next, Place, Task, record::TaskRecord};
use crate::{context::Context, db::connection::Connection, error::Result, operations::cleaning};
use std::{
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

/// The task.
pub(super) fn task() -> Task {
    Task {
        name: "pruning",
        place: Place::OneProcess,
        catching_up: CatchingUp::Once,
        pause: Duration::from_secs(20),
        next: Arc::new(next),
        run: Arc::new(run),
    }
}

fn next(cx: &Context, connection: &mut Connection, _: &TaskRecord) -> Result<Next> {
    Ok(cleaning::over_since(cx, connection)?.map_or(Next::WhenNeeded, Next::Now))
}

fn run(cx: &Context, stop: &AtomicBool) -> Result<i64> {
    let deleted = cleaning::clean_until(cx, stop)?;
    Ok(i64::try_from(deleted).unwrap_or(i64::MAX))
}
