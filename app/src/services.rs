//! Service items and search.

pub mod items;
pub mod search;
