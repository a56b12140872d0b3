//! The people of the city: personal values that print `***`.

pub mod personal;
