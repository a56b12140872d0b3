//! `/check` on the visitor's own device, as the module that its page loads.

#[cfg(target_family = "wasm")]
pub use entitlement::start;
