//! Typed numbers and days to formulas; what needs no fact is worked out.

use super::{Clause, Formula, Function, Kind, Lowering, Span, Unsupported, day, steps};
use crate::{
    calendar,
    decision::Truth,
    expression::{
        syntax::Relation,
        typed::{Day, Number},
    },
    value::{Money, Value},
};

impl Lowering<'_> {
    pub(super) fn number(&self, number: &Number) -> Result<Formula, Unsupported> {
        Ok(match number {
            Number::Literal(value) => Formula::Constant(*value),
            Number::Attribute(slot) => Formula::Fact(slot.0, Kind::Number),
            Number::Parameter(slot) => {
                match self.policy.tables.parameters.get(slot.0).and_then(|parameter| parameter.value_on(self.on)) {
                    Some(Value::Int(value) | Value::Money(Money(value))) => Formula::Constant(*value),
                    _ => Formula::Failed,
                }
            }
            Number::Age(from, to) => {
                let rule = Function::Age(self.policy.age_rule, self.policy.leap_day_rule);
                rule.of(self.day(from)?, self.day(to)?)
            }
            Number::MonthsBetween(from, to) => Function::MonthsBetween.of(self.day(from)?, self.day(to)?),
            Number::Negate(value) => Function::Subtract.of(Formula::Constant(0), self.number(value)?),
            Number::Add(sides) => self.both(Function::Add, sides)?,
            Number::Subtract(sides) => self.both(Function::Subtract, sides)?,
            Number::Multiply(sides) => self.both(Function::Multiply, sides)?,
            Number::Divide(sides, rounding) => self.both(Function::Divide(*rounding), sides)?,
            Number::Min(sides) => self.both(Function::Min, sides)?,
            Number::Max(sides) => self.both(Function::Max, sides)?,
            other => return Err(Unsupported::variant(other)),
        })
    }

    fn both(&self, function: Function, sides: &(Number, Number)) -> Result<Formula, Unsupported> {
        Ok(function.of(self.number(&sides.0)?, self.number(&sides.1)?))
    }

    pub(super) fn day(&self, value: &Day) -> Result<Formula, Unsupported> {
        Ok(match value {
            Day::Literal(date) => Formula::Constant(day::number(*date)),
            Day::Today => Formula::Constant(day::number(self.on)),
            Day::Attribute(slot) => Formula::Fact(slot.0, Kind::Day),
            other => return Err(Unsupported::variant(other)),
        })
    }
}

impl Function {
    /// The function of two known sides; `None` on overflow and on division by zero.
    pub fn call(self, left: i64, right: i64) -> Option<i64> {
        match self {
            Self::Add => left.checked_add(right),
            Self::Subtract => left.checked_sub(right),
            Self::Multiply => left.checked_mul(right),
            Self::Divide(rounding) => rounding.divide(left, right),
            Self::Min => Some(left.min(right)),
            Self::Max => Some(left.max(right)),
            Self::Age(age_rule, leap_day_rule) => {
                Some(calendar::age(day::date(left)?, day::date(right)?, age_rule, leap_day_rule))
            }
            Self::MonthsBetween => Some(calendar::months_between(day::date(left)?, day::date(right)?)),
        }
    }

    /// The function of two formulas.
    fn of(self, left: Formula, right: Formula) -> Formula {
        match (left, right) {
            (Formula::Failed, _) | (_, Formula::Failed) => Formula::Failed,
            (Formula::Constant(left), Formula::Constant(right)) => {
                self.call(left, right).map_or(Formula::Failed, Formula::Constant)
            }
            (left, right) => Formula::Of(self, Box::new((left, right))),
        }
    }
}

impl Formula {
    /// Whether it lies in a span (or outside).
    pub(super) fn within(self, span: Span, inside: bool) -> Clause {
        match self {
            Formula::Failed => Clause::Known(Truth::Unknown),
            Formula::Constant(value) => Clause::Known(Truth::of(span.contains(value) == inside)),
            Formula::Fact(attribute, kind) => Clause::Within { attribute, kind, span, inside },
            Formula::Of(function, sides) => match (function, *sides) {
                (Function::Age(..) | Function::MonthsBetween, (Formula::Fact(attribute, _), Formula::Constant(to))) => {
                    let span = steps::falling(span, |from| function.call(from, to));
                    Clause::Within { attribute, kind: Kind::Day, span, inside }
                }
                (
                    Function::Age(..) | Function::MonthsBetween,
                    (Formula::Constant(from), Formula::Fact(attribute, _)),
                ) => {
                    let span = steps::rising(span, |to| function.call(from, to));
                    Clause::Within { attribute, kind: Kind::Day, span, inside }
                }
                (_, sides) => Formula::Of(function, Box::new(sides)).calculated_within(span, inside),
            },
        }
    }

    /// A calculation can fail, so even a span without bounds asks for it.
    fn calculated_within(self, span: Span, inside: bool) -> Clause {
        let bound = |relation, bound| Clause::Compare(Box::new((self.clone(), relation, Formula::Constant(bound))));
        let Span { lowest, highest } = span;
        match (inside, lowest == highest) {
            (true, true) => bound(Relation::Equal, lowest),
            (false, true) => bound(Relation::NotEqual, lowest),
            (true, false) if lowest == i64::MIN => bound(Relation::LessOrEqual, highest),
            (true, false) if highest == i64::MAX => bound(Relation::GreaterOrEqual, lowest),
            (true, false) => {
                Clause::all(vec![bound(Relation::GreaterOrEqual, lowest), bound(Relation::LessOrEqual, highest)])
            }
            (false, false) => Clause::any(vec![bound(Relation::Less, lowest), bound(Relation::Greater, highest)]),
        }
    }
}
