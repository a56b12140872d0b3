//! Use cases and storage of the city. Knows nothing of pages and nothing of HTTP.
//!
//! Every use case takes the [`context::Context`] first; it reads with `cx.read` and writes with `cx.write`,
//! one synchronous closure in one transaction. Only `db::dialect` knows which database stands behind it.

// libpq is linked from its bundled sources, and these two packages carry it: naming them keeps the linker from dropping them.
use openssl_sys as _;
use pq_sys as _;

pub mod applications;
pub mod arrangements;
pub mod cache;
pub mod casework;
pub mod context;
pub mod crypto;
pub mod db;
pub mod disputes;
pub mod error;
pub mod identity;
pub mod journal;
pub mod notices;
pub mod operations;
pub mod policies;
mod private_file;
pub mod residents;
pub mod services;
pub mod working_days;
