//! Why: each condition with its result, the fact it used, where the fact came from and since when.

use super::icon;
use crate::i18n::Words;
use contract::{policies::Reason, residents::FactView};
use leptos::prelude::*;
use policy::decision::Truth;

/// The reasons of a verdict.
pub fn reason_list(words: &Words, reasons: &[Reason]) -> AnyView {
    let reasons = reasons
        .iter()
        .map(|reason| {
            let (class, sign, key) = match reason.result {
                Truth::Yes => ("yes", icon::tick(), "reason-yes"),
                Truth::No => ("no", icon::cross(), "reason-no"),
                Truth::Unknown => ("unknown", icon::question(), "reason-unknown"),
            };
            let facts = reason
                .facts
                .iter()
                .map(|fact| view! { <p class="fact">{fact_sentence(words, fact)}</p> })
                .collect_view();
            view! {
                <li class=class>
                    {sign}
                    <div><p><span class="hidden">{words.say(key)}</span>{words.of(&reason.label).to_owned()}</p>{facts}</div>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="reasons">{reasons}</ul> }.into_any()
}

/// "Household registration: Shanghai. From the Public Security Bureau, as of 1 March 2026."
pub fn fact_sentence(words: &Words, fact: &FactView) -> String {
    let name = words.of(&fact.name);
    let department = words.of(&fact.department);
    match (&fact.value, fact.as_of) {
        (Some(value), Some(as_of)) => words.with(
            "fact-known",
            &[("name", name), ("value", &words.value(value)), ("department", department), ("date", &words.date(as_of))],
        ),
        _ => words.with("fact-unknown", &[("name", name), ("department", department)]),
    }
}
