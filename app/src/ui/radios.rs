//! One of a few options, all seen at once.

use super::{
    choices::{Choice, choices},
    field::FieldLabel,
};
use crate::{i18n::Words, markup::Markup};
use contract::error::FieldError;

/// Radios under one legend. From thirteen options on, a list to open is shorter: [`super::select_field`].
pub fn radios(words: &Words, errors: &[FieldError], label: FieldLabel<'_>, options: Vec<Choice>) -> Markup {
    choices(words, errors, label, options, "radio")
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn errors_link_to_the_first_choice() {
        let words = Words::new(Display::default());
        let errors = [FieldError::new("attribute", "error-dispute-attribute-missing")];
        let option =
            |value: &str, checked| Choice { hint: Some("说明".into()), ..Choice::new(value, value, checked) };
        let label = FieldLabel { heading: true, ..FieldLabel::new("attribute", "哪一条？") };
        let html = radios(&words, &errors, label, vec![option("dob", false), option("sex", true)]).to_string();
        assert!(html.contains(r#"aria-describedby="attribute-error""#), "{html}");
        assert!(html.contains("<legend><h1>哪一条？") && html.contains(r#"id="attribute""#), "{html}");
        assert!(html.contains(r#"id="attribute-sex""#) && html.matches("checked").count() == 1, "{html}");
        assert!(html.contains(r#"aria-describedby="attribute-note""#), "{html}");
    }
}
