//! What is left of earlier days of practice is wiped soon after midnight, and a room that nobody uses is closed.

use super::{CatchingUp, Place, Task, every};
use crate::operations::practice::PracticeRoom;
use std::{sync::Arc, time::Duration};

/// Between two looks at the room.
const BETWEEN: Duration = Duration::from_secs(20);

/// The task of the room beside this process's city.
pub(super) fn task(room: &Arc<PracticeRoom>) -> Task {
    let room = Arc::clone(room);
    let (next, run) = every(
        BETWEEN,
        Arc::new(move |_, _| {
            room.wipe_earlier_days();
            Ok(0)
        }),
    );
    Task {
        name: "practice",
        place: Place::EachProcess,
        catching_up: CatchingUp::Once,
        pause: Duration::from_secs(5),
        next,
        run,
    }
}
