//! The journal is sealed at most a second after an act, and its head kept in the file of this process.

use super::{CatchingUp, Next, Place, Task};
use crate::journal::Sealer;
use std::{sync::Arc, time::Duration};

/// The task.
pub fn task() -> Task {
    let sealer = Arc::new(Sealer::default());
    let watching = Arc::clone(&sealer);
    Task {
        name: "sealing",
        // The sealers of several processes wait for each other; each keeps the head in its own folder.
        place: Place::EachProcess,
        catching_up: CatchingUp::Once,
        pause: Duration::from_millis(400),
        next: Arc::new(move |cx, connection, _| {
            Ok(watching.waits_since(cx, connection)?.map_or(Next::WhenNeeded, Next::Now))
        }),
        run: Arc::new(move |cx, _| Ok(i64::try_from(sealer.seal(cx)?).unwrap_or(i64::MAX))),
    }
}
