//! Many policies together: which come first, what each of them gives, and who keeps which where only one may be kept.
//!
//! A policy may refer to the verdict or the amount of others (`entitled("…")`, `amount("…", month)`). Those are evaluated
//! first; a cycle is refused. "Not together with" is a criterion (`非 享受("…")`), so its reason stands in the trace.
//! "The better of" (`better_of` in a document) is settled here: of the policies of one group that somebody gets, the
//! one with the greatest amount stays, the earlier by id where two are the same; as long as one of the group is
//! undetermined, the others that somebody would get are undetermined too.

mod order;

use crate::{
    almost::whole,
    decision::{AmountValue, Decision, KnownAmount, Verdict},
    document::Policy,
    evaluate::{Outcome, Outcomes},
    problem::Problem,
    value::Facts,
};
use jiff::civil::Date;
use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};

/// Policies in an order in which each can be evaluated.
#[derive(Clone, Debug, Default)]
pub struct PolicySet {
    /// Ordered: what is referred to comes before what refers to it.
    pub(crate) policies: Vec<Arc<Policy>>,
    /// Groups of "the better of", each one after another in `policies`: first and one past the last.
    pub(crate) groups: Vec<std::ops::Range<usize>>,
    /// Whether somebody refers to the policy with the same number.
    pub(crate) referred: Vec<bool>,
    /// For each policy the numbers of those that are evaluated for it, itself included, ascending.
    needs: Vec<Vec<usize>>,
    /// For each policy, once it was asked for, the same with everything that it asks of others written out; none where
    /// that would be too long.
    written_out: Vec<OnceLock<Option<Arc<Policy>>>>,
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
    pub fn new<P: Into<Arc<Policy>>>(policies: impl IntoIterator<Item = P>) -> Result<Self, Vec<Problem>> {
        let mut set = order::ordered(policies.into_iter().map(Into::into).collect())?;
        set.needs = (0..set.policies.len()).map(|index| set.needed(index)).collect();
        set.written_out = set.policies.iter().map(|_| OnceLock::new()).collect();
        Ok(set)
    }

    /// All policies, each after those it refers to.
    pub fn policies(&self) -> &[Arc<Policy>] {
        &self.policies
    }

    /// A policy by its id.
    pub fn get(&self, id: &str) -> Option<&Policy> {
        self.policies.iter().find(|policy| policy.id == id).map(Arc::as_ref)
    }

    /// A policy that stands alone and comes out, on facts alone, as the policy does within the set: itself, or the same
    /// with everything that it asks of others written out in it. `None`: it is not there, or that would be too long.
    pub fn written_out(&self, id: &str) -> Option<&Policy> {
        let place = self.place(id)?;
        let policy = self.policies.get(place)?;
        if self.needs.get(place).is_none_or(|needs| needs.len() < 2) {
            return Some(policy);
        }
        self.written_out.get(place)?.get_or_init(|| whole(self, policy).map(Arc::new)).as_deref()
    }

    /// Whether the outcome of a policy is its own: it refers to no other, and is in no group of "the better of".
    pub fn stands_alone(&self, id: &str) -> bool {
        self.place(id).and_then(|index| self.needs.get(index)).is_none_or(|needs| needs.len() < 2)
    }

    /// Ids of the policies whose outcome rests on that of another, itself left out.
    pub fn resting_on(&self, id: &str) -> impl Iterator<Item = &str> {
        let place = self.place(id);
        let resting = self
            .needs
            .iter()
            .enumerate()
            .filter(move |(index, needs)| place.is_some_and(|place| *index != place && needs.contains(&place)));
        resting.filter_map(|(index, _)| self.policies.get(index)).map(|policy| policy.id.as_str())
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
        let all: Vec<usize> = (0..self.policies.len()).collect();
        self.settled(&all, facts, on)
    }

    /// The same for one policy, and nothing more than it rests on. `None`: it is not there or not in force.
    pub fn evaluate_one(&self, id: &str, facts: &Facts, on: Date) -> Option<Settled> {
        let needs = self.needs.get(self.place(id)?)?;
        self.settled(needs, facts, on).into_iter().find(|settled| settled.policy == id)
    }

    /// The verdict and amount of [`PolicySet::evaluate_one`], without reasons.
    pub fn decide(&self, id: &str, facts: &Facts, on: Date) -> Option<(Verdict, Option<KnownAmount>)> {
        let place = self.place(id)?;
        let policy = self.policies.get(place).filter(|policy| policy.in_force(on))?;
        let needs = self.needs.get(place).map(Vec::as_slice).unwrap_or_default();
        if needs.len() < 2 {
            return Some(policy.decide(facts, on));
        }
        let mut outcomes = Outcomes::default();
        for group in self.in_groups(needs) {
            let mut members: Vec<(&str, Outcome)> = Vec::new();
            for (index, policy) in self.in_order(group) {
                if policy.in_force(on) {
                    let (verdict, amount) = policy.decide_with(facts, on, &outcomes);
                    members.push((&policy.id, Outcome { verdict, amount }));
                } else {
                    self.nothing(index, &mut outcomes);
                }
            }
            let kept = Kept::of(members.iter().copied());
            for (id, mut outcome) in members {
                if let Some(verdict) = kept.of_granted(id).filter(|_| outcome.verdict == Verdict::Eligible) {
                    outcome = Outcome { verdict, amount: None };
                }
                outcomes.insert(id, outcome);
            }
        }
        outcomes.get(id).map(|outcome| (outcome.verdict, outcome.amount))
    }

    fn settled(&self, indices: &[usize], facts: &Facts, on: Date) -> Vec<Settled> {
        let mut settled: Vec<Settled> = Vec::with_capacity(indices.len());
        let mut outcomes = Outcomes::default();
        for group in self.in_groups(indices) {
            let first = settled.len();
            for (index, policy) in self.in_order(group) {
                if policy.in_force(on) {
                    let decision = policy.evaluate_with(facts, on, &outcomes);
                    let decision = explained(decision, &settled);
                    settled.push(Settled { policy: policy.id.clone(), decision, better: None });
                } else {
                    self.nothing(index, &mut outcomes);
                }
            }
            if let Some(members) = settled.get_mut(first..) {
                keep_the_better(members);
                for member in members {
                    outcomes.insert(&member.policy, Outcome::from(&member.decision));
                }
            }
        }
        settled
    }

    /// A policy that is not in force is not granted, for whoever asks.
    fn nothing(&self, index: usize, outcomes: &mut Outcomes) {
        if let Some(policy) = self.policies.get(index).filter(|_| self.referred.get(index).copied().unwrap_or_default())
        {
            outcomes.insert(&policy.id, Outcome { verdict: Verdict::NotEligible, amount: None });
        }
    }

    /// Ascending numbers, those of one group together.
    fn in_groups<'i>(&self, indices: &'i [usize]) -> impl Iterator<Item = &'i [usize]> {
        indices.chunk_by(|left, right| self.groups.iter().any(|group| group.contains(left) && group.contains(right)))
    }

    fn in_order(&self, indices: &[usize]) -> impl Iterator<Item = (usize, &Arc<Policy>)> {
        indices.iter().filter_map(|index| Some((*index, self.policies.get(*index)?)))
    }

    fn place(&self, id: &str) -> Option<usize> {
        self.policies.iter().position(|policy| policy.id == id)
    }

    /// What is evaluated for a policy: itself, its group, and what any of them refers to.
    fn needed(&self, index: usize) -> Vec<usize> {
        let (mut needed, mut open) = (BTreeSet::new(), vec![index]);
        while let Some(index) = open.pop() {
            let Some(policy) = self.policies.get(index).filter(|_| needed.insert(index)) else { continue };
            open.extend(policy.refers_to().filter_map(|id| self.place(id)));
            open.extend(self.groups.iter().filter(|group| group.contains(&index)).cloned().flatten());
        }
        needed.into_iter().collect()
    }

    /// The other policies of its group of "the better of".
    pub(crate) fn rivals(&self, policy: &Policy) -> impl Iterator<Item = &Policy> {
        let group = self.group_of(&policy.id).filter(|id| *id != policy.id).filter_map(|id| self.get(id));
        group.collect::<Vec<_>>().into_iter()
    }

    fn group_of(&self, id: &str) -> impl Iterator<Item = &str> {
        let at = self.place(id);
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

/// Who of a group keeps what.
struct Kept {
    /// Those that are undetermined: as long as there is one, nothing is decided.
    open: Vec<String>,
    /// Of those that are granted, the one with the greatest amount.
    best: Option<String>,
    /// Whether there is anything to settle.
    several: bool,
}

impl Kept {
    fn of<'m>(members: impl Iterator<Item = (&'m str, Outcome)> + Clone) -> Self {
        let with = |verdict| members.clone().filter(move |(_, outcome)| outcome.verdict == verdict);
        let worth = |outcome: &Outcome| match outcome.amount.map(|amount| amount.value) {
            Some(AmountValue::Money(money)) => money.0,
            Some(AmountValue::Hours(hours)) => hours,
            None => 0,
        };
        let best = with(Verdict::Eligible)
            .max_by(|left, right| worth(&left.1).cmp(&worth(&right.1)).then(right.0.cmp(left.0)));
        Self {
            open: with(Verdict::Undetermined).map(|(id, _)| id.to_owned()).collect(),
            best: best.map(|(id, _)| id.to_owned()),
            several: members.count() > 1,
        }
    }

    /// What becomes of one that would be granted alone; none when it stays.
    fn of_granted(&self, id: &str) -> Option<Verdict> {
        match (self.several, self.open.is_empty(), self.best.as_deref() == Some(id)) {
            (true, false, _) => Some(Verdict::Undetermined),
            (true, true, false) => Some(Verdict::NotEligible),
            (false, ..) | (true, true, true) => None,
        }
    }
}

/// Of those that are granted only the one with the greatest amount stays.
fn keep_the_better(members: &mut [Settled]) {
    let kept = Kept::of(members.iter().map(|member| (member.policy.as_str(), Outcome::from(&member.decision))));
    let open = members.iter().filter(|member| kept.open.contains(&member.policy));
    let mut missing: Vec<String> = open.flat_map(|member| member.decision.missing.iter().cloned()).collect();
    missing.dedup();
    for member in members.iter_mut().filter(|member| member.decision.verdict == Verdict::Eligible) {
        let Some(verdict) = kept.of_granted(&member.policy) else { continue };
        member.decision.verdict = verdict;
        member.decision.amount = None;
        member.decision.open.clear();
        if verdict == Verdict::Undetermined {
            member.decision.missing.clone_from(&missing);
            member.decision.waits_for.clone_from(&kept.open);
        } else {
            member.better.clone_from(&kept.best);
        }
    }
}

#[cfg(test)]
mod tests;
