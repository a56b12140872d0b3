//! Numbers, days and symbols. `None` is unknown.

use super::{Record, Scope};
use crate::{
    calendar,
    expression::typed::{AttributeSlot, Day, Number, ParameterSlot, Symbol},
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
        let fact = self.tables.attributes.get(slot.0).and_then(|id| self.facts.get(id));
        let value = fact.and_then(|fact| read(&fact.value));
        record.read(slot, value.is_some());
        value
    }

    pub(super) fn number(&self, number: &Number, record: &mut impl Record) -> Option<i64> {
        match number {
            Number::Literal(value) => Some(*value),
            Number::Attribute(slot) => self.fact(*slot, record, as_number),
            Number::Parameter(slot) => self.parameter(*slot),
            Number::Age(from, to) => {
                let (born, on) = (self.day(from, record), self.day(to, record));
                Some(calendar::age(born?, on?, self.age_rule, self.leap_day_rule))
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
        }
    }

    /// Both sides are evaluated even when the first is unknown, so that every missing fact is named.
    fn both(
        &self,
        sides: &(Number, Number),
        record: &mut impl Record,
        combine: impl FnOnce(i64, i64) -> Option<i64>,
    ) -> Option<i64> {
        let (left, right) = (self.number(&sides.0, record), self.number(&sides.1, record));
        combine(left?, right?)
    }

    fn parameter(&self, slot: ParameterSlot) -> Option<i64> {
        as_number(self.tables.parameters.get(slot.0)?.value_on(self.on)?)
    }

    pub(super) fn day(&self, day: &Day, record: &mut impl Record) -> Option<Date> {
        match day {
            Day::Literal(date) => Some(*date),
            Day::Today => Some(self.on),
            Day::Attribute(slot) => self.fact(*slot, record, |value| match value {
                Value::Date(date) => Some(*date),
                _ => None,
            }),
        }
    }

    pub(super) fn symbol<'b>(&self, symbol: &'b Symbol, record: &mut impl Record) -> Option<&'b str>
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
