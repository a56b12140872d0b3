//! Comparisons that turn on one date of the resident: they become bounds on that date.
//!
//! An age, months and days between, and what is added to, multiplied with or divided by constants, only rise or only fall
//! with the date that they rest on. So the dates on which they lie in a span are a span, found by halving.

use super::{Clause, Formula, Function, Kind, Slot, Span, day, steps};
use crate::expression::syntax::Relation;

/// How a formula goes with the one date that it rests on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Course {
    Constant,
    Rising(Slot),
    Falling(Slot),
}

/// The dates on which a formula lies in a span (or outside), where it has a course.
pub(super) fn within(formula: &Formula, span: Span, inside: bool) -> Option<Clause> {
    let course = Course::of(formula).filter(|_| never_fails(formula))?;
    course.bound(span, inside, |on| value(formula, on))
}

/// The dates on which two formulas hold against each other, where the difference of both has a course.
pub(super) fn compared(left: &Formula, relation: Relation, right: &Formula) -> Option<Clause> {
    let course = Course::of(left)?.joined(Course::of(right)?.reversed())?;
    if !never_fails(left) || !never_fails(right) {
        return None;
    }
    // Which of both is greater goes the way of their difference, which itself might not fit.
    let sign = |on: i64| Some(value(left, on)?.cmp(&value(right, on)?) as i64);
    let (span, inside) = Span::of(relation, 0);
    course.bound(span, inside, sign)
}

impl Course {
    fn of(formula: &Formula) -> Option<Self> {
        match formula {
            Formula::Constant(_) => Some(Self::Constant),
            Formula::Fact(slot, Kind::Day) => Some(Self::Rising(*slot)),
            Formula::Of(function, sides) => {
                let (left, right) = (Self::of(&sides.0)?, Self::of(&sides.1)?);
                match function {
                    Function::Add | Function::Min | Function::Max => left.joined(right),
                    Function::Subtract => left.joined(right.reversed()),
                    Function::Age(..) | Function::MonthsBetween | Function::DaysBetween => {
                        left.reversed().joined(right)
                    }
                    Function::Multiply => match (&sides.0, &sides.1) {
                        (Formula::Constant(factor), _) => Some(right.times(*factor)),
                        (_, Formula::Constant(factor)) => Some(left.times(*factor)),
                        _ => None,
                    },
                    Function::Divide(_) => match sides.1 {
                        Formula::Constant(divisor) => Some(left.times(divisor)),
                        _ => None,
                    },
                    Function::Edge(_) => Some(left),
                    Function::DaysInMonth => None,
                }
            }
            _ => None,
        }
    }

    fn reversed(self) -> Self {
        match self {
            Self::Constant => Self::Constant,
            Self::Rising(slot) => Self::Falling(slot),
            Self::Falling(slot) => Self::Rising(slot),
        }
    }

    fn times(self, factor: i64) -> Self {
        if factor < 0 { self.reversed() } else { self }
    }

    fn joined(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Constant, other) => Some(other),
            (own, Self::Constant) => Some(own),
            (own, other) => (own == other).then_some(own),
        }
    }

    fn bound(self, span: Span, inside: bool, value: impl Fn(i64) -> Option<i64>) -> Option<Clause> {
        let (attribute, span) = match self {
            Self::Constant => return None,
            Self::Rising(slot) => (slot, steps::rising(span, value)),
            Self::Falling(slot) => (slot, steps::falling(span, value)),
        };
        Some(Clause::Within { attribute, kind: Kind::Day, span, inside })
    }
}

/// Every part of a formula lies between its values at both ends of the calendar, so what can be worked out there can be
/// worked out on every date.
fn never_fails(formula: &Formula) -> bool {
    value(formula, day::FIRST).is_some() && value(formula, day::LAST).is_some()
}

/// The value of a formula that rests on one date.
fn value(formula: &Formula, on: i64) -> Option<i64> {
    match formula {
        Formula::Constant(value) => Some(*value),
        Formula::Fact(_, Kind::Day) => day::date(on).map(|_| on),
        Formula::Of(function, sides) => function.call(value(&sides.0, on)?, value(&sides.1, on)?),
        _ => None,
    }
}
