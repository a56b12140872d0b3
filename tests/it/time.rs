//! What time does by itself.

mod days;
mod model;
mod tasks;
mod year;
