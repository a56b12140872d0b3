//! `/mine`: everything of one's own in one list, with what is new, and the way out.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{button, header::work, icon},
};
use contract::identity::{Actor, Role};
use leptos::prelude::*;

/// The list for whoever is signed in; `unread` counts the notices that are new.
pub fn mine_page(words: &Words, actor: &Actor, unread: u32) -> Page {
    let title = words.say("nav-mine");
    let row = |address: &'static str, icon: Markup, key: &str, count: u32| {
        let count = (count > 0).then(|| {
            let count = words.number(i64::from(count));
            view! { <span class="count">{words.with("mine-new", &[("count", &count)])}</span> }
        });
        view! { <li><a href=address>{icon}<span>{words.say(key)}</span>{count}</a></li> }.into_markup()
    };
    let rows = match actor.is(Role::Resident) {
        true => vec![
            row("/inbox", icon::bell(), "nav-inbox", unread),
            row("/offers", icon::wallet(), "home-found", 0),
            row("/applications", icon::progress(), "nav-applications", 0),
            row("/drafts", icon::pencil(), "drafts-title", 0),
            row("/put-aside", icon::clock(), "put-aside-title", 0),
            row("/data", icon::book(), "nav-data", 0),
            row("/account", icon::person(), "nav-account", 0),
            row("/offline-card", icon::phone(), "offline-card-title", 0),
        ],
        false => {
            let work = work(actor).into_iter().map(|(address, key)| row(address, icon::progress(), key, 0));
            let everyones = [
                ("/items", icon::pencil(), "nav-items"),
                ("/policies", icon::book(), "nav-policies"),
                ("/search", icon::search(), "nav-search"),
            ];
            work.chain(everyones.into_iter().map(|(address, icon, key)| row(address, icon, key, 0)))
                .chain([row("/account", icon::person(), "nav-account", 0)])
                .collect()
        }
    };
    let out = button::secondary(words.say("shell-sign-out"), "act", "sign-out");
    let body = view! {
        <h1>{title.clone()}</h1>
        <ul class="tasks">{rows}</ul>
        <form method="post" aria-label=words.say("shell-sign-out") action="/sign-out">{out}</form>
    };
    Page::new(title, body.into_markup()).back("/")
}
