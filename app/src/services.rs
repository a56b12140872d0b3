//! Service items and search.

pub mod elsewhere;
pub mod items;
pub mod missed_searches;
pub mod pages;
pub mod search;
pub mod suggestions;
