//! Scalar evaluation: one policy, one resident, one day.
//!
//! [`Policy::evaluate`] gives the decision with its reasons, [`Policy::decide`] the same verdict and amount without
//! them, for many residents. Both are one walk over the typed form with another [`record::Record`]. Evaluating is
//! total: overflow, division by zero and a fact of the wrong type are unknown, never a panic and never "no".

mod amount;
mod condition;
mod record;
mod term;

use crate::{
    calendar::{AgeRule, LeapDayRule},
    decision::{Amount, AmountValue, CriterionTrace, Decision, Truth, Verdict},
    document::Policy,
    expression::typed::{AttributeSlot, Tables},
    value::Facts,
};
use jiff::civil::Date;
use record::{Record, Silent, Trace};

/// What an evaluation can see.
struct Scope<'a> {
    tables: &'a Tables,
    facts: &'a Facts,
    on: Date,
    age_rule: AgeRule,
    leap_day_rule: LeapDayRule,
}

impl Policy {
    /// The decision for one resident on one day, with the reasons.
    ///
    /// Eligible: every criterion is met and the amount (if there is a benefit) is known. Not eligible: a criterion is
    /// known not to be met, whatever else is missing. Undetermined: everything else; `missing` names the facts that
    /// the open criteria need or, when every criterion is met, the facts that the amount needs.
    ///
    /// The policy's validity is not looked at: whoever asks chooses the day, and asks [`Policy::in_force`] first.
    pub fn evaluate(&self, facts: &Facts, on: Date) -> Decision {
        let scope = self.scope(facts, on);
        let mut missing: Vec<AttributeSlot> = Vec::new();
        let mut all = Truth::Yes;
        let mut criteria = Vec::with_capacity(self.criteria.len());
        for criterion in &self.criteria {
            let mut trace = Trace::default();
            let result = scope.condition(&criterion.condition, &mut trace);
            all = all.and(result);
            criteria.push(CriterionTrace {
                id: criterion.id.clone(),
                result,
                readings: trace.readings(&scope),
                comparisons: trace.comparisons,
            });
            missing.extend(trace.missing);
        }
        let mut amount = None;
        let mut verdict = verdict_of(all);
        if verdict == Verdict::Eligible
            && let Some(benefit) = &self.benefit
        {
            let mut trace = Trace::default();
            match scope.amount(benefit, &mut trace) {
                Some(value) => amount = Some(Amount { value, period: benefit.period }),
                None => {
                    verdict = Verdict::Undetermined;
                    missing.extend(trace.missing);
                }
            }
        }
        let missing = if verdict == Verdict::Undetermined { self.named(&missing) } else { Vec::new() };
        Decision { verdict, criteria, amount, missing }
    }

    /// The same verdict and amount as [`Policy::evaluate`], without reasons and without allocating.
    pub fn decide(&self, facts: &Facts, on: Date) -> (Verdict, Option<AmountValue>) {
        let scope = self.scope(facts, on);
        let mut all = Truth::Yes;
        for criterion in &self.criteria {
            all = all.and(scope.condition(&criterion.condition, &mut Silent));
            if all == Truth::No {
                return (Verdict::NotEligible, None);
            }
        }
        match (verdict_of(all), &self.benefit) {
            (Verdict::Eligible, Some(benefit)) => match scope.amount(benefit, &mut Silent) {
                Some(amount) => (Verdict::Eligible, Some(amount)),
                None => (Verdict::Undetermined, None),
            },
            (verdict, _) => (verdict, None),
        }
    }

    fn scope<'a>(&'a self, facts: &'a Facts, on: Date) -> Scope<'a> {
        let (age_rule, leap_day_rule) = (self.age_rule, self.leap_day_rule);
        Scope { tables: &self.tables, facts, on, age_rule, leap_day_rule }
    }

    /// Attribute ids, each once, in order of first need.
    fn named(&self, slots: &[AttributeSlot]) -> Vec<String> {
        let mut named: Vec<String> = Vec::new();
        for id in slots.iter().filter_map(|slot| self.tables.attributes.get(slot.0)) {
            if !named.contains(id) {
                named.push(id.clone());
            }
        }
        named
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
