//! `/operations`.

use crate::{
    i18n::Words,
    journal::alarms,
    page::Page,
    ui::{
        summary_list::{Row, summary_list},
        table::{Column, Table, table},
        tag::{Tone, tag},
    },
};
use contract::operations::OperationsPage;
use leptos::prelude::*;

/// Counts, and the newest jobs.
pub fn operations_page(words: &Words, view: &OperationsPage) -> Page {
    let title = words.say("operations-title");
    let database = match view.database.as_str() {
        "sqlite" => "SQLite".to_owned(),
        "postgresql" => "PostgreSQL".to_owned(),
        other => other.to_owned(),
    };
    let facts = vec![
        Row::text(words.say("operations-residents"), words.number(view.residents)),
        Row::text(words.say("operations-offers"), words.number(view.offers)),
        Row::text(words.say("operations-applications"), words.number(view.applications)),
        Row::text(words.say("operations-database"), database),
    ];
    let rows = view
        .jobs
        .iter()
        .map(|job| {
            let progress = format!("{} / {}", words.number(job.done), words.number(job.total));
            let kind = match job_key(&job.kind) {
                Some(key) => words.say(key).into_any(),
                None => view! { <code>{job.kind.clone()}</code> }.into_any(),
            };
            vec![kind, state_tag(words, &job.state), progress.into_any()]
        })
        .collect();
    let columns = vec![
        Column::words(words.say("operations-column-kind")),
        Column::words(words.say("operations-column-state")),
        Column::figures(words.say("operations-column-progress")),
    ];
    let caption = words.say("operations-jobs");
    let none = view.jobs.is_empty().then(|| view! { <p>{words.say("operations-no-jobs")}</p> });
    let jobs = Table { caption: caption.clone(), quiet: true, columns, header: 0, rows, stacks: true };
    let jobs = (!view.jobs.is_empty()).then(|| table(words, jobs));
    let body = view! {
        <h1>{title.clone()}</h1>
        {alarms(words, &view.alarms)}
        {summary_list(facts)}
        <section><h2>{caption}</h2>{none}{jobs}</section>
    };
    Page::new(title, body.into_any()).staff()
}

/// Fluent key of what a job does; none for a kind without words yet.
fn job_key(kind: &str) -> Option<&'static str> {
    match kind {
        "policies.match" => Some("job-policies-match"),
        "policies.rehearse" => Some("job-policies-rehearse"),
        "policies.new-day" => Some("job-policies-new-day"),
        "policies.end" => Some("job-policies-end"),
        _ => None,
    }
}

fn state_tag(words: &Words, state: &str) -> AnyView {
    let (tone, key) = match state {
        "waiting" => (Tone::Plain, "job-waiting"),
        "running" => (Tone::Waiting, "job-running"),
        "done" => (Tone::Good, "job-done"),
        "failed" => (Tone::Bad, "job-failed"),
        other => return tag(Tone::Plain, other.to_owned()),
    };
    tag(tone, words.say(key))
}
