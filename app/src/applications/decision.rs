//! `/applications/<id>/decision`: a decision as it is read on paper, and what it grants as it stands on the application too.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        key_facts::{KeyFact, key_facts},
        receipt_number::receipt_number,
        summary_list::{Row, summary_list},
    },
};
use contract::applications::{
    ApplicationState,
    outcome::{DecidedView, DecisionPage},
};
use leptos::prelude::*;
use policy::text::Text;

/// The decision.
pub fn decision_page(words: &Words, view: &DecisionPage) -> Page {
    let title = words.with("decision-title", &[("item", words.of(&view.item_title))]);
    let (number, department) = (view.receipt_number.clone(), words.of(&view.department).to_owned());
    let head = vec![
        Row { id: None, name: words.say("decision-number"), value: receipt_number(&number), change: None },
        Row {
            id: None,
            name: words.say("decision-to"),
            value: view! { <bdi>{words.marked(&view.resident)}</bdi> }.into_markup(),
            change: None,
        },
        Row::text(words.say("decision-sent"), words.date(view.sent_on)),
        Row::text(words.say("decision-by"), department),
        Row::text(words.say("decision-day"), words.date(view.decided_on)),
    ];
    let is_granted = view.state == ApplicationState::Granted;
    let ruling = words.say(if is_granted { "decision-granted" } else { "decision-refused" });
    let mut ruling = vec![KeyFact::figure(words.say("decision-ruling"), ruling)];
    ruling.extend(terms(words, &view.decided));
    let basis = (!view.basis.is_empty()).then(|| {
        let lines = view
            .basis
            .iter()
            .map(|basis| {
                let details = [basis.number.clone(), basis.article.clone()].into_iter().flatten();
                let details = details.collect::<Vec<_>>().join(" ");
                view! { <li>{words.of(&basis.title).to_owned()}" "{words.marked(&details)}</li> }
            })
            .collect_view();
        view! { <section><h2>{words.say("policy-basis")}</h2><ul>{lines}</ul></section> }
    });
    let body = view! {
        <h1>{title.clone()}</h1>
        {key_facts(ruling)}
        {summary_list(head)}
        <section>
            <h2>{words.say("decision-reason")}</h2>
            <p class="quote"><bdi>{words.marked(&view.reason)}</bdi></p>
        </section>
        {basis}
        <section>
            <h2>{words.say("decision-objection")}</h2>
            {appeal(words, &view.appeal)}
            <p>{words.say("decision-remedy")}</p>
        </section>
    };
    let back = format!("/applications/{}", view.id);
    Page::new(format!("{title} – {number}"), body.into_markup()).with_meanings().back(&back).on_paper(number)
}

/// What is granted, how much, from when, where to, and what comes next.
pub fn terms(words: &Words, decided: &DecidedView) -> Vec<KeyFact> {
    let mut facts = Vec::new();
    if let Some(terms) = &decided.terms {
        for benefit in &terms.benefits {
            facts.push(KeyFact::line(words.say("decision-what"), words.of(&benefit.title).to_owned()));
            if let Some(amount) = &benefit.amount {
                facts.push(KeyFact::figure(words.say("decision-amount"), words.amount(amount)));
            }
        }
        facts.push(KeyFact::line(words.say("decision-from"), words.date(terms.from)));
    }
    let paid_to: Vec<String> = decided.paid_to.iter().map(|value| words.value(value)).collect();
    if !paid_to.is_empty() {
        facts.push(KeyFact::line(words.say("decision-paid-to"), paid_to.join(" ")));
    }
    if let Some(next) = &decided.next {
        facts.push(KeyFact::line(words.say("decision-next"), words.of(next).to_owned()));
    }
    facts
}

/// How to object, as the policies say.
pub fn appeal(words: &Words, appeal: &[Text]) -> Markup {
    appeal.iter().map(|text| view! { <p>{words.of(text).to_owned()}</p> }).collect_view().into_markup()
}
