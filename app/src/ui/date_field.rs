//! A date: year, month and day, typed.

use super::{
    error_summary::error_at,
    field::{FieldLabel, Whose, grouped},
};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::{error::FieldError, typed::DATE_PARTS};
use leptos::prelude::*;

/// A date before it is shown.
pub struct DateField<'a> {
    /// The legend. Ids of the fields are `<id>-year`, `<id>-month`, `<id>-day`.
    pub label: FieldLabel<'a>,
    /// What was typed, in that order.
    pub values: [String; 3],
    /// Whose birthday it is, where it is one.
    pub birthday: Option<Whose>,
}

/// Three fields; only the part that is wrong is marked. The cursor never jumps on by itself.
pub fn date_field(words: &Words, errors: &[FieldError], field: DateField<'_>) -> Markup {
    let id = |part: &str| format!("{}-{part}", field.label.id);
    let error = DATE_PARTS.iter().find_map(|part| error_at(words, errors, &id(part)));
    let not_self = field.birthday.and_then(Whose::mark);
    let inputs = DATE_PARTS
        .iter()
        .zip(field.values)
        .map(|(part, value)| {
            let id = id(part);
            let invalid = errors.iter().any(|error| error.field == id).then_some("true");
            let token = field.birthday.and_then(|whose| whose.token(&format!("bday-{part}")));
            view! {
                <div class="date-part">
                    <label for=id.clone()>{words.say(&format!("date-{part}"))}</label>
                    <input class=format!("input w-{part}") id=id.clone() name=id type="text" inputmode="numeric" value=value
                        autocomplete=token aria-invalid=invalid/>
                </div>
            }
        })
        .collect_view();
    grouped(field.label, error, view! { <div class="date" data-not-self=not_self>{inputs}</div> }.into_markup())
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn only_the_wrong_part_of_a_date_is_marked() {
        let words = Words::new(Display::default());
        let errors = [FieldError::new("since-month", "error-date-impossible")];
        let values = ["2025", "13", "1"].map(str::to_owned);
        let field = DateField { label: FieldLabel::new("since", "从哪天起？"), values, birthday: None };
        let html = date_field(&words, &errors, field).to_string();
        assert_eq!(html.matches(r#"aria-invalid="true""#).count(), 1, "{html}");
        for part in [r#"id="since-year""#, r#"value="13""#, r#"id="since-error""#, r#"inputmode="numeric""#] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn a_browser_fills_in_its_own_birthday_only() {
        let html = |birthday| {
            let values = std::array::from_fn(|_| String::new());
            let field =
                DateField { label: FieldLabel::new("born", "哪天出生？"), values, birthday: Some(birthday) };
            date_field(&Words::new(Display::default()), &[], field).to_string()
        };
        assert!(html(Whose::Own).contains(r#"autocomplete="bday-year""#), "{}", html(Whose::Own));
        assert!(!html(Whose::SomebodyElse).contains("bday"), "{}", html(Whose::SomebodyElse));
    }
}
