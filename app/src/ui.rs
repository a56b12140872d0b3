//! The design system: one component, one file, one style sheet of the same name.

#[cfg(feature = "ssr")]
pub mod button;
pub mod character_count;
#[cfg(feature = "ssr")]
pub mod clock;
#[cfg(feature = "ssr")]
pub mod details;
#[cfg(feature = "ssr")]
pub mod error_summary;
#[cfg(feature = "ssr")]
pub mod field;
#[cfg(feature = "ssr")]
pub mod icon;
#[cfg(feature = "ssr")]
pub mod island_loader;
#[cfg(feature = "ssr")]
pub mod offer_card;
pub mod read_aloud;
#[cfg(feature = "ssr")]
pub mod reason_list;
#[cfg(feature = "ssr")]
pub mod summary_list;
#[cfg(feature = "ssr")]
pub mod tag;
#[cfg(feature = "ssr")]
pub mod timeline;
