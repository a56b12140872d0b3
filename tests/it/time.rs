//! What time does by itself.

mod ahead;
mod days;
mod model;
mod tasks;
mod year;
