//! Many policies together: which come first, what each of them gives, and who keeps which where only one may be kept.
//!
//! A policy may refer to the verdict or the amount of others (`entitled("…")`, `amount("…")`). Those are evaluated
//! first; a cycle is refused. "Not together with" is a criterion (`非 享受("…")`), so its reason stands in the trace.
//! "The better of" (`better_of` in a document) is settled here: of the policies of one group that somebody gets, the
//! one with the greatest amount stays, the earlier by id where two are the same; as long as one of the group is
//! undetermined, the others that somebody would get are undetermined too.

mod order;

use crate::{
    decision::{AmountValue, Decision, Verdict},
    document::Policy,
    evaluate::{Outcome, Outcomes},
    problem::Problem,
    value::Facts,
};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Policies in an order in which each can be evaluated.
#[derive(Clone, Debug, Default)]
pub struct PolicySet {
    /// Ordered: what is referred to comes before what refers to it.
    policies: Vec<Policy>,
    /// Groups of "the better of", each one after another in `policies`: first and one past the last.
    groups: Vec<std::ops::Range<usize>>,
    /// Whether somebody refers to the policy with the same number.
    referred: Vec<bool>,
}

/// The decision of one policy within a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The policy's id.
    pub policy: String,
    /// The decision, with what "the better of" made of it.
    pub decision: Decision,
    /// The policy that is kept instead, when this one would have been granted alone.
    pub better: Option<String>,
}

impl PolicySet {
    /// Puts policies into order.
    ///
    /// # Errors
    /// A reference to a policy that is not there, to itself, in a cycle, or to an amount that is not money; two
    /// policies with the same id. The path of each problem is the id of the policy.
    pub fn new(policies: Vec<Policy>) -> Result<Self, Vec<Problem>> {
        order::ordered(policies)
    }

    /// All policies, each after those it refers to.
    pub fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// A policy by its id.
    pub fn get(&self, id: &str) -> Option<&Policy> {
        self.policies.iter().find(|policy| policy.id == id)
    }

    /// Every attribute that the outcome of a policy depends on, through the policies it refers to as well.
    pub fn attributes(&self, id: &str) -> BTreeSet<String> {
        let (mut attributes, mut seen, mut open) = (BTreeSet::new(), BTreeSet::new(), vec![id]);
        while let Some(policy) = open.pop().and_then(|id| self.get(id)) {
            if seen.insert(policy.id.as_str()) {
                attributes.extend(policy.attributes());
                open.extend(policy.refers_to().filter(|id| self.get(id).is_some()));
                open.extend(self.group_of(&policy.id));
            }
        }
        attributes
    }

    /// The decisions of every policy in force for one resident on one day, with reasons, in the order of the set. A
    /// policy that is not in force gives nothing: for those that refer to it, it is not granted.
    pub fn evaluate(&self, facts: &Facts, on: Date) -> Vec<Settled> {
        let mut settled: Vec<Settled> = Vec::with_capacity(self.policies.len());
        let mut outcomes = Outcomes::default();
        let mut at = 0;
        while at < self.policies.len() {
            let group = self.groups.iter().find(|group| group.start == at).cloned().unwrap_or(at..at + 1);
            let first = settled.len();
            for (index, policy) in self.policies.iter().enumerate().take(group.end).skip(group.start) {
                if policy.in_force(on) {
                    let decision = policy.evaluate_with(facts, on, &outcomes);
                    let decision = explained(decision, &settled);
                    settled.push(Settled { policy: policy.id.clone(), decision, better: None });
                } else if self.referred.get(index).copied().unwrap_or_default() {
                    outcomes.insert(&policy.id, Outcome { verdict: Verdict::NotEligible, amount: None });
                }
            }
            if let Some(members) = settled.get_mut(first..) {
                keep_the_better(members);
                for member in members {
                    outcomes.insert(&member.policy, Outcome::from(&member.decision));
                }
            }
            at = group.end;
        }
        settled
    }

    fn group_of(&self, id: &str) -> impl Iterator<Item = &str> {
        let at = self.policies.iter().position(|policy| policy.id == id);
        let group = self.groups.iter().find(|group| at.is_some_and(|at| group.contains(&at))).cloned();
        let members = self.policies.get(group.unwrap_or_default()).unwrap_or_default();
        members.iter().map(|policy| policy.id.as_str())
    }
}

/// What is missing for another policy is missing for the one that waits for it.
fn explained(mut decision: Decision, settled: &[Settled]) -> Decision {
    for id in &decision.waits_for {
        let other = settled.iter().find(|other| other.policy == *id);
        for attribute in other.iter().flat_map(|other| &other.decision.missing) {
            if !decision.missing.contains(attribute) {
                decision.missing.push(attribute.clone());
            }
        }
    }
    decision
}

/// Of those that are granted only the one with the greatest amount stays.
fn keep_the_better(members: &mut [Settled]) {
    if members.len() < 2 {
        return;
    }
    let open: Vec<usize> = (0..members.len())
        .filter(|index| members.get(*index).is_some_and(|member| member.decision.verdict == Verdict::Undetermined))
        .collect();
    let waits_for: Vec<String> =
        open.iter().filter_map(|index| members.get(*index)).map(|member| member.policy.clone()).collect();
    let missing: Vec<String> = open
        .iter()
        .filter_map(|index| members.get(*index))
        .flat_map(|member| member.decision.missing.iter().cloned())
        .collect();
    let worth = |member: &Settled| match member.decision.amount.map(|amount| amount.value) {
        Some(AmountValue::Money(money)) => money.0,
        Some(AmountValue::Hours(hours)) => hours,
        None => 0,
    };
    let granted = members.iter().filter(|member| member.decision.verdict == Verdict::Eligible);
    let best = granted.max_by(|left, right| worth(left).cmp(&worth(right)).then(right.policy.cmp(&left.policy)));
    let best = best.map(|member| member.policy.clone());
    for member in members.iter_mut().filter(|member| member.decision.verdict == Verdict::Eligible) {
        if !waits_for.is_empty() {
            member.decision.verdict = Verdict::Undetermined;
            member.decision.amount = None;
            member.decision.missing.clone_from(&missing);
            member.decision.missing.dedup();
            member.decision.waits_for.clone_from(&waits_for);
        } else if best.as_ref() != Some(&member.policy) {
            member.decision.verdict = Verdict::NotEligible;
            member.decision.amount = None;
            member.better.clone_from(&best);
        }
    }
}

#[cfg(test)]
mod tests;
