//! `/design`: every component with its examples, for whoever builds a page or judges one. Where the portal is a
//! demonstration only. Language, mode and colours of the examples are those of the page, changed as on every page.
//!
//! One file a chapter. Wrong fields stand in a chapter of their own, under a summary that links to each of them, as they
//! do on a page.

mod actions;
mod answers;
mod choices;
mod fields;
mod foundations;
mod frame;
mod lists;
mod messages;
mod offers;
mod ratios;
#[cfg(test)]
mod tests;

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{details::details, error_summary::error_summary, link},
};
use contract::{display::Language, error::FieldError};
use leptos::prelude::*;

/// Name of the chapter that shows every wrong field.
pub const ERRORS: &str = "errors";

/// The chapters, in reading order.
pub const CHAPTERS: &[Chapter] = &[
    foundations::CHAPTER,
    frame::CHAPTER,
    actions::CHAPTER,
    fields::CHAPTER,
    choices::CHAPTER,
    Chapter {
        name: ERRORS,
        title: Both("有错的时候", "When something is wrong"),
        components: &[Component {
            name: "error_summary",
            title: Both("错误提示", "Error summary"),
            purpose: Both(
                "先说有几处要改，每一行都通到那一处。",
                "Says first what needs mending; each line leads to its field.",
            ),
            examples: |_| Vec::new(),
        }],
    },
    messages::CHAPTER,
    answers::CHAPTER,
    lists::CHAPTER,
    offers::CHAPTER,
];

/// Words that stand on these pages only, in both languages.
#[derive(Clone, Copy, Debug)]
pub struct Both(pub &'static str, pub &'static str);

impl Both {
    /// In the language of the page.
    pub fn of(self, words: &Words) -> &'static str {
        match words.language() {
            Language::Chinese => self.0,
            Language::English => self.1,
        }
    }
}

/// Components that belong together: a page.
pub struct Chapter {
    /// In its address.
    pub name: &'static str,
    /// Its heading.
    pub title: Both,
    /// What stands in it.
    pub components: &'static [Component],
}

/// One component.
pub struct Component {
    /// Its file in `ui`, and its place on the page.
    pub name: &'static str,
    /// What people call it.
    pub title: Both,
    /// What it is for, in a sentence.
    pub purpose: Both,
    /// Its states.
    pub examples: fn(&Words) -> Vec<Example>,
}

/// A component in one state.
pub struct Example {
    state: Both,
    view: Markup,
    errors: Vec<FieldError>,
}

impl Example {
    fn new(state: Both, view: Markup) -> Self {
        Self { state, view, errors: Vec::new() }
    }

    /// A field that needs mending.
    fn wrong(state: Both, errors: Vec<FieldError>, view: impl FnOnce(&[FieldError]) -> Markup) -> Self {
        let view = view(&errors);
        Self { state, view, errors }
    }
}

/// `/design`: the chapters and what is in them.
pub fn design_page(words: &Words) -> Page {
    let title = words.say("design-title");
    let chapters = CHAPTERS
        .iter()
        .map(|chapter| {
            let names: Vec<&str> = chapter.components.iter().map(|component| component.title.of(words)).collect();
            view! {
                <li>
                    <h2><a href=format!("/design/{}", chapter.name)>{chapter.title.of(words)}</a></h2>
                    <p>{names.join(words.say("design-separator").as_str())}</p>
                </li>
            }
        })
        .collect_view();
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="lead">{words.say("design-lead")}</p>
        <ul class="catalogue">{chapters}</ul>
    };
    Page::new(title, body.into_markup()).design().back("/help")
}

/// `/design/<chapter>`: every component of a chapter in every state. None for a name that no chapter has.
pub fn chapter_page(words: &Words, name: &str) -> Option<Page> {
    let chapter = CHAPTERS.iter().find(|chapter| chapter.name == name)?;
    let page = match name {
        ERRORS => errors(words, chapter),
        _ => examples(words, chapter),
    };
    Some(page.below(words, "/design", words.say("design-title")))
}

fn examples(words: &Words, chapter: &Chapter) -> Page {
    let title = chapter.title.of(words);
    let components = chapter
        .components
        .iter()
        .map(|component| {
            let right = (component.examples)(words).into_iter().filter(|example| example.errors.is_empty());
            shown(words, component, right.collect())
        })
        .collect_view();
    let wrong = chapter
        .components
        .iter()
        .any(|component| has_wrong(words, component))
        .then(|| link::onward(words.say("design-see-errors"), format!("/design/{ERRORS}")));
    Page::new(title, view! { <h1>{title}</h1>{wrong}{components} }.into_markup()).design().with_island()
}

/// Every wrong field of every chapter, under one summary.
fn errors(words: &Words, chapter: &Chapter) -> Page {
    let title = chapter.title.of(words);
    let mut all = Vec::new();
    let mut wrong_fields = Vec::new();
    for component in CHAPTERS.iter().flat_map(|chapter| chapter.components) {
        let (wrong, _): (Vec<Example>, Vec<Example>) =
            (component.examples)(words).into_iter().partition(|example| !example.errors.is_empty());
        if !wrong.is_empty() {
            all.extend(wrong.iter().flat_map(|example| example.errors.clone()));
            wrong_fields.push(shown(words, component, wrong));
        }
    }
    let purpose =
        chapter.components.iter().map(|component| view! { <p>{component.purpose.of(words)}</p> }).collect_view();
    let body = view! { {error_summary(words, &all)}<h1>{title}</h1>{purpose}{wrong_fields.collect_view()} };
    Page::new(title, body.into_markup()).design().with_island().with_errors(true)
}

fn has_wrong(words: &Words, component: &Component) -> bool {
    (component.examples)(words).iter().any(|example| !example.errors.is_empty())
}

fn shown(words: &Words, component: &Component, examples: Vec<Example>) -> Markup {
    let examples = examples
        .into_iter()
        .map(|example| {
            // Whoever builds a page elsewhere copies it; what the renderer leaves for itself is not part of it.
            let copied = example.view.as_str().replace("<!>", "");
            let copied = view! { <pre translate="no"><code lang="en">{copied}</code></pre> };
            let copied = details(words.say("design-markup"), copied.into_markup());
            view! {
                <div class="example"><p class="hint">{example.state.of(words)}</p>{example.view}{copied}</div>
            }
        })
        .collect_view();
    let heading = format!("component-{}", component.name);
    let id = heading.clone();
    view! {
        <section class="component" aria-labelledby=heading>
            <h2 id=id>{component.title.of(words)}" "<code translate="no" lang="en">{component.name}</code></h2>
            <p>{component.purpose.of(words)}</p>
            {examples}
        </section>
    }
    .into_markup()
}
