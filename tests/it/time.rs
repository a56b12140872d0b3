//! What time does by itself.

mod ahead;
mod days;
mod killed;
mod model;
mod overtaken;
mod resting;
mod shown;
mod tasks;
mod year;
