//! The input of one question, whatever asks it: an application, or "what could I be entitled to?".

use super::{
    checkboxes::checkboxes,
    choices::Choice,
    date_field::{DateField, date_field},
    field::{FieldLabel, Whose},
    identity_number_field::identity_number_field,
    money_field::money_field,
    number_field::number_field,
    phone_field::phone_field,
    radios::radios,
    select_field::select_field,
    text_area::{TextArea, text_area},
    text_field::{TextField, text_field},
};
use crate::{i18n::Words, markup::Markup};
use contract::{
    applications::{OptionView, QuestionKind},
    error::FieldError,
    typed::DATE_PARTS,
};

/// What a question is on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionPlace {
    /// The page asks nothing else: its heading.
    Heading,
    /// One field of a form among other things.
    Field,
}

/// One question.
pub struct QuestionField<'a> {
    /// Name of the input.
    pub id: &'a str,
    /// What input it needs.
    pub kind: QuestionKind,
    /// The question.
    pub heading: String,
    /// What the question is on its page.
    pub place: QuestionPlace,
    /// Short sentences.
    pub hint: Option<String>,
    /// Options of a choice.
    pub options: &'a [OptionView],
    /// What was typed: field name and value.
    pub values: &'a [(String, String)],
    /// Autocomplete token, for the person's own data.
    pub autocomplete: Option<String>,
    /// What a whole number counts, as in the vocabulary.
    pub unit: Option<&'a str>,
    /// The most characters of a long text.
    pub most: Option<u32>,
    /// What needs mending.
    pub errors: &'a [FieldError],
}

/// How an answer of this kind is written.
pub fn format_hint(words: &Words, kind: QuestionKind) -> Option<String> {
    match kind {
        QuestionKind::Date => Some(words.say("question-hint-date")),
        QuestionKind::Choices => Some(words.say("question-hint-choices")),
        _ => None,
    }
}

/// The word behind a number; a plain count has none.
fn unit_word(words: &Words, unit: &str) -> Option<String> {
    Some(match unit {
        "years" => words.say("unit-years"),
        "months" => words.say("unit-months"),
        "levels" => words.say("unit-levels"),
        "days" => words.say("unit-days"),
        "persons" => words.say("unit-persons"),
        _ => return None,
    })
}

/// The input that a question needs.
pub fn question_field(words: &Words, field: QuestionField<'_>) -> Markup {
    let QuestionField { id, kind, heading, place, hint, options, values, autocomplete, unit, most, errors } = field;
    let value =
        |name: &str| values.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let chosen = |option: &str| values.iter().any(|(_, value)| value == option);
    let label = FieldLabel { id, text: heading, hint, heading: place == QuestionPlace::Heading };
    let whose = if autocomplete.is_some() { Whose::Own } else { Whose::SomebodyElse };
    match kind {
        QuestionKind::Text | QuestionKind::Name => {
            text_field(words, errors, TextField { label, value: value(id), autocomplete, ..TextField::default() })
        }
        QuestionKind::LongText => text_area(words, errors, TextArea { label, value: value(id), rows: 5, most }),
        QuestionKind::Phone => phone_field(words, errors, label, value(id), whose),
        QuestionKind::IdentityNumber => identity_number_field(words, errors, label, value(id), whose),
        QuestionKind::Number => {
            number_field(words, errors, label, value(id), unit.and_then(|unit| unit_word(words, unit)))
        }
        QuestionKind::Money => money_field(words, errors, label, value(id)),
        QuestionKind::Date => {
            let values = DATE_PARTS.map(|part| value(&format!("{id}-{part}")));
            date_field(words, errors, DateField { label, values, birthday: None })
        }
        QuestionKind::YesNo => {
            let option = |value: &str, key: &str| Choice::new(value, words.say(key), chosen(value));
            radios(words, errors, label, vec![option("yes", "value-yes"), option("no", "value-no")])
        }
        QuestionKind::Choice | QuestionKind::Choices | QuestionKind::District => {
            let options = options
                .iter()
                .map(|option| Choice {
                    value: option.id.clone(),
                    label: words.of(&option.label).to_owned(),
                    hint: option.hint.as_ref().map(|hint| words.of(hint).to_owned()),
                    checked: chosen(&option.id),
                })
                .collect();
            match kind {
                QuestionKind::Choices => checkboxes(words, errors, label, options),
                // Sixteen districts: one list to open is less to go through than sixteen circles.
                QuestionKind::District => select_field(words, errors, label, options),
                _ => radios(words, errors, label, options),
            }
        }
    }
}
