//! The demonstration city: invented residents, how they are written, and who may sign in.

mod documents;
pub mod generator;
mod health;
mod households;
mod identity_numbers;
pub mod known_people;
mod marginals;
mod names;
mod need;
mod random;
mod work;

#[cfg(test)]
mod tests;
