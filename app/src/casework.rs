//! The caseworker's pages.

pub mod case;
pub mod counter;
pub mod decision_form;
pub mod queue;
