//! Something to open when wanted.

use super::pagination::rows_on_a_page;
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use leptos::prelude::*;

/// A list whose later entries open when wanted. `list` makes a list of some entries.
pub fn opened_on(words: &Words, mut entries: Vec<Markup>, list: impl Fn(Vec<Markup>) -> Markup) -> Markup {
    let most = rows_on_a_page(words.display.mode) as usize;
    let later = if entries.len() > most { entries.split_off(most) } else { Vec::new() };
    let rest = (!later.is_empty()).then(|| {
        let count = i64::try_from(later.len()).unwrap_or(i64::MAX);
        details(words.with("list-more", &[("count", &words.number(count))]), list(later))
    });
    view! { {list(entries)}{rest} }.into_markup()
}

/// Summary and contents.
pub fn details(summary: String, contents: Markup) -> Markup {
    view! { <details><summary>{summary}</summary><div class="details">{contents}</div></details> }.into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Mode;

    #[test]
    fn a_long_list_shows_its_first_entries_and_opens_on() {
        let words = Words::new(contract::display::Display { mode: Mode::Elder, ..Default::default() });
        let shown = |count: usize| {
            let entries = (0..count).map(|entry| view! { <li>{entry}</li> }.into_markup()).collect();
            opened_on(&words, entries, |entries| view! { <ul>{entries}</ul> }.into_markup()).to_string()
        };
        assert!(!shown(7).contains("<details>"));
        let html = shown(9);
        let (first, later) = html.split_once("<details>").unwrap_or_default();
        assert_eq!((first.matches("<li>").count(), later.matches("<li>").count()), (7, 2), "{html}");
        assert!(later.contains('2'), "{html}");
    }

    #[test]
    fn it_opens_without_a_script() {
        let html = details("为什么有您".to_owned(), "因为".into_markup()).to_string();
        assert!(html.starts_with("<details>") && html.contains("<summary>为什么有您</summary>"), "{html}");
    }
}
