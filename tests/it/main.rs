//! Behaviour of the whole, one module per slice.
#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

mod storage;
