//! How answers go together: what follows from another answer.

use super::{Attribute, Code, ValueType};
use crate::{calendar::months_later, value::Value};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An answer that another one follows from: whoever draws a pension is not registered as unemployed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnsweredBy {
    /// Id of an attribute further up that is asked.
    pub attribute: String,
    /// What was answered to it; any of these. Empty where `years` says it.
    pub is: Vec<Plain>,
    /// Or a date that lies so many years back, or more.
    pub years: Option<i64>,
    /// What follows.
    pub value: Plain,
}

/// An answer that a vocabulary can name. A device compares these, and need not read and print dates for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Plain {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// One of the attribute's codes.
    Code(String),
}

impl Plain {
    /// Reads what a document says, for an attribute of this type; nothing where it is no answer of the kind.
    pub(super) fn read(value_type: ValueType, codes: &[Code], text: &str) -> Option<Self> {
        match (value_type, text) {
            (ValueType::Bool, "true") => Some(Self::Bool(true)),
            (ValueType::Bool, "false") => Some(Self::Bool(false)),
            (ValueType::Int, number) => number.parse().ok().map(Self::Int),
            (ValueType::Code, id) => codes.iter().any(|code| code.id == id).then(|| Self::Code(id.to_owned())),
            _ => None,
        }
    }

    pub(super) fn is(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Bool(one), Value::Bool(other)) => one == other,
            (Self::Int(one), Value::Int(other)) => one == other,
            (Self::Code(one), Value::Code(other)) => one == other,
            _ => false,
        }
    }

    fn value(&self) -> Value {
        match self {
            Self::Bool(value) => Value::Bool(*value),
            Self::Int(number) => Value::Int(*number),
            Self::Code(id) => Value::Code(id.clone()),
        }
    }
}

impl AnsweredBy {
    /// What follows from an answer to the other question; nothing where nothing does.
    pub fn follows(&self, answer: &Value, on: Date) -> Option<Value> {
        let is_so = match (self.years, answer) {
            (Some(years), Value::Date(date)) => months_later(*date, 12 * years).is_some_and(|day| day <= on),
            (Some(_), _) => false,
            (None, answer) => self.is.iter().any(|one| one.is(answer)),
        };
        is_so.then(|| self.value.value())
    }
}

impl Attribute {
    /// Whether a person can be asked for it: it has a question, and an answer that fits on one page.
    pub fn is_asked(&self) -> bool {
        let one_answer = match self.value_type {
            ValueType::Bool | ValueType::Int | ValueType::Money | ValueType::Date | ValueType::Code => true,
            ValueType::Text | ValueType::Codes | ValueType::Members => false,
        };
        one_answer && self.question.is_some()
    }
}
