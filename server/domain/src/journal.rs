//! The journal: every act, append-only, hash-chained behind the acts.
//!
//! An act writes its row in its own transaction and never reads the chain, so acts do not queue at its head. One sealer
//! chains the unsealed rows at most one second later and keeps the head in the database and in a file of the data folder.

mod anchor;
mod chain;
pub mod page;
mod record;
mod seal;
mod verify;

pub use chain::Head;
pub use record::{Act, record};
pub use seal::{run_sealer, seal_unsealed};
pub use verify::{FirstBad, Problem, Verified, verify};
