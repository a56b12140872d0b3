//! Verdicts, reasons, amounts, and that the fast way agrees with the explained one.

mod agree;
mod open;
mod sets;
mod vectors;

use crate::{
    decision::{Truth, Verdict},
    document::AmountUnit,
    fixture::{TODAY, criterion, fact, facts, policy},
    value::{Facts, Value},
};

const MONEY: &str = "[benefit]\nkind = \"cash\"\nperiod = \"month\"\nunit = \"money\"\n";

#[test]
fn a_missing_fact_is_unknown_and_never_no() {
    let known = facts(&[("living_alone", "true"), ("household_size", "1")]);
    for (when, expected) in [
        ("disability_cert", Truth::Unknown),
        ("not disability_cert", Truth::Unknown),
        ("disability_cert or living_alone", Truth::Yes),
        ("disability_cert and not living_alone", Truth::No),
        ("disability_cert and living_alone", Truth::Unknown),
        ("disability_cert or not living_alone", Truth::Unknown),
        ("hukou_city in [\"310000\", other]", Truth::Unknown),
        ("hukou_city != \"310000\"", Truth::Unknown),
        ("household_size in [1, disability_grade]", Truth::Yes),
        ("household_size in [2, disability_grade]", Truth::Unknown),
        ("household_size not in [1, disability_grade]", Truth::No),
        ("disability_cert == living_alone", Truth::Unknown),
        ("household_size + disability_grade > 0", Truth::Unknown),
        ("max(household_size, disability_grade) > 0", Truth::Unknown),
    ] {
        let policy = policy(&criterion(&format!("({when}) and (remark != \"x\" or true)")));
        assert_eq!(policy.evaluate(&known, TODAY).criteria[0].result, expected, "{when}");
    }
}

#[test]
fn a_calculation_that_fails_is_unknown_and_names_nothing() {
    let huge = facts(&[("household_size", &i64::MAX.to_string()), ("disability_grade", "0")]);
    for when in [
        "household_size + 1 > 0",
        "household_size * 2 > 0",
        "-household_size - 2 < 0",
        "div(household_size, disability_grade, down) > 0",
    ] {
        let decision = policy(&criterion(when)).evaluate(&huge, TODAY);
        assert_eq!((decision.verdict, decision.missing), (Verdict::Undetermined, vec![]), "{when}");
    }
}

#[test]
fn a_fact_of_another_type_is_as_good_as_missing() {
    let mut facts = Facts::new();
    facts.insert("household_size", fact(Value::Text("three".into())));
    let decision = policy(&criterion("household_size > 2")).evaluate(&facts, TODAY);
    assert_eq!((decision.verdict, decision.missing), (Verdict::Undetermined, vec!["household_size".to_owned()]));
}

#[test]
fn only_facts_that_matter_are_named_missing() {
    let known = facts(&[("household_size", "1"), ("living_alone", "false")]);
    for (when, missing) in [
        ("disability_cert or hukou_city == 上海", vec!["disability_cert", "hukou_city"]),
        ("disability_cert and living_alone or hukou_city == 上海", vec!["hukou_city"]),
        (
            "income_per_head * disability_grade > 0元 and disability_grade > 1",
            vec!["income_per_head", "disability_grade"],
        ),
    ] {
        assert_eq!(policy(&criterion(when)).evaluate(&known, TODAY).missing, missing, "{when}");
    }
    let refused = policy(&criterion("disability_cert and living_alone")).evaluate(&known, TODAY);
    assert_eq!((refused.verdict, refused.missing), (Verdict::NotEligible, vec![]));
}

#[test]
fn the_trace_says_what_was_read_and_compared() {
    let mut known = facts(&[("dob", "1944-05-01")]);
    known.insert("hukou_city", fact(Value::Code("310000".into())));
    let decision =
        policy(&criterion("age(出生日期, 今天) >= 65 且 非 户籍地 属于 [外省市] 且 非 独居")).evaluate(&known, TODAY);
    let trace = &decision.criteria[0];
    let readings: Vec<_> =
        trace.readings.iter().map(|reading| (reading.attribute.as_str(), reading.value.is_some())).collect();
    assert_eq!(readings, [("dob", true), ("hukou_city", true), ("living_alone", false)]);
    assert_eq!(trace.readings[0].department.as_deref(), Some("public-security"));
    assert_eq!(trace.readings[0].delivery.as_deref(), Some("d1"));
    let compared: Vec<_> = trace
        .comparisons
        .iter()
        .map(|made| (&*made.expression, made.left.clone(), made.operator.as_ref(), made.right.clone(), made.result))
        .collect();
    assert_eq!(
        compared,
        [
            ("age(dob, today)", Some(Value::Int(82)), ">=", Some(Value::Int(65)), Truth::Yes),
            ("hukou_city", Some(Value::Code("310000".into())), "not in", None, Truth::Yes),
            ("living_alone", None, "==", Some(Value::Bool(false)), Truth::Unknown),
        ]
    );
    assert_eq!(trace.comparisons[1].list, [Value::Code("other".into())]);
}

#[test]
fn a_decision_can_be_stored_and_its_debug_shows_no_value() {
    let known = facts(&[("income_per_head", "1234.56")]);
    let decision = policy(&criterion("income_per_head < 低保标准")).evaluate(&known, TODAY);
    let stored = serde_json::to_string(&decision).unwrap_or_default();
    assert_eq!(serde_json::from_str(&stored).ok(), Some(decision.clone()));
    assert!(stored.contains(r#""left":{"money":123456}"#), "{stored}");
    let printed = format!("{decision:?}");
    assert!(!printed.contains("1234") && printed.contains("***"), "{printed}");
}

#[test]
fn an_eligible_person_whose_amount_is_not_known_is_undetermined() {
    let formula = |amount: &str| {
        policy(&format!("{}{MONEY}[[benefit.band]]\namount = \"{amount}\"\n", criterion("living_alone")))
    };
    let known = facts(&[("living_alone", "true"), ("household_size", "2")]);
    let decision = formula("income_per_head * household_size").evaluate(&known, TODAY);
    assert_eq!((decision.verdict, decision.amount), (Verdict::Undetermined, None));
    assert_eq!(decision.missing, ["income_per_head"]);
    assert_eq!(decision.criteria[0].result, Truth::Yes);
    for amount in ["99999999999999.00元 * household_size * 1000000", "5元 - 6元"] {
        let decision = formula(amount).evaluate(&known, TODAY);
        assert_eq!((decision.verdict, decision.missing.len()), (Verdict::Undetermined, 0), "{amount}");
    }
    let not_alone = facts(&[("living_alone", "false")]);
    assert_eq!(formula("income_per_head").evaluate(&not_alone, TODAY).verdict, Verdict::NotEligible);
}

#[test]
fn an_amount_is_the_same_for_everybody_when_it_rests_on_parameters_alone() {
    let policy = policy(&format!(
        "{}{MONEY}[[benefit.band]]\nwhen = \"living_alone\"\nlabel = {{ zh = \"独居\", en = \"Alone\" }}\namount = \"低保标准 * 2\"\n\
         [[benefit.band]]\namount = \"income_per_head\"\n",
        criterion("living_alone or true")
    ));
    let bands = policy.benefit.as_ref().map(|benefit| benefit.bands.as_slice()).unwrap_or_default();
    let amounts: Vec<_> = bands
        .iter()
        .map(|band| policy.amount_for_anybody(band, AmountUnit::Money, TODAY).map(|amount| amount.to_string()))
        .collect();
    assert_eq!(amounts, [Some("3380.00".to_owned()), None]);
    assert_eq!(bands[0].label, Some(crate::text::Text::new("独居", "Alone")));
}

#[test]
fn the_first_band_that_matches_counts_and_an_unknown_one_is_not_passed_over() {
    let policy = policy(&format!(
        "{}{MONEY}by = \"household_size\"\n\
         [[benefit.band]]\nwhen = \"disability_grade == 1\"\namount = \"350\"\n\
         [[benefit.band]]\nto = 3\namount = \"10\"\n[[benefit.band]]\nfrom = 3\namount = \"20\"\n",
        criterion("living_alone or true")
    ));
    let amount = |values: &[(&str, &str)]| {
        let decision = policy.evaluate(&facts(values), TODAY);
        (decision.amount.map(|amount| amount.value.to_string()), decision.missing)
    };
    assert_eq!(amount(&[("disability_grade", "1")]), (Some("350.00".into()), vec![]));
    assert_eq!(amount(&[("disability_grade", "2"), ("household_size", "2")]), (Some("10.00".into()), vec![]));
    assert_eq!(amount(&[("disability_grade", "2"), ("household_size", "3")]), (Some("20.00".into()), vec![]));
    assert_eq!(amount(&[("household_size", "3")]), (None, vec!["disability_grade".into()]));
    assert_eq!(amount(&[("disability_grade", "2")]), (None, vec!["household_size".into()]));
}

#[test]
fn a_parameter_has_the_value_of_the_day() {
    let policy = policy(&criterion("income_per_head < 低保标准"));
    let facts = facts(&[("income_per_head", "1660.00")]);
    let verdict = |day: &str| day.parse().map(|day| policy.decide(&facts, day).0).ok();
    assert_eq!(verdict("2026-06-30"), Some(Verdict::NotEligible));
    assert_eq!(verdict("2026-07-01"), Some(Verdict::Eligible));
    assert_eq!(verdict("2025-06-30"), Some(Verdict::Undetermined), "no value yet");
}
