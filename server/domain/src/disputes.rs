//! Disputes: a resident says that a fact is wrong, and the department that owns the fact answers by a day. Offers stay as they
//! are meanwhile, and can be answered.

pub mod answer;
pub mod clock;
pub mod late;
pub mod open;
pub mod outcome;
pub mod own;
pub mod page;
pub mod queue;
pub mod record;
pub mod steps;
pub mod transitions;
pub mod view;
