//! A telephone number.

use super::{
    field::{FieldLabel, Whose},
    text_field::{TextField, text_field},
};
use crate::{i18n::Words, markup::Markup};
use contract::error::FieldError;

/// A mobile or landline number; spaces and hyphens do not matter.
pub fn phone_field(words: &Words, errors: &[FieldError], label: FieldLabel<'_>, value: String, whose: Whose) -> Markup {
    let field = TextField {
        label,
        value,
        kind: "tel",
        autocomplete: whose.token("tel"),
        inputmode: Some("tel"),
        width: Some("w-20"),
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
    fn a_browser_fills_in_its_own_number_only() {
        let html = |whose| {
            let label = FieldLabel::new("phone", "电话");
            phone_field(&Words::new(Display::default()), &[], label, String::new(), whose).to_string()
        };
        assert!(html(Whose::Own).contains(r#"autocomplete="tel""#), "{}", html(Whose::Own));
        let other = html(Whose::SomebodyElse);
        assert!(!other.contains("autocomplete") && other.contains("data-not-self"), "{other}");
    }
}
