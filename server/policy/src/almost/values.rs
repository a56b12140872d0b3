//! Sets of values of one attribute: with which of them something would be so.

use super::ranges::Ranges;
use crate::{
    lowered::day,
    value::Value,
    vocabulary::{Attribute, ValueType},
};
use std::collections::BTreeSet;

/// The greatest whole number, or amount in fen, that a fact is thought to become: ten thousand million yuan.
pub(super) const MOST: i64 = 1_000_000_000_000;

/// Some of the values of one attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Values {
    /// Which of no and yes.
    Bools { no: bool, yes: bool },
    /// Whole numbers or fen, from 0 to [`MOST`].
    Numbers(Ranges),
    /// Days by their numbers.
    Days(Ranges),
    /// Codes or texts: those that are listed, or all others.
    Symbols { listed: BTreeSet<String>, inside: bool },
    /// Sets of codes.
    Sets(Vec<Codes>),
}

/// Sets of codes that have some codes and lack others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Codes {
    pub(super) has: BTreeSet<String>,
    pub(super) lacks: BTreeSet<String>,
}

impl Values {
    /// Every value. `None` for lists of members, which are not worked out.
    pub(super) fn all(attribute: &Attribute) -> Option<Self> {
        Some(match attribute.value_type {
            ValueType::Bool => Self::Bools { no: true, yes: true },
            ValueType::Int | ValueType::Money => Self::Numbers(Ranges::between(0, MOST.into())),
            ValueType::Date => Self::Days(Ranges::between(day::FIRST.into(), day::LAST.into())),
            ValueType::Code => {
                Self::Symbols { listed: attribute.codes.iter().map(|code| code.id.clone()).collect(), inside: true }
            }
            ValueType::Text => Self::Symbols { listed: BTreeSet::new(), inside: false },
            ValueType::Codes => Self::Sets(vec![Codes { has: BTreeSet::new(), lacks: BTreeSet::new() }]),
            ValueType::Members => return None,
        })
    }

    /// No value of an attribute.
    pub(super) fn none(attribute: &Attribute) -> Option<Self> {
        Some(match attribute.value_type {
            ValueType::Bool => Self::Bools { no: false, yes: false },
            ValueType::Int | ValueType::Money => Self::Numbers(Ranges::none()),
            ValueType::Date => Self::Days(Ranges::none()),
            ValueType::Code | ValueType::Text => Self::Symbols { listed: BTreeSet::new(), inside: true },
            ValueType::Codes => Self::Sets(Vec::new()),
            ValueType::Members => return None,
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Bools { no, yes } => !no && !yes,
            Self::Numbers(ranges) | Self::Days(ranges) => ranges.is_empty(),
            Self::Symbols { listed, inside } => *inside && listed.is_empty(),
            Self::Sets(sets) => sets.is_empty(),
        }
    }

    /// The values of both. Both are of one attribute; of two there are none in common.
    #[must_use]
    pub(super) fn intersect(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Bools { no, yes }, Self::Bools { no: other_no, yes: other_yes }) => {
                Self::Bools { no: *no && *other_no, yes: *yes && *other_yes }
            }
            (Self::Numbers(left), Self::Numbers(right)) => Self::Numbers(left.intersect(right)),
            (Self::Days(left), Self::Days(right)) => Self::Days(left.intersect(right)),
            (Self::Symbols { listed: left, inside }, Self::Symbols { listed: right, inside: other_inside }) => {
                match (inside, other_inside) {
                    (true, true) => Self::Symbols { listed: left & right, inside: true },
                    (true, false) => Self::Symbols { listed: left - right, inside: true },
                    (false, true) => Self::Symbols { listed: right - left, inside: true },
                    (false, false) => Self::Symbols { listed: left | right, inside: false },
                }
            }
            (Self::Sets(left), Self::Sets(right)) => {
                let pairs = left.iter().flat_map(|left| right.iter().filter_map(|right| left.both(right)));
                Self::Sets(least(pairs.collect()))
            }
            _ => Self::Bools { no: false, yes: false },
        }
    }

    /// The values of either.
    #[must_use]
    pub(super) fn union(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Bools { no, yes }, Self::Bools { no: other_no, yes: other_yes }) => {
                Self::Bools { no: *no || *other_no, yes: *yes || *other_yes }
            }
            (Self::Numbers(left), Self::Numbers(right)) => Self::Numbers(left.union(right)),
            (Self::Days(left), Self::Days(right)) => Self::Days(left.union(right)),
            (Self::Symbols { listed: left, inside }, Self::Symbols { listed: right, inside: other_inside }) => {
                match (inside, other_inside) {
                    (true, true) => Self::Symbols { listed: left | right, inside: true },
                    (true, false) => Self::Symbols { listed: right - left, inside: false },
                    (false, true) => Self::Symbols { listed: left - right, inside: false },
                    (false, false) => Self::Symbols { listed: left & right, inside: false },
                }
            }
            (Self::Sets(left), Self::Sets(right)) => Self::Sets(least([left.as_slice(), right].concat())),
            (known, _) => known.clone(),
        }
    }

    /// Exactly one value. `None` for lists of members.
    pub(super) fn only(attribute: &Attribute, value: &Value) -> Option<Self> {
        Some(match value {
            Value::Bool(value) => Self::Bools { no: !value, yes: *value },
            Value::Int(value) => Self::Numbers(Ranges::point(*value)),
            Value::Money(money) => Self::Numbers(Ranges::point(money.0)),
            Value::Date(date) => Self::Days(Ranges::point(day::number(*date))),
            Value::Code(id) | Value::Text(id) => Self::Symbols { listed: BTreeSet::from([id.clone()]), inside: true },
            Value::Codes(has) => {
                let others = attribute.codes.iter().map(|code| code.id.clone()).filter(|id| !has.contains(id));
                Self::Sets(vec![Codes { has: has.clone(), lacks: others.collect() }])
            }
            Value::Members(_) => return None,
        })
    }
}

impl Codes {
    fn both(&self, other: &Self) -> Option<Self> {
        let both = Self { has: &self.has | &other.has, lacks: &self.lacks | &other.lacks };
        both.has.is_disjoint(&both.lacks).then_some(both)
    }

    fn is_within(&self, wider: &Self) -> bool {
        wider.has.is_subset(&self.has) && wider.lacks.is_subset(&self.lacks)
    }
}

/// Without those that lie within another.
fn least(sets: Vec<Codes>) -> Vec<Codes> {
    let mut kept: Vec<Codes> = Vec::new();
    for set in sets {
        if !kept.iter().any(|wider| set.is_within(wider)) {
            kept.retain(|known| !known.is_within(&set));
            kept.push(set);
        }
    }
    kept
}
