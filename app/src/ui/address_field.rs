//! An address in the city: district, street or town, and the rest in the person's own words.

use super::{
    choices::Choice,
    field::{FieldLabel, Whose, grouped},
    select_field::select_field,
    text_field::{TextField, text_field},
};
use crate::i18n::Words;
use contract::error::FieldError;
use leptos::prelude::*;

/// An address before it is shown.
pub struct AddressField<'a> {
    /// The legend. Ids of the fields are `<id>-district`, `<id>-street`, `<id>-place`.
    pub label: FieldLabel<'a>,
    /// The city's districts.
    pub districts: Vec<Choice>,
    /// Streets and towns of the chosen district. None: it is typed, as where the list is not known.
    pub streets: Vec<Choice>,
    /// Street as it was typed.
    pub street: String,
    /// Lane, number and room, as typed.
    pub place: String,
    /// Whose address it is.
    pub whose: Whose,
}

/// Three fields under one legend. What the city sends goes to the place; the office is found by district and street.
pub fn address_field(words: &Words, errors: &[FieldError], field: AddressField<'_>) -> AnyView {
    let id = |part: &str| format!("{}-{part}", field.label.id);
    let (district, street, place) = (id("district"), id("street"), id("place"));
    let streets = match field.streets.is_empty() {
        false => select_field(words, errors, FieldLabel::new(&street, words.say("address-street")), field.streets),
        true => {
            let label = FieldLabel::new(&street, words.say("address-street")).hint(words.say("address-street-hint"));
            let autocomplete = field.whose.token("address-level4");
            let whose = Some(field.whose);
            let typed = TextField { label, value: field.street, autocomplete, whose, ..TextField::default() };
            text_field(words, errors, typed)
        }
    };
    let label = FieldLabel::new(&place, words.say("address-place")).hint(words.say("address-place-hint"));
    let autocomplete = field.whose.token("address-line1");
    let rest = TextField { label, value: field.place, autocomplete, whose: Some(field.whose), ..TextField::default() };
    let inputs = view! {
        {select_field(words, errors, FieldLabel::new(&district, words.say("address-district")), field.districts)}
        {streets}
        {text_field(words, errors, rest)}
    };
    // Each field says its own error.
    grouped(field.label, None, view! { <div class="address">{inputs}</div> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    fn shown(streets: Vec<Choice>, whose: Whose, errors: &[FieldError]) -> String {
        let field = AddressField {
            label: FieldLabel::new("home", "住在哪里？"),
            districts: vec![Choice::new("hongkou", "虹口区", true)],
            streets,
            street: String::new(),
            place: "1 弄 2 号".into(),
            whose,
        };
        address_field(&Words::new(Display::default()), errors, field).to_html()
    }

    #[test]
    fn the_wrong_part_is_marked_and_the_street_is_chosen_where_it_is_known() {
        let errors = [FieldError::new("home-place", "error-address-place")];
        let html = shown(vec![Choice::new("oyang", "欧阳路街道", false)], Whose::Own, &errors);
        assert_eq!(html.matches(r#"aria-invalid="true""#).count(), 1, "{html}");
        assert!(
            html.contains(r#"<select class="input" id="home-street""#) || html.contains(r#"id="home-street" name"#)
        );
        assert!(html.contains("欧阳路街道") && html.contains(r#"value="1 弄 2 号""#), "{html}");
    }

    #[test]
    fn a_street_that_no_list_knows_is_typed() {
        let html = shown(Vec::new(), Whose::SomebodyElse, &[]);
        assert!(html.contains(r#"type="text""#) && html.matches("data-not-self").count() == 2, "{html}");
        assert!(!html.contains("autocomplete"), "{html}");
    }
}
