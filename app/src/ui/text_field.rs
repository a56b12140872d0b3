//! One line of text.

use super::field::{FieldLabel, Whose, Wired, labelled};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::error::FieldError;
use leptos::prelude::*;

/// One line of text, or a line of figures.
#[derive(Default)]
pub struct TextField<'a> {
    /// What stands above.
    pub label: FieldLabel<'a>,
    /// What was typed.
    pub value: String,
    /// `password`, `tel`, `search`; nothing for plain text.
    pub kind: &'static str,
    /// Autocomplete token, for the person's own data.
    pub autocomplete: Option<String>,
    /// `numeric`, `decimal` or `tel`.
    pub inputmode: Option<&'static str>,
    /// Width in characters, where the length is known: `w-10`, `w-20`.
    pub width: Option<&'static str>,
    /// Unit after the input: 元. The hint or the label says it too.
    pub unit: Option<String>,
    /// Numbers and codes are no words: `false`.
    pub spellcheck: Option<&'static str>,
    /// Whose data it takes, where it takes somebody's.
    pub whose: Option<Whose>,
}

/// A text field with its label.
pub fn text_field(words: &Words, errors: &[FieldError], field: TextField<'_>) -> Markup {
    let class = field.width.map_or_else(|| "input".to_owned(), |width| format!("input {width}"));
    let not_self = field.whose.and_then(Whose::mark);
    labelled(words, errors, field.label, |Wired { id, described, invalid }| {
        let input = view! {
            <input class=class id=id.clone() name=id type=if field.kind.is_empty() { "text" } else { field.kind }
                value=field.value autocomplete=field.autocomplete inputmode=field.inputmode spellcheck=field.spellcheck data-not-self=not_self
                aria-describedby=described aria-invalid=invalid/>
        };
        match field.unit {
            Some(unit) => view! { <div class="with-unit">{input}<span>{unit}</span></div> }.into_markup(),
            None => input.into_markup(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn an_error_is_wired_to_its_field_and_the_value_is_kept() {
        let words = Words::new(Display::default());
        let errors = [FieldError::new("password", "error-password-missing")];
        let label = FieldLabel::new("password", "密码").hint("提示");
        let html =
            text_field(&words, &errors, TextField { label, value: "<b>".into(), ..TextField::default() }).to_string();
        assert!(html.contains(r#"aria-describedby="password-hint password-error""#), "{html}");
        assert!(html.contains(r#"aria-invalid="true""#), "{html}");
        assert!(html.contains(r#"id="password-error""#) && html.contains("&lt;b&gt;"), "{html}");
    }
}
