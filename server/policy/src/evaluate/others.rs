//! What other policies gave, for policies that refer to them.

use super::{Record, Scope};
use crate::{
    decision::{Amount, AmountValue, Comparison, Decision, KnownAmount, Truth, Verdict},
    expression::typed::PolicySlot,
    value::Value,
};
use std::collections::BTreeMap;

/// The answer of one policy, without its reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The answer.
    pub verdict: Verdict,
    /// How much, when eligible and when the policy has an amount.
    pub amount: Option<KnownAmount>,
}

impl From<&Decision> for Outcome {
    fn from(decision: &Decision) -> Self {
        Self { verdict: decision.verdict, amount: decision.amount.map(Amount::known) }
    }
}

/// What is known of other policies, by id. A policy that is not here is undetermined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcomes(BTreeMap<String, Outcome>);

impl Outcomes {
    /// Nothing known: every other policy is undetermined.
    pub const NONE: &'static Self = &Self(BTreeMap::new());

    /// Adds the outcome of a policy; a later one replaces an earlier one.
    pub fn insert(&mut self, policy: &str, outcome: Outcome) {
        self.0.insert(policy.to_owned(), outcome);
    }

    /// The outcome of a policy.
    pub fn get(&self, policy: &str) -> Option<Outcome> {
        self.0.get(policy).copied()
    }
}

impl Scope<'_> {
    fn outcome(&self, policy: PolicySlot) -> Option<Outcome> {
        self.others.get(self.tables.policies.get(policy.0)?)
    }

    pub(super) fn policy_condition<R: Record>(&self, policy: PolicySlot, wanted: bool, record: &mut R) -> Truth {
        let granted = match self.outcome(policy).map(|outcome| outcome.verdict) {
            Some(Verdict::Eligible) => Some(true),
            Some(Verdict::NotEligible) => Some(false),
            Some(Verdict::Undetermined) | None => None,
        };
        if granted.is_none() {
            record.waits_for(policy);
        }
        let result = granted.map_or(Truth::Unknown, |granted| Truth::of(granted == wanted));
        record.compared(|| Comparison {
            expression: format!("entitled(\"{}\")", self.policy_id(policy)).into(),
            left: granted.map(Value::Bool),
            operator: "==".into(),
            right: Some(Value::Bool(wanted)),
            list: Vec::new(),
            result,
        });
        result
    }

    pub(super) fn policy_amount<R: Record>(&self, policy: PolicySlot, record: &mut R) -> Option<i64> {
        let amount = match self.outcome(policy) {
            Some(Outcome { verdict: Verdict::NotEligible, .. }) => Some(0),
            Some(Outcome { verdict: Verdict::Eligible, amount: Some(amount) }) => match amount.value {
                AmountValue::Money(money) => Some(money.0),
                AmountValue::Hours(_) => None,
            },
            _ => None,
        };
        if amount.is_none() {
            record.waits_for(policy);
        }
        amount
    }

    fn policy_id(&self, policy: PolicySlot) -> &str {
        self.tables.policies.get(policy.0).map_or("", String::as_str)
    }
}
