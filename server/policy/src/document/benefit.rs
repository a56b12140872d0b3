//! What a policy gives: a table of bands, the first that matches counts.

use super::{AmountUnit, BenefitKind, Period};
use crate::{
    expression::typed::{Condition, Number, Rounding},
    text::Text,
};
use serde::{Deserialize, Serialize};

/// What a policy gives.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Benefit {
    /// What it is.
    pub kind: BenefitKind,
    /// Per what.
    pub period: Period,
    /// What amounts count.
    pub unit: AmountUnit,
    /// The whole number that the bands' ranges are about, as written.
    #[serde(skip)]
    pub by_text: Option<String>,
    /// How divisions without a rounding of their own are rounded.
    pub rounding: Option<Rounding>,
    /// Whether people whom no band matches are meant to be undetermined. Otherwise there must not be any.
    pub uncovered: bool,
    /// The bands, in their order.
    pub bands: Vec<Band>,
    /// The typed form of `by_text`.
    pub(crate) by: Option<Number>,
}

/// One band: a range, a condition, both, or neither (then it is for everybody who is left).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Band {
    /// Lower bound, included.
    pub from: Option<i64>,
    /// Upper bound, excluded.
    pub to: Option<i64>,
    /// The condition as written.
    #[serde(skip)]
    pub when_text: Option<String>,
    /// The amount as written.
    #[serde(skip)]
    pub amount_text: String,
    /// Whom the band is for, in words.
    #[serde(skip)]
    pub label: Option<Text>,
    /// The amount in words, for a formula that depends on the person.
    #[serde(skip)]
    pub amount_words: Option<Text>,
    /// The typed form of `when_text`.
    pub(crate) when: Option<Condition>,
    /// The typed form of the amount: fen or hours.
    pub(crate) amount: Number,
}

impl Band {
    /// The amount (fen or hours) when it is a plain number and not a formula.
    pub fn fixed_amount(&self) -> Option<i64> {
        match self.amount {
            Number::Literal(value) => Some(value),
            _ => None,
        }
    }
}
