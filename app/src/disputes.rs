//! Pages about facts that residents said are wrong: theirs, and those of departments.

pub mod case;
pub mod form;
pub mod own;
pub mod parts;
pub mod queue;
