//! The journey: questions, check, receipt, timeline.

pub mod application;
pub mod check;
pub mod decision;
pub mod lists;
pub mod question;
