//! Several lines of text, with the limit beneath where there is one.

use super::{
    character_count::CharacterCount,
    field::{FieldLabel, Wired, labelled},
};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::error::FieldError;
use leptos::prelude::*;

/// Several lines of text.
#[derive(Default)]
pub struct TextArea<'a> {
    /// What stands above.
    pub label: FieldLabel<'a>,
    /// What was typed.
    pub value: String,
    /// Rows that are seen; it scrolls on.
    pub rows: u32,
    /// The most characters that it may hold, where the page says so. Such a page holds an island.
    pub most: Option<u32>,
}

/// A text area with its label.
pub fn text_area(words: &Words, errors: &[FieldError], field: TextArea<'_>) -> Markup {
    let count = field.most.map(|most| character_count(words, field.label.id, most));
    labelled(words, errors, field.label, |Wired { id, described, invalid }| {
        let count_id = count.is_some().then(|| format!("{id}-count"));
        let described = described.into_iter().chain(count_id).reduce(|ids, id| format!("{ids} {id}"));
        view! {
            <textarea class="input" id=id.clone() name=id rows=field.rows.to_string()
                aria-describedby=described aria-invalid=invalid>{contents(&field.value)}</textarea>
            {count}
        }
        .into_markup()
    })
}

/// What stands between the tags. The framework writes the children of a text area as they are: what somebody typed is
/// escaped here, or it would be markup. A browser drops one line break at the start.
fn contents(value: &str) -> String {
    format!("\n{}", html_escape::encode_text(value))
}

fn character_count(words: &Words, field: &str, most: u32) -> Markup {
    // The island puts the figure in: it has no Fluent of its own.
    let counted = |key: &str| words.with(key, &[("count", "{count}")]);
    let limit = words.with("character-count-limit", &[("count", &most.to_string())]);
    view! {
        <CharacterCount
            field=field.to_owned()
            most=most as usize
            limit
            left=counted("character-count-left")
            over=counted("character-count-over")
        />
    }
    .into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn what_was_typed_keeps_its_first_line_break() {
        let label = FieldLabel::new("more", "还有什么想说的？");
        let field = TextArea { label, value: "\n第二行".into(), rows: 5, most: None };
        let html = text_area(&Words::new(Display::default()), &[], field).to_string();
        // A browser drops one line break at the start of a text area.
        assert!(html.contains(">\n\n第二行</textarea>"), "{html}");
    }

    #[test]
    fn what_was_typed_is_no_markup_and_comes_back_as_it_is() {
        let label = FieldLabel::new("more", "还有什么想说的？");
        let field = TextArea { label, value: "</textarea></form><b>&lt;b&gt;".into(), rows: 5, most: None };
        let html = text_area(&Words::new(Display::default()), &[], field).to_string();
        assert!(html.contains(">\n&lt;/textarea&gt;&lt;/form&gt;&lt;b&gt;&amp;lt;b&amp;gt;</textarea>"), "{html}");
    }
}
