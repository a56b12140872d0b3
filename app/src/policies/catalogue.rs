//! `/policies` and `/policies/<id>`.

use crate::{
    i18n::Words,
    page::Page,
    policies::prospect::prospect,
    ui::{
        button,
        details::details,
        icon,
        offer_card::{confidence_key, delivery_key, field_key, way_key},
        summary_list::{Row, summary_list},
    },
};
use contract::{
    display::Mode,
    policies::{BandView, Formula, PoliciesPage, PolicyCard, PolicyPage},
    residents::ShownValue,
    sentence::{phrase, sentence},
};
use leptos::prelude::*;
use policy::{
    document::{AmountBound, Confidence},
    text::Text,
};
use std::collections::{BTreeMap, BTreeSet};

/// Every policy in force, by field. Elder pages open one field at a time: a short page stays a short page.
pub fn policies_page(words: &Words, view: &PoliciesPage) -> Page {
    let title = words.say("policies-title");
    // Looked up once, not once a policy.
    let cards = view.fields.iter().flat_map(|(_, cards)| cards);
    let keys: BTreeSet<&str> = cards.map(card_way).collect();
    let ways: BTreeMap<&str, String> = keys.into_iter().map(|key| (key, words.say(key))).collect();
    let unsure = words.say("amount-to-be-confirmed");
    let elder = words.display.mode == Mode::Elder;
    let fields = view
        .fields
        .iter()
        .filter(|(_, cards)| !cards.is_empty())
        .map(|(field, cards)| {
            let lines = cards.iter().map(|card| line(words, card, &ways, &unsure)).collect_view();
            let list = view! { <ul class="catalogue">{lines}</ul> };
            let name = words.say(field_key(*field));
            match elder {
                true => view! { <section><h2>{icon::field(*field)}{name.clone()}</h2>{details(words.with("policies-open", &[("field", &name)]), list.into_any())}</section> }
                    .into_any(),
                false => view! {
                    <section class=format!("field-{}", field.as_str())><h2>{icon::field(*field)}{name}</h2>{list}</section>
                }
                .into_any(),
            }
        })
        .collect_view();
    let body = view! { <h1>{title.clone()}</h1><p class="lead">{words.say("policies-lead")}</p><p><a class="link" href="/check">{words.say("home-check")}</a></p>{fields} };
    Page::new(title, body.into_any()).back("/")
}

/// Fluent key of how a policy reaches people.
fn card_way(card: &PolicyCard) -> &'static str {
    way_key(card.delivery, card.delivery_in_source)
}

fn line(words: &Words, card: &PolicyCard, ways: &BTreeMap<&str, String>, unsure: &str) -> AnyView {
    let way = ways.get(card_way(card)).cloned();
    let unsure = (card.confidence == Confidence::Low).then(|| unsure.to_owned());
    view! {
        <li>
            <h3><a href=format!("/policies/{}", card.id)>{words.of(&card.title).to_owned()}</a></h3>
            <p>{words.of(&card.summary).to_owned()}</p>
            <p class="muted">{way}" "{unsure}</p>
        </li>
    }
    .into_any()
}

/// One policy: for whom, how much, what to do, and on what basis.
pub fn policy_page(words: &Words, view: &PolicyPage) -> Page {
    let title = words.of(&view.title).to_owned();
    let list = |texts: &[Text]| texts.iter().map(|text| view! { <li>{words.of(text).to_owned()}</li> }).collect_view();
    let section = |key: &str, texts: &[Text]| {
        (!texts.is_empty()).then(|| view! { <section><h2>{words.say(key)}</h2><ul>{list(texts)}</ul></section> })
    };
    let way = words.say(way_key(view.delivery_here, view.delivery_in_source));
    let unsure = (view.confidence == Confidence::Low).then(|| view! { <p>{words.say("amount-to-be-confirmed")}</p> });
    let also_in = view.also_in.iter().map(|field| format!(" · {}", words.say(field_key(*field)))).collect_view();
    let offer = view.offer.as_ref().map(|offer| {
        view! { <p>{button::link(words.say("policy-your-offer"), format!("/offers/{offer}"))}</p> }
    });
    let item = view.item.as_ref().map(|(id, title)| {
        view! { <p>{button::link(words.with("policy-apply", &[("title", words.of(title))]), format!("/items/{id}"))}</p> }
    });
    let body = view! {
        <p class=format!("field-name field-{}", view.field.as_str())>{icon::field(view.field)}{words.say(field_key(view.field))}{also_in}</p>
        <h1>{title.clone()}</h1>
        <p class="lead">{words.of(&view.summary).to_owned()}</p>
        {unsure}
        {offer}
        {view.prospect.as_ref().map(|view| prospect(words, view))}
        {section("policy-conditions", &view.conditions)}
        {bands(words, &view.bands, worked_out(words, view))}
        <section><h2>{words.say("policy-how")}</h2><p>{way}</p><p>{words.of(&view.how).to_owned()}</p>{item}</section>
        {section("policy-documents", &view.documents)}
        {section("policy-open-questions", &view.open_questions)}
        <section><h2>{words.say("policy-appeal")}</h2><p>{words.of(&view.appeal).to_owned()}</p></section>
        {basis(words, view)}
    };
    Page::new(title, body.into_any())
        .with_meanings()
        .below(words, "/policies", words.say("policies-title"))
        .on_paper(format!("{} {}", view.id, view.version))
}

/// What a formula comes to: today's standards, and one example.
fn worked_out(words: &Words, view: &PolicyPage) -> Option<AnyView> {
    let example = view.example.as_ref()?;
    let pairs = |pairs: &[(Text, ShownValue)]| {
        let pairs = pairs.iter().map(|(name, value)| {
            words.with("policy-figure", &[("name", words.of(name)), ("value", &words.value(value))])
        });
        pairs.collect::<Vec<_>>().join(&words.say("entitlement-comma"))
    };
    let standards = (!view.standards.is_empty())
        .then(|| view! { <p>{words.with("policy-standards", &[("standards", &pairs(&view.standards))])}</p> });
    let arguments = [("facts", &*pairs(&example.facts)), ("amount", &words.amount(&example.amount))];
    let example = view! { <p>{words.with("policy-example", &arguments)}</p> };
    Some(view! { {standards}{example} }.into_any())
}

/// What a policy gives, and to whom.
pub(super) fn bands(words: &Words, bands: &[BandView], more: Option<AnyView>) -> AnyView {
    let amount = |band: &BandView| match &band.amount {
        Some(amount) => words.amount(amount).into_any(),
        None => match &band.formula {
            Some(Formula::Worded(text)) => words.marked(&bounded(words, band.bound, words.of(text).to_owned())),
            Some(Formula::Parts(parts)) => words.marked(&bounded(words, band.bound, phrase(words, parts))),
            None => ().into_any(),
        },
    };
    let amounts = match bands {
        [] => return ().into_any(),
        // The same for everybody: nothing to tell apart.
        [BandView { whom: None, .. }] => {
            bands.iter().map(|band| view! { <p class="lead">{amount(band)}</p> }).collect_view().into_any()
        }
        _ => {
            let rows =
                bands.iter().map(|band| Row { id: None, name: range(words, band), value: amount(band), change: None });
            summary_list(rows.collect())
        }
    };
    view! { <section><h2>{words.say("policy-amounts")}</h2>{amounts}{more}</section> }.into_any()
}

/// A formula, with how near what it gives is to what is paid.
fn bounded(words: &Words, bound: AmountBound, formula: String) -> String {
    let key = match bound {
        AmountBound::Exact => return formula,
        AmountBound::AtLeast => "formula-at-least",
        AmountBound::AtMost => "formula-at-most",
        AmountBound::About => "formula-about",
    };
    words.with(key, &[("formula", &formula)])
}

/// Whom a band is for: in its document's words, or else by its range and its condition.
fn range(words: &Words, band: &BandView) -> String {
    match (&band.label, &band.whom) {
        (Some(label), _) => words.of(label).to_owned(),
        (None, Some(whom)) => sentence(words, whom),
        (None, None) => words.say("band-otherwise"),
    }
}

/// What is to be known of the source and of this demonstration, for whoever wants to: it is nothing that a resident acts on.
fn about_sources(words: &Words, view: &PolicyPage) -> AnyView {
    let (here, source) = (view.delivery_here, view.delivery_in_source);
    let differs = (here != source).then(|| {
        let (here, source) = (words.say(delivery_key(here)), words.say(delivery_key(source)));
        view! { <p>{words.with("offer-delivery-differs", &[("here", &here), ("source", &source)])}</p> }
    });
    let contents = view! { <p>{words.say(confidence_key(view.confidence))}</p>{differs} };
    details(words.say("policy-about-sources"), contents.into_any())
}

fn basis(words: &Words, view: &PolicyPage) -> AnyView {
    let laws = view
        .basis
        .iter()
        .map(|basis| {
            let details =
                [basis.number.clone(), basis.article.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
            view! { <li>{words.of(&basis.title).to_owned()}" "{words.marked(&details)}</li> }
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
            {about_sources(words, view)}
        </section>
    }
    .into_any()
}
