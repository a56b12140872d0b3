//! Any of a few options, all seen at once.

use super::{
    choices::{Choice, choices},
    field::FieldLabel,
};
use crate::{i18n::Words, markup::Markup};
use contract::error::FieldError;

/// Checkboxes under one legend. None chosen is an answer too, so "none of these" is an option where it matters.
pub fn checkboxes(words: &Words, errors: &[FieldError], label: FieldLabel<'_>, options: Vec<Choice>) -> Markup {
    choices(words, errors, label, options, "checkbox")
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn several_may_be_chosen() {
        let options = vec![Choice::new("alone", "一个人住", true), Choice::new("care", "需要人照护", true)];
        let label = FieldLabel::new("needs", "家里有哪些情况？");
        let html = checkboxes(&Words::new(Display::default()), &[], label, options).to_string();
        assert_eq!(html.matches(r#"type="checkbox""#).count(), 2, "{html}");
        assert_eq!(html.matches(" checked").count(), 2, "{html}");
        assert!(html.contains(r#"<legend class="label">家里有哪些情况？"#), "{html}");
    }
}
