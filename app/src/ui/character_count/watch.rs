//! Counting while someone types.

use leptos::{html::P, prelude::*};
use std::time::Duration;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::HtmlTextAreaElement;

/// How long the keys rest before the count is said.
const REST: Duration = Duration::from_secs(1);

/// Writes a sentence into an element in place of whatever stands there.
pub fn write(element: NodeRef<P>, sentence: Option<String>) {
    if let (Some(element), Some(sentence)) = (element.get(), sentence) {
        element.set_text_content(Some(&sentence));
    }
}

/// Counts the text area of that id as it stands, and again after every key.
pub fn typing(field: &str, shown: RwSignal<Option<usize>>, said: RwSignal<Option<usize>>) {
    let area = document().get_element_by_id(field).and_then(|element| element.dyn_into::<HtmlTextAreaElement>().ok());
    let Some(area) = area else { return };
    let counted = area.clone();
    let count = move || counted.value().chars().count();
    shown.set(Some(count()));
    let mut waiting: Option<TimeoutHandle> = None;
    let typed = Closure::<dyn FnMut()>::new(move || {
        shown.set(Some(count()));
        if let Some(handle) = waiting.take() {
            handle.clear();
        }
        waiting = set_timeout_with_handle(move || said.set(shown.get_untracked()), REST).ok();
    });
    // The listener lives as long as the page does.
    if area.add_event_listener_with_callback("input", typed.as_ref().unchecked_ref()).is_ok() {
        typed.forget();
    }
}
