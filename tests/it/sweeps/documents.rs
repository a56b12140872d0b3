//! Every policy of the repository is right and its cases pass; every item can be read.

use domain::policies::seeds::{PARAMETERS, POLICIES, VOCABULARY};
use policy::{check::check, document::Delivery, parameters::Parameters, vocabulary::Vocabulary};

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

/// Where people go whom this portal cannot serve.
const PLACES: [&str; 10] =
    ["街道", "残联", "窗口", "人社", "学校", "单位", "民政", "社区医院", "照护机构", "上门照护的机构"];

/// What cannot be applied for here names the place where it can be, unless there is nothing to apply for, or it is over.
#[test]
fn a_policy_that_only_informs_says_where_to_go() {
    let vocabulary = Vocabulary::parse(VOCABULARY).unwrap();
    let parameters = Parameters::parse(PARAMETERS).unwrap();
    let mut seen = 0;
    for (name, text) in POLICIES {
        let policy = check(text, &vocabulary, &parameters).policy.unwrap();
        if policy.delivery_here != Delivery::Inform || policy.delivery_in_source != Delivery::Apply {
            continue;
        }
        seen += 1;
        let how = &policy.how.zh;
        assert!(PLACES.iter().any(|place| how.contains(place)) || how.contains("已经结束"), "{name}: {how}");
    }
    assert!(seen > 20, "{seen}");
}
