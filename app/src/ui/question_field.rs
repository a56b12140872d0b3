//! The input of one question, whatever asks it: an application, or "what could I be entitled to?".

use super::field::{Choice, Choices, DateFields, TextField, choices, date_fields, select_field, text_field};
use crate::i18n::Words;
use contract::{
    applications::{OptionView, QuestionKind},
    error::FieldError,
};
use leptos::prelude::*;

/// One question.
pub struct QuestionField<'a> {
    /// Name of the input.
    pub id: &'a str,
    /// What input it needs.
    pub kind: QuestionKind,
    /// The question.
    pub heading: String,
    /// Short sentences.
    pub hint: Option<String>,
    /// Options of a choice.
    pub options: &'a [OptionView],
    /// What was typed: field name and value.
    pub values: &'a [(String, String)],
    /// Autocomplete token, for the person's own data.
    pub autocomplete: Option<String>,
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

/// The input that a question needs. Its label is the page's heading.
pub fn question_field(words: &Words, field: QuestionField<'_>) -> AnyView {
    let QuestionField { id, kind, heading, hint, options, values, autocomplete, most, errors } = field;
    let value =
        |name: &str| values.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let chosen = |option: &str| values.iter().any(|(_, value)| value == option);
    let text = |inputmode: Option<&'static str>, width: Option<&'static str>, rows: u32| TextField {
        id,
        label: heading.clone(),
        hint: hint.clone(),
        value: value(id),
        kind: "text",
        autocomplete: autocomplete.clone(),
        inputmode,
        heading: true,
        rows,
        width,
        most,
        unit: (kind == QuestionKind::Money).then(|| words.say("unit-yuan")),
    };
    match kind {
        QuestionKind::Text => text_field(words, errors, text(None, None, 0)),
        QuestionKind::LongText => text_field(words, errors, text(None, None, 5)),
        QuestionKind::Phone => text_field(words, errors, text(Some("tel"), Some("w-20"), 0)),
        QuestionKind::IdentityNumber => text_field(words, errors, text(None, Some("w-20"), 0)),
        QuestionKind::Number => text_field(words, errors, text(Some("numeric"), Some("w-10"), 0)),
        QuestionKind::Money => text_field(words, errors, text(Some("decimal"), Some("w-10"), 0)),
        QuestionKind::Date => {
            let parts = ["year", "month", "day"].map(|part| value(&format!("{id}-{part}")));
            date_fields(words, errors, DateFields { id, legend: heading, hint, values: parts, heading: true })
        }
        QuestionKind::YesNo => {
            let option = |value: &str, key: &str| Choice {
                value: value.to_owned(),
                label: words.say(key),
                hint: None,
                checked: chosen(value),
            };
            let options = vec![option("yes", "value-yes"), option("no", "value-no")];
            choices(words, errors, Choices { id, legend: heading, hint, kind: "radio", options, heading: true })
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
            let input = if kind == QuestionKind::Choices { "checkbox" } else { "radio" };
            let group = Choices { id, legend: heading, hint, kind: input, options, heading: true };
            match kind {
                // Sixteen districts: one list to open is less to go through than sixteen circles.
                QuestionKind::District => select_field(words, errors, group),
                _ => choices(words, errors, group),
            }
        }
    }
}
