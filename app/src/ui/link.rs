//! Links that stand alone. Links in a sentence are plain; a link never opens a window of its own.

use crate::markup::{IntoMarkup, Markup};
use leptos::prelude::*;

/// What comes next, on a line of its own and tall enough for a finger.
pub fn onward(label: impl Into<String>, address: impl Into<String>) -> Markup {
    let (label, address): (String, String) = (label.into(), address.into());
    view! { <p class="onward"><a href=address>{label}</a></p> }.into_markup()
}

/// To another site; its name stands in the words of the link.
pub fn elsewhere(label: String, address: String) -> Markup {
    view! { <a href=address rel="external noreferrer">{label}</a> }.into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_link_opens_a_window() {
        let html = onward("看回执", "/applications/1").to_string();
        assert_eq!(html, r#"<p class="onward"><a href="/applications/1">看回执</a></p>"#);
        let away = elsewhere("全文（市政府网站）".into(), "https://example.invalid/".into()).to_string();
        assert!(!away.contains("target") && away.contains("noreferrer"), "{away}");
    }
}
