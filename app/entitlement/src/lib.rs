//! `/check` on the visitor's own device: the policy engine as a WASM module that the page of `/check` alone loads.
//!
//! The page's script fetches the rules, the words and the pieces of the page, and hands them over. From then on nothing
//! is asked of anybody: the module has no way to send anything. Answers live in its memory, and end with the page.

mod page;
pub mod visit;

use contract::entitlement::DeviceCheck;
use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page from its beginning. Rules that cannot be read leave the page as it is: it goes on by forms.
#[wasm_bindgen]
pub fn start(rules: &[u8]) {
    if let Ok(check) = DeviceCheck::from_bytes(rules) {
        page::take_over(visit::Visit::new(check));
    }
}
