//! `/arrangements`: one line a person, the one due first on top.

use crate::{
    casework::queue::time_left,
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        filters::{Filter, filters},
        pagination::pagination,
        table::{Column, Table, table},
        tag::{Tone, tag},
    },
};
use contract::{
    arrangements::{ArrangementRow, ArrangementState, ArrangementsPage},
    casework::WorkList,
};
use jiff::civil::Date;
use leptos::prelude::*;

/// The list of a department, or of what is overdue anywhere.
pub fn arrangements_page(words: &Words, view: &ArrangementsPage) -> Page {
    let title = words.say("arrangements-title");
    let whose = match &view.department {
        Some(department) => words.of(department).to_owned(),
        None => words.say("arrangements-overdue-anywhere"),
    };
    let rows = match (view.rows.is_empty(), view.list) {
        (false, _) => rows(words, view),
        (true, WorkList::Open) => view! { <p>{words.say("arrangements-none-open")}</p> }.into_markup(),
        (true, WorkList::Done) => view! { <p>{words.say("arrangements-none-done")}</p> }.into_markup(),
    };
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="muted">{whose}</p>
        {lists(words, view)}
        {rows}
        {pagination(words, view.number, |page| format!("/arrangements?state={}&page={page}", view.list.as_str()))}
    };
    Page::new(title, body.into_markup()).staff().back("/")
}

/// How an arrangement stands, in a word.
pub fn state_tag(words: &Words, state: ArrangementState) -> Markup {
    let (tone, key) = match state {
        ArrangementState::Open => (Tone::Waiting, "arrangement-state-open"),
        ArrangementState::Done => (Tone::Good, "arrangement-state-done"),
        ArrangementState::NotDone => (Tone::Plain, "arrangement-state-not-done"),
        ArrangementState::TakenBack => (Tone::Plain, "arrangement-state-taken-back"),
    };
    tag(tone, words.say(key))
}

fn lists(words: &Words, view: &ArrangementsPage) -> Markup {
    let lists = WorkList::ALL
        .into_iter()
        .zip(view.counts)
        .map(|(list, count)| Filter {
            address: format!("/arrangements?state={}", list.as_str()),
            label: words.with(list_key(list), &[("count", &words.number(count))]),
            current: list == view.list,
        })
        .collect();
    filters(words.say("arrangements-lists"), lists)
}

fn list_key(list: WorkList) -> &'static str {
    match list {
        WorkList::Open => "arrangements-open",
        WorkList::Done => "arrangements-done",
    }
}

fn rows(words: &Words, view: &ArrangementsPage) -> Markup {
    let columns = [
        "casework-column-due",
        "arrangements-column-resident",
        "arrangements-column-what",
        "disputes-column-department",
        "arrangements-column-accepted",
        "casework-column-state",
    ]
    .map(|key| Column::words(words.say(key)))
    .into();
    let rows = view.rows.iter().map(|row| line(words, row, view.today)).collect();
    let caption = words.say("arrangements-title");
    let contents = Table { caption, quiet: true, columns, header: 1, rows, stacks: true };
    view! { <div class="queue">{table(words, contents)}</div> }.into_markup()
}

fn line(words: &Words, row: &ArrangementRow, today: Date) -> Vec<Markup> {
    let left = (row.state == ArrangementState::Open).then(|| time_left(words, row.due, today));
    vec![
        view! { <span class="day">{words.date(row.due)}</span>" "{left} }.into_markup(),
        view! { <a href=format!("/arrangements/{}", row.id)><bdi>{words.marked(&row.resident)}</bdi></a> }
            .into_markup(),
        words.of(&row.title).to_owned().into_markup(),
        words.of(&row.department).to_owned().into_markup(),
        view! { <span class="day">{words.date(row.accepted_on)}</span> }.into_markup(),
        state_tag(words, row.state),
    ]
}
