//! A write whose browser does not say where it came from: the person is asked to confirm it.

use crate::{
    i18n::Words,
    page::Page,
    ui::{button, field::hidden, link},
};
use leptos::prelude::*;

/// The same form once more, with a field that only this portal can make.
pub fn confirm_page(words: &Words, action: &str, fields: &[(String, String)]) -> Page {
    let title = words.say("confirm-title");
    let fields = fields.iter().map(|(name, value)| hidden(name, value)).collect_view();
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="lead">{words.say("confirm-lead")}</p>
        <form method="post" action=action.to_owned()>{fields}{button::primary(words.say("confirm-button"))}</form>
        {link::onward(words.say("confirm-no"), "/")}
    };
    Page::new(title, body.into_any())
}
