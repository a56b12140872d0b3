//! A whole number, with the unit that it counts.

use super::{
    field::FieldLabel,
    text_field::{TextField, text_field},
};
use crate::{i18n::Words, markup::Markup};
use contract::error::FieldError;

/// A number. A text field with a number pad, as `type=number` changes a value when the page is scrolled; spaces and
/// full-width figures are read as what they mean (`contract::typed::number`).
pub fn number_field(
    words: &Words,
    errors: &[FieldError],
    label: FieldLabel<'_>,
    value: String,
    unit: Option<String>,
) -> Markup {
    let field = TextField {
        label,
        value,
        inputmode: Some("numeric"),
        width: Some("w-10"),
        unit,
        spellcheck: Some("false"),
        ..TextField::default()
    };
    text_field(words, errors, field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn a_number_is_typed_on_a_number_pad_and_never_scrolled_away() {
        let label = FieldLabel::new("persons", "家里几口人？");
        let html =
            number_field(&Words::new(Display::default()), &[], label, "三".into(), Some("人".into())).to_string();
        for part in [r#"type="text""#, r#"inputmode="numeric""#, r#"value="三""#, "<span>人</span>"] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }
}
