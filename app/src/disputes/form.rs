//! `/offers/<id>/dispute`, `/data/dispute`, `/data/dispute/<attribute>`: say that a fact is wrong. A page of its own, so that
//! whoever only reads is not asked.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        button,
        choices::Choice,
        error_summary::error_summary,
        field::{FieldLabel, hidden},
        radios::radios,
        reason_list::fact_sentence,
        select_field::select_field,
        text_area::{TextArea, text_area},
    },
};
use contract::{disputes::DisputeForm, residents::FactView};
use leptos::prelude::*;

/// From so many facts on a list to open is shorter.
const MOST_RADIOS: usize = 12;

/// The form about one of several facts. `title` is the page's heading.
pub fn choice_page(words: &Words, view: &DisputeForm, title: String) -> Page {
    let which = FieldLabel::new("attribute", words.say("offer-wrong-which"));
    let chosen = |attribute: &str| attribute == view.typed.0;
    let which = match view.facts.as_slice() {
        [fact] => about(words, fact),
        facts if facts.len() > MOST_RADIOS => {
            let option = |fact: &FactView| Choice::new(&fact.attribute, words.of(&fact.name), chosen(&fact.attribute));
            select_field(words, &view.errors, which, facts.iter().map(option).collect())
        }
        facts => {
            let options = facts
                .iter()
                .map(|fact| Choice::new(&fact.attribute, fact_sentence(words, fact), chosen(&fact.attribute)))
                .collect();
            radios(words, &view.errors, which, options)
        }
    };
    page(words, view, title, which)
}

/// The form about one fact, which the page names.
pub fn fact_page(words: &Words, view: &DisputeForm) -> Page {
    let fact = view.facts.first();
    let name = fact.map(|fact| words.of(&fact.name)).unwrap_or_default();
    let title = words.with("dispute-fact-title", &[("fact", name)]);
    let about = fact.map(|fact| about(words, fact));
    page(words, view, title, about.into_markup())
}

/// The only fact there is, and what stands there now.
fn about(words: &Words, fact: &FactView) -> Markup {
    view! { <p>{fact_sentence(words, fact)}</p>{hidden("attribute", &fact.attribute)} }.into_markup()
}

fn page(words: &Words, view: &DisputeForm, title: String, which: Markup) -> Page {
    let label =
        FieldLabel::new("statement", words.say("offer-wrong-statement")).hint(words.say("offer-wrong-statement-hint"));
    let statement = TextArea { label, value: view.typed.1.clone(), rows: 4, most: None };
    let body = view! {
        {error_summary(words, &view.errors)}
        <h1>{title.clone()}</h1>
        <p>{words.say("offer-wrong-lead")}</p>
        <form method="post" aria-label=words.say("offer-wrong-send") action=view.action.clone() novalidate>
            {hidden("key", &view.key)}
            {which}
            {text_area(words, &view.errors, statement)}
            {button::primary(words.say("offer-wrong-send"))}
        </form>
    };
    Page::new(title, body.into_markup()).with_meanings().back(view.back.clone()).with_errors(!view.errors.is_empty())
}
