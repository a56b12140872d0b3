//! The islands as the module that the browser loads.

#[cfg(target_family = "wasm")]
pub use app::hydrate;
