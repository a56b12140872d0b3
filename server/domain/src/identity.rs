//! Who is asking: sign-in, sessions, accounts.

pub mod account;
pub mod session;
pub mod sign_in;
