//! Every component has examples, and every example keeps the rules that pages keep.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use super::*;
use crate::ui::offer_card::state_tag;
use contract::{
    display::{Display, Mode},
    policies::OfferState,
};
use std::{collections::BTreeSet, fs, path::Path};

/// Files of `ui` that are parts of components, with the component whose examples show them.
const PARTS: [(&str, &str); 11] = [
    ("character_count", "text_area"),
    ("choices", "radios"),
    ("field", "text_field"),
    ("island_loader", "read_aloud"),
    ("offline_keeper", "header"),
    ("life_event_icon", "icon"),
    ("qr_code", "paper"),
    ("question_field", "text_field"),
    ("reader", "clock"),
    ("receipt_number", "confirmation_panel"),
    ("foundations", "colours"),
];

fn listed() -> BTreeSet<&'static str> {
    CHAPTERS.iter().flat_map(|chapter| chapter.components).map(|component| component.name).collect()
}

#[test]
fn every_component_stands_on_a_page() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui");
    let listed = listed();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            continue;
        }
        let shown_by = PARTS.iter().find(|(part, _)| *part == name).map_or(name.as_str(), |(_, component)| component);
        assert!(listed.contains(shown_by), "{name} stands in no chapter of the design page");
    }
}

#[test]
fn every_style_belongs_to_a_component() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../style/components");
    let names = listed();
    // Lists and search are no components: pages make them of plain elements. The warning of a session belongs to the frame.
    let plain = ["lists", "search", "field", "choices", "qr_code", "receipt_number", "session_warning"];
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(path.is_dir() || names.contains(name) || plain.contains(&name), "{name}.css belongs to no component");
    }
}

#[test]
fn names_stand_once() {
    let names: Vec<&str> =
        CHAPTERS.iter().flat_map(|chapter| chapter.components).map(|component| component.name).collect();
    assert_eq!(names.len(), listed().len(), "{names:?}");
}

fn every_page(mut check: impl FnMut(&str, &str)) {
    for language in Language::ALL {
        for mode in Mode::ALL {
            let words = Words::new(Display { language, mode, ..Display::default() });
            for chapter in CHAPTERS {
                let html = chapter_page(&words, chapter.name).unwrap().body;
                check(&format!("{} {language:?} {mode:?}", chapter.name), &without_copies(html.as_str()));
            }
        }
    }
}

/// A page without the markup that it shows for copying.
fn without_copies(html: &str) -> String {
    let mut pieces = html.split("<pre");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |whole, piece| whole + piece.split_once("</pre>").map_or("", |(_, rest)| rest))
}

fn attribute<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    html.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn ids_stand_once_and_every_reference_has_its_target() {
    every_page(|name, html| {
        let ids = attribute(html, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: an id stands twice in {ids:?}");
        let links = attribute(html, "href").into_iter().filter_map(|address| address.strip_prefix('#'));
        let named = ["aria-describedby", "aria-labelledby", "for"]
            .into_iter()
            .flat_map(|which| attribute(html, which))
            .flat_map(str::split_whitespace);
        for target in links.chain(named) {
            assert!(unique.contains(target), "{name}: nothing has the id {target}");
        }
    });
}

#[test]
fn an_offer_stands_in_every_state() {
    let words = Words::new(Display::default());
    let html = without_copies(&chapter_page(&words, "offers").unwrap().body.to_string());
    // One that waits for an answer has buttons instead of a word.
    let answered = OfferState::ALL.into_iter().filter(|state| *state != OfferState::Open);
    let tags: Vec<String> = answered.map(|state| state_tag(&words, state).to_string()).collect();
    for tag in &tags {
        assert_eq!(html.matches(tag.as_str()).count(), 1, "{tag}");
    }
}

#[test]
fn a_wrong_field_stands_only_under_the_summary() {
    every_page(|name, html| {
        let wrong = html.matches("class=\"field field-error\"").count();
        let lines = html
            .split("class=\"error-summary\"")
            .nth(1)
            .map_or(0, |summary| summary.split("</ul>").next().unwrap_or_default().matches("<a ").count());
        assert_eq!(wrong, lines, "{name}");
        assert_eq!(name.starts_with(ERRORS), wrong > 10, "{name}: {wrong}");
    });
}

#[test]
fn no_example_breaks_what_pages_keep() {
    every_page(|name, html| {
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert!(!html.contains(" disabled") && !html.contains(" style=\"") && !html.contains("placeholder"), "{name}");
        assert!(!html.contains(" required") && !html.contains("target=\"_blank\""), "{name}");
        assert!(!name.ends_with("Elder") || !html.contains("<table"), "{name}");
    });
}

#[test]
fn a_chapter_that_is_not_there_is_no_page() {
    assert!(chapter_page(&Words::new(Display::default()), "nothing").is_none());
}
