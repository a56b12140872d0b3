//! `/search`.

use crate::{
    i18n::Words,
    page::Page,
    ui::{
        button,
        field::FieldLabel,
        offer_card::field_key,
        text_field::{TextField, text_field},
    },
};
use contract::services::{SearchHit, SearchPage};
use leptos::prelude::*;

/// The form, and the hits.
pub fn search_page(words: &Words, view: &SearchPage) -> Page {
    let asked = !view.query.is_empty();
    let title = words.say("search-title");
    let count = words.number(i64::try_from(view.hits.len()).unwrap_or(i64::MAX));
    let outcome = match (asked, view.hits.is_empty()) {
        (false, _) => None,
        (true, true) => Some(words.say("search-none")),
        (true, false) => Some(words.with("search-count", &[("count", &count)])),
    };
    let hits = view
        .hits
        .iter()
        .map(|hit| {
            let kind = kind(words, hit);
            view! {
                <li>
                    <h2><a href=hit.address.clone()>{words.of(&hit.title).to_owned()}</a></h2>
                    <p>{words.of(&hit.summary).to_owned()}</p>
                    {kind}
                </li>
            }
        })
        .collect_view();
    let body = view! {
        <h1>{title.clone()}</h1>
        {search_form(words, &view.query)}
        <p role="status">{outcome}</p>
        {(!view.hits.is_empty()).then(|| view! { <ul class="catalogue">{hits}</ul> })}
    };
    Page::new(title, body.into_any()).back("/")
}

/// Field and kind of a hit: an item to apply for, or a policy to read.
fn kind(words: &Words, hit: &SearchHit) -> Option<AnyView> {
    let kind = match hit.address.split('/').nth(1) {
        Some("items") => "nav-items",
        Some("policies") => "nav-policies",
        _ => return None,
    };
    let field = hit.field.map(|field| view! { {words.say(field_key(field))}" · " });
    Some(view! { <p class="muted">{field}{words.say(kind)}</p> }.into_any())
}

/// The search form; it stands on the 404 page too.
pub fn search_form(words: &Words, query: &str) -> AnyView {
    let field = TextField {
        label: FieldLabel::new("q", words.say("search-label")),
        value: query.to_owned(),
        kind: "search",
        ..TextField::default()
    };
    view! {
        <form class="search" method="get" action="/search" role="search">
            {text_field(words, &[], field)}
            {button::primary(words.say("search-button"))}
        </form>
    }
    .into_any()
}
