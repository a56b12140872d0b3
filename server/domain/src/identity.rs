//! Who is asking: sign-in, sessions, accounts.

pub mod account;
pub mod display;
pub mod known_device;
pub mod offline_code;
pub mod reach;
pub mod session;
pub mod sign_in;
pub mod tries;
