//! A policy with everything that it asks of other policies written out, so that it stands alone.
//!
//! `entitled("x")` becomes the conditions of x, `amount("x")` one case for each band of x, and "the better of" a
//! condition on all of its group. What comes out is decided for everybody and every day exactly as the policy is within
//! its set; so whatever is worked out of one policy is worked out of this one too.

mod copy;

use crate::{
    calendar::AgeRules,
    document::{Band, Criterion, Policy, PolicyPart},
    expression::{
        syntax::Relation,
        typed::{Compare, Condition, Day, Number, PolicySlot, Rounding, Tables, Test},
    },
    set::PolicySet,
    text::Text,
    vocabulary::ValueType,
};
use copy::Copy;
use std::collections::BTreeMap;

/// Most conditions of a policy that is written out: beyond, nothing is worked out.
const MOST_PIECES: usize = 20_000;

/// A number, case by case: as long as exactly one of the conditions holds, it is that number; else it is not known.
type Cases = Vec<(Condition, Number)>;

/// What another policy gives.
#[derive(Clone)]
struct Given {
    /// That it is granted: yes, no or unknown as its verdict is.
    granted: Condition,
    /// What it gives to those to whom it is granted.
    amounts: Cases,
}

/// Writes one policy of a set out. `None`: it would be too long.
pub(crate) fn whole(set: &PolicySet, policy: &Policy) -> Option<Policy> {
    let tables = Tables { policies: Vec::new(), policy_amounts: Vec::new(), ..policy.tables.clone() };
    let mut writer = Writer { set, tables, root: policy, given: BTreeMap::new(), left: MOST_PIECES };
    let mut criteria = Vec::new();
    for criterion in &policy.criteria {
        criteria.push(Criterion { condition: writer.condition(policy, &criterion.condition)?, ..criterion.clone() });
    }
    if let Some(condition) = writer.kept(policy)? {
        let (id, label) = ("better-of".to_owned(), Text::default());
        criteria.push(Criterion { id, label, when_text: String::new(), basis: None, condition });
    }
    let mut open_questions = policy.open_questions.clone();
    for point in open_questions.iter_mut().filter_map(|question| question.point.as_mut()) {
        point.when = writer.condition(policy, &point.when)?;
    }
    let mut benefit = policy.benefit.clone();
    if let Some(benefit) = &mut benefit {
        let plain = benefit.bands.first().cloned();
        let band = |(when, amount)| Some(Band { from: None, to: None, when: Some(when), amount, ..plain.clone()? });
        benefit.bands = writer.bands(policy)?.into_iter().filter_map(band).collect();
        benefit.by = None;
    }
    Some(Policy { criteria, open_questions, benefit, tables: writer.tables, better_of: Vec::new(), ..policy.clone() })
}

struct Writer<'s> {
    set: &'s PolicySet,
    /// Of everything that is written, the policy's own first.
    tables: Tables,
    root: &'s Policy,
    /// What is written out already.
    given: BTreeMap<String, Given>,
    left: usize,
}

impl Writer<'_> {
    fn condition(&mut self, policy: &Policy, condition: &Condition) -> Option<Condition> {
        self.left = self.left.checked_sub(1)?;
        let mut each = |members: &[Condition]| {
            members.iter().map(|member| self.condition(policy, member)).collect::<Option<Vec<Condition>>>()
        };
        Some(match condition {
            Condition::All(members) => Condition::All(each(members)?),
            Condition::Any(members) => Condition::Any(each(members)?),
            Condition::Same { sides, wanted } => {
                let sides = (self.condition(policy, &sides.0)?, self.condition(policy, &sides.1)?);
                Condition::Same { sides: Box::new(sides), wanted: *wanted }
            }
            Condition::Policy { policy: slot, wanted } => {
                let granted = self.given(policy, *slot)?.granted;
                if *wanted { granted } else { granted.negated() }
            }
            Condition::Numbers(compare) => match &compare.test {
                Test::Against(relation, right) => {
                    let (left, right) = (self.number(policy, &compare.left)?, self.number(policy, right)?);
                    let pairs = self.pairs(&left, &right, |left, right| compared(left, *relation, right))?;
                    settled(pairs)
                }
                Test::List(list, wanted) => {
                    let relation = if *wanted { Relation::Equal } else { Relation::NotEqual };
                    let one = |right: &Number| {
                        let test = Test::Against(relation, right.clone());
                        Condition::Numbers(Box::new(Compare { test, ..(**compare).clone() }))
                    };
                    let each = list.iter().map(|right| self.condition(policy, &one(right))).collect::<Option<_>>()?;
                    if *wanted { Condition::Any(each) } else { Condition::All(each) }
                }
            },
            plain => self.copy(policy).condition(plain),
        })
    }

    /// A number by the cases of what other policies give.
    fn number(&mut self, policy: &Policy, number: &Number) -> Option<Cases> {
        self.left = self.left.checked_sub(1)?;
        let mut both = |sides: &(Number, Number), join: fn(Box<(Number, Number)>) -> Number| {
            let (left, right) = (self.number(policy, &sides.0)?, self.number(policy, &sides.1)?);
            self.pairs(&left, &right, |left, right| join(Box::new((left, right))))
        };
        match number {
            Number::Add(sides) => both(sides, Number::Add),
            Number::Subtract(sides) => both(sides, Number::Subtract),
            Number::Multiply(sides) => both(sides, Number::Multiply),
            Number::Min(sides) => both(sides, Number::Min),
            Number::Max(sides) => both(sides, Number::Max),
            Number::Divide(sides, Rounding::Down) => both(sides, |sides| Number::Divide(sides, Rounding::Down)),
            Number::Divide(sides, Rounding::Up) => both(sides, |sides| Number::Divide(sides, Rounding::Up)),
            Number::Divide(sides, Rounding::HalfUp) => both(sides, |sides| Number::Divide(sides, Rounding::HalfUp)),
            Number::Negate(value) => {
                let negate = |(when, value)| (when, Number::Negate(Box::new(value)));
                Some(self.number(policy, value)?.into_iter().map(negate).collect())
            }
            Number::Choose(parts) => {
                let condition = self.condition(policy, &parts.0)?;
                let (met, otherwise) = (self.number(policy, &parts.1)?, self.number(policy, &parts.2)?);
                if let ([(Condition::Literal(true), met)], [(Condition::Literal(true), otherwise)]) =
                    (met.as_slice(), otherwise.as_slice())
                {
                    let number = Number::Choose(Box::new((condition, met.clone(), otherwise.clone())));
                    return Some(vec![(Condition::Literal(true), number)]);
                }
                let not = condition.negated();
                let cases = met.into_iter().map(|case| (condition.clone(), case));
                let cases = cases.chain(otherwise.into_iter().map(|case| (not.clone(), case)));
                Some(cases.map(|(met, (case, number))| (all([met, case]), number)).collect())
            }
            Number::PolicyAmount(slot) => {
                let given = self.given(policy, *slot)?;
                let nothing = (given.granted.negated(), Number::Literal(0));
                let some = given.amounts.into_iter().map(|(when, amount)| (all([given.granted.clone(), when]), amount));
                Some(std::iter::once(nothing).chain(some).collect())
            }
            plain => Some(vec![(Condition::Literal(true), self.copy(policy).number(plain))]),
        }
    }

    /// Every pair of two numbers' cases.
    fn pairs<T>(
        &mut self,
        left: &Cases,
        right: &Cases,
        join: impl Fn(Number, Number) -> T,
    ) -> Option<Vec<(Condition, T)>> {
        let pairs = left.iter().flat_map(|left| right.iter().map(move |right| (left, right)));
        self.left = self.left.checked_sub(left.len() * right.len())?;
        let joined = pairs.map(|((when, left), (also, right))| {
            (all([when.clone(), also.clone()]), join(left.clone(), right.clone()))
        });
        Some(joined.collect())
    }

    fn copy<'w>(&'w mut self, policy: &'w Policy) -> Copy<'w> {
        let own = |policy: &Policy| AgeRules { age_rule: policy.age_rule, leap_day_rule: policy.leap_day_rule };
        let rules = Some(own(policy)).filter(|rules| *rules != own(self.root));
        Copy { from: &policy.tables, to: &mut self.tables, rules, of_members: false }
    }

    /// What a policy gives that another one refers to.
    fn given(&mut self, by: &Policy, slot: PolicySlot) -> Option<Given> {
        let id = by.tables.policies.get(slot.0)?;
        if let Some(given) = self.given.get(id) {
            let given = given.clone();
            self.left = self.left.checked_sub(pieces(&given.granted))?;
            return Some(given);
        }
        let policy = self.set.get(id)?;
        let mut given = self.alone(policy)?;
        if let Some(Better { keeps, loses }) = self.better(policy, &given)? {
            let no = Condition::Any(vec![given.granted.negated(), loses]);
            given.granted = exactly(all([given.granted, keeps]), &no);
        }
        self.given.insert(id.clone(), given.clone());
        Some(given)
    }

    /// What a policy would give if it were not for "the better of".
    fn alone(&mut self, policy: &Policy) -> Option<Given> {
        let bound = |relation, day| {
            let (left, test) = (Day::Today, Test::Against(relation, Day::Literal(day)));
            let (value_type, expression) = (ValueType::Date, "".into());
            Condition::Dates(Box::new(Compare { left, test, value_type, expression }))
        };
        let mut parts = vec![bound(Relation::GreaterOrEqual, policy.valid_from)];
        parts.extend(policy.valid_to.map(|last| bound(Relation::LessOrEqual, last)));
        for (place, criterion) in policy.criteria.iter().enumerate() {
            let met = self.condition(policy, &criterion.condition)?;
            parts.push(self.settled(policy, met, PolicyPart::Criterion(place))?);
        }
        for part in PolicyPart::AFTER_CRITERIA {
            parts.push(self.settled(policy, Condition::Literal(true), part)?);
        }
        let mut amounts = Cases::new();
        if policy.benefit.is_some() {
            let mut earlier: Vec<Condition> = Vec::new();
            for (when, amount) in self.bands(policy)? {
                self.left = self.left.checked_sub(earlier.iter().map(pieces).sum())?;
                amounts.push((all(earlier.iter().cloned().chain([when.clone()])), amount));
                earlier.push(when.negated());
            }
            // An amount is known and not negative, or else nothing is decided.
            let paid = amounts.iter().map(|(when, amount)| {
                let is_paid = compared(amount.clone(), Relation::GreaterOrEqual, Number::Literal(0));
                all([when.clone(), Condition::Any(vec![is_paid, unknown()])])
            });
            parts.push(Condition::Any(paid.chain([unknown()]).collect()));
        }
        Some(Given { granted: Condition::All(parts), amounts })
    }

    /// A condition of a part of a policy: unknown where an open question leaves that part either way.
    fn settled(&mut self, policy: &Policy, condition: Condition, part: PolicyPart) -> Option<Condition> {
        let mut settled = condition;
        for point in policy.either_way(part) {
            let none = Condition::Any(vec![self.condition(policy, &point.when)?.negated(), unknown()]);
            settled = Condition::Same { sides: Box::new((settled, none)), wanted: true };
        }
        Some(settled)
    }

    /// The bands as conditions, the first that holds counts, and their amounts.
    fn bands(&mut self, policy: &Policy) -> Option<Cases> {
        let mut bands = Cases::new();
        let Some(benefit) = &policy.benefit else { return Some(bands) };
        for band in &benefit.bands {
            let mut when = Vec::new();
            let bounds = [(Relation::GreaterOrEqual, band.from), (Relation::Less, band.to)];
            for (by, (relation, bound)) in benefit.by.iter().flat_map(|by| bounds.map(|bound| (by, bound))) {
                if let Some(bound) = bound {
                    when.push(self.condition(policy, &compared(by.clone(), relation, Number::Literal(bound)))?);
                }
            }
            if let Some(condition) = &band.when {
                when.push(self.condition(policy, condition)?);
            }
            let amounts = self.number(policy, &band.amount)?;
            bands.extend(amounts.into_iter().map(|(case, amount)| (all(when.iter().cloned().chain([case])), amount)));
        }
        Some(bands)
    }

    /// "The better of" as a further condition of the policy that is written out.
    fn kept(&mut self, policy: &Policy) -> Option<Option<Condition>> {
        if self.set.rivals(policy).next().is_none() {
            return Some(None);
        }
        let given = self.alone(policy)?;
        Some(self.better(policy, &given)?.map(|Better { keeps, loses }| exactly(keeps, &loses)))
    }

    /// What becomes of a policy that would be granted alone.
    fn better(&mut self, policy: &Policy, given: &Given) -> Option<Option<Better>> {
        if self.set.rivals(policy).next().is_none() {
            return Some(None);
        }
        let (mut keeps, mut known, mut beaten) = (Vec::new(), vec![given.granted.clone()], Vec::new());
        let worth = |given: &Given| match given.amounts.as_slice() {
            [] => vec![(Condition::Literal(true), Number::Literal(0))],
            amounts => amounts.to_vec(),
        };
        let set = self.set;
        for rival in set.rivals(policy) {
            let other = self.alone(rival)?;
            // Of two that are the same the earlier by id stays.
            let relation = if policy.id < rival.id { Relation::LessOrEqual } else { Relation::Less };
            let pairs = self.pairs(&worth(&other), &worth(given), |other, own| compared(other, relation, own))?;
            let less = |wanted: bool| {
                let one = |(case, less): &(Condition, Condition)| {
                    all([case.clone(), if wanted { less.clone() } else { less.negated() }])
                };
                all([other.granted.clone(), Condition::Any(pairs.iter().map(one).collect())])
            };
            self.left = self.left.checked_sub(3 * pieces(&other.granted) + 2 * pieces(&less(true)))?;
            keeps.push(Condition::Any(vec![other.granted.negated(), less(true)]));
            known.push(Condition::Any(vec![other.granted.clone(), other.granted.negated()]));
            beaten.push(less(false));
        }
        let loses = all(known.into_iter().chain([Condition::Any(beaten)]));
        Some(Some(Better { keeps: all(keeps), loses }))
    }
}

/// What "the better of" makes of a policy that would be granted alone: that it stays, and that it does not. As long as
/// one of the group is open, neither is so.
struct Better {
    keeps: Condition,
    loses: Condition,
}

/// Yes where the first is, no where the second is, otherwise unknown. They are never both yes, and where the second is
/// yes the first is no.
fn exactly(yes: Condition, no: &Condition) -> Condition {
    Condition::Any(vec![yes, all([unknown(), no.negated()])])
}

/// The condition of the case that holds; unknown as long as none does.
fn settled(mut cases: Vec<(Condition, Condition)>) -> Condition {
    if let [(Condition::Literal(true), _)] = cases.as_slice()
        && let Some((_, only)) = cases.pop()
    {
        return only;
    }
    let yes = cases.iter().map(|(case, holds)| all([case.clone(), holds.clone()])).collect();
    let no = cases.iter().map(|(case, holds)| all([case.clone(), holds.negated()])).collect();
    exactly(Condition::Any(yes), &Condition::Any(no))
}

fn all(parts: impl IntoIterator<Item = Condition>) -> Condition {
    let mut kept = Vec::new();
    for part in parts {
        match part {
            Condition::Literal(true) => {}
            Condition::All(members) => kept.extend(members),
            part => kept.push(part),
        }
    }
    match <[Condition; 1]>::try_from(kept) {
        Ok([only]) => only,
        Err(kept) if kept.is_empty() => Condition::Literal(true),
        Err(kept) => Condition::All(kept),
    }
}

/// What nobody knows: a quotient by zero.
fn unknown() -> Condition {
    let quotient = Number::Divide(Box::new((Number::Literal(1), Number::Literal(0))), Rounding::Down);
    compared(quotient, Relation::Equal, Number::Literal(0))
}

fn compared(left: Number, relation: Relation, right: Number) -> Condition {
    let (test, value_type, expression) = (Test::Against(relation, right), ValueType::Int, "".into());
    Condition::Numbers(Box::new(Compare { left, test, value_type, expression }))
}

/// How many conditions it is made of.
fn pieces(condition: &Condition) -> usize {
    match condition {
        Condition::All(members) | Condition::Any(members) => 1 + members.iter().map(pieces).sum::<usize>(),
        Condition::Same { sides, .. } => 1 + pieces(&sides.0) + pieces(&sides.1),
        _ => 1,
    }
}

#[cfg(test)]
mod tests;
