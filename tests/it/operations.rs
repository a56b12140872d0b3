//! Running the city.

mod demonstration;
mod ends;
