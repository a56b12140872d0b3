//! Running the city.

mod demonstration;
