//! Pages for when something is amiss, help, and what administrators see.

pub mod confirm;
pub mod display;
pub mod elder;
pub mod help;
pub mod later;
pub mod obstacle;
pub mod offline;
pub mod practice;
pub mod status;
