//! Whatever the policy and the facts: deciding without reasons agrees with evaluating with them.

use crate::{
    decision::{Truth, Verdict},
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
            prop_assert_eq!(policy.decide(facts, TODAY), (decision.verdict, decision.amount.map(|amount| amount.value)));
            let any_no = decision.criteria.iter().any(|criterion| criterion.result == Truth::No);
            prop_assert_eq!(any_no, decision.verdict == Verdict::NotEligible);
            prop_assert!(decision.missing.iter().all(|attribute| facts.get(attribute).is_none()));
            prop_assert!(decision.missing.is_empty() || decision.verdict == Verdict::Undetermined);
        }
    }
}
