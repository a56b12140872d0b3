//! `/vocabulary`: the data standard that departments deliver against.

use crate::{
    i18n::Words,
    page::Page,
    ui::summary_list::{Row, summary_list},
};
use contract::policies::VocabularyPage;
use leptos::prelude::*;

/// Every attribute with its type, department and codes.
pub fn vocabulary_page(words: &Words, view: &VocabularyPage) -> Page {
    let title = words.say("vocabulary-title");
    let rows = view
        .attributes
        .iter()
        .map(|attribute| {
            let codes = attribute
                .codes
                .iter()
                .map(|(id, name)| format!("{id} {}", words.of(name)))
                .collect::<Vec<_>>()
                .join(" · ");
            let kind = words.say(&format!("type-{}", attribute.value_type));
            let facts = format!("{} · {kind} · {}", attribute.id, words.of(&attribute.department));
            Row {
                id: None,
                name: words.of(&attribute.name).to_owned(),
                value: view! { <p>{facts}</p>{(!codes.is_empty()).then(|| view! { <p class="muted">{codes}</p> })} }
                    .into_any(),
                change: None,
            }
        })
        .collect();
    let body = view! { <h1>{title.clone()}</h1><p class="lead">{words.say("vocabulary-lead")}</p>{summary_list(rows)} };
    Page::new(title, body.into_any()).back("/help")
}
