//! `/casework`: one line a case, the one due first on top.

use crate::{
    applications::lists::state_tag,
    i18n::Words,
    page::Page,
    ui::tag::{Tone, tag},
};
use contract::casework::{QueueFilter, QueuePage};
use leptos::prelude::*;

/// The queue.
pub fn queue_page(words: &Words, view: &QueuePage) -> Page {
    let title = words.say("casework-title");
    let filters = QueueFilter::ALL
        .into_iter()
        .zip(view.counts)
        .map(|(filter, count)| {
            let key = match filter {
                QueueFilter::Open => "casework-open",
                QueueFilter::Waiting => "casework-waiting",
                QueueFilter::Done => "casework-done",
            };
            let current = (filter == view.filter).then_some("page");
            let label = words.with(key, &[("count", &words.number(count))]);
            view! { <li><a href=format!("/casework?state={}", filter.as_str()) aria-current=current>{label}</a></li> }
        })
        .collect_view();
    let rows = view
        .rows
        .iter()
        .map(|row| {
            let late = row.due < view.today;
            let due = match late {
                true => view! { {tag(Tone::Bad, words.say("casework-late"))}" "{words.date(row.due)} }.into_any(),
                false => words.date(row.due).into_any(),
            };
            let news = row.news.then(|| tag(Tone::Waiting, words.say("casework-news")));
            let district = row.district.as_ref().map(|district| words.of(district).to_owned());
            view! {
                <tr>
                    <td>{due}</td>
                    <td><a href=format!("/casework/{}", row.id)>{row.receipt_number.clone()}</a>" "{news}</td>
                    <td>{words.of(&row.item_title).to_owned()}</td>
                    <td><bdi>{row.resident.clone()}</bdi></td>
                    <td>{district}</td>
                    <td>{state_tag(words, row.state)}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        "casework-column-due",
        "casework-column-number",
        "casework-column-item",
        "casework-column-resident",
        "casework-column-district",
        "casework-column-state",
    ]
    .map(|key| view! { <th scope="col">{words.say(key)}</th> })
    .into_iter()
    .collect_view();
    let district = match &view.district {
        Some(district) => words.with("casework-district", &[("district", words.of(district))]),
        None => words.say("casework-all-districts"),
    };
    let table = match view.rows.is_empty() {
        true => view! { <p>{words.say("casework-none")}</p> }.into_any(),
        false => view! {
            <div class="scroll" data-scroll-x tabindex="0" role="region" aria-label=title.clone()>
                <table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
            </div>
        }
        .into_any(),
    };
    let body = view! {
        <h1>{title.clone()}</h1>
        <p>{district}</p>
        <nav class="filters" aria-label=words.say("casework-lists")><ul>{filters}</ul></nav>
        {table}
        {view.more.then(|| view! { <p>{words.say("casework-more")}</p> })}
    };
    Page::new(title, body.into_any()).staff()
}
