//! The table of tasks.

use super::{Task, deliver_outbox, key_canary, new_day, practice, pruning, sealing, validity};
use crate::operations::practice::PracticeRoom;
use std::sync::Arc;

/// Every task of the city, with the practice room beside it.
pub fn tasks(room: &Arc<PracticeRoom>) -> Vec<Task> {
    vec![
        new_day::task(),
        validity::task(),
        sealing::task(),
        deliver_outbox::task(),
        pruning::task(),
        key_canary::task(),
        practice::task(room),
    ]
}
