//! `/items` and `/items/<id>`.

use crate::{
    i18n::Words,
    markup::IntoMarkup,
    page::Page,
    services::search::search_form_beside,
    ui::{
        advice::advice,
        button,
        error_summary::error_summary,
        icon, link,
        offer_card::field_key,
        on_its_way::{on_its_way, second_one},
        step_by_step::{Step, step_by_step},
        summary_list::{Row, summary_list},
    },
};
use contract::{
    applications::Second,
    display::Mode,
    services::{ItemPage, ItemsPage},
};
use leptos::prelude::*;
use policy::text::Text;
use std::collections::BTreeSet;

/// What can be applied for, by field. On an elder page each stands once, so that the page stays short.
pub fn items_page(words: &Words, view: &ItemsPage) -> Page {
    let title = words.say("items-title");
    let is_elder = words.display.mode == Mode::Elder;
    let mut shown = BTreeSet::new();
    let fields = view
        .fields
        .iter()
        .map(|(field, cards)| {
            let lines = cards
                .iter()
                .filter(|card| shown.insert(card.id.clone()) || !is_elder)
                .map(|card| {
                    view! {
                        <li>
                            <h3><a href=format!("/items/{}", card.id)>{words.of(&card.title).to_owned()}</a></h3>
                            <p>{words.of(&card.summary).to_owned()}</p>
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
    let body = view! { <h1>{title.clone()}</h1><p class="lead">{words.say("items-lead")}</p>{search_form_beside(words)}{fields} };
    Page::new(title, body.into_markup()).back("/").with_suggestions()
}

/// One item: who, what to have at hand, how long, and the way in.
pub fn item_page(words: &Words, view: &ItemPage) -> Page {
    let title = words.of(&view.title).to_owned();
    let days = |days: u32| words.with("item-days", &[("days", &words.number(i64::from(days)))]);
    let mut rows = vec![
        Row::text(words.say("item-who"), words.of(&view.who)),
        Row::text(words.say("item-cost"), words.of(&view.cost)),
        Row::text(
            words.say("item-minutes"),
            words.with("item-minutes-value", &[("minutes", &view.minutes.to_string())]),
        ),
        Row::text(words.say("item-promised"), days(view.promised_days)),
    ];
    if let Some(statutory) = view.statutory_days {
        rows.push(Row::text(words.say("item-statutory"), days(statutory)));
    }
    rows.push(Row::text(words.say("item-department"), words.of(&view.department)));
    let start = match (&view.draft, &view.on_its_way, view.may_start) {
        (_, Some(one), _) if one.second == Second::NotNow => ().into_markup(),
        (Some(draft), ..) => button::link(words.say("item-go-on"), draft.clone()),
        (None, one, true) => {
            let second = one.as_ref().and_then(|one| second_one(words, one, &view.errors));
            let button = button::primary(words.say("item-start"));
            view! { <form method="post" aria-label=words.say("item-start") action=format!("/items/{}/start", view.id) novalidate>{second}{button}</form> }
                .into_markup()
        }
        (None, _, false) => button::link(words.say("item-sign-in"), format!("/sign-in?next=/items/{}", view.id)),
    };
    let policy = view.policy.as_ref().map(|(id, title)| {
        link::onward(words.with("item-policy", &[("title", words.of(title))]), format!("/policies/{id}"))
    });
    let body = view! {
        {error_summary(words, &view.errors)}
        <p class=format!("field-name field-{}", view.field.as_str())>{icon::field(view.field)}{words.say(field_key(view.field))}</p>
        <h1>{title.clone()}</h1>
        <p class="lead">{words.of(&view.summary).to_owned()}</p>
        {view.on_its_way.as_ref().map(|one| on_its_way(words, one))}
        {advice(words, &view.advice)}
        {start}
        {summary_list(rows)}
        <section><h2>{words.say("item-steps")}</h2>{step_by_step(words, steps(words, view))}</section>
        {policy}
    };
    Page::new(title, body.into_markup())
        .below(words, "/items", words.say("items-title"))
        .with_meanings()
        .with_errors(!view.errors.is_empty())
}

/// How it goes: what to have at hand, where anything is needed; what is asked; what comes after.
fn steps(words: &Words, view: &ItemPage) -> Vec<Step> {
    let list = |texts: &[Text]| {
        let texts = texts.iter().map(|text| view! { <li>{words.of(text).to_owned()}</li> }).collect_view();
        view! { <ul>{texts}</ul> }.into_markup()
    };
    let documents = (!view.documents.is_empty())
        .then(|| Step { title: words.say("item-documents"), contents: list(&view.documents) });
    let questions = Step { title: words.say("item-questions"), contents: list(&view.questions) };
    let after = view! { <p>{words.of(&view.after).to_owned()}</p> }.into_markup();
    documents.into_iter().chain([questions, Step { title: words.say("item-after"), contents: after }]).collect()
}
