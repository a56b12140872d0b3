//! `/desk/<version>/throw-away`: asks before a draft is thrown away.

use crate::{
    i18n::Words,
    markup::IntoMarkup,
    page::Page,
    ui::{button, field::hidden, link},
};
use contract::policies::ThrowingAwayPage;
use leptos::prelude::*;

/// What becomes of the draft, and the choice.
pub fn throwing_away_page(words: &Words, view: &ThrowingAwayPage) -> Page {
    let title = words.say("throw-away-title");
    let document = words.with("document-title", &[("title", words.of(&view.title)), ("version", &view.version)]);
    let address = format!("/desk/{}", view.id);
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="lead"><bdi>{words.marked(&document)}</bdi></p>
        <p>{words.say("throw-away-lead")}</p>
        <form method="post" aria-label=words.say("throw-away-button") action=format!("{address}/throw-away")>
            {hidden("key", &view.key)}
            {hidden("revision", &view.revision.to_string())}
            {button::primary(words.say("throw-away-button"))}
        </form>
        {link::onward(words.say("throw-away-keep"), address.clone())}
    };
    Page::new(title, body.into_markup()).staff().back(address)
}
