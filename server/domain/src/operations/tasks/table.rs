//! The table of tasks.

use super::{
    Task, deadlines, deliver_outbox, facts_again, key_canary, missed_searches, new_day, practice, pruning, sealing,
    silence, validity, warnings,
};
use crate::operations::practice::PracticeRoom;
use std::sync::Arc;

/// Every task of the city, with the practice room beside it.
pub fn tasks(room: &Arc<PracticeRoom>) -> Vec<Task> {
    vec![
        new_day::task(),
        validity::task(),
        silence::task(),
        warnings::task(),
        deadlines::task(),
        facts_again::task(),
        sealing::task(),
        deliver_outbox::task(),
        pruning::task(),
        key_canary::task(),
        missed_searches::task(),
        practice::task(room),
    ]
}
