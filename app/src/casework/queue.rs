//! `/casework`: one line a case, the one due first on top.

use crate::{
    applications::lists::state_tag,
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        filters::{Filter, filters},
        pagination::pagination,
        reader::Reader,
        table::{Column, Table, table},
        tag::{Tone, tag},
    },
};
use contract::casework::{QueueFilter, QueuePage, QueueRow};
use jiff::civil::Date;
use leptos::prelude::*;

/// The queue.
pub fn queue_page(words: &Words, view: &QueuePage) -> Page {
    let title = words.say("casework-title");
    let district = match &view.district {
        Some(district) => words.with("casework-district", &[("district", words.of(district))]),
        None => words.say("casework-all-districts"),
    };
    let cases = match (view.rows.is_empty(), view.filter) {
        (false, _) => cases(words, view),
        (true, QueueFilter::Open) => view! { <p>{words.say("casework-none-open")}</p> }.into_markup(),
        (true, QueueFilter::Waiting) => view! { <p>{words.say("casework-none-waiting")}</p> }.into_markup(),
        (true, QueueFilter::Done) => view! { <p>{words.say("casework-none-done")}</p> }.into_markup(),
        (true, QueueFilter::AgainstVerdict) => {
            view! { <p>{words.say("casework-none-against-verdict")}</p> }.into_markup()
        }
    };
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="muted">{district}</p>
        {lists(words, view)}
        {cases}
        {pagination(words, view.number, |page| format!("/casework?state={}&page={page}", view.filter.as_str()))}
    };
    Page::new(title, body.into_markup()).staff().back("/")
}

fn lists(words: &Words, view: &QueuePage) -> Markup {
    let lists = view
        .counts
        .iter()
        .map(|(filter, count)| Filter {
            address: format!("/casework?state={}", filter.as_str()),
            label: words.with(filter_key(*filter), &[("count", &words.number(*count))]),
            current: *filter == view.filter,
        })
        .collect();
    filters(words.say("casework-lists"), lists)
}

fn filter_key(filter: QueueFilter) -> &'static str {
    match filter {
        QueueFilter::Open => "casework-open",
        QueueFilter::Waiting => "casework-waiting",
        QueueFilter::Done => "casework-done",
        QueueFilter::AgainstVerdict => "casework-against-verdict",
    }
}

fn cases(words: &Words, view: &QueuePage) -> Markup {
    let columns = [
        "casework-column-due",
        "casework-column-number",
        "casework-column-item",
        "casework-column-resident",
        "casework-column-state",
    ]
    .map(|key| Column::words(words.say(key)))
    .into();
    let rows = view.rows.iter().map(|row| case(words, row, view.today)).collect();
    let list = match view.filter {
        QueueFilter::Open => "casework-caption-open",
        QueueFilter::Waiting => "casework-caption-waiting",
        QueueFilter::Done => "casework-caption-done",
        QueueFilter::AgainstVerdict => "casework-caption-against-verdict",
    };
    let contents = Table { caption: words.say(list), quiet: true, columns, header: 1, rows, stacks: true };
    view! { <div class="queue">{table(words, contents)}</div> }.into_markup()
}

fn case(words: &Words, row: &QueueRow, today: Date) -> Vec<Markup> {
    let district = row.district.as_ref().map(|district| {
        view! { <span class="muted">{words.of(district).to_owned()}</span> }
    });
    let news = row.news.then(|| tag(Tone::Waiting, words.say("casework-news")));
    vec![
        view! { <span class="day">{words.date(row.due)}</span>" "{row.state.is_open().then(|| time_left(words, row.due, today))} }
            .into_markup(),
        view! { <a href=format!("/casework/{}", row.id)>{row.receipt_number.clone()}</a>" "{news} }.into_markup(),
        words.of(&row.item_title).to_owned().into_markup(),
        view! { <bdi>{words.marked(&row.resident)}</bdi>" "{district} }.into_markup(),
        state_tag(words, row.state, Reader::Staff),
    ]
}

/// How long there still is, in calendar days; lateness stands in words and a sign, not in colour alone.
pub fn time_left(words: &Words, due: Date, today: Date) -> Markup {
    let days = today.until(due).map(|span| i64::from(span.get_days())).unwrap_or_default();
    let count = words.number(days.abs());
    match days {
        0 => tag(Tone::Waiting, words.say("casework-due-today")),
        1.. => {
            view! { <span class="muted">{words.with("casework-days-left", &[("count", &count)])}</span> }.into_markup()
        }
        _ => tag(Tone::Bad, words.with("casework-days-late", &[("count", &count)])),
    }
}
