//! Sign-in and account.

pub mod account;
pub mod sign_in;
