//! Casework: the queue, the case, asking and deciding.

pub mod case;
pub mod decide;
pub mod queue;
pub mod terms;
