//! `/journal`.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        notification_banner::{News, notification_banner},
        pagination::pagination,
        summary_list::{Row, summary_list},
        table::{Column, Table, table},
    },
};
use contract::journal::{JournalAlarm, JournalPage, Problem};
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
                Some(actor) => view! { <code class="id">{actor.clone()}</code> }.into_markup(),
                None => words.say("journal-portal").into_markup(),
            };
            vec![
                sequence.into_markup(),
                words.instant(row.at).into_markup(),
                view! { <code>{row.act.clone()}</code> }.into_markup(),
                view! { <code>{row.object_kind.clone()}</code>" "<code class="id">{object}</code> }.into_markup(),
                actor,
                view! { <code>{row.result.clone()}</code> }.into_markup(),
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
                Some(head) => view! { <code class="id">{head.clone()}</code> }.into_markup(),
                None => words.say("journal-no-head").into_markup(),
            },
            change: None,
        },
        Row::text(
            words.say("journal-keyed"),
            view.keyed_from.map_or_else(|| words.say("journal-not-keyed"), |place| words.number(place)),
        ),
    ];
    let body = view! {
        <h1>{title.clone()}</h1>
        {alarms(words, &view.alarms)}
        <p>{words.say("journal-lead")}</p>
        {summary_list(facts)}
        <section><h2>{words.say("journal-acts")}</h2>{table(words, acts)}</section>
        {pagination(words, view.number, |page| format!("/journal?page={page}"))}
    };
    Page::new(title, body.into_markup()).staff().back("/")
}

/// What must not be overlooked: the head that was kept outside the database does not fit.
pub(crate) fn alarms(words: &Words, alarms: &[JournalAlarm]) -> Option<Markup> {
    if alarms.is_empty() {
        return None;
    }
    let lines: Vec<Markup> = alarms
        .iter()
        .map(|alarm| {
            let kept = alarm.kept.map_or_else(|| words.say("journal-alarm-no-head"), |place| words.number(place));
            let (found, at) = (words.number(alarm.found), words.instant(alarm.at));
            let places = words.with("journal-alarm-places", &[("kept", &kept), ("found", &found), ("at", &at)]);
            view! { <p>{words.say(problem_key(alarm.problem))}</p><p>{places}</p> }.into_markup()
        })
        .collect();
    let contents = view! { {lines}<p>{words.say("journal-alarm-next")}</p> }.into_markup();
    Some(notification_banner(News::Bad, "journal-alarm", words.say("journal-alarm"), contents))
}

/// The message that says what is wrong with the journal.
pub fn problem_key(problem: Problem) -> &'static str {
    match problem {
        Problem::Edited => "journal-problem-edited",
        Problem::Missing => "journal-problem-missing",
        Problem::OutOfOrder => "journal-problem-out-of-order",
        Problem::Truncated => "journal-problem-truncated",
        Problem::Replaced => "journal-problem-replaced",
        Problem::NotKeyed => "journal-problem-not-keyed",
        Problem::HeadMissing => "journal-problem-head-missing",
        Problem::HeadBroken => "journal-problem-head-broken",
    }
}
