//! Who is asking: sign-in, sessions, accounts.

pub mod account;
pub mod confirm;
pub mod display;
pub mod known_device;
pub mod new_account;
pub mod offline_code;
pub mod passkeys;
pub mod password;
pub mod reach;
pub mod roles;
pub mod session;
pub mod sessions;
pub mod sign_in;
pub mod staff;
pub mod tries;
pub mod way_news;
mod windows;
