//! What stands around every input: label, hint and error, wired for screen readers. Values are kept whatever they are.

use super::error_summary::error_at;
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::error::FieldError;
use leptos::prelude::*;

/// What stands above an input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldLabel<'a> {
    /// Id and name of the input.
    pub id: &'a str,
    /// What is asked.
    pub text: String,
    /// One short sentence.
    pub hint: Option<String>,
    /// The label is the page's heading.
    pub heading: bool,
}

impl<'a> FieldLabel<'a> {
    /// A label without a hint.
    pub fn new(id: &'a str, text: impl Into<String>) -> Self {
        Self { id, text: text.into(), hint: None, heading: false }
    }

    /// With one short sentence beneath.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Whose data a field takes. A browser fills in the person's own, and must not offer them for somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Of the person who sits before the browser.
    Own,
    /// Of a parent, a child, a neighbour.
    SomebodyElse,
}

impl Whose {
    /// The autocomplete token, for the person's own data only.
    pub fn token(self, token: &str) -> Option<String> {
        match self {
            Self::Own => Some(token.to_owned()),
            Self::SomebodyElse => None,
        }
    }

    /// The mark around fields that take somebody else's data: a missing token is meant there.
    pub(super) fn mark(self) -> Option<&'static str> {
        match self {
            Self::Own => None,
            Self::SomebodyElse => Some(""),
        }
    }
}

/// What an input needs to be read out with its hint and its error.
pub(super) struct Wired {
    pub id: String,
    pub described: Option<String>,
    pub invalid: Option<&'static str>,
}

/// One input under its label.
pub(super) fn labelled(
    words: &Words,
    errors: &[FieldError],
    label: FieldLabel<'_>,
    input: impl FnOnce(Wired) -> Markup,
) -> Markup {
    let error = error_at(words, errors, label.id);
    let wired = Wired {
        id: label.id.to_owned(),
        described: described_by(label.id, label.hint.is_some(), error.is_some()),
        invalid: error.is_some().then_some("true"),
    };
    let id = label.id.to_owned();
    let name = match label.heading {
        true => view! { <h1><label for=id.clone()>{label.text}</label></h1> }.into_markup(),
        false => view! { <label class="label" for=id.clone()>{label.text}</label> }.into_markup(),
    };
    let class = group_class(error.is_some());
    view! { <div class=class>{name}{hint(&id, label.hint)}{error_line(&id, error)}{input(wired)}</div> }.into_markup()
}

/// Several inputs under one legend. `error` is the one that is said, whichever input it belongs to.
pub(super) fn grouped(label: FieldLabel<'_>, error: Option<String>, inputs: Markup) -> Markup {
    let described = described_by(label.id, label.hint.is_some(), error.is_some());
    let legend = match label.heading {
        true => view! { <legend><h1>{label.text}</h1></legend> }.into_markup(),
        false => view! { <legend class="label">{label.text}</legend> }.into_markup(),
    };
    let class = group_class(error.is_some());
    view! {
        <fieldset class=class aria-describedby=described>
            {legend}{hint(label.id, label.hint)}{error_line(label.id, error)}{inputs}
        </fieldset>
    }
    .into_markup()
}

/// A hidden field.
pub fn hidden(name: &str, value: &str) -> Markup {
    view! { <input type="hidden" name=name.to_owned() value=value.to_owned()/> }.into_markup()
}

fn group_class(error: bool) -> &'static str {
    if error { "field field-error" } else { "field" }
}

fn hint(id: &str, hint: Option<String>) -> Markup {
    let id = format!("{id}-hint");
    hint.map(|hint| view! { <p class="hint" id=id>{hint}</p> }).into_markup()
}

fn error_line(id: &str, error: Option<String>) -> Markup {
    let id = format!("{id}-error");
    error.map(|error| view! { <p class="error" id=id>{error}</p> }).into_markup()
}

fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (true, true) => Some(format!("{id}-hint {id}-error")),
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (false, false) => None,
    }
}
