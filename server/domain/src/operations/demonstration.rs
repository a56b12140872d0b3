//! The demonstration city: invented residents, how they are written, and who may sign in.

mod accounts;
mod departed;
mod documents;
pub mod generator;
mod health;
mod households;
mod identity_numbers;
pub mod known_people;
mod load;
mod marginals;
mod names;
mod need;
mod newcomer;
mod passwords;
mod progress;
mod random;
mod retirement;
mod rows;
mod sign_ins;
mod work;

pub use load::fill;
pub use newcomer::settle;
pub use progress::{CityState, is_demonstration, state};
pub use sign_ins::{FILE, SignIn, SignIns, read_sign_ins};

#[cfg(test)]
mod tests;
