//! Looks after the files of the store while the program serves.

use crate::{faults::lost, output::note};
use domain::context::Context;
use std::{
    process,
    sync::atomic::{AtomicBool, Ordering},
    thread::sleep,
    time::Duration,
};

/// How often the files are looked at, beside each write.
const PAUSE: Duration = Duration::from_millis(200);
/// The exit code when the files of the store were replaced or removed.
const LOST: i32 = 3;

/// Ends the program when the files of its store were replaced or removed: what it would go on writing leads nowhere, and a
/// supervisor that starts it again opens the files that are there now.
pub fn run_watch(cx: &Context, stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        match cx.pools.lost() {
            Ok(None) => {}
            Ok(Some(what)) => {
                tracing::error!(%what, "the store is no longer the one that was opened");
                note!("tongban: {}", lost(&what));
                process::exit(LOST);
            }
            Err(error) => tracing::warn!(%error, "the files of the store could not be looked at"),
        }
        sleep(PAUSE);
    }
}
