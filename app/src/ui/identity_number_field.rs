//! An identity number: 18 characters, GB 11643.

use super::{
    field::{FieldLabel, Whose},
    text_field::{TextField, text_field},
};
use crate::{i18n::Words, markup::Markup};
use contract::error::FieldError;

/// The number stands as it was typed, so that it can be compared with the card. The last character may be an X, so no
/// number pad is asked for. No token exists for it, and a browser must not keep it.
pub fn identity_number_field(
    words: &Words,
    errors: &[FieldError],
    label: FieldLabel<'_>,
    value: String,
    whose: Whose,
) -> Markup {
    let field = TextField {
        label,
        value,
        autocomplete: Some("off".to_owned()),
        width: Some("w-20"),
        spellcheck: Some("false"),
        whose: Some(whose),
        ..TextField::default()
    };
    text_field(words, errors, field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn no_browser_keeps_the_number_and_an_x_can_be_typed() {
        let label = FieldLabel::new("identity", "身份证号");
        let html =
            identity_number_field(&Words::new(Display::default()), &[], label, "999999".into(), Whose::Own).to_string();
        assert!(html.contains(r#"autocomplete="off""#) && html.contains(r#"spellcheck="false""#), "{html}");
        assert!(!html.contains("inputmode"), "{html}");
    }
}
