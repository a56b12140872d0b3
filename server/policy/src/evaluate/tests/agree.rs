//! Whatever the policy and the facts: deciding without reasons agrees with evaluating with them.

use crate::{
    decision::{Amount, Truth, Verdict},
    document::AmountBound,
    fixture::{
        TODAY,
        random::{self, CALCULATED, CONDITIONS},
    },
};
use proptest::prelude::*;

proptest! {
    #[test]
    fn deciding_agrees_with_evaluating(
        policy in random::policy([CONDITIONS, CALCULATED].concat()),
        people in prop::collection::vec(random::known(), 8),
    ) {
        let Some(policy) = policy else { return Ok(()) };
        for facts in &people {
            let decision = policy.evaluate(facts, TODAY);
            prop_assert_eq!(policy.decide(facts, TODAY), (decision.verdict, decision.amount.map(Amount::known)));
            let any_no = decision.criteria.iter().any(|criterion| criterion.result == Truth::No);
            prop_assert_eq!(any_no, decision.verdict == Verdict::NotEligible);
            // A list is named when something is missing of one of its members.
            let missing = |id: &String| id == "household" || facts.get(id).is_none();
            prop_assert!(decision.missing.iter().all(missing));
            let bounded = decision.amount.is_some_and(|amount| amount.bound != AmountBound::Exact);
            prop_assert!(decision.open.is_empty() || bounded || decision.verdict == Verdict::Undetermined);
            prop_assert!(!bounded || !decision.open.is_empty());
            prop_assert!(decision.missing.is_empty() || decision.verdict == Verdict::Undetermined);
        }
    }

    #[test]
    fn deciding_policies_that_refer_to_each_other_agrees_with_evaluating(
        set in random::set(),
        people in prop::collection::vec(random::known(), 8),
    ) {
        let Some(set) = set else { return Ok(()) };
        for facts in &people {
            let settled = set.evaluate(facts, TODAY);
            for policy in set.policies() {
                let decision = settled.iter().find(|settled| settled.policy == policy.id).map(|found| &found.decision);
                let expected = decision.map(|decision| (decision.verdict, decision.amount.map(Amount::known)));
                prop_assert_eq!(set.decide(&policy.id, facts, TODAY), expected, "{}", &policy.id);
            }
        }
    }
}
