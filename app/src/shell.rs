//! The frame of every page: head, header, main, footer. Rendered whole, before the first byte is sent.

use crate::{
    i18n::Words,
    page::Page,
    ui::{field::hidden, icon},
};
use contract::{
    display::{Language, Mode, Theme},
    identity::{Actor, Role},
};
use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use std::sync::Arc;

/// Addresses of the front end's files, with their hashes.
#[derive(Clone, Debug, Default)]
pub struct AssetPaths {
    /// Core style.
    pub css: String,
    /// Style for paper.
    pub print_css: Option<String>,
    /// Style of staff pages.
    pub staff_css: Option<String>,
    /// Style of the design page.
    pub design_css: Option<String>,
    /// Icon of the portal.
    pub icon: Option<String>,
    /// Island loader's module.
    pub island_js: Option<String>,
    /// Islands.
    pub island_wasm: Option<String>,
}

/// What stands around a page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Language and mode.
    pub words: Words,
    /// Address of this page, for the way back from a display form.
    pub path: String,
    /// The signed-in person.
    pub actor: Option<Actor>,
    /// Every page says that this is a demonstration.
    pub demonstration: bool,
    /// Nonce of the island loader.
    pub nonce: String,
    /// Front-end files.
    pub assets: AssetPaths,
}

/// The document.
pub fn document(frame: &Frame, page: Page) -> String {
    // The island context: nothing outside islands is serialised for the browser.
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| render(frame, page).to_html());
    owner.unset_with_forced_cleanup();
    format!("<!DOCTYPE html>{html}")
}

fn render(frame: &Frame, page: Page) -> AnyView {
    let words = &frame.words;
    let display = words.display;
    let title = match page.error {
        true => words.with("shell-title-error", &[("title", &page.title)]),
        false => words.with("shell-title", &[("title", &page.title)]),
    };
    let theme = (display.theme != Theme::Device).then(|| display.theme.as_str());
    let assets = &frame.assets;
    let staff_css = assets.staff_css.clone().filter(|_| page.staff);
    let loader = match (page.islands, &assets.island_js, &assets.island_wasm) {
        (true, Some(js), Some(wasm)) => {
            let script = crate::ui::island_loader::script(js, wasm);
            Some(view! { <script type="module" nonce=frame.nonce.clone() inner_html=script></script> })
        }
        _ => None,
    };
    let back = page.back.map(|address| view! { <p class="back"><a href=address>{words.say("shell-back")}</a></p> });
    view! {
        <html lang=display.language.tag() data-mode=display.mode.as_str() data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <title>{title}</title>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                {assets.icon.clone().map(|icon| view! { <link rel="icon" type="image/svg+xml" href=icon/> })}
                <link rel="stylesheet" href=assets.css.clone()/>
                {assets.print_css.clone().map(|css| view! { <link rel="stylesheet" media="print" href=css/> })}
                {staff_css.map(|css| view! { <link rel="stylesheet" href=css/> })}
                {loader}
            </head>
            <body>
                <a class="skip" href="#main">{words.say("shell-skip")}</a>
                {frame.demonstration.then(|| view! { <p class="demonstration" role="note">{words.say("shell-demonstration")}</p> })}
                {header(frame)}
                <div class="page">
                    {back}
                    <main id="main" tabindex="-1">{page.body}</main>
                </div>
                {footer(frame)}
            </body>
        </html>
    }
    .into_any()
}

fn header(frame: &Frame) -> AnyView {
    let words = &frame.words;
    let links = links(frame)
        .into_iter()
        .map(|(address, key)| {
            let current = (frame.path == address).then_some("page");
            view! { <li><a href=address aria-current=current>{words.say(key)}</a></li> }
        })
        .collect_view();
    let session = match &frame.actor {
        Some(_) => view! {
            <form method="post" action="/sign-out"><button class="link" type="submit">{words.say("shell-sign-out")}</button></form>
        }
        .into_any(),
        None => view! { <a href="/sign-in">{words.say("shell-sign-in")}</a> }.into_any(),
    };
    let way_back = (words.display.mode == Mode::Elder).then(|| way_back(frame));
    let telephone = (words.display.mode == Mode::Elder).then(|| {
        view! { <p class="hotline-top"><a href="tel:12345">{icon::phone()}{words.say("shell-call")}</a></p> }
    });
    view! {
        <header class="header">
            <div class="bar">
                <a class="brand" href="/">{words.say("shell-name")}</a>
                <nav aria-label=words.say("shell-navigation")><ul>{links}<li>{session}</li></ul></nav>
            </div>
            {telephone}
            {way_back}
            {display_form(frame)}
        </header>
    }
    .into_any()
}

/// Links by role; every page has the same ones in the same order.
fn links(frame: &Frame) -> Vec<(&'static str, &'static str)> {
    let mut links = Vec::new();
    let is = |role| frame.actor.as_ref().is_some_and(|actor| actor.is(role));
    if is(Role::Resident) {
        links.extend([("/inbox", "nav-inbox"), ("/applications", "nav-applications"), ("/data", "nav-data")]);
    }
    if is(Role::Caseworker) || is(Role::Supervisor) {
        links.push(("/casework", "nav-casework"));
    }
    if is(Role::Author) || is(Role::Publisher) {
        links.push(("/desk", "nav-desk"));
    }
    if is(Role::Auditor) {
        links.push(("/journal", "nav-journal"));
    }
    if is(Role::Administrator) {
        links.push(("/operations", "nav-operations"));
    }
    links.extend([("/items", "nav-items"), ("/policies", "nav-policies"), ("/search", "nav-search")]);
    links
}

/// Language, mode and colours: one form, in the same place on every page.
fn display_form(frame: &Frame) -> AnyView {
    let words = &frame.words;
    let display = words.display;
    let languages = Language::ALL
        .into_iter()
        .filter(|language| *language != display.language)
        .map(|language| {
            let name = match language {
                Language::Chinese => "中文",
                Language::English => "English",
            };
            view! { <button class="link" type="submit" name="language" value=language.tag() lang=language.tag()>{name}</button> }
        })
        .collect_view();
    let modes = Mode::ALL
        .into_iter()
        .map(|mode| {
            let pressed = if mode == display.mode { "true" } else { "false" };
            let key = match mode {
                Mode::Standard => "mode-standard",
                Mode::Large => "mode-large",
                Mode::Elder => "mode-elder",
            };
            view! { <button class="link" type="submit" name="mode" value=mode.as_str() aria-pressed=pressed>{words.say(key)}</button> }
        })
        .collect_view();
    let themes = Theme::ALL
        .into_iter()
        .filter(|_| display.mode != Mode::Elder)
        .map(|theme| {
            let pressed = if theme == display.theme { "true" } else { "false" };
            let key = match theme {
                Theme::Device => "theme-device",
                Theme::Light => "theme-light",
                Theme::Dark => "theme-dark",
                Theme::Contrast => "theme-contrast",
            };
            view! { <button class="link" type="submit" name="theme" value=theme.as_str() aria-pressed=pressed>{words.say(key)}</button> }
        })
        .collect_view();
    view! {
        <form class="display" method="post" action="/display" aria-label=words.say("shell-display")>
            {hidden("back", &frame.path)}
            {languages}
            {modes}
            {themes}
        </form>
    }
    .into_any()
}

fn way_back(frame: &Frame) -> AnyView {
    view! {
        <form class="way-back" method="post" action="/display">
            {hidden("back", &frame.path)}
            <button class="button button-quiet" type="submit" name="mode" value="standard">{frame.words.say("mode-back-to-standard")}</button>
        </form>
    }
    .into_any()
}

fn footer(frame: &Frame) -> AnyView {
    let words = &frame.words;
    let way_back = (words.display.mode == Mode::Elder).then(|| way_back(frame));
    view! {
        <footer class="footer">
            {way_back}
            <p class="hotline"><a href="tel:12345">{icon::phone()}{words.say("shell-hotline")}</a>" "<span>{words.say("shell-hotline-hours")}</span></p>
            <ul>
                <li><a href="/help">{words.say("nav-help")}</a></li>
                <li><a href="/elder">{words.say("nav-elder")}</a></li>
                <li><a href="/vocabulary">{words.say("nav-vocabulary")}</a></li>
            </ul>
        </footer>
    }
    .into_any()
}
