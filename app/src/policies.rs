//! Home, offers, the catalogue of policies, and the policy desk.

#[cfg(feature = "ssr")]
pub mod catalogue;
#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
pub mod document;
pub mod document_check;
#[cfg(feature = "ssr")]
pub mod entitlement;
#[cfg(feature = "ssr")]
pub mod home;
#[cfg(feature = "ssr")]
pub mod offer;
#[cfg(feature = "ssr")]
pub mod prospect;
#[cfg(feature = "ssr")]
pub mod throwing_away;
#[cfg(feature = "ssr")]
pub mod vocabulary;
