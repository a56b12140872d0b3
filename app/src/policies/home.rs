//! `/` and `/offers`: what the city found for the person comes first.

use crate::{
    i18n::Words,
    page::Page,
    ui::{
        button, icon,
        offer_card::{Extent, field_key, offer_card},
        read_aloud::ReadAloud,
    },
};
use contract::{
    display::Mode,
    policies::{HomePage, OfferState, WaitingKind, WaitingLine},
};
use leptos::prelude::*;

/// The home page of a resident, of staff or of a visitor. In elder mode the offers are one row of the tasks, and have
/// their own page: a home of a few large rows stays a home of a few large rows.
pub fn home_page(words: &Words, view: &HomePage) -> Page {
    let title = match &view.name {
        Some(name) => words.with("home-greeting", &[("name", name)]),
        None => words.say("home-title"),
    };
    let elder = words.display.mode == Mode::Elder;
    let found = match (&view.name, view.staff) {
        (None, _) => visitor(words),
        (Some(_), true) => view! { <p>{words.say("home-staff")}</p> }.into_any(),
        (Some(_), false) if elder => ().into_any(),
        (Some(_), false) => found(words, view),
    };
    let read_aloud = elder.then(|| {
        view! {
            <ReadAloud
                language=words.language().tag().to_owned()
                read=words.say("read-aloud-read")
                pause=words.say("read-aloud-pause")
                go_on=words.say("read-aloud-go-on")
                stop=words.say("read-aloud-stop")
            />
        }
    });
    let body = view! {
        {read_aloud}
        <h1>{title.clone()}</h1>
        <p class="today">{words.day(view.today)}</p>
        {elder.then(|| elder_tasks(words, view))}
        {found}
        {(!elder && !view.waiting.is_empty()).then(|| waiting(words, &view.waiting))}
        {(!elder).then(|| doors(words, view))}
    };
    Page { islands: elder, ..Page::new(title, body.into_any()) }
}

fn visitor(words: &Words) -> AnyView {
    view! {
        <p class="lead">{words.say("home-lead")}</p>
        <p>{button::link(words.say("home-sign-in"), "/sign-in".to_owned())}</p>
    }
    .into_any()
}

fn found(words: &Words, view: &HomePage) -> AnyView {
    let cards = match view.offers.is_empty() {
        true => view! { <p>{words.say("home-no-offers")}</p> }.into_any(),
        false => view.offers.iter().map(|offer| offer_card(words, offer, Extent::Card)).collect_view().into_any(),
    };
    view! { <section class="found" aria-labelledby="found"><h2 id="found">{words.say("home-found")}</h2>{cards}</section> }
        .into_any()
}

fn waiting(words: &Words, lines: &[WaitingLine]) -> AnyView {
    let lines = lines
        .iter()
        .map(|line| {
            let key = match line.kind {
                WaitingKind::Question => "waiting-question",
                WaitingKind::Draft => "waiting-draft",
                WaitingKind::Application => "waiting-application",
            };
            let label = words.with(key, &[("title", words.of(&line.title))]);
            let due = line.due.map(|due| {
                view! { <span class="muted">{words.with("waiting-due", &[("date", &words.date(due))])}</span> }
            });
            view! { <li><a href=line.address.clone()>{label}</a>{due}</li> }
        })
        .collect_view();
    view! { <section aria-labelledby="waiting"><h2 id="waiting">{words.say("home-waiting")}</h2><ul class="lines">{lines}</ul></section> }
        .into_any()
}

fn doors(words: &Words, view: &HomePage) -> AnyView {
    let doors = view
        .doors
        .iter()
        .map(|(field, verbs)| {
            let verbs = verbs
                .iter()
                .map(|(id, title)| view! { <li><a href=format!("/items/{id}")>{words.of(title).to_owned()}</a></li> })
                .collect_view();
            view! {
                <div class=format!("card door field-{}", field.as_str())>
                    <h3>{icon::field(*field)}{words.say(field_key(*field))}</h3>
                    <ul>{verbs}</ul>
                </div>
            }
        })
        .collect_view();
    view! { <section aria-labelledby="doors"><h2 id="doors">{words.say("home-doors")}</h2><div class="doors">{doors}</div></section> }
        .into_any()
}

/// `/offers`: what the city found, and nothing else.
pub fn offers_page(words: &Words, view: &HomePage) -> Page {
    let title = words.say("home-found");
    let cards = match view.offers.is_empty() {
        true => view! { <p>{words.say("home-no-offers")}</p> }.into_any(),
        false => view.offers.iter().map(|offer| offer_card(words, offer, Extent::Card)).collect_view().into_any(),
    };
    let body = view! { <h1>{title.clone()}</h1>{cards} };
    Page::new(title, body.into_any()).back("/")
}

/// Eight full-width rows with the words that people say.
fn elder_tasks(words: &Words, view: &HomePage) -> AnyView {
    let signed_in = view.name.is_some() && !view.staff;
    let rows: &[(&str, &str)] = match signed_in {
        true => &[
            ("/offers", "elder-money"),
            ("/items", "elder-apply"),
            ("/applications", "elder-progress"),
            ("/inbox", "elder-notices"),
            ("/data", "elder-data"),
            ("/policies", "elder-policies"),
        ],
        false => &[
            ("/sign-in", "elder-sign-in"),
            ("/items", "elder-apply"),
            ("/policies", "elder-policies"),
            ("/search", "elder-search"),
            ("/help", "elder-help"),
        ],
    };
    let rows = rows
        .iter()
        .map(|(address, key)| {
            let open = match *address {
                "/offers" => view.offers.iter().filter(|offer| offer.state == OfferState::Open).count(),
                "/applications" => view.waiting.len(),
                "/inbox" => usize::try_from(view.unread).unwrap_or(0),
                _ => 0,
            };
            let count = (open > 0).then(|| words.with("elder-count", &[("count", &open.to_string())]));
            view! { <li><a href=*address>{words.say(key)}{count}</a></li> }
        })
        .collect_view();
    view! { <ul class="tasks">{rows}<li><a href="tel:12345">{icon::phone()}{words.say("elder-call")}</a></li></ul> }
        .into_any()
}
