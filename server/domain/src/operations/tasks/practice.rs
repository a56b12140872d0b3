//! What is left of earlier days of practice is wiped soon after midnight, and a room that nobody uses is closed.

use super::{CatchingUp, Next, Place, Task, every, record::TaskRecord};
use crate::{context::Context, db::connection::Connection, error::Result, operations::practice::PracticeRoom};
use std::{sync::Arc, time::Duration};

/// Between two looks at the room, in milliseconds.
const BETWEEN_MS: i64 = 20_000;

/// The task of the room beside this process's city.
pub(super) fn task(room: &Arc<PracticeRoom>) -> Task {
    let room = Arc::clone(room);
    Task {
        name: "practice",
        place: Place::EachProcess,
        catching_up: CatchingUp::Once,
        pause: Duration::from_secs(20),
        next: Arc::new(next),
        run: Arc::new(move |_, _| {
            room.wipe_earlier_days();
            Ok(1)
        }),
    }
}

fn next(cx: &Context, _: &mut Connection, record: &TaskRecord) -> Result<Next> {
    Ok(every(cx, record, BETWEEN_MS))
}
