//! `/policies` and `/policies/<id>`.

use crate::{
    i18n::Words,
    page::Page,
    ui::{
        button, icon,
        offer_card::{confidence_key, delivery_key, field_key},
        summary_list::{Row, summary_list},
    },
};
use contract::policies::{BandView, PoliciesPage, PolicyPage};
use leptos::prelude::*;
use policy::{document::Confidence, text::Text};

/// Every policy in force, by field.
pub fn policies_page(words: &Words, view: &PoliciesPage) -> Page {
    let title = words.say("policies-title");
    let fields = view
        .fields
        .iter()
        .map(|(field, cards)| {
            let lines = cards
                .iter()
                .map(|card| {
                    let confidence = (card.confidence == Confidence::Low).then(|| words.say("confidence-low"));
                    view! {
                        <li>
                            <h3><a href=format!("/policies/{}", card.id)>{words.of(&card.title).to_owned()}</a></h3>
                            <p>{words.of(&card.summary).to_owned()}</p>
                            <p class="muted">{words.say(delivery_key(card.delivery))}" "{confidence}</p>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <section class=format!("field-{}", field.as_str())>
                    <h2>{icon::field(*field)}{words.say(field_key(*field))}</h2>
                    <ul class="catalogue">{lines}</ul>
                </section>
            }
        })
        .collect_view();
    let body = view! { <h1>{title.clone()}</h1><p class="lead">{words.say("policies-lead")}</p>{fields} };
    Page::new(title, body.into_any()).back("/")
}

/// One policy: for whom, how much, what to do, and on what basis.
pub fn policy_page(words: &Words, view: &PolicyPage) -> Page {
    let title = words.of(&view.title).to_owned();
    let list = |texts: &[Text]| texts.iter().map(|text| view! { <li>{words.of(text).to_owned()}</li> }).collect_view();
    let section = |key: &str, texts: &[Text]| {
        (!texts.is_empty()).then(|| view! { <section><h2>{words.say(key)}</h2><ul>{list(texts)}</ul></section> })
    };
    let differs = (view.delivery_here != view.delivery_in_source).then(|| {
        let (here, source) =
            (words.say(delivery_key(view.delivery_here)), words.say(delivery_key(view.delivery_in_source)));
        view! { <p class="notice">{words.with("offer-delivery-differs", &[("here", &here), ("source", &source)])}</p> }
    });
    let confidence = (view.confidence != Confidence::High)
        .then(|| view! { <p class="notice">{words.say(confidence_key(view.confidence))}</p> });
    let offer = view.offer.as_ref().map(|offer| {
        view! { <p>{button::link(words.say("policy-your-offer"), format!("/offers/{offer}"))}</p> }
    });
    let item = view.item.as_ref().map(|(id, title)| {
        view! { <p>{button::link(words.with("policy-apply", &[("title", words.of(title))]), format!("/items/{id}"))}</p> }
    });
    let body = view! {
        <p class=format!("field-name field-{}", view.field.as_str())>{icon::field(view.field)}{words.say(field_key(view.field))}</p>
        <h1>{title.clone()}</h1>
        <p class="lead">{words.of(&view.summary).to_owned()}</p>
        {confidence}
        {differs}
        {offer}
        {section("policy-conditions", &view.conditions)}
        {bands(words, &view.bands)}
        <section><h2>{words.say("policy-how")}</h2><p>{words.of(&view.how).to_owned()}</p>{item}</section>
        {section("policy-documents", &view.documents)}
        {section("policy-open-questions", &view.open_questions)}
        <section><h2>{words.say("policy-appeal")}</h2><p>{words.of(&view.appeal).to_owned()}</p></section>
        {basis(words, view)}
    };
    Page::new(title, body.into_any()).back("/policies")
}

fn bands(words: &Words, bands: &[BandView]) -> AnyView {
    if bands.is_empty() {
        return ().into_any();
    }
    let rows = bands
        .iter()
        .map(|band| {
            let number = |bound: i64| words.number(bound);
            let range = match (band.from, band.to) {
                (Some(from), Some(to)) => {
                    words.with("band-between", &[("from", &number(from)), ("to", &number(to - 1))])
                }
                (Some(from), None) => words.with("band-from", &[("from", &number(from))]),
                (None, Some(to)) => words.with("band-below", &[("to", &number(to))]),
                (None, None) => band.when.clone().unwrap_or_else(|| words.say("band-otherwise")),
            };
            let range = match (&band.label, &band.when, band.from.or(band.to)) {
                (Some(label), ..) => words.of(label).to_owned(),
                (None, Some(when), Some(_)) => format!("{range} · {when}"),
                _ => range,
            };
            let amount = match (&band.amount, &band.formula) {
                (Some(amount), _) => words.amount(amount),
                (None, formula) => formula.as_ref().map(|formula| words.of(formula).to_owned()).unwrap_or_default(),
            };
            Row::text(range, amount)
        })
        .collect();
    view! { <section><h2>{words.say("policy-amounts")}</h2>{summary_list(rows)}</section> }.into_any()
}

fn basis(words: &Words, view: &PolicyPage) -> AnyView {
    let laws = view
        .basis
        .iter()
        .map(|basis| {
            let details =
                [basis.number.clone(), basis.article.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
            view! { <li>{words.of(&basis.title).to_owned()}" "{details}</li> }
        })
        .collect_view();
    let sources = view
        .sources
        .iter()
        .map(|source| {
            let read = source.read_on.map(|day| words.with("policy-source-read", &[("date", &words.date(day))]));
            view! { <li>{words.of(&source.title).to_owned()}" "{source.url.clone()}" "{read}</li> }
        })
        .collect_view();
    let until = match view.valid_to {
        Some(to) => {
            words.with("policy-valid-until", &[("from", &words.date(view.valid_from)), ("to", &words.date(to))])
        }
        None => words.with("policy-valid-from", &[("from", &words.date(view.valid_from))]),
    };
    let days = view.promised_days.map(|days| words.with("policy-days", &[("days", &words.number(i64::from(days)))]));
    view! {
        <section class="small-print">
            <h2>{words.say("policy-basis")}</h2>
            <ul>{laws}</ul>
            <p>{words.with("policy-department", &[("department", words.of(&view.department))])}" "{until}" "{days}</p>
            <h3>{words.say("policy-sources")}</h3>
            <ul>{sources}</ul>
        </section>
    }
    .into_any()
}
