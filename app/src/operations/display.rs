//! `/display`: how pages are shown, in one place: size, language, colours, sentences. Each choice is a form that leads
//! back here, so that it is seen at once.

use crate::{
    i18n::Words,
    markup::IntoMarkup,
    page::Page,
    ui::display_form::{Place, language_form, phrasing_form, size_form, theme_form},
};
use leptos::prelude::*;

/// The page; `back` is the address that somebody came from.
pub fn display_page(words: &Words, back: &str) -> Page {
    let title = words.say("display-title");
    let here = format!("/display?back={back}");
    let parts = [
        ("display-size", size_form(words, &here, Place::Page)),
        ("display-language", language_form(words, &here, Place::Page)),
        ("display-colours", theme_form(words, &here, Place::Page)),
        ("display-sentences", phrasing_form(words, &here, Place::Page)),
    ];
    let parts = parts.into_iter().map(|(heading, form)| view! { <h2>{words.say(heading)}</h2>{form} }).collect_view();
    let body = view! { <h1>{title.clone()}</h1><p>{words.say("display-lead")}</p><div class="ways">{parts}</div> };
    Page::new(title, body.into_markup()).back(back)
}
