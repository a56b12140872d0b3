//! What time does by itself.

mod days;
mod model;
mod resting;
mod year;
