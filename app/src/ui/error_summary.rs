//! What needs mending, above the heading, each line a link to its field.

use crate::i18n::Words;
use contract::error::FieldError;
use leptos::prelude::*;

/// The summary; nothing when nothing needs mending. The island-free page moves the focus with `autofocus`.
pub fn error_summary(words: &Words, errors: &[FieldError]) -> AnyView {
    if errors.is_empty() {
        return ().into_any();
    }
    let lines = errors
        .iter()
        .map(|error| {
            let address = format!("#{}", error.field);
            view! { <li><a href=address>{words.error(error)}</a></li> }
        })
        .collect_view();
    view! {
        <div class="error-summary" role="alert" tabindex="-1" autofocus aria-labelledby="error-summary-title">
            <h2 id="error-summary-title">{words.say("error-summary-title")}</h2>
            <ul>{lines}</ul>
        </div>
    }
    .into_any()
}

/// The words of the error at a field, if it has one.
pub fn error_at(words: &Words, errors: &[FieldError], field: &str) -> Option<String> {
    errors.iter().find(|error| error.field == field).map(|error| words.error(error))
}
