//! What is wrong with an expression, placed by bytes of its own text; the document adds line and column.

use crate::problem::ProblemCode;
use std::ops::Range;

/// One fault in an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What kind.
    pub code: ProblemCode,
    /// Where, in bytes of the expression.
    pub span: Range<usize>,
    /// What was expected.
    pub expected: String,
    /// What stands there.
    pub found: String,
    /// The nearest right thing.
    pub suggestion: Option<String>,
}

impl Fault {
    /// A fault without a suggestion.
    pub fn new(code: ProblemCode, span: Range<usize>, expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self { code, span, expected: expected.into(), found: found.into(), suggestion: None }
    }

    /// The same with the nearest right thing.
    #[must_use]
    pub fn suggest(self, suggestion: impl Into<String>) -> Self {
        Self { suggestion: Some(suggestion.into()), ..self }
    }

    /// The same with the nearest right thing, if there is one.
    #[must_use]
    pub fn suggest_maybe(self, suggestion: Option<String>) -> Self {
        Self { suggestion, ..self }
    }
}
