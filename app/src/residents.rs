//! `/data`: everything the city knows about the person.

use crate::{
    disputes::parts::state_tag,
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        details::opened_on,
        link,
        summary_list::{Row, summary_list},
    },
};
use contract::{
    display::Mode,
    disputes::{DisputeRow, DisputeState},
    residents::{DataPage, FactView},
};
use leptos::prelude::*;

/// Facts by department, each with its day and the way to say that it is wrong, and what was said before.
pub fn data_page(words: &Words, view: &DataPage) -> Page {
    let title = words.say("data-title");
    let departments = view
        .departments
        .iter()
        .map(|group| {
            let rows = group.facts.iter().map(|fact| fact_row(words, view, fact)).collect();
            view! { <section><h2>{words.of(&group.department).to_owned()}</h2>{summary_list(rows)}</section> }
        })
        .collect_view();
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="lead">{words.say("data-lead")}</p>
        {link::onward(words.say("data-wrong"), "/data/dispute")}
        {disputes(words, &view.disputes)}
        {departments}
    };
    Page::new(title, body.into_markup()).back("/").with_meanings()
}

fn fact_row(words: &Words, view: &DataPage, fact: &FactView) -> Row {
    let value = fact.value.as_ref().map(|value| words.value(value)).unwrap_or_default();
    let as_of = fact.as_of.map(|day| words.with("data-as-of", &[("date", &words.date(day))]));
    Row {
        id: None,
        name: words.of(&fact.name).to_owned(),
        value: view! { <p>{value}</p><p class="muted">{as_of}</p> }.into_markup(),
        // Elder pages have few links: one leads to the list of all facts.
        change: (words.display.mode != Mode::Elder).then(|| way_on(words, view, fact)),
    }
}

/// To say that a fact is wrong, or to the dispute that is open about it.
fn way_on(words: &Words, view: &DataPage, fact: &FactView) -> (String, String) {
    let is_open = |one: &&DisputeRow| one.attribute == fact.attribute && one.state == DisputeState::Open;
    match view.disputes.iter().find(is_open) {
        Some(open) => (format!("/data/disputes/{}", open.id), words.say("dispute-state-open")),
        None => (format!("/data/dispute/{}", fact.attribute), words.say("offer-wrong")),
    }
}

/// What the person said is wrong, newest first.
fn disputes(words: &Words, disputes: &[DisputeRow]) -> Markup {
    if disputes.is_empty() {
        return ().into_markup();
    }
    let entries = disputes
        .iter()
        .map(|one| {
            let address = format!("/data/disputes/{}", one.id);
            let said =
                words.with("data-dispute", &[("fact", words.of(&one.fact)), ("date", &words.date(one.opened_on))]);
            view! { <li><a href=address>{said}</a>" "{state_tag(words, one.state)}</li> }.into_markup()
        })
        .collect();
    let list = |entries: Vec<Markup>| view! { <ul class="lines">{entries}</ul> }.into_markup();
    view! { <section><h2>{words.say("data-disputes")}</h2>{opened_on(words, entries, list)}</section> }.into_markup()
}
