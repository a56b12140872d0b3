//! Typed numbers and days to formulas; what needs no fact is worked out.

use super::{Clause, Formula, Function, Kind, Lowering, Span, Unsupported, course, day};
use crate::{
    calendar::{self, AgeRules},
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
            Number::Age(from, to, rules) => {
                let own = AgeRules { age_rule: self.policy.age_rule, leap_day_rule: self.policy.leap_day_rule };
                let AgeRules { age_rule, leap_day_rule } = rules.unwrap_or(own);
                Function::Age(age_rule, leap_day_rule).of(self.day(from)?, self.day(to)?)
            }
            Number::MonthsBetween(from, to) => Function::MonthsBetween.of(self.day(from)?, self.day(to)?),
            Number::Negate(value) => Function::Subtract.of(Formula::Constant(0), self.number(value)?),
            Number::Add(sides) => self.both(Function::Add, sides)?,
            Number::Subtract(sides) => self.both(Function::Subtract, sides)?,
            Number::Multiply(sides) => self.both(Function::Multiply, sides)?,
            Number::Divide(sides, rounding) => self.both(Function::Divide(*rounding), sides)?,
            Number::Min(sides) => self.both(Function::Min, sides)?,
            Number::Max(sides) => self.both(Function::Max, sides)?,
            Number::DaysBetween(from, to) => Function::DaysBetween.of(self.day(from)?, self.day(to)?),
            Number::DaysInMonth(of) => Function::DaysInMonth.of(self.day(of)?, Formula::Constant(0)),
            Number::Choose(choice) => {
                let (condition, met, otherwise) = &**choice;
                match self.condition(condition)? {
                    Clause::Known(Truth::Yes) => self.number(met)?,
                    Clause::Known(Truth::No) => self.number(otherwise)?,
                    Clause::Known(Truth::Unknown) => Formula::Failed,
                    clause => Formula::Choose(Box::new((clause, self.number(met)?, self.number(otherwise)?))),
                }
            }
            Number::Count(count) => Formula::Count(Box::new(self.members(count.list, &count.condition)?)),
            Number::Sum(sum) => {
                Formula::Sum(Box::new((self.members(sum.list, &sum.condition)?, self.number(&sum.value)?)))
            }
            Number::PolicyAmount(policy) => Formula::PolicyAmount(policy.0),
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
            Day::Boundary(boundary, of) => Function::Edge(*boundary).of(self.day(of)?, Formula::Constant(0)),
            Day::Earlier(sides) => Function::Min.of(self.day(&sides.0)?, self.day(&sides.1)?),
            Day::Later(sides) => Function::Max.of(self.day(&sides.0)?, self.day(&sides.1)?),
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
            Self::DaysBetween => right.checked_sub(left),
            Self::DaysInMonth => Some(i64::from(day::date(left)?.days_in_month())),
            Self::Edge(boundary) => Some(day::number(calendar::boundary(boundary, day::date(left)?))),
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
    /// What it is; none for constants, which do not say.
    #[cfg(not(target_family = "wasm"))]
    pub(crate) fn kind(&self) -> Option<Kind> {
        match self {
            Self::Constant(_) | Self::Failed => None,
            Self::Fact(_, kind) => Some(*kind),
            Self::Of(Function::Edge(_), _) => Some(Kind::Day),
            Self::Of(Function::Min | Function::Max, sides) => sides.0.kind().or(sides.1.kind()),
            Self::Choose(parts) => parts.1.kind().or(parts.2.kind()),
            Self::Of(..) | Self::Count(_) | Self::Sum(_) | Self::PolicyAmount(_) => Some(Kind::Number),
        }
    }

    /// Whether it lies in a span (or outside).
    pub(super) fn within(self, span: Span, inside: bool) -> Clause {
        match self {
            Formula::Failed => Clause::Known(Truth::Unknown),
            Formula::Constant(value) => Clause::Known(Truth::of(span.contains(value) == inside)),
            Formula::Fact(attribute, kind) => Clause::Within { attribute, kind, span, inside },
            calculated => {
                course::within(&calculated, span, inside).unwrap_or_else(|| calculated.calculated_within(span, inside))
            }
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
