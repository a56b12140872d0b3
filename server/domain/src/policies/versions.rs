//! Versions of policies: how far each has got, and from when to when it holds.

pub mod hands;
pub mod in_force;
pub mod mend;
pub mod record;
pub mod schedule;
pub mod transitions;
