//! The frame of every page: head, header, main, footer. Rendered whole, before the first byte is sent.

use crate::{
    finish::finished,
    glossary,
    i18n::Words,
    identity::session_warning::{self, Ends, Lasting},
    markup::{IntoMarkup, Markup},
    page::{Page, Sheet},
    ui::{
        back_link::back_link,
        breadcrumbs::breadcrumbs,
        footer::footer,
        header::{Door, header},
        notification_banner::{News, announcement},
        paper::paper,
        practice_banner::{practice_banner, practice_paper},
        read_aloud::ReadAloud,
        skip_link::skip_link,
    },
};
use contract::{
    display::{Mode, TextSize, Theme},
    identity::Actor,
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
    /// Notices that are new to the person.
    pub unread: u32,
    /// How their session goes on.
    pub session: Lasting,
    /// Every page says that this is a demonstration.
    pub demonstration: bool,
    /// Every page says that this is practice.
    pub practising: bool,
    /// The person has proved a moment ago who they are, and goes on where they were.
    pub confirmed: bool,
    /// Nonce of the island loader.
    pub nonce: String,
    /// Front-end files.
    pub assets: AssetPaths,
}

/// The document.
pub fn document(frame: &Frame, page: Page) -> String {
    // The island context: nothing outside islands is serialised for the browser.
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| render(frame, page));
    owner.unset_with_forced_cleanup();
    format!("<!DOCTYPE html>{}", finished(html.as_str(), frame.words.language()))
}

/// Whether the document holds a loader, which needs a nonce.
pub fn holds_script(words: &Words, page: &Page, actor: Option<&Actor>, session: Lasting) -> bool {
    ends(page, actor, session).is_some()
        || page.check
        || page.keeps_offline_page
        || page.passkeys
        || page.suggests
        || holds_island(words, page)
}

/// When the page says that the session is about to be over.
fn ends(page: &Page, actor: Option<&Actor>, session: Lasting) -> Option<Ends> {
    actor.filter(|_| !page.nobody).and_then(|actor| session_warning::ends(actor, session))
}

/// Elder pages can be read aloud.
fn holds_island(words: &Words, page: &Page) -> bool {
    page.islands || words.display.mode == Mode::Elder
}

fn render(frame: &Frame, page: Page) -> Markup {
    let words = &frame.words;
    let display = words.display;
    let ends = ends(&page, frame.actor.as_ref(), frame.session);
    // A page that the browser keeps is of nobody, and outlives practice.
    let practising = frame.practising && !page.nobody;
    let title = match practising {
        true => words.with("practice-in-title", &[("title", &page.title)]),
        false => page.title.clone(),
    };
    let title = match page.error {
        true => words.with("shell-title-error", &[("title", &title)]),
        false => words.with("shell-title", &[("title", &title)]),
    };
    let theme = (display.theme != Theme::Device).then(|| display.theme.as_str());
    let size = (display.mode == Mode::Elder && display.size != TextSize::Usual).then(|| display.size.as_str());
    let assets = &frame.assets;
    let sheet = match page.sheet {
        Sheet::Core => None,
        Sheet::Staff => assets.staff_css.clone(),
        Sheet::Design => assets.design_css.clone(),
    };
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
    // In elder mode one way back is enough.
    let back = match (display.mode, page.above.is_empty()) {
        (Mode::Standard | Mode::Large, false) => Some(breadcrumbs(words, page.above)),
        _ => page.back.map(|address| back_link(words, address)),
    };
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
        .into_markup()
    });
    // A practised card would take the place of the real one.
    let card_keeper = (page.card_keeper && !practising).then(|| {
        let script = crate::identity::offline_card::script();
        view! { <script type="module" nonce=frame.nonce.clone() inner_html=script></script> }
    });
    let passkeys = page.passkeys.then(|| {
        let script = crate::identity::passkeys::script(&frame.origin);
        view! { <script type="module" nonce=frame.nonce.clone() inner_html=script></script> }
    });
    let suggestions = page.suggests.then(|| {
        let script = crate::services::suggestions::script();
        view! { <script type="module" nonce=frame.nonce.clone() inner_html=script></script> }
    });
    let warning_script = ends.is_some().then(|| {
        let script = crate::identity::session_warning::script();
        view! { <script type="module" nonce=frame.nonce.clone() inner_html=script></script> }
    });
    let confirmed = frame.confirmed.then(|| announcement(News::Good, words.say("shell-confirmed")));
    let explained = page.explains.then(|| glossary::explained(words, page.body.as_str()));
    let foot = page.paper.map(|number| match practising {
        true => practice_paper(words),
        false => paper(words, &format!("{}{}", frame.origin, frame.path), &number, frame.today),
    });
    let head = view! {
        <head>
            <meta charset="utf-8"/>
            <title>{title}</title>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            {assets.icon.clone().map(|icon| view! { <link rel="icon" type="image/svg+xml" href=icon/> })}
            <link rel="stylesheet" href=assets.css.clone()/>
            {assets.print_css.clone().map(|css| view! { <link rel="stylesheet" media="print" href=css/> })}
            {sheet.map(|css| view! { <link rel="stylesheet" href=css/> })}
            {loader}
            {check}
            {keeper}
            {card_keeper}
            {passkeys}
            {suggestions}
            {warning_script}
            <link rel="manifest" href="/manifest.webmanifest"/>
        </head>
    }
    .into_markup();
    view! {
        <html lang=display.language.tag() data-mode=display.mode.as_str() data-theme=theme data-size=size>
            {head}
            <body>
                {skip_link(words)}
                {practising.then(|| practice_banner(words))}
                {(frame.demonstration && !practising).then(|| demonstration(words))}
                {header(words, &frame.path, frame.actor.as_ref(), if practising { Door::None } else { Door::Session }, frame.unread)}
                <div class="page">
                    {back}
                    <main id="main" tabindex="-1">{read_aloud}{confirmed}{page.body}{explained}{foot}</main>
                </div>
                {footer(words, &frame.path)}
                {ends.map(|ends| session_warning::session_warning(words, ends))}
            </body>
        </html>
    }
    .into_markup()
}

/// A landmark of its own, since it stands before everything and on paper too.
fn demonstration(words: &Words) -> Markup {
    let label = words.say("shell-demonstration-label");
    view! { <aside class="demonstration" aria-label=label>{words.say("shell-demonstration")}</aside> }.into_markup()
}
