//! The pieces of the typed form that the calendar moves. The only place of this module that names its variants.

use crate::{
    document::Policy,
    expression::typed::{Compare, Condition, Day, Number, ParameterSlot, Test},
};

/// One piece, wherever it stands.
pub(super) enum Piece<'a> {
    /// Whole years from the first day to the second; the number is the whole of it.
    Years(&'a Day, &'a Day, &'a Number),
    /// Whole months, likewise.
    Months(&'a Day, &'a Day, &'a Number),
    /// Whole days, likewise.
    Days(&'a Day, &'a Day, &'a Number),
    /// Two dates compared.
    Dates(&'a Day, &'a Day),
    /// A parameter.
    Parameter(ParameterSlot),
}

/// Every piece of what a policy gives.
pub(super) fn of_benefit<'a>(policy: &'a Policy, visit: &mut impl FnMut(Piece<'a>)) {
    let Some(benefit) = &policy.benefit else { return };
    benefit.by.iter().for_each(|by| of_number(by, visit));
    for band in &benefit.bands {
        band.when.iter().for_each(|when| of_condition(when, visit));
        of_number(&band.amount, visit);
    }
}

/// Every piece of a condition.
pub(super) fn of_condition<'a>(condition: &'a Condition, visit: &mut impl FnMut(Piece<'a>)) {
    match condition {
        Condition::Literal(_)
        | Condition::Is { .. }
        | Condition::Symbols(_)
        | Condition::Contains(_)
        | Condition::Members(_)
        | Condition::Policy { .. } => {}
        Condition::All(members) | Condition::Any(members) => {
            members.iter().for_each(|member| of_condition(member, visit));
        }
        Condition::Same { sides, .. } => {
            of_condition(&sides.0, visit);
            of_condition(&sides.1, visit);
        }
        Condition::Numbers(compare) => {
            of_number(&compare.left, visit);
            others(compare).iter().for_each(|term| of_number(term, visit));
        }
        Condition::Dates(compare) => {
            others(compare).iter().for_each(|other| visit(Piece::Dates(&compare.left, other)));
        }
    }
}

fn of_number<'a>(number: &'a Number, visit: &mut impl FnMut(Piece<'a>)) {
    match number {
        Number::Literal(_)
        | Number::Attribute(_)
        | Number::DaysInMonth(_)
        | Number::Count(_)
        | Number::Sum(_)
        | Number::PolicyAmount(_) => {}
        Number::Parameter(slot) => visit(Piece::Parameter(*slot)),
        Number::Age(from, to, _) => visit(Piece::Years(from, to, number)),
        Number::MonthsBetween(from, to) => visit(Piece::Months(from, to, number)),
        Number::DaysBetween(from, to) => visit(Piece::Days(from, to, number)),
        Number::Negate(value) => of_number(value, visit),
        Number::Add(sides)
        | Number::Subtract(sides)
        | Number::Multiply(sides)
        | Number::Divide(sides, _)
        | Number::Min(sides)
        | Number::Max(sides) => {
            of_number(&sides.0, visit);
            of_number(&sides.1, visit);
        }
        Number::Choose(parts) => {
            of_condition(&parts.0, visit);
            of_number(&parts.1, visit);
            of_number(&parts.2, visit);
        }
    }
}

fn others<T>(compare: &Compare<T>) -> &[T] {
    match &compare.test {
        Test::Against(_, right) => std::slice::from_ref(right),
        Test::List(list, _) => list,
    }
}
