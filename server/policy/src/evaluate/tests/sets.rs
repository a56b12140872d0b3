//! Sets of codes, members of a household, and other policies.

use crate::{
    decision::{AmountValue, KnownAmount, Truth, Verdict},
    evaluate::{Outcome, Outcomes},
    fixture::{TODAY, criterion, fact, facts, policy},
    value::{Facts, Member, Money, Value},
};
use jiff::civil::date;

fn member(values: &[(&str, Value)]) -> Member {
    values.iter().map(|(id, value)| ((*id).to_owned(), value.clone())).collect()
}

fn born(year: i16) -> (&'static str, Value) {
    ("dob", Value::Date(date(year, 5, 1)))
}

fn earns(yuan: i64) -> (&'static str, Value) {
    ("income", Value::Money(Money(yuan * 100)))
}

fn household(members: Vec<Member>) -> Facts {
    let mut facts = Facts::new();
    facts.insert("household", fact(Value::Members(members)));
    facts
}

fn result(when: &str, facts: &Facts) -> Truth {
    policy(&criterion(&format!("({when}) and (remark != \"x\" or true)"))).evaluate(facts, TODAY).criteria[0].result
}

#[test]
fn a_set_has_one_or_all_of_some_codes() {
    let some = facts(&[("benefits", "dibao,meals")]);
    let none = facts(&[("benefits", "")]);
    for (when, with_some, with_none) in [
        ("benefits contains dibao", Truth::Yes, Truth::No),
        ("补贴 包含 低保金", Truth::Yes, Truth::No),
        ("\"care\" in benefits", Truth::No, Truth::No),
        ("补贴 不包含 护理补贴", Truth::Yes, Truth::Yes),
        ("benefits contains any [care, meals]", Truth::Yes, Truth::No),
        ("benefits contains all [care, meals]", Truth::No, Truth::No),
        ("not benefits contains all [care, meals]", Truth::Yes, Truth::Yes),
        ("补贴 不包含任一 [低保金、助餐]", Truth::No, Truth::Yes),
    ] {
        assert_eq!(result(when, &some), with_some, "{when}");
        assert_eq!(result(when, &none), with_none, "{when}");
        assert_eq!(result(when, &Facts::new()), Truth::Unknown, "{when}");
    }
}

#[test]
fn members_are_asked_in_kleenes_logic() {
    let grown = member(&[born(1985), earns(5_000)]);
    let child = member(&[born(2025)]);
    let stranger = Member::default();
    let family = household(vec![grown.clone(), child.clone()]);
    let unsure = household(vec![grown.clone(), stranger.clone()]);
    let child_and_stranger = household(vec![stranger, child]);
    let alone = household(vec![]);
    let small = "age(dob, today) < 3";
    for (when, with_family, with_unsure, with_both, with_nobody) in [
        (format!("any(household, {small})"), Truth::Yes, Truth::Unknown, Truth::Yes, Truth::No),
        (format!("not any(household, {small})"), Truth::No, Truth::Unknown, Truth::No, Truth::Yes),
        (format!("all(household, {small})"), Truth::No, Truth::No, Truth::Unknown, Truth::Yes),
        (format!("count(household, {small}) == 1"), Truth::Yes, Truth::Unknown, Truth::Unknown, Truth::No),
        ("人数(家庭成员) == 2".to_owned(), Truth::Yes, Truth::Yes, Truth::Yes, Truth::No),
        (
            "合计(家庭成员, 收入, 周岁(出生日期, 今天) >= 18) == 5000元".to_owned(),
            Truth::Yes,
            Truth::Unknown,
            Truth::Unknown,
            Truth::No,
        ),
        ("sum(household, income) >= 0元".to_owned(), Truth::Unknown, Truth::Unknown, Truth::Unknown, Truth::Yes),
    ] {
        assert_eq!(result(&when, &family), with_family, "{when}");
        assert_eq!(result(&when, &unsure), with_unsure, "{when}");
        assert_eq!(result(&when, &child_and_stranger), with_both, "{when}");
        assert_eq!(result(&when, &alone), with_nobody, "{when}");
        assert_eq!(result(&when, &Facts::new()), Truth::Unknown, "{when}");
    }
}

#[test]
fn what_is_unknown_of_a_member_names_the_list_and_no_member() {
    let decision = policy(&criterion("count(household, age(dob, today) < 3) > 0"))
        .evaluate(&household(vec![Member::default(), member(&[born(2025)])]), TODAY);
    assert_eq!((decision.verdict, decision.missing), (Verdict::Undetermined, vec!["household".to_owned()]));
    let decision = policy(&criterion("any(household, age(dob, today) < 3 and disability_cert)"))
        .evaluate(&household(vec![member(&[born(2025), ("disability_cert", Value::Bool(true))])]), TODAY);
    let comparison = &decision.criteria[0].comparisons[0];
    assert_eq!(&*comparison.expression, "any(household, (age(dob, today) < 3) && disability_cert)");
    assert_eq!((decision.verdict, decision.missing.len()), (Verdict::Eligible, 0));
    assert!(!format!("{decision:?}").contains("2025"));
}

#[test]
fn a_sum_over_members_fits_or_is_unknown_whatever_their_order() {
    let huge = || member(&[("household_size", Value::Int(i64::MAX))]);
    let debt = || member(&[("household_size", Value::Int(-i64::MAX))]);
    let when = "sum(household, household_size) >= 0";
    assert_eq!(result(when, &household(vec![huge(), huge(), debt(), debt()])), Truth::Yes);
    let over = policy(&criterion(when)).evaluate(&household(vec![huge(), huge()]), TODAY);
    assert_eq!((over.verdict, over.missing), (Verdict::Undetermined, vec![]));
}

#[test]
fn another_policy_counts_by_its_verdict_and_its_amount() {
    let policy = policy(&criterion("entitled(\"other\") 或 金额(\"other\", 月) + income < 100元"));
    let known = facts(&[("income", "50.00")]);
    let with = |verdict, amount: Option<i64>| {
        let mut others = Outcomes::default();
        let amount = amount.map(|fen| KnownAmount::exact(AmountValue::Money(Money(fen))));
        others.insert("other", Outcome { verdict, amount });
        policy.evaluate_with(&known, TODAY, &others)
    };
    assert_eq!(with(Verdict::Eligible, Some(9_000)).verdict, Verdict::Eligible);
    assert_eq!(with(Verdict::NotEligible, None).verdict, Verdict::Eligible, "50 yuan alone");
    let open = with(Verdict::Undetermined, None);
    assert_eq!(
        (open.verdict, open.missing.len(), open.waits_for),
        (Verdict::Undetermined, 0, vec!["other".to_owned()])
    );
    assert_eq!(policy.evaluate(&known, TODAY).waits_for, ["other"]);
}

#[test]
fn amounts_are_chosen_shared_and_rounded_as_stated() {
    let known = facts(&[("income", "1234.56"), ("dob", "2026-11-11"), ("living_alone", "true")]);
    for (left, right) in [
        ("percent(income, 50, down)", "617.28元"),
        ("百分(收入, 33, 进一)", "407.41元"),
        ("round_to(income, 10.00元, down)", "1230.00元"),
        ("取整(收入, 1.00元, 四舍五入)", "1235.00元"),
        ("if(living_alone, income, 0元)", "1234.56元"),
        ("max(income - 1500.00元, 0元)", "0元"),
        // Pro rata from the day of birth to the end of the month: 20 of 30 days.
        (
            "div(300.00元 * (days_between(later(dob, month_start(today)), month_end(today)) + 1), days_in_month(today), down)",
            "200.00元",
        ),
        ("prorate(300.00元, dob, today, down)", "200.00元"),
        ("按天折算(100.00元, 出生日期, 今天, 进一)", "66.67元"),
        ("prorate(300.00元, dob, 2026-12-01, down)", "300.00元"),
        ("prorate(300.00元, dob, 2026-11-30, down)", "200.00元"),
        ("prorate(300.00元, dob, 2026-10-31, down)", "0元"),
        ("prorate(29.00元, later(dob, 2028-02-29), 2028-02-01, down)", "1.00元"),
        ("prorate(31.00元, later(dob, 2026-12-31), 2026-12-31, down)", "1.00元"),
    ] {
        assert_eq!(result(&format!("{left} == {right}"), &known), Truth::Yes, "{left}");
    }
    assert_eq!(result("year_start(today) <= dob and 年末(今天) >= dob", &known), Truth::Yes);
    assert_eq!(result("if(disability_cert, income, 0元) == 0元", &known), Truth::Unknown);
}
