//! The keys of this process still open what the store sealed: a key file that was replaced is found before anybody is
//! refused at the next start.

use super::{CatchingUp, Place, Task, every};
use crate::{
    context::Context,
    crypto::store_keys,
    error::{Error, Result},
};
use std::{
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

/// Between two looks at the keys.
const BETWEEN: Duration = Duration::from_secs(3_600);

/// The task.
pub(super) fn task() -> Task {
    let (next, run) = every(BETWEEN, Arc::new(run));
    Task {
        name: "key-canary",
        place: Place::EachProcess,
        catching_up: CatchingUp::Once,
        pause: Duration::from_secs(5),
        next,
        run,
    }
}

fn run(cx: &Context, _: &AtomicBool) -> Result<i64> {
    cx.read(|connection| store_keys::look(connection, &cx.configuration.key_file).map(drop).map_err(Error::caused_by))?;
    Ok(0)
}
