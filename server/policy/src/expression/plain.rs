//! Terms in plain form, with ids instead of names in any language: what a trace says was worked out.

use super::typed::{Day, Number, Symbol, Tables};
use crate::value::Money;

/// A number in plain form.
pub(super) fn number(number: &Number, is_money: bool, tables: &Tables) -> String {
    let pair = |sides: &(Number, Number)| (inner(&sides.0, is_money, tables), inner(&sides.1, is_money, tables));
    match number {
        Number::Literal(value) if is_money => format!("{}元", Money(*value)),
        Number::Literal(value) => value.to_string(),
        Number::Attribute(slot) => tables.attributes.get(slot.0).cloned().unwrap_or_default(),
        Number::Parameter(slot) => {
            tables.parameters.get(slot.0).map(|parameter| parameter.id.clone()).unwrap_or_default()
        }
        Number::Age(from, to) => format!("age({}, {})", day(from, tables), day(to, tables)),
        Number::MonthsBetween(from, to) => format!("months_between({}, {})", day(from, tables), day(to, tables)),
        Number::Negate(value) => format!("-{}", inner(value, is_money, tables)),
        Number::Add(sides) => format!("{} + {}", pair(sides).0, pair(sides).1),
        Number::Subtract(sides) => format!("{} - {}", pair(sides).0, pair(sides).1),
        // The factors may be money and a whole number: their own form does not say which, so no unit is printed.
        Number::Multiply(sides) => format!("{} * {}", inner(&sides.0, false, tables), inner(&sides.1, false, tables)),
        Number::Divide(sides, rounding) => {
            let rounding = rounding.as_str().replace('-', "_");
            let (left, right) = (self::number(&sides.0, false, tables), self::number(&sides.1, false, tables));
            format!("div({left}, {right}, {rounding})")
        }
        Number::Min(sides) => format!("min({}, {})", pair(sides).0, pair(sides).1),
        Number::Max(sides) => format!("max({}, {})", pair(sides).0, pair(sides).1),
    }
}

fn inner(value: &Number, is_money: bool, tables: &Tables) -> String {
    let text = number(value, is_money, tables);
    match value {
        Number::Add(_) | Number::Subtract(_) | Number::Multiply(_) => format!("({text})"),
        _ => text,
    }
}

/// A date in plain form.
pub(super) fn day(day: &Day, tables: &Tables) -> String {
    match day {
        Day::Literal(date) => date.to_string(),
        Day::Attribute(slot) => tables.attributes.get(slot.0).cloned().unwrap_or_default(),
        Day::Today => "today".to_owned(),
    }
}

/// A code or text in plain form.
pub(super) fn symbol(symbol: &Symbol, tables: &Tables) -> String {
    match symbol {
        Symbol::Literal(text) => format!("\"{text}\""),
        Symbol::Attribute(slot) => tables.attributes.get(slot.0).cloned().unwrap_or_default(),
    }
}
