//! Work in proportion to change: which policies a changed fact can touch, and whom a new day can touch.

use crate::{
    columns::Columns,
    document::Policy,
    expression::typed::Quantifier,
    lowered::{Clause, Formula, Kind, Lowered, LoweredSet, Members, Slot, Span},
    set::PolicySet,
};
use roaring::RoaringBitmap;
use std::{collections::BTreeMap, num::NonZeroUsize};

/// Which policies depend on which attribute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dependencies {
    policies: BTreeMap<String, Vec<usize>>,
}

impl Dependencies {
    /// Of these policies, by their places.
    pub fn of<'a>(policies: impl IntoIterator<Item = &'a Policy>) -> Self {
        let mut dependencies = Self::default();
        for (place, policy) in policies.into_iter().enumerate() {
            for attribute in policy.attributes() {
                dependencies.policies.entry(attribute).or_default().push(place);
            }
        }
        dependencies
    }

    /// Of the policies of a set, by their places: through those that they refer to as well.
    pub fn of_set(set: &PolicySet) -> Self {
        let mut dependencies = Self::default();
        for (place, policy) in set.policies().iter().enumerate() {
            for attribute in set.attributes(&policy.id) {
                dependencies.policies.entry(attribute).or_default().push(place);
            }
        }
        dependencies
    }

    /// The places of the policies whose outcome may change with a fact; that of any other policy cannot.
    pub fn on(&self, attribute: &str) -> &[usize] {
        self.policies.get(attribute).map_or(&[], Vec::as_slice)
    }
}

/// Whom a new day touches.
#[derive(Clone, Debug, PartialEq)]
pub enum Touched {
    /// Anybody: more than bounds on dates has changed (a parameter has a new value), so all are decided again.
    Everybody,
    /// Only those whose dates lie where a bound has passed. Everybody else has the same outcome and amount as before.
    Rows(RoaringBitmap),
}

/// A date bound that moves with the day: the dates of an attribute that it passes from one day to the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// The list of whose members it is an attribute; none for the resident's own.
    pub list: Option<Slot>,
    /// The attribute, by its number in the lowered policy.
    pub attribute: Slot,
    /// Dates on which it turns, as numbers of days.
    pub dates: Span,
}

/// The bounds that are passed between two days of one policy; `None` when something else is different as well.
pub fn crossings(before: &Lowered, after: &Lowered) -> Option<Vec<Crossing>> {
    let mut found = Vec::new();
    let names = |lowered: &Lowered| {
        (lowered.attributes.clone(), lowered.member_attributes.clone(), lowered.policies.clone(), lowered.unit)
    };
    same(&names(before), &names(after))?;
    clauses(&before.met, &after.met, None, &mut found)?;
    match (&before.bands, &after.bands) {
        (None, None) => {}
        (Some(before), Some(after)) if before.len() == after.len() => {
            for (before, after) in before.iter().zip(after) {
                clauses(&before.when, &after.when, None, &mut found)?;
                formulas(&before.amount, &after.amount, None, &mut found)?;
            }
        }
        _ => return None,
    }
    if before.bounds.len() != after.bounds.len() {
        return None;
    }
    for ((before, bound), (after, bound_after)) in before.bounds.iter().zip(&after.bounds) {
        same(bound, bound_after)?;
        clauses(before, after, None, &mut found)?;
    }
    Some(found)
}

impl Columns {
    /// Whom the step from one day to another touches, other policies being the same.
    pub fn touched(&self, before: &Lowered, after: &Lowered, threads: NonZeroUsize) -> Touched {
        let Some(crossings) = crossings(before, after) else { return Touched::Everybody };
        let mut rows = RoaringBitmap::new();
        let mut asked: Vec<Crossing> = Vec::new();
        for crossing in crossings {
            if asked.contains(&crossing) {
                continue;
            }
            let passed =
                Clause::Within { attribute: crossing.attribute, kind: Kind::Day, span: crossing.dates, inside: true };
            let met = match crossing.list {
                None => passed,
                Some(list) => Clause::Members(Box::new(Members { list, clause: passed }), Quantifier::Any),
            };
            rows |= self
                .decide(&Lowered { met, bands: None, unit: None, bounds: Vec::new(), ..after.clone() }, threads)
                .yes;
            asked.push(crossing);
        }
        Touched::Rows(rows)
    }

    /// Whom the step from one day to another touches, for each policy of a set: through those that it refers to as well.
    pub fn touched_set(&self, before: &LoweredSet, after: &LoweredSet, threads: NonZeroUsize) -> Vec<Touched> {
        let mut own: Vec<Touched> = Vec::with_capacity(after.policies.len());
        for (place, policy) in after.policies.iter().enumerate() {
            own.push(match (before.policies.get(place).map(|policy| &policy.lowered), &policy.lowered) {
                (Some(None), None) => Touched::Rows(RoaringBitmap::new()),
                (Some(Some(before)), Some(after)) => self.touched(before, after, threads),
                _ => Touched::Everybody,
            });
        }
        let through = |place: usize| {
            after.needed(&[place]).into_iter().try_fold(RoaringBitmap::new(), |rows, needed| match own.get(needed) {
                Some(Touched::Rows(more)) => Some(rows | more),
                _ => None,
            })
        };
        (0..own.len()).map(|place| through(place).map_or(Touched::Everybody, Touched::Rows)).collect()
    }
}

fn clauses(before: &Clause, after: &Clause, list: Option<Slot>, found: &mut Vec<Crossing>) -> Option<()> {
    match (before, after) {
        (
            Clause::Within { attribute, kind: Kind::Day, span, inside },
            Clause::Within { attribute: attribute_after, kind: Kind::Day, span: later, inside: inside_after },
        ) if attribute == attribute_after && inside == inside_after => {
            let passed = passed(*span, *later).into_iter().filter(|dates| !dates.is_empty());
            found.extend(passed.map(|dates| Crossing { list, attribute: *attribute, dates }));
            Some(())
        }
        (Clause::All(before), Clause::All(after)) | (Clause::Any(before), Clause::Any(after))
            if before.len() == after.len() =>
        {
            before.iter().zip(after).try_for_each(|(before, after)| clauses(before, after, list, found))
        }
        (Clause::Same(before, wanted), Clause::Same(after, wanted_after)) if wanted == wanted_after => {
            clauses(&before.0, &after.0, list, found)?;
            clauses(&before.1, &after.1, list, found)
        }
        (Clause::Members(before, quantifier), Clause::Members(after, quantifier_after))
            if quantifier == quantifier_after =>
        {
            members(before, after, found)
        }
        (Clause::Compare(before), Clause::Compare(after)) if before.1 == after.1 => {
            formulas(&before.0, &after.0, list, found)?;
            formulas(&before.2, &after.2, list, found)
        }
        (before, after) => same(before, after),
    }
}

fn formulas(before: &Formula, after: &Formula, list: Option<Slot>, found: &mut Vec<Crossing>) -> Option<()> {
    match (before, after) {
        (Formula::Of(function, before), Formula::Of(function_after, after)) if function == function_after => {
            formulas(&before.0, &after.0, list, found)?;
            formulas(&before.1, &after.1, list, found)
        }
        (Formula::Choose(before), Formula::Choose(after)) => {
            clauses(&before.0, &after.0, list, found)?;
            formulas(&before.1, &after.1, list, found)?;
            formulas(&before.2, &after.2, list, found)
        }
        (Formula::Count(before), Formula::Count(after)) => members(before, after, found),
        (Formula::Sum(before), Formula::Sum(after)) => {
            members(&before.0, &after.0, found)?;
            formulas(&before.1, &after.1, Some(after.0.list), found)
        }
        (before, after) => same(before, after),
    }
}

fn members(before: &Members, after: &Members, found: &mut Vec<Crossing>) -> Option<()> {
    same(&before.list, &after.list)?;
    clauses(&before.clause, &after.clause, Some(after.list), found)
}

fn same<T: PartialEq>(before: &T, after: &T) -> Option<()> {
    (before == after).then_some(())
}

/// Where two spans differ.
fn passed(before: Span, after: Span) -> [Span; 2] {
    if before.is_empty() || after.is_empty() {
        return [before, after];
    }
    // Behind the last number there is nothing to pass.
    let between = |first: i64, second: i64, shift: i64| {
        let (lowest, highest) = (first.min(second), first.max(second));
        if lowest == highest {
            return Span::EMPTY;
        }
        Span { lowest: lowest.saturating_add(shift), highest: highest.saturating_sub(1 - shift) }
    };
    [between(before.lowest, after.lowest, 0), between(before.highest, after.highest, 1)]
}

#[cfg(test)]
mod tests;
