//! Whatever the policy and the facts: deciding without reasons agrees with evaluating with them.

use super::MONEY;
use crate::{
    check::check,
    decision::{Truth, Verdict},
    fixture::{TODAY, document, fact, parameters, vocabulary},
    value::{Facts, Money, Value},
};
use jiff::civil::date;
use proptest::{prelude::*, sample::select};

/// A right yes/no expression.
fn condition() -> impl Strategy<Value = String> {
    let leaf = select(vec![
        "living_alone",
        "disability_cert == false",
        "hukou_city == 上海",
        "hukou_city != last_insured_place",
        "assistance_class not in [dibao, none]",
        "age(dob, today) >= 65",
        "months_between(hukou_since, today) < 36",
        "household_size * 9223372036854775807 > 3",
        "div(income_per_head, household_size, up) <= 低保标准",
        "disability_grade in [1, household_size]",
        "remark == \"x\"",
        "true",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("({left} and {right})")),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("({left} or {right})")),
            inner.prop_map(|inner| format!("not ({inner})")),
        ]
    })
}

fn known() -> impl Strategy<Value = Facts> {
    let bool = || prop::option::of(any::<bool>().prop_map(Value::Bool));
    let int = || prop::option::of(select(vec![0, 1, 2, 3, i64::MAX]).prop_map(Value::Int));
    let day = || prop::option::of((1920_i16..2026).prop_map(|year| Value::Date(date(year, 11, 23))));
    let code = |ids: &'static [&'static str]| prop::option::of(select(ids).prop_map(|id| Value::Code(id.to_owned())));
    let money = prop::option::of((0_i64..500_000).prop_map(|fen| Value::Money(Money(fen))));
    let text = prop::option::of(select(vec!["x", "y"]).prop_map(|text| Value::Text(text.to_owned())));
    let places = &["310000", "other"];
    let first = (bool(), bool(), code(places), code(places), code(&["none", "dibao", "dibao_margin"]));
    let second = (day(), day(), int(), int(), money, text);
    (first, second).prop_map(|((alone, cert, hukou, insured, class), (dob, since, size, grade, income, remark))| {
        let values = [
            ("living_alone", alone),
            ("disability_cert", cert),
            ("hukou_city", hukou),
            ("last_insured_place", insured),
            ("assistance_class", class),
            ("dob", dob),
            ("hukou_since", since),
            ("household_size", size),
            ("disability_grade", grade),
            ("income_per_head", income),
            ("remark", remark),
        ];
        let mut facts = Facts::new();
        for (attribute, value) in values {
            if let Some(value) = value {
                facts.insert(attribute, fact(value));
            }
        }
        facts
    })
}

proptest! {
    #[test]
    fn deciding_agrees_with_evaluating(
        criteria in prop::collection::vec(condition(), 1..4),
        bands in prop::collection::vec((condition(), select(vec!["10", "income_per_head * household_size", "低保标准 - income_per_head"])), 0..3),
        people in prop::collection::vec(known(), 8),
    ) {
        let mut rules = String::new();
        for (index, when) in criteria.iter().enumerate() {
            let label = "label = { zh = \"一\", en = \"One\" }";
            rules.push_str(&format!("[[criterion]]\nid = \"c{index}\"\n{label}\nwhen = '''{when}'''\n"));
        }
        if !bands.is_empty() {
            rules.push_str(MONEY);
        }
        for (when, amount) in &bands {
            rules.push_str(&format!("[[benefit.band]]\nwhen = '''{when}'''\namount = \"{amount}\"\n"));
        }
        rules.push_str(crate::fixture::unknown_case());
        let checked = check(&document(&rules), &vocabulary(), &parameters());
        // Two bands for the same people are refused, and rightly.
        prop_assume!(checked.problems.iter().all(|problem| problem.code != crate::problem::ProblemCode::BandOverlap));
        // The one case may well fail: everything else must be right.
        prop_assert!(checked.problems.iter().all(|problem| problem.code == crate::problem::ProblemCode::CaseFailed), "{:?}", checked.problems);
        let Some(policy) = checked.policy else { return Ok(()) };
        for facts in &people {
            let decision = policy.evaluate(facts, TODAY);
            prop_assert_eq!(policy.decide(facts, TODAY), (decision.verdict, decision.amount.map(|amount| amount.value)));
            let any_no = decision.criteria.iter().any(|criterion| criterion.result == Truth::No);
            prop_assert_eq!(any_no, decision.verdict == Verdict::NotEligible);
            prop_assert!(decision.missing.iter().all(|attribute| facts.get(attribute).is_none()));
            prop_assert!(decision.missing.is_empty() || decision.verdict == Verdict::Undetermined);
            prop_assert!(policy.attributes().iter().collect::<Vec<_>>().len() <= 11);
        }
    }
}
