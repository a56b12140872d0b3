//! The journal: every act, append-only, hash-chained behind the acts.
//!
//! An act writes its row in its own transaction and never reads the chain, so acts do not queue at its head. One sealer
//! chains the unsealed rows at most one second later, with a key that the database does not hold, and keeps the head in the
//! database and in a file of the data folder. That file is never replaced by a head that does not extend it.

mod alarm;
mod anchor;
mod begin;
mod chain;
mod mark;
pub mod page;
mod record;
mod seal;
mod verify;
mod walk;

pub use self::seal::{Sealer, seal_unsealed};
pub use alarm::{Accepted, accept_head, open_alarms};
pub use anchor::Anchor;
pub use begin::begin;
pub use chain::Head;
pub use contract::journal::{JournalAlarm, Problem};
pub use record::{Act, record};
pub use verify::{Verified, held_against, verify, verify_copy, verify_from};
pub use walk::FirstBad;
