//! Sign-in and account.

pub mod account;
pub mod offline_card;
pub mod sign_in;
