//! `/offline`: what the browser shows when there is no network. It is kept on the device, so it holds nobody's data.

use crate::{i18n::Words, markup::IntoMarkup, page::Page, ui::icon};
use leptos::prelude::*;

/// The telephone first: it works without the network.
pub fn offline_page(words: &Words) -> Page {
    let title = words.say("offline-title");
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="lead">{words.say("offline-lead")}</p>
        <p><a class="call" href="tel:12345">{icon::phone()}{words.say("shell-call")}</a></p>
        <p>{words.say("offline-call")}</p>
        <p>{words.say("offline-counter")}</p>
        <p><a class="button" href="/">{words.say("offline-again")}</a></p>
    };
    Page::new(title, body.into_markup()).back("/").of_nobody()
}
