//! Residents and what the departments say about them.

pub mod ask_again;
pub mod corrections;
pub mod data;
pub mod districts;
pub mod facts;
pub mod personal;
