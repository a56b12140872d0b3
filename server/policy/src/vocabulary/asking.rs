//! How answers go together: what follows from another answer, and what cannot be beside it.

use super::{Attribute, ValueType};
use crate::{calendar::months_later, value::Value};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An answer that another one follows from: whoever draws a pension is not registered as unemployed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnsweredBy {
    /// Id of an attribute further up that is asked.
    pub attribute: String,
    /// What was answered to it, in the text form of values; any of these. Empty where `years` says it.
    pub is: Vec<String>,
    /// Or a date that lies so many years back, or more.
    pub years: Option<i64>,
    /// What follows, in the text form of values.
    pub value: String,
}

impl AnsweredBy {
    /// What follows for this attribute from an answer to the other one; nothing where nothing does.
    pub fn follows(&self, attribute: &Attribute, answer: &Value, on: Date) -> Option<Value> {
        let is_so = match (self.years, answer) {
            (Some(years), Value::Date(date)) => months_later(*date, 12 * years).is_some_and(|day| day <= on),
            (Some(_), _) => false,
            (None, answer) => self.is.contains(&answer.to_string()),
        };
        is_so.then(|| attribute.parse_value(&self.value)).flatten()
    }
}

/// A date that another one lies after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaterThan {
    /// Id of a date further up that is asked.
    pub attribute: String,
    /// So many whole years.
    pub years: i64,
}

impl LaterThan {
    /// Whether both can be so.
    pub fn allows(&self, earlier: Date, later: Date) -> bool {
        months_later(earlier, 12 * self.years).is_some_and(|first| later >= first)
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
