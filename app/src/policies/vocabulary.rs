//! `/vocabulary`: the data standard that departments deliver against.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        details::details,
        summary_list::{Row, summary_list},
    },
};
use contract::policies::VocabularyPage;
use leptos::prelude::*;
use policy::text::Text;

/// Every attribute with its type, department and codes.
pub fn vocabulary_page(words: &Words, view: &VocabularyPage) -> Page {
    let title = words.say("vocabulary-title");
    let rows = view
        .attributes
        .iter()
        .map(|attribute| {
            let codes = codes(words, &attribute.codes);
            let kind = words.say(&format!("type-{}", attribute.value_type));
            let facts = format!("{} · {kind} · {}", attribute.id, words.of(&attribute.department));
            Row {
                id: None,
                name: words.of(&attribute.name).to_owned(),
                value: view! { <p>{facts}</p>{codes} }.into_markup(),
                change: None,
            }
        })
        .collect();
    let body = view! { <h1>{title.clone()}</h1><p class="lead">{words.say("vocabulary-lead")}</p>{summary_list(rows)} };
    Page::new(title, body.into_markup()).back("/help")
}

/// Codes that fit on a line stand there; longer lists open when wanted.
fn codes(words: &Words, codes: &[(String, Text)]) -> Option<Markup> {
    const FEW: usize = 6;
    let line = codes.iter().map(|(id, name)| format!("{id} {}", words.of(name))).collect::<Vec<_>>().join(" · ");
    let line = view! { <p class="muted">{line}</p> }.into_markup();
    let count = codes.len().to_string();
    match codes.len() {
        0 => None,
        1..=FEW => Some(line),
        _ => Some(details(words.with("vocabulary-codes", &[("count", &count)]), line)),
    }
}
