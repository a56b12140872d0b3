//! Something to open when wanted.

use crate::i18n::Words;
use contract::display::Mode;
use leptos::prelude::*;

/// So many entries of a long list are seen at once; in elder mode a page has at most 25 controls, frame included.
fn seen_at_once(mode: Mode) -> usize {
    match mode {
        Mode::Elder => 7,
        Mode::Standard | Mode::Large => 20,
    }
}

/// A list whose later entries open when wanted. `list` makes a list of some entries.
pub fn opened_on(words: &Words, mut entries: Vec<AnyView>, list: impl Fn(Vec<AnyView>) -> AnyView) -> AnyView {
    let most = seen_at_once(words.display.mode);
    let later = if entries.len() > most { entries.split_off(most) } else { Vec::new() };
    let rest = (!later.is_empty()).then(|| {
        let count = i64::try_from(later.len()).unwrap_or(i64::MAX);
        details(words.with("list-more", &[("count", &words.number(count))]), list(later))
    });
    view! { {list(entries)}{rest} }.into_any()
}

/// Summary and contents.
pub fn details(summary: String, contents: AnyView) -> AnyView {
    view! { <details><summary>{summary}</summary><div class="details">{contents}</div></details> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_shows_its_first_entries_and_opens_on() {
        let words = Words::new(contract::display::Display { mode: Mode::Elder, ..Default::default() });
        let shown = |count: usize| {
            let entries = (0..count).map(|entry| view! { <li>{entry}</li> }.into_any()).collect();
            opened_on(&words, entries, |entries| view! { <ul>{entries}</ul> }.into_any()).to_html()
        };
        assert!(!shown(7).contains("<details>"));
        let html = shown(9);
        let (first, later) = html.split_once("<details>").unwrap_or_default();
        assert_eq!((first.matches("<li>").count(), later.matches("<li>").count()), (7, 2), "{html}");
        assert!(later.contains('2'), "{html}");
    }

    #[test]
    fn it_opens_without_a_script() {
        let html = details("为什么有您".to_owned(), "因为".into_any()).to_html();
        assert!(html.starts_with("<details>") && html.contains("<summary>为什么有您</summary>"), "{html}");
    }
}
