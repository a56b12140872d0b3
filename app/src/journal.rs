//! `/journal`.

use crate::{
    i18n::Words,
    page::Page,
    ui::summary_list::{Row, summary_list},
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
            view! {
                <tr>
                    <td class="numeric">{row.sequence.map(|sequence| sequence.to_string())}</td>
                    <td>{words.instant(row.at)}</td>
                    <td><code>{row.act.clone()}</code></td>
                    <td><code>{row.actor.clone().unwrap_or_default()}</code></td>
                    <td><code>{format!("{} {object}", row.object_kind)}</code></td>
                    <td>{row.result.clone()}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        "journal-column-sequence",
        "journal-column-at",
        "journal-column-act",
        "journal-column-actor",
        "journal-column-object",
        "journal-column-result",
    ]
    .map(|key| view! { <th scope="col">{words.say(key)}</th> })
    .into_iter()
    .collect_view();
    let facts = vec![
        Row::text(words.say("journal-total"), words.number(view.total)),
        Row::text(words.say("journal-unsealed"), words.number(view.unsealed)),
        Row::text(words.say("journal-head"), view.head.clone().unwrap_or_default()),
    ];
    let body = view! {
        <h1>{title.clone()}</h1>
        {summary_list(facts)}
        <div class="scroll" data-scroll-x tabindex="0" role="region" aria-label=title.clone()>
            <table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
        </div>
        {view.more.then(|| view! { <p>{words.say("journal-more")}</p> })}
    };
    Page::new(title, body.into_any()).staff()
}
