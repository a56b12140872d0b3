//! `/operations`.

use crate::{
    i18n::Words,
    page::Page,
    ui::summary_list::{Row, summary_list},
};
use contract::operations::OperationsPage;
use leptos::prelude::*;

/// Counts, and the newest jobs.
pub fn operations_page(words: &Words, view: &OperationsPage) -> Page {
    let title = words.say("operations-title");
    let facts = vec![
        Row::text(words.say("operations-residents"), words.number(view.residents)),
        Row::text(words.say("operations-offers"), words.number(view.offers)),
        Row::text(words.say("operations-applications"), words.number(view.applications)),
        Row::text(words.say("operations-database"), view.database.clone()),
    ];
    let jobs = view
        .jobs
        .iter()
        .map(|job| {
            let progress = format!("{} / {}", words.number(job.done), words.number(job.total));
            view! { <tr><td><code>{job.kind.clone()}</code></td><td>{job.state.clone()}</td><td class="numeric">{progress}</td></tr> }
        })
        .collect_view();
    let heads = ["operations-column-kind", "operations-column-state", "operations-column-progress"]
        .map(|key| view! { <th scope="col">{words.say(key)}</th> })
        .into_iter()
        .collect_view();
    let body = view! {
        <h1>{title.clone()}</h1>
        {summary_list(facts)}
        <div class="scroll" data-scroll-x tabindex="0" role="region" aria-label=words.say("operations-jobs")>
            <table><caption>{words.say("operations-jobs")}</caption><thead><tr>{heads}</tr></thead><tbody>{jobs}</tbody></table>
        </div>
    };
    Page::new(title, body.into_any()).staff()
}
