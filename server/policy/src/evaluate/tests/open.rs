//! What is not settled reaches into the answer of those whom it concerns, and of nobody else.

use crate::{
    decision::{Amount, Decision, Truth, Verdict},
    document::{AmountBound, Policy},
    fixture::{TODAY, criterion, document, facts, parameters, unknown_case, vocabulary},
    value::Facts,
};

const BENEFIT: &str =
    "[benefit]\nkind = \"cash\"\nperiod = \"month\"\nunit = \"money\"\n[[benefit.band]]\namount = \"100.00\"\n";

/// A policy for whoever lives alone and has a certificate, with an open question.
fn policy(question: &str) -> Policy {
    let second = criterion("disability_cert").replace("\"one\"", "\"two\"");
    let text = document(&format!("{}{second}{BENEFIT}{}", criterion("living_alone"), unknown_case()));
    let question = format!("open_questions = [{{ id = \"school\", {question}, zh = \"问\", en = \"Question\" }}]");
    let text = text.replace("open_questions = []", &question);
    let checked = crate::check::check(&text, &vocabulary(), &parameters());
    assert_eq!(checked.problems, []);
    checked.policy.unwrap_or_else(|| panic!("no policy"))
}

fn person(alone: &str, born: &str) -> Facts {
    facts(&[("living_alone", alone), ("disability_cert", "true"), ("dob", born)])
}

/// The facts that are reasons of the first condition.
fn read(decision: &Decision) -> Vec<&str> {
    decision.criteria[0].readings.iter().map(|reading| reading.attribute.as_str()).collect()
}

#[test]
fn an_either_way_question_opens_the_part_it_touches_for_those_whom_it_describes() {
    let policy = policy("effect = \"either-way\", touches = [\"one\"], when = \"age(dob, today) < 18\"");
    let young = policy.evaluate(&person("false", "2010-11-23"), TODAY);
    assert_eq!((young.verdict, young.open.as_slice()), (Verdict::Undetermined, &["school".to_owned()][..]));
    assert_eq!((young.criteria[0].result, young.criteria[0].open.len()), (Truth::Unknown, 1));
    assert_eq!((young.criteria[1].result, young.criteria[1].open.len()), (Truth::Yes, 0));
    assert!(young.missing.is_empty() && !young.has_no_result());
    // What tells that it concerns somebody is a reason for them.
    assert_eq!(read(&young), ["living_alone", "dob"]);
    // A yes is open as well as a no.
    assert_eq!(policy.evaluate(&person("true", "2010-11-23"), TODAY).verdict, Verdict::Undetermined);
    // Whom it does not describe has an answer, and nothing is said of the question.
    let grown = policy.evaluate(&person("false", "2000-11-23"), TODAY);
    assert_eq!((grown.verdict, grown.open.len()), (Verdict::NotEligible, 0));
    assert_eq!(read(&grown), ["living_alone"]);
    assert_eq!(policy.evaluate(&person("true", "2000-11-23"), TODAY).verdict, Verdict::Eligible);
}

#[test]
fn a_condition_that_it_does_not_touch_still_says_no() {
    let policy = policy("effect = \"either-way\", touches = [\"one\"], when = \"age(dob, today) < 18\"");
    let without = facts(&[("living_alone", "false"), ("disability_cert", "false"), ("dob", "2010-11-23")]);
    let decision = policy.evaluate(&without, TODAY);
    assert_eq!((decision.verdict, decision.open.len()), (Verdict::NotEligible, 0));
}

#[test]
fn whoever_may_be_meant_is_meant_and_what_would_tell_is_named() {
    let policy = policy("effect = \"either-way\", touches = [\"one\"], when = \"age(dob, today) < 18\"");
    let known = facts(&[("living_alone", "false"), ("disability_cert", "true")]);
    let decision = policy.evaluate(&known, TODAY);
    assert_eq!((decision.verdict, decision.missing), (Verdict::Undetermined, vec!["dob".to_owned()]));
    assert_eq!(decision.open, ["school"]);
    // As long as nothing is known of anything, only the facts are missing.
    let nobody = policy.evaluate(&Facts::new(), TODAY);
    assert_eq!((nobody.missing.len(), nobody.open.len()), (3, 0));
}

#[test]
fn where_no_part_is_named_the_whole_verdict_is_open() {
    let policy = policy("effect = \"either-way\", when = \"age(dob, today) < 18\"");
    let without = facts(&[("living_alone", "false"), ("disability_cert", "false"), ("dob", "2010-11-23")]);
    assert_eq!(policy.evaluate(&without, TODAY).verdict, Verdict::Undetermined);
}

#[test]
fn a_condition_that_is_not_among_the_criteria_opens_a_yes_and_no_no() {
    let policy = policy("effect = \"either-way\", touches = [\"further\"], when = \"age(dob, today) < 18\"");
    let young = policy.evaluate(&person("true", "2010-11-23"), TODAY);
    assert_eq!((young.verdict, young.open.len()), (Verdict::Undetermined, 1));
    assert!(young.criteria.iter().all(|criterion| criterion.result == Truth::Yes));
    assert_eq!(policy.evaluate(&person("false", "2010-11-23"), TODAY).verdict, Verdict::NotEligible);
    assert_eq!(policy.evaluate(&person("true", "2000-11-23"), TODAY).verdict, Verdict::Eligible);
}

#[test]
fn an_amount_that_is_open_either_way_is_not_known() {
    let policy = policy("effect = \"either-way\", touches = [\"amount\"], when = \"age(dob, today) < 18\"");
    let young = policy.evaluate(&person("true", "2010-11-23"), TODAY);
    assert_eq!((young.verdict, young.amount, young.open.len()), (Verdict::Undetermined, None, 1));
    assert_eq!(policy.evaluate(&person("false", "2010-11-23"), TODAY).verdict, Verdict::NotEligible);
    assert_eq!(policy.evaluate(&person("true", "2000-11-23"), TODAY).verdict, Verdict::Eligible);
}

#[test]
fn an_amount_is_at_least_or_at_most_what_is_paid() {
    for (effect, bound) in [("at-least", AmountBound::AtLeast), ("at-most", AmountBound::AtMost)] {
        let policy = policy(&format!("effect = \"{effect}\", when = \"age(dob, today) < 18\""));
        let of = |facts: &Facts| {
            let decision = policy.evaluate(facts, TODAY);
            assert_eq!(decision.amount.map(Amount::known), policy.decide(facts, TODAY).1);
            (decision.amount.map(|amount| amount.bound), decision.open)
        };
        assert_eq!(of(&person("true", "2010-11-23")), (Some(bound), vec!["school".to_owned()]));
        assert_eq!(of(&person("true", "2000-11-23")), (Some(AmountBound::Exact), Vec::new()));
        let unknown_age = facts(&[("living_alone", "true"), ("disability_cert", "true")]);
        assert_eq!(of(&unknown_age).0, Some(bound));
        assert_eq!(of(&person("false", "2010-11-23")), (None, Vec::new()));
    }
    assert_eq!(AmountBound::AtLeast.and(AmountBound::AtMost), AmountBound::About);
}
