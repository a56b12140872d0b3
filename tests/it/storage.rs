//! The foundations: both databases, the journal, jobs, repeated forms.

mod checks;
mod cleaning;
mod collisions;
mod crash;
mod dialect;
mod idempotency;
mod jobs;
mod journal;
mod journal_heads;
mod keys;
mod migrations;
mod personal;
mod queue;
mod schema;
mod stash;
mod tidy;
mod tls;
