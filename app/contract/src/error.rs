//! Errors as people meet them: a code that is a Fluent key, never a sentence and never a cause.

use serde::{Deserialize, Serialize};

/// One field of a form that needs mending. `code` is a Fluent key; `arguments` are formatted by `app`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The id of the input that the error summary links to.
    pub field: String,
    /// A Fluent key, such as `error-password-missing`; or empty when `text` says it.
    pub code: String,
    /// Words that stand in a document (the error text of an item's question); they win over `code`.
    pub text: Option<policy::text::Text>,
    /// Arguments of the message, in the order in which the message names them.
    pub arguments: Vec<(String, String)>,
}

impl FieldError {
    /// An error worded by the portal.
    pub fn new(field: &str, code: &str) -> Self {
        Self { field: field.to_owned(), code: code.to_owned(), text: None, arguments: Vec::new() }
    }

    /// An error worded by a document.
    pub fn worded(field: &str, text: policy::text::Text) -> Self {
        Self { field: field.to_owned(), code: String::new(), text: Some(text), arguments: Vec::new() }
    }

    /// Adds an argument for the message.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.arguments.push((name.to_owned(), value.into()));
        self
    }
}
