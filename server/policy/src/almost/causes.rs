//! Why an outcome turned: what the calendar did on that day to the parts whose result is another one.

use super::{
    Cause, Standing,
    days::beside_today,
    pieces::{self, Piece},
};
use crate::{
    decision::Verdict,
    document::Policy,
    evaluate::{Outcomes, Scope, record::Silent},
    expression::typed::{Day, Number},
    parameters::Parameter,
    value::{Facts, Value},
};
use jiff::civil::Date;

/// The causes of a turn on a day, each once.
pub(super) fn of(policy: &Policy, facts: &Facts, day: Date, before: Standing, after: Standing) -> Vec<Cause> {
    match (before, after) {
        (Standing::NotInForce, _) => return vec![Cause::PolicyBegins],
        (_, Standing::NotInForce) => return vec![Cause::PolicyEnds],
        _ => {}
    }
    let Ok(eve) = day.yesterday() else { return Vec::new() };
    let (old, new) = (policy.scope(facts, eve, Outcomes::NONE), policy.scope(facts, day, Outcomes::NONE));
    let mut causes: Vec<Cause> = Vec::new();
    let mut visit = |piece| {
        if let Some(cause) = cause(policy, &old, &new, &piece)
            && !causes.contains(&cause)
        {
            causes.push(cause);
        }
    };
    for (place, criterion) in policy.criteria.iter().enumerate() {
        if old.criterion(policy, place, criterion) != new.criterion(policy, place, criterion) {
            pieces::of_condition(&criterion.condition, &mut visit);
        }
    }
    for point in policy.open_points() {
        if old.condition(&point.when, &mut Silent) != new.condition(&point.when, &mut Silent) {
            pieces::of_condition(&point.when, &mut visit);
        }
    }
    let decided = |standing| matches!(standing, Standing::Decided(verdict, _) if verdict != Verdict::NotEligible);
    if decided(before) && decided(after) {
        pieces::of_benefit(policy, &mut visit);
    }
    causes
}

fn cause<'a>(policy: &'a Policy, old: &Scope<'a>, new: &Scope<'a>, piece: &Piece<'a>) -> Option<Cause> {
    let counted = |number: &'a Number| {
        let after = new.number(number, &mut Silent)?;
        (old.number(number, &mut Silent) != Some(after)).then_some(after)
    };
    let named = |left: &Day, right: &Day| match (left, right) {
        (Day::Attribute(slot), _) | (_, Day::Attribute(slot)) => policy.tables.attributes.get(slot.0).cloned(),
        _ => None,
    };
    match piece {
        Piece::Years(from, to, number) => Some(Cause::Years { attribute: named(from, to), years: counted(number)? }),
        Piece::Months(from, to, number) => Some(Cause::Months { attribute: named(from, to), months: counted(number)? }),
        Piece::Days(from, to, number) => Some(Cause::Days { attribute: named(from, to), days: counted(number)? }),
        Piece::Dates(left, right) => {
            let date = beside_today(new, left, right)?;
            let is_now =
                new.day(&Day::Today, &mut Silent) == Some(date) || old.day(&Day::Today, &mut Silent) == Some(date);
            is_now.then(|| Cause::DateReached { attribute: named(left, right), date })
        }
        Piece::Parameter(slot) => {
            let parameter = policy.tables.parameters.get(slot.0)?;
            let on = |scope: &Scope<'_>| scope.day(&Day::Today, &mut Silent).and_then(|day| number_on(parameter, day));
            let (id, before, after) = (parameter.id.clone(), on(old), on(new));
            (before != after).then_some(Cause::Parameter { id, before, after })
        }
    }
}

fn number_on(parameter: &Parameter, day: Date) -> Option<i64> {
    match parameter.value_on(day)? {
        Value::Int(value) => Some(*value),
        Value::Money(money) => Some(money.0),
        _ => None,
    }
}
