//! `/elsewhere`.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    services::search::search_form_beside,
    ui::{details::opened_on, icon},
};
use contract::{
    display::Mode,
    services::{ElsewherePage, ElsewhereService},
};
use leptos::prelude::*;

/// What this portal does not do, each with who does it and whom to call.
pub fn elsewhere_page(words: &Words, view: &ElsewherePage) -> Page {
    let title = words.say("elsewhere-title");
    let services = view
        .services
        .iter()
        .map(|service| {
            view! {
                <li id=service.id.clone()>
                    <h2>{words.of(&service.title).to_owned()}</h2>
                    <p>{words.of(&service.who).to_owned()}</p>
                    <p>{call(words, service)}</p>
                </li>
            }
            .into_markup()
        })
        .collect();
    // An elder page opens the rest when it is wanted.
    let list = |entries: Vec<Markup>| view! { <ul class="catalogue">{entries}</ul> }.into_markup();
    let services = match words.display.mode {
        Mode::Elder => opened_on(words, services, list),
        Mode::Standard | Mode::Large => list(services),
    };
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="lead">{words.say("elsewhere-lead")}</p>
        {services}
        {search_form_beside(words)}
    };
    Page::new(title, body.into_markup()).back("/").with_suggestions()
}

fn call(words: &Words, service: &ElsewhereService) -> Markup {
    let name = words.of(&service.title);
    telephone(words, &service.telephone, name)
}

/// A number to call, with what it is for where several stand on one page.
pub fn telephone(words: &Words, number: &str, what_for: &str) -> Markup {
    let label = words.with("elsewhere-call-for", &[("number", number), ("title", what_for)]);
    let call = words.with("elsewhere-call", &[("number", number)]);
    view! { <a class="call" href=format!("tel:{number}") aria-label=label>{icon::phone()}{call}</a> }.into_markup()
}
