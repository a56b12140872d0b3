//! A write whose browser does not say where it came from: the person is asked to confirm it.

use crate::{
    i18n::Words,
    markup::IntoMarkup,
    page::Page,
    ui::{
        button,
        field::{FieldLabel, hidden},
        link,
        text_field::{TextField, text_field},
    },
};
use leptos::prelude::*;

/// The same form once more, with a field that only this portal can make. What is secret (name, and key of the label) is
/// typed once more.
pub fn confirm_page(words: &Words, action: &str, fields: &[(String, String)], secret: &[(&str, &str)]) -> Page {
    let title = words.say("confirm-title");
    let fields = fields.iter().map(|(name, value)| hidden(name, value)).collect_view();
    let again = |(name, label): &(&str, &str)| {
        let label = FieldLabel::new(name, words.say(label));
        text_field(words, &[], TextField { label, kind: "password", ..TextField::default() })
    };
    let again = secret.iter().map(again).collect_view();
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="lead">{words.say("confirm-lead")}</p>
        <form method="post" aria-label=words.say("confirm-button") action=action.to_owned()>{fields}{again}{button::primary(words.say("confirm-button"))}</form>
        {link::onward(words.say("confirm-no"), "/")}
    };
    Page::new(title, body.into_markup())
}
