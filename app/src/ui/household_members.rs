//! The people of a household: one group of fields each, another added or one taken out by a button, without a script.

use super::{
    button,
    choices::Choice,
    date_field::{DateField, date_field},
    field::{FieldLabel, Whose},
    select_field::select_field,
    text_field::{TextField, text_field},
};
use crate::i18n::Words;
use contract::error::FieldError;
use leptos::prelude::*;

/// A form takes so many; a larger household is written down at the counter.
pub const MOST_MEMBERS: usize = 12;

/// One person, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HouseholdMember {
    /// The name.
    pub name: String,
    /// Value of the relation that was chosen; empty for none.
    pub relation: String,
    /// Year, month and day of birth.
    pub born: [String; 3],
}

/// The household before it is shown.
pub struct HouseholdMembers<'a> {
    /// Ids of the fields are `<id>-<place>-name`, `-relation` and `-born-year` …; places count from 1.
    pub id: &'a str,
    /// The people; an empty one is a group still to be filled in.
    pub members: &'a [HouseholdMember],
    /// Relations to the person who applies: value and words.
    pub relations: &'a [(String, String)],
}

/// Everybody, and the buttons. They send the form with `<id>-add` or `<id>-remove`, and the page comes back with one more
/// or one fewer and everything else as it was typed.
pub fn household_members(words: &Words, errors: &[FieldError], field: HouseholdMembers<'_>) -> AnyView {
    let HouseholdMembers { id, members, relations } = field;
    let people = members
        .iter()
        .zip(1_usize..)
        .map(|(member, place)| person(words, errors, id, place, member, relations))
        .collect_view();
    let more = match members.len() {
        0..MOST_MEMBERS => view! {
            <button class="button button-quiet" type="submit" name=format!("{id}-add") value="yes">{words.say("household-add")}</button>
        }
        .into_any(),
        _ => view! { <p class="hint">{words.with("household-most", &[("count", &MOST_MEMBERS.to_string())])}</p> }.into_any(),
    };
    view! { <div class="household">{people}<p>{more}</p></div> }.into_any()
}

fn person(
    words: &Words,
    errors: &[FieldError],
    id: &str,
    place: usize,
    member: &HouseholdMember,
    relations: &[(String, String)],
) -> AnyView {
    let [name, relation, born] = ["name", "relation", "born"].map(|part| format!("{id}-{place}-{part}"));
    let number = place.to_string();
    let title = match member.name.trim() {
        "" => words.with("household-person", &[("number", &number)]),
        name => words.with("household-person-named", &[("number", &number), ("name", name)]),
    };
    let named = TextField {
        label: FieldLabel::new(&name, words.say("household-name")),
        value: member.name.clone(),
        width: Some("w-20"),
        whose: Some(Whose::SomebodyElse),
        ..TextField::default()
    };
    let options = relations.iter().map(|(value, label)| Choice::new(value, label, *value == member.relation)).collect();
    let birthday = DateField {
        label: FieldLabel::new(&born, words.with("household-born", &[("number", &number)])),
        values: member.born.clone(),
        birthday: Some(Whose::SomebodyElse),
    };
    let remove = words.with("household-remove", &[("number", &number)]);
    view! {
        <fieldset class="member">
            <legend class="label">{title}</legend>
            {text_field(words, errors, named)}
            {select_field(words, errors, FieldLabel::new(&relation, words.say("household-relation")), options)}
            {date_field(words, errors, birthday)}
            {button::quiet_named(remove, format!("{id}-remove"), number)}
        </fieldset>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    fn shown(members: &[HouseholdMember]) -> String {
        let relations = [("child".to_owned(), "子女".to_owned()), ("spouse".to_owned(), "配偶".to_owned())];
        let errors = [FieldError::new("family-2-born-month", "error-date-impossible")];
        let field = HouseholdMembers { id: "family", members, relations: &relations };
        household_members(&Words::new(Display::default()), &errors, field).to_html()
    }

    #[test]
    fn everybody_keeps_what_was_typed_and_can_be_taken_out() {
        let daughter = HouseholdMember {
            name: "林小静".into(),
            relation: "child".into(),
            born: ["1970", "13", "1"].map(str::to_owned),
        };
        let html = shown(&[HouseholdMember::default(), daughter]);
        for part in [
            r#"name="family-2-name""#,
            r#"value="林小静""#,
            r#"<option value="child" selected"#,
            r#"name="family-remove" value="2""#,
            r#"name="family-add""#,
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert_eq!(html.matches(r#"aria-invalid="true""#).count(), 1, "{html}");
        assert!(!html.contains("autocomplete"), "a browser knows nothing of the family: {html}");
    }

    #[test]
    fn a_full_form_says_where_larger_households_go() {
        let html = shown(&vec![HouseholdMember::default(); MOST_MEMBERS]);
        assert!(!html.contains("family-add") && html.contains("12"), "{html}");
    }
}
