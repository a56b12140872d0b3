//! `/help`.

use crate::{i18n::Words, page::Page};
use leptos::prelude::*;

/// How to get help, what is kept, and how this portal was tested.
pub fn help_page(words: &Words) -> Page {
    let title = words.say("help-title");
    let section = |heading: &str, text: &str| {
        view! { <section><h2>{words.say(heading)}</h2><p>{words.say(text)}</p></section> }
    };
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="lead"><a href="tel:12345">{words.say("shell-hotline")}</a></p>
        {section("help-counter", "help-counter-text")}
        {section("help-screen", "help-screen-text")}
        {section("help-cookies", "help-cookies-text")}
        {section("help-data", "help-data-text")}
    };
    Page::new(title, body.into_any()).back("/")
}
