//! Sign-in and account.

pub mod account;
pub mod confirm;
pub mod cookies_refused;
pub mod join;
pub mod mine;
pub mod offline_card;
pub mod passkeys;
pub mod password;
pub mod session_warning;
pub mod sessions;
pub mod sign_in;
