//! Behaviour of the whole, one module per slice.
#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

mod operations;
mod storage;
