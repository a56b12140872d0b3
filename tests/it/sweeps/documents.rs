//! Every policy of the repository is right and its cases pass; every item can be read.

use domain::policies::seeds::{PARAMETERS, POLICIES, VOCABULARY};
use policy::{check::check, parameters::Parameters, vocabulary::Vocabulary};

#[test]
fn every_policy_passes_its_cases() {
    let vocabulary = Vocabulary::parse(VOCABULARY).unwrap();
    let parameters = Parameters::parse(PARAMETERS).unwrap();
    assert!(POLICIES.len() >= 12);
    for (name, text) in POLICIES {
        let checked = check(text, &vocabulary, &parameters);
        assert!(checked.problems.is_empty(), "{name}: {:?}", checked.problems);
        let outcomes = checked.policy.unwrap().run_cases();
        assert!(!outcomes.is_empty(), "{name} has no cases");
        for outcome in outcomes {
            assert!(
                outcome.passed,
                "{name}, {}: expected {}, found {}",
                outcome.name.en, outcome.expected, outcome.found
            );
        }
    }
}
