//! `/data`: everything the city knows about the person.

use crate::{
    i18n::Words,
    page::Page,
    ui::summary_list::{Row, summary_list},
};
use contract::residents::DataPage;
use leptos::prelude::*;

/// Facts by department, each with its day and delivery number.
pub fn data_page(words: &Words, view: &DataPage) -> Page {
    let title = words.say("data-title");
    let departments = view
        .departments
        .iter()
        .map(|group| {
            let rows = group
                .facts
                .iter()
                .map(|fact| {
                    let value = fact.value.as_ref().map(|value| words.value(value)).unwrap_or_default();
                    let as_of = fact.as_of.map(|day| words.with("data-as-of", &[("date", &words.date(day))]));
                    Row {
                        id: None,
                        name: words.of(&fact.name).to_owned(),
                        value: view! { <p>{value}</p><p class="muted">{as_of}</p> }.into_any(),
                        change: None,
                    }
                })
                .collect();
            view! { <section><h2>{words.of(&group.department).to_owned()}</h2>{summary_list(rows)}</section> }
        })
        .collect_view();
    let body = view! { <h1>{title.clone()}</h1><p class="lead">{words.say("data-lead")}</p>{departments} };
    Page::new(title, body.into_any()).back("/").with_meanings()
}
