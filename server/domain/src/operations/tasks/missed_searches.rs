//! Words for which the search found nothing are written down now and then, from the memory of each process.

use super::{CatchingUp, Next, Place, Task, record::TaskRecord};
use crate::{context::Context, db::connection::Connection, error::Result, services::search::missed};
use std::{
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

/// The task.
pub(super) fn task() -> Task {
    Task {
        name: "missed-searches",
        place: Place::EachProcess,
        catching_up: CatchingUp::Once,
        pause: Duration::from_secs(60),
        next: Arc::new(next),
        run: Arc::new(|cx: &Context, _: &AtomicBool| missed::write(cx)),
    }
}

fn next(cx: &Context, _: &mut Connection, _: &TaskRecord) -> Result<Next> {
    Ok(cx.search.missed.waits_since().map_or(Next::WhenNeeded, Next::Now))
}
