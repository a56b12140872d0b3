//! An amount in yuan.

use super::{
    field::FieldLabel,
    text_field::{TextField, text_field},
};
use crate::{i18n::Words, markup::Markup};
use contract::error::FieldError;

/// Yuan with up to two decimals; signs and thousands separators do not matter (`contract::typed::money`).
pub fn money_field(words: &Words, errors: &[FieldError], label: FieldLabel<'_>, value: String) -> Markup {
    let field = TextField {
        label,
        value,
        inputmode: Some("decimal"),
        width: Some("w-10"),
        unit: Some(words.say("unit-yuan")),
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
    fn an_amount_has_its_unit_behind_it() {
        let label = FieldLabel::new("income", "上个月收入多少？");
        let html = money_field(&Words::new(Display::default()), &[], label, "3,000".into()).to_string();
        assert!(html.contains(r#"inputmode="decimal""#) && html.contains("<span>元</span>"), "{html}");
    }
}
