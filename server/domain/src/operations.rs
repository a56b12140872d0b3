//! Running the city: backups, work on many people, the outbox, repeated forms, stashed values, rows that are over, the
//! demonstration, practice.

pub mod backup;
pub mod calendar;
pub mod cleaning;
pub mod demonstration;
pub mod guard;
pub mod idempotency;
pub mod jobs;
pub mod outbox;
pub mod practice;
pub mod repeat;
pub mod stash;
pub mod status;
pub mod tasks;
pub mod undo;
