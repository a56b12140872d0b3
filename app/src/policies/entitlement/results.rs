//! How every policy stands: entitled, maybe, not, and not checked, each with its reasons.

use super::erase;
use crate::{
    i18n::Words,
    page::Page,
    ui::{
        button,
        details::details,
        icon,
        offer_card::field_key,
        summary_list::{Row, summary_list},
    },
};
use contract::{
    display::Mode,
    entitlement::{EntitlementPage, StandingKind, StandingView, ToldAnswer},
};
use leptos::prelude::*;
use policy::{decision::Truth, text::Text};

/// Longest list; what is beyond opens on request.
const MOST: usize = 12;

pub(super) fn results(words: &Words, view: &EntitlementPage, standings: &[StandingView]) -> Page {
    let title = words.say("entitlement-results-title");
    let of = |wanted: fn(StandingKind) -> bool| -> Vec<&StandingView> {
        standings.iter().filter(|standing| wanted(standing.kind)).collect()
    };
    let entitled = of(|kind| kind == StandingKind::Entitled);
    // Those that lack least come first.
    let mut maybe = of(|kind| kind == StandingKind::Maybe);
    maybe.sort_by_key(|standing| standing.to_tell.len() + standing.on_record.len());
    let not = of(|kind| kind == StandingKind::Not);
    let unchecked = of(|kind| !matches!(kind, StandingKind::Entitled | StandingKind::Maybe | StandingKind::Not));
    let none = entitled.is_empty().then(|| view! { <p>{words.say("entitlement-none-yet")}</p> });
    let go_on = view.more.then(|| {
        view! { <p>{button::link(words.say("entitlement-go-on"), "/check?question=next".to_owned())}</p> }
    });
    // An elder page shows one list; the others open on request.
    let maybe = match words.display.mode {
        Mode::Elder => closed_section(words, "entitlement-maybe", &maybe),
        Mode::Standard | Mode::Large => open_section(words, "maybe", "entitlement-maybe", &maybe),
    };
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="lead">{words.say("entitlement-no-decision")}</p>
        {go_on}
        <section aria-labelledby="entitled">
            <h2 id="entitled">{counted(words, "entitlement-entitled", entitled.len())}</h2>
            {none}
            {list(words, &entitled)}
        </section>
        {maybe}
        {closed_section(words, "entitlement-not", &not)}
        {closed_section(words, "entitlement-not-checked", &unchecked)}
        {told(words, &view.answers)}
        {(!view.answers.is_empty()).then(|| erase(words))}
    };
    Page::new(title, body.into_any())
}

fn counted(words: &Words, key: &str, count: usize) -> String {
    words.with(key, &[("count", &count.to_string())])
}

fn open_section(words: &Words, id: &'static str, key: &str, standings: &[&StandingView]) -> Option<AnyView> {
    (!standings.is_empty()).then(|| {
        view! {
            <section aria-labelledby=id><h2 id=id>{counted(words, key, standings.len())}</h2>{list(words, standings)}</section>
        }
        .into_any()
    })
}

fn closed_section(words: &Words, key: &str, standings: &[&StandingView]) -> Option<AnyView> {
    (!standings.is_empty()).then(|| details(counted(words, key, standings.len()), list(words, standings)))
}

fn list(words: &Words, standings: &[&StandingView]) -> AnyView {
    in_short_lists(words, standings, |standings| {
        let lines = standings.iter().map(|standing| one(words, standing)).collect_view();
        view! { <ul class="catalogue">{lines}</ul> }.into_any()
    })
}

/// The first twelve, and the others to open, twelve at a time.
fn in_short_lists<T>(words: &Words, all: &[T], list: impl Fn(&[T]) -> AnyView) -> AnyView {
    let (first, rest) = all.split_at(all.len().min(MOST));
    let rest = rest.chunks(MOST).map(|more| details(counted(words, "entitlement-more", more.len()), list(more)));
    let rest = rest.collect_view();
    let first = (!first.is_empty()).then(|| list(first));
    view! { {first}{rest} }.into_any()
}

fn one(words: &Words, standing: &StandingView) -> AnyView {
    let amount = standing.amount.as_ref().map(|amount| view! { <p class="amount">{words.amount(amount)}</p> });
    let item = standing.item.as_ref().filter(|_| standing.kind == StandingKind::Entitled).map(|(id, title)| {
        view! { <p><a href=format!("/items/{id}")>{words.with("entitlement-apply", &[("title", words.of(title))])}</a></p> }
    });
    view! {
        <li>
            <p class=format!("field-name field-{}", standing.field.as_str())>{icon::field(standing.field)}{words.say(field_key(standing.field))}</p>
            <h3><a href=format!("/policies/{}", standing.id)>{words.of(&standing.title).to_owned()}</a></h3>
            {amount}
            {why(words, standing)}
            {item}
        </li>
    }
    .into_any()
}

/// The conditions that say why: all that are met, those that are open, or those that are not met.
fn why(words: &Words, standing: &StandingView) -> AnyView {
    let names = |texts: &[Text]| {
        let names: Vec<&str> = texts.iter().map(|text| words.of(text)).collect();
        names.join(&words.say("entitlement-comma"))
    };
    let sentence = |key: &str, texts: &[Text]| {
        (!texts.is_empty()).then(|| view! { <p class="muted">{words.with(key, &[("facts", &names(texts))])}</p> })
    };
    match standing.kind {
        StandingKind::Entitled => conditions(words, standing, Truth::Yes),
        StandingKind::Not => conditions(words, standing, Truth::No),
        StandingKind::Maybe => view! {
            {conditions(words, standing, Truth::Unknown)}
            {sentence("entitlement-to-tell", &standing.to_tell)}
            {sentence("entitlement-on-record", &standing.on_record)}
        }
        .into_any(),
        StandingKind::NotChecked => view! {
            {sentence("entitlement-not-told", &standing.to_tell)}
            {sentence("entitlement-on-record", &standing.on_record)}
        }
        .into_any(),
        StandingKind::NoResult => view! { <p class="muted">{words.say("entitlement-no-result")}</p> }.into_any(),
        StandingKind::NotYet(from) => {
            view! { <p class="muted">{words.with("entitlement-not-yet", &[("date", &words.date(from))])}</p> }
                .into_any()
        }
    }
}

fn conditions(words: &Words, standing: &StandingView, wanted: Truth) -> AnyView {
    let (class, key) = match wanted {
        Truth::Yes => ("yes", "reason-yes"),
        Truth::No => ("no", "reason-no"),
        Truth::Unknown => ("unknown", "reason-unknown"),
    };
    let lines = standing
        .reasons
        .iter()
        .filter(|(_, result)| *result == wanted)
        .map(|(label, _)| {
            let sign = match wanted {
                Truth::Yes => icon::tick(),
                Truth::No => icon::cross(),
                Truth::Unknown => icon::question(),
            };
            view! { <li class=class>{sign}<p><span class="hidden">{words.say(key)}</span>{words.of(label).to_owned()}</p></li> }
        })
        .collect_view();
    view! { <ul class="reasons">{lines}</ul> }.into_any()
}

/// What was told, each answer with a link to change it.
fn told(words: &Words, answers: &[ToldAnswer]) -> Option<AnyView> {
    let row = |answer: &ToldAnswer| Row {
        id: None,
        name: words.of(&answer.title).to_owned(),
        value: match &answer.value {
            Some(value) => words.value(value).into_any(),
            None => words.say("entitlement-unknown").into_any(),
        },
        change: Some((format!("/check?question={}", answer.attribute), words.say("check-change"))),
    };
    (!answers.is_empty()).then(|| {
        let lists = in_short_lists(words, answers, |answers| summary_list(answers.iter().map(row).collect()));
        if words.display.mode == Mode::Elder {
            return details(words.say("entitlement-told"), lists);
        }
        view! { <section aria-labelledby="told"><h2 id="told">{words.say("entitlement-told")}</h2>{lists}</section> }
            .into_any()
    })
}
