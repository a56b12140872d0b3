//! `/glossary`, and the words on a page that people do not use every day, explained where they stand (WCAG 3.1.3 unusual
//! words, 3.1.4 abbreviations; GB/T 37668-2019, 3.4.1.1 and 3.4.1.2).

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        details::details,
        link,
        summary_list::{Row, summary_list},
    },
};
use aho_corasick::{AhoCorasick, MatchKind};
use contract::display::{Display, Language, Mode};
use leptos::prelude::*;
use std::sync::LazyLock;

/// The words, each the end of its message's name: `glossary-word-` and the word, with `-meaning` for what it means.
pub const TERMS: [&str; 48] = [
    "household-registration",
    "residence-permit",
    "minimum-living-allowance",
    "low-income",
    "hardship-through-expenses",
    "extreme-hardship",
    "per-head",
    "employees-insurance",
    "residents-insurance",
    "flexible-work",
    "contribution-base",
    "medical-aid",
    "serious-illness",
    "registered-care",
    "family-doctor",
    "screening",
    "hpv",
    "ppv23",
    "care-level",
    "care-assessment",
    "long-term-care-insurance",
    "loss-of-ability",
    "level-of-ability",
    "fit-for-old-age",
    "time-bank",
    "disability-certificate",
    "severely-disabled",
    "sunshine-baby-card",
    "unemployment-benefit",
    "hard-to-employ",
    "labour-dispatch",
    "labour-arbitration",
    "work-injury",
    "retirement-age",
    "maternity-allowance",
    "one-child-certificate",
    "basic-pension",
    "housing-fund",
    "administrative-review",
    "public-notice",
    "caseworker",
    "city-code",
    "id-card",
    "qr-code",
    "scripts",
    "pdf",
    "kb",
    "mb",
];

/// How many words of a page are named before it is opened.
const NAMED: usize = 3;

/// Every word with its meaning.
pub fn glossary_page(words: &Words) -> Page {
    let title = words.say("glossary-title");
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="lead">{words.say("glossary-lead")}</p>
        {meanings(words, &TERMS, Rows::Named)}
    };
    Page::new(title, body.into_markup()).back("/help")
}

/// What the unusual words of a page mean; nothing where there are none. To be opened, but plain to see in elder mode, where
/// nothing more is to be pressed.
pub fn explained(words: &Words, html: &str) -> Option<Markup> {
    let found = terms_in(words.language(), &text_of(html));
    if found.is_empty() {
        return None;
    }
    if words.display.mode == Mode::Elder {
        let heading = words.say("glossary-heading");
        return Some(
            view! { <section><h2>{heading}</h2>{meanings(words, &found, Rows::Plain)}</section> }.into_markup(),
        );
    }
    let named: Vec<String> = found.iter().take(NAMED).map(|term| word(words, term)).collect();
    let named = named.join(&words.say("glossary-between"));
    let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let summary = match found.len() > NAMED {
        true => words.with("glossary-more", &[("words", &named), ("count", &words.number(count))]),
        false => words.with("glossary-here", &[("words", &named)]),
    };
    let contents =
        view! { {meanings(words, &found, Rows::Plain)}{link::onward(words.say("glossary-all"), "/glossary")} };
    Some(details(summary, contents.into_markup()))
}

fn word(words: &Words, term: &str) -> String {
    words.say(&format!("glossary-word-{term}"))
}

/// Whether the words are places to which a link can lead.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rows {
    /// By the name of the word.
    Named,
    /// They stand on a page of something else.
    Plain,
}

fn meanings(words: &Words, terms: &[&str], rows: Rows) -> Markup {
    let row = |term: &&str| {
        let meaning = words.say(&format!("glossary-word-{term}-meaning"));
        Row { id: (rows == Rows::Named).then(|| (*term).to_owned()), ..Row::text(word(words, term), meaning) }
    };
    summary_list(terms.iter().map(row).collect())
}

/// Looks for all words of a language at once: every page is looked through.
static FINDERS: LazyLock<[Option<AhoCorasick>; 2]> = LazyLock::new(|| {
    [Language::Chinese, Language::English].map(|language| {
        let words = Words::new(Display { language, ..Display::default() });
        // The longest word wins: care insurance is not explained as insurance.
        AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(TERMS.iter().map(|term| word(&words, term)))
            .ok()
    })
});

/// The words that stand in a text, each once, in the order in which they come.
fn terms_in(language: Language, text: &str) -> Vec<&'static str> {
    let finder = match language {
        Language::Chinese => &FINDERS[0],
        Language::English => &FINDERS[1],
    };
    let mut found = Vec::new();
    for hit in finder.iter().flat_map(|finder| finder.find_iter(text)) {
        let term = TERMS[hit.pattern().as_usize()];
        if !found.contains(&term) && stands_alone(text, hit.start(), hit.end()) {
            found.push(term);
        }
    }
    found
}

/// A word in Latin letters is no part of another; an ending may follow a long one.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    let before = start.checked_sub(1).and_then(|place| bytes.get(place));
    !letter(before.filter(|_| letter(bytes.get(start)))) && (end - start > 4 || !letter(bytes.get(end)))
}

/// What people read of a page: neither tags nor what stands in them.
fn text_of(html: &str) -> String {
    let mut text = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        // Two words on either side of a tag are two words.
        text.push(' ');
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text.replace("&#x27;", "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(language: Language) -> Words {
        Words::new(Display { language, ..Display::default() })
    }

    #[test]
    fn a_word_is_explained_once_and_by_its_longest_form() {
        assert_eq!(
            terms_in(Language::Chinese, "低保家庭，还有低保；长护险"),
            ["minimum-living-allowance", "long-term-care-insurance"]
        );
        assert_eq!(terms_in(Language::English, "Residence permits, or a residence permit"), ["residence-permit"]);
    }

    #[test]
    fn letters_within_other_words_are_no_word() {
        assert!(terms_in(Language::English, "a hidden kid did it").is_empty());
        assert_eq!(terms_in(Language::English, "your ID card"), ["id-card"]);
        assert_eq!(terms_in(Language::Chinese, "HPV疫苗，最大 5 MB"), ["hpv", "mb"]);
    }

    #[test]
    fn what_stands_in_tags_is_not_read() {
        let html = r#"<a href="/x" title="低保">户<b>籍</b></a><p>employees&#x27; insurance</p>"#;
        assert!(explained(&words(Language::Chinese), html).is_none());
        assert!(explained(&words(Language::English), html).is_some());
    }

    #[test]
    fn a_page_names_its_first_words_and_says_how_many_there_are() {
        let html = explained(&words(Language::Chinese), "<p>低保、特困、户籍、人均</p>").map(|view| view.to_string());
        let html = html.unwrap_or_default();
        assert!(html.contains("低保、特困、户籍等 4 个"), "{html}");
        assert!(html.contains("<dt>人均</dt>"), "{html}");
    }

    #[test]
    fn in_elder_mode_there_is_nothing_more_to_press() {
        let elder = Words::new(Display { mode: Mode::Elder, ..Display::default() });
        let html = explained(&elder, "<p>低保</p>").map(|view| view.to_string()).unwrap_or_default();
        assert!(html.contains("<dt>低保</dt>") && !html.contains("<details") && !html.contains("href"), "{html}");
    }

    #[test]
    fn the_page_explains_every_word() {
        let html = glossary_page(&words(Language::English)).body.to_string();
        assert_eq!(html.matches("<dt>").count(), TERMS.len());
        assert!(!html.contains("glossary-word"), "a message is missing: {html}");
    }
}
