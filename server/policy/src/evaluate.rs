//! Scalar evaluation: one policy, one resident, one day.
//!
//! [`Policy::evaluate`] gives the decision with its reasons, [`Policy::decide`] the same verdict and amount without
//! them, for many residents. Both are one walk over the typed form with another [`record::Record`]. Evaluating is
//! total: overflow, division by zero and a fact of the wrong type are unknown, never a panic and never "no".

mod amount;
mod condition;
mod members;
mod open;
mod others;
pub(crate) mod record;
mod term;

pub use others::{Outcome, Outcomes};

use crate::{
    calendar::{self, AgeRules},
    decision::{Amount, CriterionTrace, Decision, KnownAmount, Reading, Truth, Verdict},
    document::{Policy, PolicyPart},
    expression::typed::{AttributeSlot, Tables},
    value::{Fact, Facts, Member, Value},
};
use jiff::civil::Date;
use record::{Need, Record, Silent, Trace};
use std::sync::Arc;

/// Of whom the attributes at hand are.
#[derive(Clone, Copy)]
enum About<'a> {
    Resident,
    Member(&'a Member),
}

/// What an evaluation can see.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    tables: &'a Tables,
    facts: &'a Facts,
    about: About<'a>,
    others: &'a Outcomes,
    on: Date,
    age_rules: AgeRules,
}

impl Policy {
    /// The decision for one resident on one day, with the reasons.
    ///
    /// Eligible: every criterion is met and the amount (if there is a benefit) is known. Not eligible: a criterion is
    /// known not to be met, whatever else is missing. Undetermined: everything else; `missing` names the facts that
    /// the open criteria need or, when every criterion is met, the facts that the amount needs. A criterion that an open
    /// question leaves either way is unknown for those whom the question concerns, or may concern; `open` names it.
    ///
    /// The policy's validity is not looked at: whoever asks chooses the day, and asks [`Policy::in_force`] first.
    ///
    /// Other policies that it refers to are undetermined; [`Policy::evaluate_with`] is told of them.
    pub fn evaluate(&self, facts: &Facts, on: Date) -> Decision {
        self.evaluate_with(facts, on, Outcomes::NONE)
    }

    /// The same, with what other policies gave.
    pub fn evaluate_with(&self, facts: &Facts, on: Date, others: &Outcomes) -> Decision {
        let scope = self.scope(facts, on, others);
        let mut trace = Trace::default();
        let mut all = Truth::Yes;
        let mut criteria = Vec::with_capacity(self.criteria.len());
        let mut open: Vec<String> = Vec::new();
        for (place, criterion) in self.criteria.iter().enumerate() {
            let found = scope.condition(&criterion.condition, &mut trace);
            let (mut readings, mut comparisons) = (trace.take_readings(&scope), std::mem::take(&mut trace.comparisons));
            let mut unsettled: Vec<String> = Vec::new();
            let settled = scope.is_settled(self, PolicyPart::Criterion(place), &mut trace, |point, concerned| {
                // As long as nothing is known of either, the facts are what is missing.
                if found != Truth::Unknown || concerned == Truth::Yes {
                    unsettled.push(point.id.clone());
                }
            });
            // What tells that a question concerns somebody is a reason for them, and for nobody else.
            let (read, compared) = (trace.take_readings(&scope), std::mem::take(&mut trace.comparisons));
            if !settled {
                let known = |one: &Reading| readings.iter().any(|other| other.attribute == one.attribute);
                let more: Vec<Reading> = read.into_iter().filter(|one| !known(one)).collect();
                readings.extend(more);
                comparisons.extend(compared);
            }
            let result = if settled { found } else { Truth::Unknown };
            all = all.and(result);
            open.extend(unsettled.iter().filter(|id| !open.contains(id)).cloned().collect::<Vec<_>>());
            criteria.push(CriterionTrace { id: criterion.id.clone(), result, readings, comparisons, open: unsettled });
        }
        if all != Truth::No {
            let met = all;
            for part in PolicyPart::AFTER_CRITERIA {
                let settled = scope.is_settled(self, part, &mut trace, |point, concerned| {
                    if (met == Truth::Yes || concerned == Truth::Yes) && !open.contains(&point.id) {
                        open.push(point.id.clone());
                    }
                });
                all = if settled { all } else { Truth::Unknown };
            }
        }
        let mut amount = None;
        let mut verdict = verdict_of(all);
        if verdict == Verdict::Eligible
            && let Some(benefit) = &self.benefit
        {
            match scope.amount(benefit, &mut trace) {
                Some(value) => {
                    let bound = scope.bound(self, &mut trace, |point| open.push(point.id.clone()));
                    amount = Some(Amount { value, period: benefit.period, bound });
                }
                None => verdict = Verdict::Undetermined,
            }
        }
        if verdict != Verdict::Undetermined {
            trace.missing.clear();
        }
        if verdict == Verdict::NotEligible {
            open.clear();
        }
        let (missing, waits_for) = self.named(&trace.missing);
        Decision { verdict, criteria, amount, missing, waits_for, open }
    }

    /// The same verdict and amount as [`Policy::evaluate`], without reasons and without allocating.
    pub fn decide(&self, facts: &Facts, on: Date) -> (Verdict, Option<KnownAmount>) {
        self.decide_with(facts, on, Outcomes::NONE)
    }

    /// The same, with what other policies gave.
    pub fn decide_with(&self, facts: &Facts, on: Date, others: &Outcomes) -> (Verdict, Option<KnownAmount>) {
        let scope = self.scope(facts, on, others);
        let mut all = Truth::Yes;
        for (place, criterion) in self.criteria.iter().enumerate() {
            all = all.and(scope.criterion(self, place, criterion));
            if all == Truth::No {
                return (Verdict::NotEligible, None);
            }
        }
        let mut rest = PolicyPart::AFTER_CRITERIA.into_iter();
        if !rest.all(|part| scope.is_settled(self, part, &mut Silent, |_, _| ())) {
            return (Verdict::Undetermined, None);
        }
        match (verdict_of(all), &self.benefit) {
            (Verdict::Eligible, Some(benefit)) => match scope.amount(benefit, &mut Silent) {
                Some(value) => {
                    let bound = scope.bound(self, &mut Silent, |_| ());
                    (Verdict::Eligible, Some(KnownAmount { value, bound }))
                }
                None => (Verdict::Undetermined, None),
            },
            (verdict, _) => (verdict, None),
        }
    }

    pub(crate) fn scope<'a>(&'a self, facts: &'a Facts, on: Date, others: &'a Outcomes) -> Scope<'a> {
        let age_rules = AgeRules { age_rule: self.age_rule, leap_day_rule: self.leap_day_rule };
        Scope { others, ..Scope::of(&self.tables, facts, on, age_rules) }
    }

    /// Ids of attributes and of policies, each once, in order of first need.
    fn named(&self, needs: &[Need]) -> (Vec<String>, Vec<String>) {
        let (mut attributes, mut policies): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        for need in needs {
            let (id, named) = match need {
                Need::Fact(slot) => (self.tables.attributes.get(slot.0), &mut attributes),
                Need::Policy(slot) => (self.tables.policies.get(slot.0), &mut policies),
            };
            if let Some(id) = id.filter(|id| !named.contains(id)) {
                named.push(id.clone());
            }
        }
        (attributes, policies)
    }
}

impl<'a> Scope<'a> {
    /// What conditions about a resident can see; nothing is known of other policies.
    pub(crate) fn of(tables: &'a Tables, facts: &'a Facts, on: Date, age_rules: AgeRules) -> Self {
        Self { tables, facts, about: About::Resident, others: Outcomes::NONE, on, age_rules }
    }

    /// Asks something as if one fact of the resident were another. `None` when there is no such attribute.
    pub(crate) fn told<R>(&self, slot: AttributeSlot, value: &Value, ask: impl FnOnce(&Scope<'_>) -> R) -> Option<R> {
        let id = self.tables.attributes.get(slot.0)?;
        let mut facts = self.facts.clone();
        let (department, delivery) = (Arc::default(), Arc::default());
        facts.insert(id, Fact { value: value.clone(), department, as_of: self.on, delivery });
        Some(ask(&Scope { facts: &facts, ..*self }))
    }

    /// Attributes of which nothing is known, by their slots, one bit each; those beyond 64 are left out.
    pub(crate) fn missing(&self) -> u64 {
        let slots = self.tables.attributes.iter().take(64).enumerate();
        slots.filter(|(_, id)| self.facts.get(id).is_none()).fold(0, |slots, (slot, _)| slots | 1 << slot)
    }

    /// The same view on another day.
    pub(crate) fn on(&self, day: Date) -> Self {
        Self { on: day, ..*self }
    }

    /// Whole years between two days, by the policy's rules where there are no others.
    pub(crate) fn age(&self, born: Date, on: Date, rules: Option<AgeRules>) -> i64 {
        let AgeRules { age_rule, leap_day_rule } = rules.unwrap_or(self.age_rules);
        calendar::age(born, on, age_rule, leap_day_rule)
    }

    fn attribute_id(&self, slot: AttributeSlot) -> &'a str {
        let ids = match self.about {
            About::Resident => &self.tables.attributes,
            About::Member(_) => &self.tables.member_attributes,
        };
        ids.get(slot.0).map_or("", String::as_str)
    }
}

fn verdict_of(all: Truth) -> Verdict {
    match all {
        Truth::Yes => Verdict::Eligible,
        Truth::No => Verdict::NotEligible,
        Truth::Unknown => Verdict::Undetermined,
    }
}

#[cfg(test)]
mod tests;
