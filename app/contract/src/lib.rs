//! What crosses the wire between `domain` and `app`: identifiers, form fields, views and error codes.
//!
//! No I/O and no words for people: a view holds typed values and texts from documents, and `app` words the rest.
//! Builds for wasm32, so that islands can take views as properties.

pub mod address;
pub mod applications;
pub mod arrangements;
pub mod attribute_value;
pub mod casework;
pub mod display;
pub mod disputes;
pub mod entitlement;
pub mod error;
pub mod fields;
pub mod format;
pub mod identity;
pub mod ids;
pub mod journal;
pub mod notices;
pub mod offline;
pub mod operations;
pub mod paging;
pub mod policies;
pub mod prospects;
pub mod residents;
pub mod sentence;
pub mod services;
pub mod typed;
