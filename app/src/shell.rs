//! The frame of every page: head, header, main, footer. Rendered whole, before the first byte is sent.

use crate::{
    i18n::Words,
    page::Page,
    ui::{
        display_form::{display_form, theme_form, way_back},
        icon,
        paper::paper,
        read_aloud::ReadAloud,
    },
};
use contract::{
    display::{Mode, Theme},
    identity::{Actor, Role},
};
use hydration_context::SsrSharedContext;
use jiff::civil::Date;
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
    /// Module of `/check`.
    pub check_js: Option<String>,
    /// Code of `/check`: the policy engine for the visitor's own device.
    pub check_wasm: Option<String>,
}

/// What stands around a page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Language and mode.
    pub words: Words,
    /// Address of this page, for the way back from a display form.
    pub path: String,
    /// Scheme and host that people use, for paper.
    pub origin: String,
    /// The day in the city, for paper.
    pub today: Date,
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

/// Whether the document holds a loader, which needs a nonce.
pub fn holds_script(words: &Words, page: &Page) -> bool {
    page.check || page.keeps_offline_page || holds_island(words, page)
}

/// Elder pages can be read aloud.
fn holds_island(words: &Words, page: &Page) -> bool {
    page.islands || words.display.mode == Mode::Elder
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
    let loader = match (holds_island(words, &page), &assets.island_js, &assets.island_wasm) {
        (true, Some(js), Some(wasm)) => {
            let script = crate::ui::island_loader::script(js, wasm);
            Some(view! { <script type="module" nonce=frame.nonce.clone() inner_html=script></script> })
        }
        _ => None,
    };
    let check = match (page.check, &assets.check_js, &assets.check_wasm) {
        (true, Some(js), Some(wasm)) => {
            let script = crate::ui::island_loader::check_script(js, wasm);
            Some(view! { <script type="module" nonce=frame.nonce.clone() inner_html=script></script> })
        }
        _ => None,
    };
    let keeper = page.keeps_offline_page.then(|| {
        let script = crate::ui::offline_keeper::script(display);
        view! { <script type="module" nonce=frame.nonce.clone() inner_html=script></script> }
    });
    let back = page.back.map(|address| {
        view! {
            <nav class="back" aria-label=words.say("shell-back-label")><a href=address>{icon::back()}{words.say("shell-back")}</a></nav>
        }
        .into_any()
    });
    let read_aloud = (display.mode == Mode::Elder).then(|| {
        view! {
            <ReadAloud
                read=words.say("read-aloud-read")
                pause=words.say("read-aloud-pause")
                go_on=words.say("read-aloud-go-on")
                again=words.say("read-aloud-again")
                speeds=["read-aloud-plain", "read-aloud-slow", "read-aloud-fast"].map(|key| words.say(key))
                stop=words.say("read-aloud-stop")
            />
        }
        .into_any()
    });
    let foot = page.paper.map(|number| paper(words, &format!("{}{}", frame.origin, frame.path), &number, frame.today));
    let head = view! {
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
            {check}
            {keeper}
            <link rel="manifest" href="/manifest.webmanifest"/>
        </head>
    }
    .into_any();
    view! {
        <html lang=display.language.tag() data-mode=display.mode.as_str() data-theme=theme>
            {head}
            <body>
                <a class="skip" href="#main">{words.say("shell-skip")}</a>
                {frame.demonstration.then(|| demonstration(words))}
                {header(frame)}
                <div class="page">
                    {back}
                    <main id="main" tabindex="-1">{read_aloud}{page.body}{foot}</main>
                </div>
                {footer(frame)}
            </body>
        </html>
    }
    .into_any()
}

/// A landmark of its own, since it stands before everything and on paper too.
fn demonstration(words: &Words) -> AnyView {
    let label = words.say("shell-demonstration-label");
    view! { <aside class="demonstration" aria-label=label>{words.say("shell-demonstration")}</aside> }.into_any()
}

fn header(frame: &Frame) -> AnyView {
    let words = &frame.words;
    let links = links(frame)
        .into_iter()
        .map(|(address, key)| {
            view! { <li><a href=address aria-current=current(&frame.path, address)>{words.say(key)}</a></li> }
        })
        .collect_view();
    let session = match &frame.actor {
        Some(_) => view! {
            <form method="post" action="/sign-out"><button class="link" type="submit">{words.say("shell-sign-out")}</button></form>
        }
        .into_any(),
        None => {
            view! { <a href="/sign-in" aria-current=current(&frame.path, "/sign-in")>{words.say("shell-sign-in")}</a> }
                .into_any()
        }
    };
    // Old people ring first: the telephone stands before everything else.
    let telephone = (words.display.mode == Mode::Elder).then(|| {
        view! { <a class="call" href="tel:12345">{icon::phone()}{words.say("shell-call")}</a> }
    });
    view! {
        <header class="header">
            <div class="bar">
                <a class="brand" href="/">{icon::mark()}{words.say("shell-name")}</a>
                {telephone}
                {display_form(words, &frame.path)}
            </div>
            <nav class="nav" aria-label=words.say("shell-navigation")><ul>{links}<li>{session}</li></ul></nav>
        </header>
    }
    .into_any()
}

/// The page itself, or a page below it.
fn current(path: &str, address: &str) -> Option<&'static str> {
    match path.strip_prefix(address) {
        Some("") => Some("page"),
        Some(below) if address != "/" && below.starts_with('/') => Some("true"),
        _ => None,
    }
}

/// Links by role; every page has the same ones in the same order. In elder mode the rows of a resident's home page are
/// the way to everything, so few stand here.
fn links(frame: &Frame) -> Vec<(&'static str, &'static str)> {
    let mut links = vec![("/", "nav-home")];
    let is = |role| frame.actor.as_ref().is_some_and(|actor| actor.is(role));
    let staff = frame.actor.is_some() && !is(Role::Resident);
    if frame.words.display.mode == Mode::Elder && !staff {
        links.push(("/search", "nav-search"));
        return links;
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
    if is(Role::Resident) {
        links.extend([("/inbox", "nav-inbox"), ("/applications", "nav-applications"), ("/data", "nav-data")]);
    }
    if frame.actor.is_some() {
        links.push(("/account", "nav-account"));
    }
    links
}

fn footer(frame: &Frame) -> AnyView {
    let words = &frame.words;
    let elder = words.display.mode == Mode::Elder;
    let mut links = vec![("/help", "nav-help"), ("/help#data", "nav-privacy"), ("/help#tested", "nav-tested")];
    if !elder {
        links.extend([("/elder", "nav-elder"), ("/vocabulary", "nav-vocabulary")]);
    }
    let links =
        links.into_iter().map(|(address, key)| view! { <li><a href=address>{words.say(key)}</a></li> }).collect_view();
    view! {
        <footer class="footer">
            {elder.then(|| way_back(words, &frame.path))}
            <p class="hotline"><a class="call" href="tel:12345">{icon::phone()}{words.say("shell-hotline")}</a>" "<span>{words.say("shell-hotline-hours")}</span></p>
            <ul>{links}</ul>
            {(!elder).then(|| theme_form(words, &frame.path, "shell-colours"))}
        </footer>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::current;

    #[test]
    fn a_page_below_belongs_to_its_link() {
        assert_eq!(current("/policies", "/policies"), Some("page"));
        assert_eq!(current("/policies/x", "/policies"), Some("true"));
        assert_eq!(current("/policies-x", "/policies"), None);
        assert_eq!(current("/", "/"), Some("page"));
        assert_eq!(current("/items", "/"), None);
    }
}
