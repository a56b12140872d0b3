//! `/elder`: what the elder mode is, and the switch.

use crate::{
    i18n::Words,
    markup::IntoMarkup,
    page::Page,
    ui::{button, field::hidden},
};
use contract::display::Mode;
use leptos::prelude::*;

/// Explains the mode; the switch is a form, as everywhere.
pub fn elder_page(words: &Words) -> Page {
    let title = words.say("elder-title");
    let switch = match words.display.mode {
        Mode::Elder => button::primary_with(words.say("mode-back-to-standard"), "mode", "standard"),
        Mode::Standard | Mode::Large => button::primary_with(words.say("elder-enter"), "mode", "elder"),
    };
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="lead">{words.say("elder-lead")}</p>
        <form method="post" aria-label=words.say("elder-title") action="/display">{hidden("back", "/")}{switch}</form>
        <h2>{words.say("elder-what")}</h2>
        <ul><li>{words.say("elder-what-size")}</li><li>{words.say("elder-what-call")}</li><li>{words.say("elder-what-read")}</li><li>{words.say("elder-what-all")}</li></ul>
        <p>{words.say("elder-same")}</p>
    };
    Page::new(title, body.into_markup()).back("/")
}
