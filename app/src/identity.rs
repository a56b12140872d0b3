//! Sign-in and account.

pub mod account;
pub mod confirm;
pub mod join;
pub mod offline_card;
pub mod passkeys;
pub mod password;
pub mod session_warning;
pub mod sessions;
pub mod sign_in;
