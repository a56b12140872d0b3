//! Service items: what can be applied for, as data.

pub mod answers;
pub mod document;
pub mod elsewhere;
pub mod items;
pub mod journey;
pub mod search;
pub mod seeds;
