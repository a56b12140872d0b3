//! What time does by itself.

mod ahead;
mod days;
mod killed;
mod model;
mod resting;
mod shown;
mod tasks;
mod year;
