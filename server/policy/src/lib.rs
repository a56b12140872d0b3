//! The policy engine: documents in, verdicts with reasons out.
//!
//! Pure: no I/O, no clock, no async, no unsafe. Evaluating never fails; it answers eligible, not eligible or
//! undetermined, and an undetermined answer names the missing facts.

pub mod calendar;
pub mod decision;
pub mod document;
pub mod problem;
pub mod text;
pub mod value;
