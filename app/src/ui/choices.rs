//! What radios and checkboxes share: options under one legend, drawn large enough for a finger.

use super::{
    error_summary::error_at,
    field::{FieldLabel, grouped},
};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::error::FieldError;
use leptos::prelude::*;

/// One option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Value that is sent.
    pub value: String,
    /// What it says.
    pub label: String,
    /// A short explanation.
    pub hint: Option<String>,
    /// Chosen.
    pub checked: bool,
}

impl Choice {
    /// An option without an explanation.
    pub fn new(value: impl Into<String>, label: impl Into<String>, checked: bool) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, checked }
    }
}

/// Options of one question. The first input has the question's id, where errors link to.
pub(super) fn choices(
    words: &Words,
    errors: &[FieldError],
    label: FieldLabel<'_>,
    options: Vec<Choice>,
    kind: &'static str,
) -> Markup {
    let name = label.id.to_owned();
    let options = options
        .into_iter()
        .enumerate()
        .map(|(index, option)| {
            let id = if index == 0 { name.clone() } else { format!("{name}-{}", option.value) };
            let hint_id = format!("{id}-note");
            let hint_line = option.hint.map(|hint| view! { <span class="hint" id=hint_id.clone()>{hint}</span> });
            let noted = hint_line.is_some().then_some(hint_id);
            view! {
                <div class="choice">
                    <input id=id.clone() name=name.clone() type=kind value=option.value checked=option.checked
                        aria-describedby=noted/>
                    <label for=id>{option.label}</label>
                    {hint_line}
                </div>
            }
        })
        .collect_view();
    let error = error_at(words, errors, label.id);
    grouped(label, error, view! { <div class="choices">{options}</div> }.into_markup())
}
