//! What time does by itself.

mod ahead;
mod coming;
mod days;
mod killed;
mod missed;
mod model;
mod overtaken;
mod reminded;
mod resting;
mod shown;
mod standards;
mod tasks;
mod waiting;
mod year;
