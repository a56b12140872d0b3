//! Numbers, days and symbols. `None` is unknown.

use super::{About, Record, Scope};
use crate::{
    calendar,
    decision::Truth,
    expression::typed::{AttributeSlot, Condition, Day, Number, ParameterSlot, Symbol},
    value::Value,
};
use jiff::civil::Date;

impl<'a> Scope<'a> {
    /// A fact, read as one type; a fact of another type is as good as missing.
    pub(super) fn fact<T>(
        &self,
        slot: AttributeSlot,
        record: &mut impl Record,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.value(slot).and_then(read);
        record.read(slot, value.is_some());
        value
    }

    fn value(&self, slot: AttributeSlot) -> Option<&'a Value> {
        match self.about {
            About::Resident => Some(&self.tables.attributes.get(slot.0).and_then(|id| self.facts.get(id))?.value),
            About::Member(member) => self.tables.member_attributes.get(slot.0).and_then(|id| member.get(id)),
        }
    }

    pub(crate) fn number<R: Record>(&self, number: &'a Number, record: &mut R) -> Option<i64> {
        match number {
            Number::Literal(value) => Some(*value),
            Number::Attribute(slot) => self.fact(*slot, record, as_number),
            Number::Parameter(slot) => self.parameter(*slot),
            Number::Age(from, to, rules) => {
                let (born, on) = (self.day(from, record), self.day(to, record));
                Some(self.age(born?, on?, *rules))
            }
            Number::MonthsBetween(from, to) => {
                let (from, to) = (self.day(from, record), self.day(to, record));
                Some(calendar::months_between(from?, to?))
            }
            Number::Negate(value) => self.number(value, record)?.checked_neg(),
            Number::Add(sides) => self.both(sides, record, i64::checked_add),
            Number::Subtract(sides) => self.both(sides, record, i64::checked_sub),
            Number::Multiply(sides) => self.both(sides, record, i64::checked_mul),
            Number::Divide(sides, rounding) => self.both(sides, record, |left, right| rounding.divide(left, right)),
            Number::Min(sides) => self.both(sides, record, |left, right| Some(left.min(right))),
            Number::Max(sides) => self.both(sides, record, |left, right| Some(left.max(right))),
            Number::DaysBetween(from, to) => {
                let (from, to) = (self.day(from, record), self.day(to, record));
                Some(calendar::days_between(from?, to?))
            }
            Number::DaysInMonth(day) => Some(i64::from(self.day(day, record)?.days_in_month())),
            Number::Choose(choice) => self.choose(choice, record),
            Number::Count(count) => self.count(count, record),
            Number::Sum(sum) => self.sum(sum, record),
            Number::PolicyAmount(policy) => self.policy_amount(*policy, record),
        }
    }

    /// Both sides are evaluated even when the first is unknown, so that every missing fact is named.
    fn both<R: Record>(
        &self,
        sides: &'a (Number, Number),
        record: &mut R,
        combine: impl FnOnce(i64, i64) -> Option<i64>,
    ) -> Option<i64> {
        let (left, right) = (self.number(&sides.0, record), self.number(&sides.1, record));
        combine(left?, right?)
    }

    /// Only the number that is chosen needs to be known; nothing is known while the condition is not.
    fn choose<R: Record>(&self, choice: &'a (Condition, Number, Number), record: &mut R) -> Option<i64> {
        let (condition, met, otherwise) = choice;
        match self.condition(condition, record) {
            Truth::Yes => self.number(met, record),
            Truth::No => self.number(otherwise, record),
            Truth::Unknown => None,
        }
    }

    fn parameter(&self, slot: ParameterSlot) -> Option<i64> {
        as_number(self.tables.parameters.get(slot.0)?.value_on(self.on)?)
    }

    pub(crate) fn day(&self, day: &Day, record: &mut impl Record) -> Option<Date> {
        match day {
            Day::Literal(date) => Some(*date),
            Day::Today => Some(self.on),
            Day::Boundary(boundary, day) => Some(calendar::boundary(*boundary, self.day(day, record)?)),
            Day::Earlier(sides) => {
                let (left, right) = (self.day(&sides.0, record), self.day(&sides.1, record));
                Some(left?.min(right?))
            }
            Day::Later(sides) => {
                let (left, right) = (self.day(&sides.0, record), self.day(&sides.1, record));
                Some(left?.max(right?))
            }
            Day::Attribute(slot) => self.fact(*slot, record, |value| match value {
                Value::Date(date) => Some(*date),
                _ => None,
            }),
        }
    }

    pub(crate) fn symbol<'b>(&self, symbol: &'b Symbol, record: &mut impl Record) -> Option<&'b str>
    where
        'a: 'b,
    {
        match symbol {
            Symbol::Literal(text) => Some(text),
            Symbol::Attribute(slot) => self.fact(*slot, record, |value| match value {
                Value::Code(text) | Value::Text(text) => Some(text.as_str()),
                _ => None,
            }),
        }
    }
}

fn as_number(value: &Value) -> Option<i64> {
    match value {
        Value::Int(value) => Some(*value),
        Value::Money(money) => Some(money.0),
        _ => None,
    }
}
