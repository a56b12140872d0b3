//! The outcome of evaluating one policy for one resident, with the trace of every criterion.

use crate::{
    document::Period,
    value::{Money, Value},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Yes, no, or not known. Kleene's logic, which is also SQL's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Truth {
    /// Known to be so.
    Yes,
    /// Known not to be so.
    No,
    /// A fact is missing.
    Unknown,
}

impl Truth {
    /// A known truth.
    pub fn of(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }

    /// Both. A no decides, whatever is unknown.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Unknown,
        }
    }

    /// Either. A yes decides, whatever is unknown.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Yes, _) | (_, Self::Yes) => Self::Yes,
            (Self::No, Self::No) => Self::No,
            _ => Self::Unknown,
        }
    }

    /// The opposite; unknown stays unknown.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
        }
    }
}

/// The answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every criterion is met, and the amount is known.
    Eligible,
    /// A criterion is known not to be met.
    NotEligible,
    /// A fact is missing, or an amount cannot be worked out. Never treated as no.
    Undetermined,
}

/// How much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AmountValue {
    /// Fen.
    Money(Money),
    /// Whole hours.
    Hours(i64),
}

/// How much, per what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// How much.
    pub value: AmountValue,
    /// Per what.
    pub period: Period,
}

/// The answer with its reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The answer.
    pub verdict: Verdict,
    /// Every criterion, in the order of the document.
    pub criteria: Vec<CriterionTrace>,
    /// How much, when eligible and when the policy has an amount.
    pub amount: Option<Amount>,
    /// Attributes that are missing and matter, in the order of the document. Empty unless undetermined.
    pub missing: Vec<String>,
}

/// What one criterion read and found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionTrace {
    /// Id of the criterion.
    pub id: String,
    /// Its result.
    pub result: Truth,
    /// The facts it read, in the order of the expression.
    pub readings: Vec<Reading>,
    /// The comparisons it made whose sides were worked out.
    pub comparisons: Vec<Comparison>,
}

/// One fact as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Attribute id.
    pub attribute: String,
    /// Its value; none when unknown.
    pub value: Option<Value>,
    /// Who delivered it.
    pub department: Option<String>,
    /// As of which day.
    pub as_of: Option<Date>,
    /// Delivery number.
    pub delivery: Option<String>,
}

/// One comparison with its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The left side as written in plain form: `age(dob, today)`.
    pub expression: String,
    /// Its value; none when unknown.
    pub left: Option<Value>,
    /// `==`, `!=`, `<`, `<=`, `>`, `>=`.
    pub operator: String,
    /// The bound; none when unknown.
    pub right: Option<Value>,
    /// The result.
    pub result: Truth,
}
