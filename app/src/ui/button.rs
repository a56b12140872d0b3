//! Buttons. One main button a page; links that act like one say where they lead.

use leptos::prelude::*;

/// The main button of a form.
pub fn primary(label: String) -> AnyView {
    view! { <button class="button" type="submit">{label}</button> }.into_any()
}

/// A button beside the main one, with the field it sends.
pub fn secondary(label: String, name: &'static str, value: &'static str) -> AnyView {
    view! { <button class="button button-quiet" type="submit" name=name value=value>{label}</button> }.into_any()
}

/// The main button where it sends a field.
pub fn primary_with(label: String, name: &'static str, value: &'static str) -> AnyView {
    view! { <button class="button" type="submit" name=name value=value>{label}</button> }.into_any()
}

/// A link that is the main thing to do.
pub fn link(label: String, address: String) -> AnyView {
    view! { <a class="button" href=address>{label}</a> }.into_any()
}
