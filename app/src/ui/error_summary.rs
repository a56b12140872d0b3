//! What needs mending, above the heading, each line a link to its field.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::error::FieldError;
use leptos::prelude::*;

/// The summary; nothing when nothing needs mending. The island-free page moves the focus with `autofocus`.
pub fn error_summary(words: &Words, errors: &[FieldError]) -> Markup {
    if errors.is_empty() {
        return ().into_markup();
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
    .into_markup()
}

/// The words of the error at a field, if it has one.
pub fn error_at(words: &Words, errors: &[FieldError], field: &str) -> Option<String> {
    errors.iter().find(|error| error.field == field).map(|error| words.error(error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn each_line_links_to_its_field_in_the_words_beside_it() {
        let words = Words::new(Display::default());
        let errors = [FieldError::new("identifier", "error-identifier-missing")];
        let html = error_summary(&words, &errors).to_string();
        assert!(html.contains(r#"role="alert""#) && html.contains(r#"tabindex="-1""#), "{html}");
        assert!(html.contains("有问题需要改正"), "{html}");
        let beside = error_at(&words, &errors, "identifier").unwrap_or_default();
        assert!(html.contains(&format!(r##"<a href="#identifier">{beside}</a>"##)), "{html}");
        assert_eq!(error_at(&words, &errors, "password"), None);
        assert!(!error_summary(&words, &[]).to_string().contains("alert"));
    }
}
