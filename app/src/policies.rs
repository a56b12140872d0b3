//! Home, offers, the catalogue of policies, and the policy desk.

pub mod catalogue;
pub mod desk;
pub mod document;
pub mod home;
pub mod offer;
pub mod vocabulary;
