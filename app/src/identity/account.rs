//! `/account`.

use crate::{
    i18n::Words,
    markup::IntoMarkup,
    page::Page,
    ui::{
        button,
        notification_banner::{News, announcement, remark},
        summary_list::{Row, summary_list},
    },
};
use contract::identity::{AccountPage, Role, WayChanged, WayNews};
use leptos::prelude::*;

/// Who is signed in, and until when.
pub fn account_page(words: &Words, view: &AccountPage) -> Page {
    let title = words.say("account-title");
    let roles = view.roles.iter().map(|role| words.say(role_key(*role))).collect::<Vec<_>>().join(" · ");
    let name = Row { id: None, name: words.say("account-name"), value: words.marked(&view.name), change: None };
    let mut rows = vec![name, Row::text(words.say("account-roles"), roles)];
    if let Some(ending) = &view.phone_ending {
        rows.push(Row::text(words.say("account-phone"), words.with("account-phone-ending", &[("digits", ending)])));
    }
    rows.push(Row::text(words.say("account-until"), words.instant(view.session_ends_at)));
    let changed = view.changed.map(|changed| announcement(News::Good, words.say(changed_key(changed))));
    let ways = [
        ("/account/passkeys", "passkeys-title"),
        ("/account/password", "password-title"),
        ("/account/sessions", "sessions-title"),
    ]
    .into_iter()
    .filter(|(address, _)| view.password || *address != "/account/password")
    .map(|(address, key)| view! { <li><a href=address>{words.say(key)}</a></li> })
    .collect_view();
    let ways = view.ways_in.then(|| {
        view! {
            <h2>{words.say("account-ways-in")}</h2>
            <ul class="lines">{ways}</ul>
        }
    });
    let body = view! {
        {changed}
        <h1>{title.clone()}</h1>
        {summary_list(rows)}
        {ways}
        <form method="post" aria-label=words.say("shell-sign-out") action="/sign-out">{button::secondary(words.say("shell-sign-out"), "act", "sign-out")}</form>
    };
    Page::new(title, body.into_markup()).back("/")
}

/// A page with what happened to the person's ways in above it, each with its moment in epoch milliseconds.
pub fn with_news(words: &Words, mut page: Page, news: &[(WayNews, i64)]) -> Page {
    if news.is_empty() {
        return page;
    }
    let remarks = news.iter().map(|(news, at)| {
        let key = match news {
            WayNews::Added => "way-news-added",
            WayNews::Removed => "way-news-removed",
            WayNews::Refused => "way-news-refused",
            WayNews::Password => "way-news-password",
        };
        remark(News::Waiting, words.with(key, &[("at", &words.instant(*at))]))
    });
    page.body = view! { {remarks.collect_view()}{page.body} }.into_markup();
    page
}

fn changed_key(changed: WayChanged) -> &'static str {
    match changed {
        WayChanged::Password => "account-password-changed",
    }
}

fn role_key(role: Role) -> &'static str {
    match role {
        Role::Resident => "role-resident",
        Role::Caseworker => "role-caseworker",
        Role::Supervisor => "role-supervisor",
        Role::Department => "role-department",
        Role::Author => "role-author",
        Role::Publisher => "role-publisher",
        Role::Auditor => "role-auditor",
        Role::Administrator => "role-administrator",
    }
}
