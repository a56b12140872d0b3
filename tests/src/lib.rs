//! The harness of the tests over all packages.
#![expect(clippy::expect_used, reason = "a harness fails loudly")]

pub mod database;
pub mod facts;
pub mod hostile;
pub mod html;
pub mod portal;
pub mod program;
