//! `/sign-in/entered`: where a browser comes that sent no cookie with its sign-in. One that has kept the session is led on
//! before this page is shown; for the others it says why they are not signed in, and what to do.

use crate::{i18n::Words, markup::IntoMarkup, page::Page, ui::button};
use leptos::prelude::*;

/// Its address.
pub const ENTERED: &str = "/sign-in/entered";

/// Where somebody who is signed in has no further to go.
pub fn entered_page(words: &Words) -> Page {
    let title = words.say("entered-title");
    let on = button::link(words.say("entered-on"), "/".to_owned());
    Page::new(title.clone(), view! { <h1>{title}</h1><p>{on}</p> }.into_markup()).back("/")
}

/// The page; `next` is where the sign-in was to lead.
pub fn cookies_refused_page(words: &Words, next: &str) -> Page {
    let title = words.say("cookies-refused-title");
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="lead">{words.say("cookies-refused-lead")}</p>
        <p>{words.say("cookies-refused-how")}</p>
        <p>{button::link(words.say("cookies-refused-again"), format!("/sign-in?next={next}"))}</p>
    };
    Page::new(title, body.into_markup()).back("/sign-in")
}
