//! Policies that rest on others, against trying every change and every day.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use crate::{
    almost::{
        Almost, Cause, Standing,
        change::tests::{BENEFIT, checked, condition, condition_with, hold, person, picks, vocabulary},
    },
    calendar::{AgeRule, LeapDayRule},
    decision::Verdict,
    document::Policy,
    fixture::{TODAY, criterion, document, fact},
    set::PolicySet,
    text::Text,
    value::{Facts, Value},
};
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use proptest::{prelude::*, sample::select};

const REFERENCES: &[&str] = &[
    "entitled(\"base\")",
    "not entitled(\"base\")",
    "entitled(\"better\") == alone",
    "amount(\"base\", month) > 0.10元",
    "amount(\"base\", month) + income < 0.08元",
    "if(alone, amount(\"better\", month), 0.03元) >= 0.04元",
    "amount(\"better\", month) in [0元, amount(\"base\", month)]",
];

const AMOUNTS: &[&str] = &[
    "max(0元, 0.13元 - amount(\"base\", month))",
    "0.14元 - amount(\"base\", month)",
    "amount(\"better\", month) + rent",
];

fn paid(amount: &str) -> String {
    let head = "[benefit]\nkind = \"cash\"\nperiod = \"month\"\nunit = \"money\"\nuncovered = \"undetermined\"\n";
    format!("{head}[[benefit.band]]\namount = '''{amount}'''\n")
}

fn policy(id: &str, head: &str, when: &str, benefit: &str) -> Option<Policy> {
    let text = document(&format!("{}{benefit}", criterion(when)));
    checked(&text.replacen("id = \"test\"", &format!("id = \"{id}\"\n{head}"), 1))
}

fn together(policies: Vec<Option<Policy>>) -> Option<PolicySet> {
    let policies = policies.into_iter().collect::<Option<Vec<Policy>>>()?;
    Some(PolicySet::new(policies).unwrap_or_else(|problems| panic!("{problems:?}")))
}

/// A base, another of which perhaps only the better is kept, and one that refers to both.
fn sets() -> impl Strategy<Value = Option<(PolicySet, String)>> {
    let amount = prop::option::of(select(AMOUNTS));
    let rules = select(vec![(AgeRule::Birthday, LeapDayRule::Feb28), (AgeRule::DayAfter, LeapDayRule::Mar1)]);
    let top = condition_with(&[REFERENCES; 6].concat());
    (condition(), any::<bool>(), condition(), any::<bool>(), top, amount, rules).prop_map(
        |(base, banded, better, one_of_both, when, amount, rules)| {
            let text = format!("{base} | {better} | {when} | {amount:?} {one_of_both} {banded}");
            let benefit =
                if banded { BENEFIT.replace("1.00", "0.09").replace("2.00", "0.12") } else { paid("0.06元") };
            let head = if one_of_both { "better_of = [\"base\"]" } else { "" };
            let mut better = policy("better", head, &better, &paid("income"))?;
            (better.age_rule, better.leap_day_rule) = rules;
            let top = policy("top", "", &when, &amount.map(paid).unwrap_or_default());
            Some((together(vec![policy("base", "", &base, &benefit), Some(better), top])?, text))
        },
    )
}

fn standing(set: &PolicySet, id: &str, facts: &Facts, on: Date) -> Standing {
    set.decide(id, facts, on).map_or(Standing::NotInForce, |(verdict, amount)| Standing::Decided(verdict, amount))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn the_ways_are_the_smallest_through_other_policies(sets in sets(), picks in picks()) {
        let Some((set, text)) = sets else { return Ok(()) };
        let facts = person(&picks);
        for id in ["top", "better"] {
            let almost = set.prospect(id, &facts, TODAY, &vocabulary()).map(|prospect| prospect.almost);
            let gets = |facts: &Facts| matches!(set.decide(id, facts, TODAY), Some((Verdict::Eligible, _)));
            hold(&almost.unwrap(), &gets, &set.attributes(id), &facts, true, &text)?;
        }
    }

    #[test]
    fn the_turns_are_those_of_a_scan_of_every_day_through_other_policies(sets in sets(), picks in picks()) {
        let Some((set, text)) = sets else { return Ok(()) };
        let (facts, until) = (person(&picks), TODAY.saturating_add(4.years()));
        for id in ["top", "better"] {
            let outlook = set.outlook(id, &facts, TODAY).unwrap();
            prop_assert!(outlook.is_complete, "{}", text);
            let (mut before, mut at, mut scanned) = (standing(&set, id, &facts, TODAY), TODAY, Vec::new());
            prop_assert_eq!(outlook.standing, before);
            while at < until {
                at = at.tomorrow().unwrap();
                let after = standing(&set, id, &facts, at);
                if after != before {
                    scanned.push((at, before, after));
                    before = after;
                }
            }
            let turns = outlook.turns.iter().filter(|turn| turn.on <= until);
            let turns: Vec<_> = turns.map(|turn| (turn.on, turn.before, turn.after)).collect();
            prop_assert_eq!(turns, scanned, "{} {}", id, text);
        }
    }
}

/// Somebody who is told of by text forms.
fn told(values: &[(&str, &str)]) -> Facts {
    let vocabulary = vocabulary();
    let mut facts = Facts::new();
    for (id, text) in values {
        facts.insert(id, fact(vocabulary.attribute(id).unwrap().parse_value(text).unwrap()));
    }
    facts
}

fn turned(policy: &str, granted: bool) -> Cause {
    Cause::Policy { policy: policy.to_owned(), title: Text::new("试", "Test"), granted: Some(granted) }
}

#[test]
fn a_change_may_lie_in_a_fact_of_another_policy() {
    let base = policy("base", "", "alone and age(born, today) < 65", &paid("0.06元"));
    let top = policy("top", "", "kids >= 2 and not entitled(\"base\")", "");
    let set = together(vec![base, top]).unwrap();
    let known = told(&[("alone", "true"), ("born", "1962-05-03"), ("kids", "2")]);
    let prospect = set.prospect("top", &known, TODAY, &vocabulary()).unwrap();
    let Almost::Ways { from, ways } = &prospect.almost else { panic!("{:?}", prospect.almost) };
    assert_eq!((*from, ways.len(), ways[0].changes.len()), (TODAY, 1, 1));
    assert_eq!((ways[0].changes[0].attribute.as_str(), &ways[0].changes[0].now), ("alone", &Some(Value::Bool(true))));
    // On the 65th birthday the other one ends, and this one begins.
    let turn = prospect.outlook.by_itself().unwrap();
    assert_eq!(turn.on, date(2027, 5, 3));
    let other = turned("base", false);
    assert_eq!(turn.causes, [other, Cause::Years { attribute: Some("born".to_owned()), years: 65 }]);
}

#[test]
fn what_one_gets_ends_or_changes_when_another_policy_turns() {
    let base = policy("base", "", "alone and age(born, today) >= 65", &paid("0.06元"));
    let less = policy("less", "", "alone", &paid("0.10元 - amount(\"base\", month)"));
    let better = policy("rival", "better_of = [\"other\"]", "alone and age(born, today) >= 66", &paid("0.50元"));
    let other = policy("other", "", "alone", &paid("0.20元"));
    let set = together(vec![base, less, better, other]).unwrap();
    let known = told(&[("alone", "true"), ("born", "1962-05-03")]);
    let less = set.outlook("less", &known, TODAY).unwrap();
    let next = less.next_amount().unwrap();
    assert_eq!(next.on, date(2027, 5, 3));
    assert_eq!(next.causes[0], turned("base", true));
    let other = set.outlook("other", &known, TODAY).unwrap();
    let end = other.ends().unwrap();
    assert_eq!(end.on, date(2028, 5, 3));
    assert_eq!(end.causes[0], turned("rival", true));
}
