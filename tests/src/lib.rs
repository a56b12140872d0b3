//! The harness of the tests over all packages.
#![expect(clippy::expect_used, reason = "a harness fails loudly")]

pub mod authenticator;
pub mod clock;
pub mod database;
pub mod deciding;
pub mod facts;
pub mod hostile;
pub mod html;
pub mod portal;
pub mod program;
pub mod queries;

/// How long the tests wait for something before they take it to hang. A guard that ends a hung run; it measures nothing, and
/// a machine several times slower passes as well.
pub const HANGS: std::time::Duration = std::time::Duration::from_secs(300);
