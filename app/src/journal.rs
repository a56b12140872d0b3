//! `/journal`.

use crate::{
    i18n::Words,
    page::Page,
    ui::{
        pagination::pagination,
        summary_list::{Row, summary_list},
        table::{Column, Table, table},
    },
};
use contract::journal::JournalPage;
use leptos::prelude::*;

/// The newest acts, and the head of the chain.
pub fn journal_page(words: &Words, view: &JournalPage) -> Page {
    let title = words.say("journal-title");
    let rows = view
        .rows
        .iter()
        .map(|row| {
            let object = row.object.clone().unwrap_or_default();
            let sequence = row.sequence.map_or_else(|| words.say("journal-not-sealed"), |place| words.number(place));
            let actor = match &row.actor {
                Some(actor) => view! { <code class="id">{actor.clone()}</code> }.into_any(),
                None => words.say("journal-portal").into_any(),
            };
            vec![
                sequence.into_any(),
                words.instant(row.at).into_any(),
                view! { <code>{row.act.clone()}</code> }.into_any(),
                view! { <code>{row.object_kind.clone()}</code>" "<code class="id">{object}</code> }.into_any(),
                actor,
                view! { <code>{row.result.clone()}</code> }.into_any(),
            ]
        })
        .collect();
    let columns = vec![
        Column::figures(words.say("journal-column-sequence")),
        Column::words(words.say("journal-column-at")),
        Column::words(words.say("journal-column-act")),
        Column::words(words.say("journal-column-object")),
        Column::words(words.say("journal-column-actor")),
        Column::words(words.say("journal-column-result")),
    ];
    let acts = Table { caption: words.say("journal-acts"), quiet: true, columns, header: 0, rows, stacks: false };
    let facts = vec![
        Row::text(words.say("journal-total"), words.number(view.total)),
        Row::text(words.say("journal-unsealed"), words.number(view.unsealed)),
        Row {
            id: None,
            name: words.say("journal-head"),
            value: match &view.head {
                Some(head) => view! { <code class="id">{head.clone()}</code> }.into_any(),
                None => words.say("journal-no-head").into_any(),
            },
            change: None,
        },
    ];
    let body = view! {
        <h1>{title.clone()}</h1>
        <p>{words.say("journal-lead")}</p>
        {summary_list(facts)}
        <section><h2>{words.say("journal-acts")}</h2>{table(words, acts)}</section>
        {pagination(words, view.number, |page| format!("/journal?page={page}"))}
    };
    Page::new(title, body.into_any()).staff()
}
