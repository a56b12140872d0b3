//! Running the city: work on many people, the outbox, repeated forms, stashed values.

pub mod idempotency;
pub mod jobs;
pub mod outbox;
pub mod stash;
