//! Behaviour of the whole, one module per slice.
#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

mod engine;
mod journeys;
mod operations;
mod storage;
mod sweeps;
mod time;
