//! `/disputes`: one line a dispute, the one due first on top. Who said it stands on the page of the dispute alone.

use super::parts::state_tag;
use crate::{
    casework::queue::time_left,
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        filters::{Filter, filters},
        pagination::pagination,
        table::{Column, Table, table},
    },
};
use contract::{
    casework::WorkList,
    disputes::{DisputeRow, DisputeState, DisputesPage},
};
use jiff::civil::Date;
use leptos::prelude::*;

/// The list of a department, or of what is overdue anywhere.
pub fn disputes_page(words: &Words, view: &DisputesPage) -> Page {
    let title = words.say("disputes-title");
    let whose = match &view.department {
        Some(department) => words.of(department).to_owned(),
        None => words.say("disputes-overdue-anywhere"),
    };
    let rows = match (view.rows.is_empty(), view.list) {
        (false, _) => rows(words, view),
        (true, WorkList::Open) => view! { <p>{words.say("disputes-none-open")}</p> }.into_markup(),
        (true, WorkList::Done) => view! { <p>{words.say("disputes-none-done")}</p> }.into_markup(),
    };
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="muted">{whose}</p>
        {lists(words, view)}
        {rows}
        {pagination(words, view.number, |page| format!("/disputes?state={}&page={page}", view.list.as_str()))}
    };
    Page::new(title, body.into_markup()).staff().back("/")
}

fn lists(words: &Words, view: &DisputesPage) -> Markup {
    let lists = WorkList::ALL
        .into_iter()
        .zip(view.counts)
        .map(|(list, count)| Filter {
            address: format!("/disputes?state={}", list.as_str()),
            label: words.with(list_key(list), &[("count", &words.number(count))]),
            current: list == view.list,
        })
        .collect();
    filters(words.say("disputes-lists"), lists)
}

fn list_key(list: WorkList) -> &'static str {
    match list {
        WorkList::Open => "disputes-open",
        WorkList::Done => "disputes-done",
    }
}

fn rows(words: &Words, view: &DisputesPage) -> Markup {
    let columns = [
        "casework-column-due",
        "disputes-column-fact",
        "disputes-column-department",
        "disputes-column-opened",
        "casework-column-state",
    ]
    .map(|key| Column::words(words.say(key)))
    .into();
    let rows = view.rows.iter().map(|row| line(words, row, view.today)).collect();
    let caption = words.say("disputes-title");
    let contents = Table { caption, quiet: true, columns, header: 1, rows, stacks: true };
    view! { <div class="queue">{table(words, contents)}</div> }.into_markup()
}

fn line(words: &Words, row: &DisputeRow, today: Date) -> Vec<Markup> {
    let left = (row.state == DisputeState::Open).then(|| time_left(words, row.due, today));
    vec![
        view! { <span class="day">{words.date(row.due)}</span>" "{left} }.into_markup(),
        view! { <a href=format!("/disputes/{}", row.id)>{words.of(&row.fact).to_owned()}</a> }.into_markup(),
        words.of(&row.department).to_owned().into_markup(),
        view! { <span class="day">{words.date(row.opened_on)}</span> }.into_markup(),
        state_tag(words, row.state),
    ]
}
