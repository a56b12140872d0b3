//! Rules that every page shares, held against every sample of the gallery in every mode and language: one heading, no
//! missing words, no id twice, every link within the page and every description points at something, an error says the
//! same in the summary and at its field, and elder pages have no tables.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

#[path = "../examples/gallery/samples/mod.rs"]
mod samples;

use app::{finish::finished, i18n::Words, page::Page};
use contract::display::{Display, Language, Mode};
use samples::SAMPLES;
use std::collections::BTreeSet;

fn shown(page: Page) -> String {
    page.body.as_str().to_owned()
}

fn every(mut check: impl FnMut(&str, &Words, &Page, &str)) {
    for (name, sample) in SAMPLES {
        for language in Language::ALL {
            for mode in Mode::ALL {
                let words = Words::new(Display { language, mode, ..Display::default() });
                let page = sample(&words);
                let html = shown(sample(&words));
                check(&format!("{name} {language:?} {mode:?}"), &words, &page, &html);
            }
        }
    }
}

/// Values of an attribute, in order.
fn attribute<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    html.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Words between tags, code left out: what an author wrote is shown as it is.
fn texts(html: &str) -> Vec<&str> {
    html.split("<code")
        .enumerate()
        .flat_map(|(index, part)| {
            let part = if index == 0 { part } else { part.split_once("</code>").map_or("", |(_, rest)| rest) };
            part.split('<').filter_map(|piece| piece.split_once('>').map(|(_, text)| text.trim()))
        })
        .filter(|text| !text.is_empty())
        .collect()
}

fn is_key(text: &str) -> bool {
    text.contains('-')
        && text.bytes().any(|byte| byte.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[test]
fn a_page_has_one_heading_and_its_title_holds_it() {
    every(|name, _, page, html| {
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        let heading = html.split("<h1").nth(1).unwrap().split("</h1>").next().unwrap();
        let heading: String = texts(&format!("<{heading}<")).concat();
        let heading = heading.trim_end_matches("（选填）").trim_end_matches(" (optional)");
        assert!(page.title.contains(&heading.replace("&amp;", "&")), "{name}: {heading} is not in {}", page.title);
    });
}

#[test]
fn no_word_is_missing() {
    every(|name, _, page, html| {
        assert!(!is_key(&page.title), "{name}: {}", page.title);
        for text in texts(html) {
            assert!(!is_key(text), "{name}: {text}");
            assert!(!text.contains("{$") && !text.contains("{ $"), "{name}: {text}");
        }
    });
}

#[test]
fn ids_are_unique_and_every_reference_has_its_target() {
    every(|name, _, _, html| {
        let ids = attribute(html, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: an id stands twice in {ids:?}");
        let links = attribute(html, "href").into_iter().filter_map(|address| address.strip_prefix('#'));
        let described = attribute(html, "aria-describedby").into_iter().flat_map(str::split_whitespace);
        let labelled = attribute(html, "aria-labelledby").into_iter().flat_map(str::split_whitespace);
        let fields = attribute(html, "for").into_iter();
        for target in links.chain(described).chain(labelled).chain(fields) {
            assert!(unique.contains(target), "{name}: nothing has the id {target}");
        }
    });
}

#[test]
fn an_error_says_the_same_in_the_summary_and_at_its_field() {
    every(|name, _, page, html| {
        let summary = html.split("class=\"error-summary\"").nth(1).map(|rest| rest.split("</ul>").next().unwrap());
        assert_eq!(page.error, summary.is_some(), "{name}");
        for line in summary.unwrap_or_default().split("<a href=\"#").skip(1) {
            let (field, rest) = line.split_once("\">").unwrap();
            let words = rest.split("</a>").next().unwrap();
            // Acts and the rows of the check page are no fields: the link leads to the place where they are mended.
            let is_field = html.contains(&format!(" name=\"{field}\""));
            let again =
                html.split("class=\"error\"").skip(1).any(|at| at.split("</p>").next().unwrap().contains(words));
            assert!(!is_field || again, "{name}: {words} does not stand at {field}");
            let wrong = attribute(html, "aria-invalid").len();
            assert!(!is_field || wrong > 0 || html.contains("field field-error"), "{name}");
        }
    });
}

#[test]
fn elder_pages_have_no_tables_and_every_page_has_no_inline_style() {
    every(|name, words, _, html| {
        assert!(words.display.mode != Mode::Elder || !html.contains("<table"), "{name}");
        assert!(!html.contains(" style=\"") && !html.contains(" onclick") && !html.contains(" disabled"), "{name}");
    });
}

#[test]
fn only_the_wrong_part_of_a_date_is_marked() {
    let words = Words::new(Display::default());
    let (_, sample) = SAMPLES.iter().find(|(name, _)| *name == "question-date-wrong").unwrap();
    let html = shown(sample(&words));
    assert_eq!(html.matches("aria-invalid=\"true\"").count(), 1, "{html}");
    let month = html.split("id=\"q-month\"").nth(1).unwrap().split('>').next().unwrap();
    assert!(month.contains("aria-invalid=\"true\"") && month.contains("value=\"13\""), "{month}");
    assert!(html.contains("href=\"#q-month\""), "{html}");
}

#[test]
fn the_check_page_leads_to_every_question_and_back() {
    let words = Words::new(Display::default());
    let (_, sample) = SAMPLES.iter().find(|(name, _)| *name == "check-missing").unwrap();
    let html = shown(sample(&words));
    for question in ["card", "since", "income", "more"] {
        assert!(html.contains(&format!("href=\"/drafts/1/{question}?from=check\"")), "{question}");
    }
    assert!(html.contains("href=\"#answer-since\"") && html.contains("id=\"answer-since\""), "{html}");
}

/// A parser makes the same tree of both: without the renderer's marks, which only part texts, and the places where a line
/// may end, the two are one. What an island holds is the same to the last sign.
#[test]
fn the_finished_page_is_the_page_without_the_renderers_marks() {
    let mut marks = 0;
    every(|name, words, _, html| {
        let finished = finished(html, words.language());
        let islands = |html: &str| -> Vec<String> {
            let rest = html.split("<leptos-island").skip(1);
            rest.map(|rest| rest.split("</leptos-island>").next().unwrap().to_owned()).collect()
        };
        assert_eq!(islands(&finished), islands(html), "{name}");
        assert_eq!(
            finished.replace("<wbr>", "").replace("<!>", ""),
            html.replace("<wbr>", "").replace("<!>", ""),
            "{name}"
        );
        let outside = islands(&finished).iter().fold(finished.clone(), |page, island| page.replacen(island, "", 1));
        assert!(!outside.contains("<!>"), "{name}");
        marks += html.matches("<!>").count();
    });
    assert!(marks > 100, "the renderer leaves marks: {marks}");
}
