//! What a page knows about the request that asked for it.

use crate::i18n::Words;
use contract::{
    error::FieldError,
    fields::Fields,
    identity::{Actor, device::Device},
};
use domain::context::Context;

/// A request for a page, after the session was read and the audience checked.
pub struct PageRequest<'a> {
    /// Store, clock, vocabulary.
    pub cx: &'a Context,
    /// The person who asks; none for a visitor.
    pub actor: Option<&'a Actor>,
    /// Language and mode.
    pub words: &'a Words,
    /// Values of the address's parameters, in order.
    pub parameters: &'a [String],
    /// The query.
    pub query: &'a Fields,
    /// What this browser typed into a form that could not be taken.
    pub kept: Option<&'a Kept>,
    /// The address itself, without query.
    pub path: &'a str,
    /// What this browser told `/check`; empty on every other page.
    pub answers: &'a Told,
    /// This browser has chosen language, size or colours before.
    pub display_chosen: bool,
    /// What the browser calls itself.
    pub device: Device,
    /// Its session, where there is one.
    pub session: Option<&'a str>,
    /// This browser is practising; without a person, its practice is over.
    pub practising: bool,
}

/// What a browser told `/check`.
#[derive(Default)]
pub struct Told {
    /// Attribute and value, as in the stash.
    pub fields: Fields,
    /// There were answers, and their time was over.
    pub expired: bool,
}

/// A form that was not taken: what was typed, and what needs mending.
pub struct Kept {
    /// Address of the page that holds the form.
    pub page: String,
    /// What was typed; never passwords or codes.
    pub fields: Fields,
    /// What needs mending.
    pub errors: Vec<FieldError>,
    /// The session had ended.
    pub session_ended: bool,
}

impl PageRequest<'_> {
    /// The n-th parameter of the address.
    pub fn parameter(&self, index: usize) -> &str {
        self.parameters.get(index).map_or("", String::as_str)
    }

    /// The kept form, when it belongs to this page.
    pub fn kept_here(&self) -> Option<&Kept> {
        self.kept.filter(|kept| kept.page == self.path)
    }

    /// Errors of the kept form, or none.
    pub fn kept_errors(&self) -> Vec<FieldError> {
        self.kept_here().map(|kept| kept.errors.clone()).unwrap_or_default()
    }

    /// What was typed into a field of the kept form.
    pub fn kept_value(&self, field: &str) -> Option<String> {
        self.kept_here().map(|kept| kept.fields.first(field).to_owned())
    }

    /// The same where several forms stand on the page: nothing when the kept one has no such field.
    pub fn kept_field(&self, field: &str) -> Option<String> {
        let pairs = self.kept_here()?.fields.pairs();
        pairs.iter().find(|(name, _)| name == field).map(|(_, value)| value.clone())
    }
}
