//! The outlook against a scan of every day, and worked examples.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use super::{Cause, Standing};
use crate::{
    check::check,
    decision::{AmountValue, KnownAmount, Verdict},
    fixture::{TODAY, criterion, document, fact, facts, parameters, policy, unknown_case, vocabulary},
    value::{Member, Money, Value},
};
use jiff::{ToSpan, civil::date};
use proptest::{prelude::*, sample::select};

const BANDS: &str = r#"
[benefit]
kind = "cash"
period = "month"
unit = "money"
by = "age(dob, today)"
[[benefit.band]]
to = 66
amount = "低保标准"
[[benefit.band]]
from = 66
to = 68
amount = "150.00"
[[benefit.band]]
from = 68
amount = "age(dob, today) * 10.00元"
"#;

/// Conditions that the calendar moves, in every form.
fn condition() -> impl Strategy<Value = String> {
    let leaf = select(vec![
        "age(dob, today) >= 65",
        "66 > age(dob, today)",
        "age(dob, today) in [64, 66]",
        "age(today, hukou_since) > 1",
        "months_between(hukou_since, today) < 36",
        "months_between(today, hukou_since) * 2 > 9",
        "hukou_since >= today",
        "days_between(hukou_since, today) > 800",
        "days_between(today, hukou_since) + pension_age in [3, 61]",
        "year_start(today) > hukou_since",
        "days_in_month(today) == 29",
        "count(household, age(dob, today) < 3) > 1",
        "any(household, age(dob, today) >= 18 and disability_cert)",
        "today != hukou_since",
        "today in [hukou_since, 2027-02-28, dob]",
        "income_per_head < 低保标准",
        "pension_age > 60",
        "living_alone",
        "享受(\"another-policy\")",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("({left} and {right})")),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("({left} or {right})")),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("(({left}) == ({right}))")),
            inner.prop_map(|inner| format!("not ({inner})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn the_turns_are_those_of_a_scan_of_every_day(
        when in condition(),
        banded in any::<bool>(),
        rules in select(vec![("birthday", "feb-28"), ("birthday", "mar-1"), ("day-after", "feb-28"), ("day-after", "mar-1")]),
        ends in prop::option::of(0_i32..2_500),
        start in 0_i32..1_600,
        born in (1956_i16..1964, 1_i8..13, 1_i8..32),
        since in (2022_i16..2030, select(vec![1_i8, 2, 6]), select(vec![1_i8, 27, 28, 29, 30, 31])),
        income in 164_000_i64..170_000,
        members in prop::collection::vec(((2006_i16..2027, 1_i8..13, 1_i8..29), any::<bool>()), 0..3),
    ) {
        let mut text = document(&format!("{}{}{}", criterion(&when), if banded { BANDS } else { "" }, unknown_case()));
        text = text.replace("\"birthday\"", &format!("\"{}\"", rules.0)).replace("\"feb-28\"", &format!("\"{}\"", rules.1));
        if let Some(days) = ends {
            let last = date(2026, 1, 1).saturating_add(days.days());
            text = text.replace("valid_from = 2026-01-01", &format!("valid_from = 2026-01-01\nvalid_to = {last}"));
        }
        let checked = check(&text, &vocabulary(), &parameters());
        // A condition that needs no missing fact fails its case of nothing known; it is not what is tried here.
        let Some(policy) = checked.policy else { return Ok(()) };
        let day = |(year, month, day): (i16, i8, i8)| {
            date(year, month, 1).saturating_add((i32::from(day) - 1).days()).to_string()
        };
        let mut facts = facts(&[
            ("dob", &day(born)), ("hukou_since", &day(since)), ("living_alone", "true"),
            ("income_per_head", &Money(income).to_string()),
        ]);
        let member = |(born, cert): &((i16, i8, i8), bool)| -> Member {
            let born = Value::Date(date(born.0, born.1, born.2));
            [("dob".to_owned(), born), ("disability_cert".to_owned(), Value::Bool(*cert))].into_iter().collect()
        };
        facts.insert("household", fact(Value::Members(members.iter().map(member).collect())));
        let on = date(2025, 10, 1).saturating_add(start.days());
        let until = on.saturating_add(9.years());
        let outlook = policy.outlook_until(&facts, on, until);
        let (mut scanned, mut another) = (Vec::new(), None);
        let (mut before, mut at) = (policy.standing(&facts, on), on);
        prop_assert_eq!(outlook.standing, before);
        while at < until {
            at = at.tomorrow().unwrap();
            let after = policy.standing(&facts, at);
            let both_nothing = after.is_refused() && outlook.standing.is_refused();
            if after != outlook.standing && !both_nothing {
                another.get_or_insert(at);
            }
            if after != before {
                scanned.push((at, before, after));
                before = after;
            }
        }
        let turns: Vec<_> = outlook.turns.iter().map(|turn| (turn.on, turn.before, turn.after)).collect();
        prop_assert_eq!(outlook.is_complete, !when.contains("享受"));
        prop_assert_eq!(turns, if outlook.is_complete { scanned } else { Vec::new() });
        // By itself, what it asks of others is unknown on every day.
        prop_assert_eq!(policy.look_again(&facts, on, until), another.unwrap_or(until));
        for turn in &outlook.turns {
            let is_named = !["year_start", "days_in_month", "household"].iter().any(|part| when.contains(part));
            prop_assert!(!turn.causes.is_empty() || !is_named, "{:?}", turn);
        }
    }
}

fn money(yuan: i64) -> Standing {
    Standing::Decided(Verdict::Eligible, Some(KnownAmount::exact(AmountValue::Money(Money(yuan * 100)))))
}

#[test]
fn somebody_too_young_gets_it_by_itself_and_the_amount_rises() {
    let policy = policy(&format!("{}{BANDS}", criterion("户籍地 == 上海 且 age(dob, today) >= 65")));
    let known = facts(&[("dob", "1962-05-03"), ("hukou_city", "310000")]);
    let outlook = policy.outlook(&known, TODAY);
    let first = outlook.by_itself().unwrap();
    assert_eq!((first.on, first.after), (date(2027, 5, 3), money(1690)));
    assert_eq!(first.causes, [Cause::Years { attribute: Some("dob".to_owned()), years: 65 }]);
    let later = policy.outlook(&known, first.on);
    let next = later.next_amount().unwrap();
    assert_eq!((next.on, next.before, next.after), (date(2028, 5, 3), money(1690), money(150)));
    assert_eq!(later.ends(), None);
    let elsewhere = facts(&[("dob", "1962-05-03"), ("hukou_city", "other")]);
    assert_eq!(policy.outlook(&elsewhere, TODAY).by_itself(), None);
}

#[test]
fn what_one_gets_ends_with_a_date_or_with_a_new_parameter() {
    let until = policy(&criterion("hukou_since >= today")).outlook(&facts(&[("hukou_since", "2027-01-31")]), TODAY);
    let end = until.ends().unwrap();
    assert_eq!(end.on, date(2027, 2, 1));
    let cause = Cause::DateReached { attribute: Some("hukou_since".to_owned()), date: date(2027, 1, 31) };
    assert_eq!(end.causes, [cause]);
    let poor = facts(&[("income_per_head", "1660.00")]);
    let raised = policy(&criterion("income_per_head < 低保标准")).outlook(&poor, date(2026, 6, 1));
    let begins = raised.by_itself().unwrap();
    assert_eq!(begins.on, date(2026, 7, 1));
    let cause = Cause::Parameter { id: "dibao_standard".to_owned(), before: Some(165_000), after: Some(169_000) };
    assert_eq!(begins.causes, [cause]);
}

#[test]
fn a_missing_fact_is_no_end_and_never_comes_by_itself() {
    let outlook = policy(&criterion("age(dob, today) >= 65")).outlook(&facts(&[]), TODAY);
    assert_eq!(outlook.standing, Standing::Decided(Verdict::Undetermined, None));
    assert_eq!(outlook.turns, []);
}

#[test]
fn what_is_not_worked_out_is_said_to_be_open() {
    let known = facts(&[("hukou_since", "2026-11-20")]);
    for (when, is_complete) in [
        ("days_between(hukou_since, today) > 30", true),
        ("month_end(hukou_since) < today", true),
        ("hukou_since < month_start(today)", true),
        ("month_start(today) == today or hukou_since < 2020-01-01", false),
    ] {
        let outlook = policy(&criterion(when)).outlook(&known, TODAY);
        assert_eq!((outlook.is_complete, outlook.turns.is_empty()), (is_complete, !is_complete), "{when}");
    }
}
