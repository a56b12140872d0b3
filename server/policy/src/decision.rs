//! The outcome of evaluating one policy for one resident, with the trace of every criterion.

use crate::{
    document::{AmountBound, Period},
    value::{Money, Value},
    words::words,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt, sync::Arc};

words! {
    /// Yes, no, or not known. Kleene's logic, which is also SQL's.
    Truth {
        /// Known to be so.
        Yes = "yes",
        /// Known not to be so.
        No = "no",
        /// A fact is missing.
        Unknown = "unknown",
    }
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

words! {
    /// The answer.
    Verdict {
        /// Every criterion is met, and the amount is known, or a bound of it.
        Eligible = "eligible",
        /// A criterion is known not to be met.
        NotEligible = "not-eligible",
        /// A fact is missing, an open question concerns the person, or an amount cannot be worked out. Never treated as
        /// no.
        Undetermined = "undetermined",
    }
}

/// How much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AmountValue {
    /// Fen.
    Money(Money),
    /// Whole hours.
    Hours(i64),
}

impl fmt::Display for AmountValue {
    /// As it stands in cases: `180.00`, or `3` hours.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Money(money) => money.fmt(formatter),
            Self::Hours(hours) => hours.fmt(formatter),
        }
    }
}

/// How much, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownAmount {
    /// How much.
    pub value: AmountValue,
    /// How near that is to what will be paid.
    #[serde(default)]
    pub bound: AmountBound,
}

impl KnownAmount {
    /// An amount about which nothing is open.
    pub fn exact(value: AmountValue) -> Self {
        Self { value, bound: AmountBound::Exact }
    }
}

/// How much, per what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// How much.
    pub value: AmountValue,
    /// Per what.
    pub period: Period,
    /// How near that is to what will be paid.
    #[serde(default)]
    pub bound: AmountBound,
}

impl Amount {
    /// The same without what it is per.
    pub fn known(self) -> KnownAmount {
        KnownAmount { value: self.value, bound: self.bound }
    }
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
    /// Attributes that are missing and matter, in the order of the document. Empty unless undetermined. When it
    /// `waits_for` and `open` are empty although undetermined, nothing is missing but a calculation failed: overflow,
    /// division by zero, no band.
    pub missing: Vec<String>,
    /// Ids of other policies that it refers to, that are undetermined and matter. Empty unless undetermined.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waits_for: Vec<String>,
    /// Ids of the open questions that reach into the answer: those that leave it undetermined, or of an amount those for
    /// which it is at least, at most or about what is paid. In the order of the document's criteria.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<String>,
}

impl Decision {
    /// Every fact is known, and yet there is no answer: a number is too great or would be negative, something is divided
    /// by nothing, or no band is for the person. Somebody has to look at the policy.
    pub fn has_no_result(&self) -> bool {
        self.verdict == Verdict::Undetermined
            && self.missing.is_empty()
            && self.waits_for.is_empty()
            && self.open.is_empty()
    }
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
    /// The comparisons it made, in the order of the expression. Negation has been moved into their operators.
    pub comparisons: Vec<Comparison>,
    /// Ids of the open questions that leave it open for the person. It is unknown then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<String>,
}

/// One fact as it was read, each once. Its `Debug` prints no value.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Attribute id.
    pub attribute: String,
    /// Its value; none when unknown.
    pub value: Option<Value>,
    /// Who delivered it.
    pub department: Option<Arc<str>>,
    /// As of which day.
    pub as_of: Option<Date>,
    /// Delivery number.
    pub delivery: Option<Arc<str>>,
}

impl fmt::Debug for Reading {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = if self.value.is_some() { "***" } else { "missing" };
        formatter
            .debug_struct("Reading")
            .field("attribute", &self.attribute)
            .field("value", &value)
            .finish_non_exhaustive()
    }
}

/// One comparison with its values, for example age 82 `>=` 65. Its `Debug` prints no value.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The left side in plain form, with attribute ids: `age(dob, today)`.
    pub expression: Arc<str>,
    /// Its value; none when unknown.
    pub left: Option<Value>,
    /// `==`, `!=`, `<`, `<=`, `>`, `>=`, `in`, `not in`, and of sets `contains any`, `contains all`, each with `not `.
    pub operator: Cow<'static, str>,
    /// The bound; none when unknown, and for lists.
    pub right: Option<Value>,
    /// The list of `in`, `contains` and their opposites: those of its members that are known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub list: Vec<Value>,
    /// The result.
    pub result: Truth,
}

impl fmt::Debug for Comparison {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Comparison")
            .field("expression", &self.expression)
            .field("operator", &self.operator)
            .field("result", &self.result)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
