//! Which of the resident's facts a piece of the typed form reads.

use super::tree::Slots;
use crate::expression::typed::{AttributeSlot, Compare, Condition, Day, Number, Symbol, Test};

fn add(slot: AttributeSlot, slots: &mut Slots) {
    // Beyond 64 attributes nothing is worked out; the caller has seen to that.
    *slots |= 1_u64.checked_shl(u32::try_from(slot.0).unwrap_or(u32::MAX)).unwrap_or(0);
}

pub(crate) fn of_condition(condition: &Condition, slots: &mut Slots) {
    match condition {
        Condition::Literal(_) | Condition::Policy { .. } => {}
        Condition::Is { attribute, .. } => add(*attribute, slots),
        Condition::All(members) | Condition::Any(members) => {
            members.iter().for_each(|member| of_condition(member, slots));
        }
        Condition::Same { sides, .. } => {
            of_condition(&sides.0, slots);
            of_condition(&sides.1, slots);
        }
        Condition::Numbers(compare) => terms(compare).for_each(|term| of_number(term, slots)),
        Condition::Dates(compare) => terms(compare).for_each(|term| of_day(term, slots)),
        Condition::Symbols(compare) => terms(compare).for_each(|term| of_symbol(term, slots)),
        Condition::Contains(contains) => add(contains.set, slots),
        Condition::Members(asked) => add(asked.list, slots),
    }
}

pub(crate) fn of_number(number: &Number, slots: &mut Slots) {
    match number {
        Number::Literal(_) | Number::Parameter(_) | Number::PolicyAmount(_) => {}
        Number::Attribute(slot) => add(*slot, slots),
        Number::Age(from, to, _) | Number::MonthsBetween(from, to) | Number::DaysBetween(from, to) => {
            of_day(from, slots);
            of_day(to, slots);
        }
        Number::DaysInMonth(day) => of_day(day, slots),
        Number::Negate(value) => of_number(value, slots),
        Number::Add(sides)
        | Number::Subtract(sides)
        | Number::Multiply(sides)
        | Number::Divide(sides, _)
        | Number::Min(sides)
        | Number::Max(sides) => {
            of_number(&sides.0, slots);
            of_number(&sides.1, slots);
        }
        Number::Choose(parts) => {
            of_condition(&parts.0, slots);
            of_number(&parts.1, slots);
            of_number(&parts.2, slots);
        }
        Number::Count(count) => add(count.list, slots),
        Number::Sum(sum) => add(sum.list, slots),
    }
}

pub(super) fn of_day(day: &Day, slots: &mut Slots) {
    match day {
        Day::Literal(_) | Day::Today => {}
        Day::Attribute(slot) => add(*slot, slots),
        Day::Boundary(_, day) => of_day(day, slots),
        Day::Earlier(days) | Day::Later(days) => {
            of_day(&days.0, slots);
            of_day(&days.1, slots);
        }
    }
}

pub(super) fn of_symbol(symbol: &Symbol, slots: &mut Slots) {
    if let Symbol::Attribute(slot) = symbol {
        add(*slot, slots);
    }
}

/// Whether nothing is known of a condition as long as one of the facts is missing that it reads.
pub(super) fn needs_all(condition: &Condition) -> bool {
    match condition {
        Condition::Is { .. } | Condition::Contains(_) => true,
        Condition::Numbers(compare) => is_plain(compare) && terms(compare).all(number_needs_all),
        Condition::Dates(compare) => is_plain(compare),
        Condition::Symbols(compare) => is_plain(compare),
        Condition::Literal(_)
        | Condition::All(_)
        | Condition::Any(_)
        | Condition::Same { .. }
        | Condition::Members(_)
        | Condition::Policy { .. } => false,
    }
}

/// The same of a number: only a choice may leave out what it does not choose.
pub(super) fn number_needs_all(number: &Number) -> bool {
    match number {
        Number::Choose(_) | Number::Count(_) | Number::Sum(_) => false,
        Number::Negate(value) => number_needs_all(value),
        Number::Add(sides)
        | Number::Subtract(sides)
        | Number::Multiply(sides)
        | Number::Divide(sides, _)
        | Number::Min(sides)
        | Number::Max(sides) => number_needs_all(&sides.0) && number_needs_all(&sides.1),
        Number::Literal(_)
        | Number::Attribute(_)
        | Number::Parameter(_)
        | Number::Age(..)
        | Number::MonthsBetween(..)
        | Number::DaysBetween(..)
        | Number::DaysInMonth(_)
        | Number::PolicyAmount(_) => true,
    }
}

/// Whether both sides of a comparison are always looked at; a list may have the answer further on.
fn is_plain<T>(compare: &Compare<T>) -> bool {
    matches!(compare.test, Test::Against(..))
}

/// The left side of a comparison, then the other side or the list.
fn terms<T>(compare: &Compare<T>) -> impl Iterator<Item = &T> {
    let others = match &compare.test {
        Test::Against(_, right) => std::slice::from_ref(right),
        Test::List(list, _) => list.as_slice(),
    };
    std::iter::once(&compare.left).chain(others)
}
