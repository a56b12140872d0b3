//! `/operations/searches`.

use crate::{
    i18n::Words,
    markup::IntoMarkup,
    page::Page,
    ui::table::{Column, Table, table},
};
use contract::services::MissedSearchesPage;
use form_urlencoded::byte_serialize;
use leptos::prelude::*;

/// Words for which nothing was found, for those who write documents and answer for the portal.
pub fn missed_searches_page(words: &Words, view: &MissedSearchesPage) -> Page {
    let title = words.say("missed-title");
    let rows = view
        .searches
        .iter()
        .map(|search| {
            let address = format!("/search?q={}", byte_serialize(search.words.as_bytes()).collect::<String>());
            vec![
                view! { <a href=address>{words.marked(&search.words)}</a> }.into_markup(),
                words.number(search.times).into_markup(),
                words.date(search.last).into_markup(),
            ]
        })
        .collect();
    let columns = vec![
        Column::words(words.say("missed-column-words")),
        Column::figures(words.say("missed-column-times")),
        Column::words(words.say("missed-column-last")),
    ];
    let found = Table { caption: title.clone(), quiet: true, columns, header: 0, rows, stacks: true };
    let contents = if view.searches.is_empty() {
        view! { <p>{words.say("missed-none")}</p> }.into_markup()
    } else {
        table(words, found)
    };
    let lead = words.with("missed-lead", &[("times", &words.number(view.shown_from))]);
    let body = view! { <h1>{title.clone()}</h1><p>{lead}</p>{contents} };
    Page::new(title, body.into_markup()).staff().back("/")
}
