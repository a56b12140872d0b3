//! The keys of this process still open what the store sealed: a key file that was replaced is found before anybody is
//! refused at the next start.

use super::{CatchingUp, Next, Place, Task, every, record::TaskRecord};
use crate::{
    context::Context,
    crypto::store_keys,
    db::connection::Connection,
    error::{Error, Result},
};
use std::{
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

const HOUR_MS: i64 = 3_600_000;

/// The task.
pub(super) fn task() -> Task {
    Task {
        name: "key-canary",
        place: Place::EachProcess,
        catching_up: CatchingUp::Once,
        pause: Duration::from_secs(60),
        next: Arc::new(next),
        run: Arc::new(run),
    }
}

fn next(cx: &Context, _: &mut Connection, record: &TaskRecord) -> Result<Next> {
    Ok(every(cx, record, HOUR_MS))
}

fn run(cx: &Context, _: &AtomicBool) -> Result<i64> {
    cx.read(|connection| store_keys::look(connection, &cx.configuration.key_file).map(drop).map_err(Error::caused_by))?;
    Ok(1)
}
