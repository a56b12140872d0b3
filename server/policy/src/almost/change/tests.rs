//! What would have to change, against trying every change.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use super::{Almost, Change, Range, Wanted, Way};
use crate::{
    check::check,
    decision::Verdict,
    document::Policy,
    fixture::{TODAY, criterion, document, fact, parameters},
    sentence::{Phrase, Sentence},
    text::Text,
    value::{Facts, Money, Value},
    vocabulary::{Attribute, ValueType, Vocabulary},
};
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use proptest::{prelude::*, sample::select};
use std::collections::BTreeSet;

/// Id, type, whether it can change, more.
const ATTRIBUTES: &[(&str, &str, bool, &str)] = &[
    ("alone", "bool", true, ""),
    ("cert", "bool", false, ""),
    ("city", "code", true, "codes"),
    ("birthplace", "code", false, "codes"),
    ("kids", "int", true, ""),
    ("grade", "int", false, ""),
    ("income", "money", true, ""),
    ("rent", "money", true, ""),
    ("since", "date", true, ""),
    ("born", "date", false, ""),
    ("gets", "codes", true, "codes"),
];

pub(in crate::almost) fn vocabulary() -> Vocabulary {
    let codes = ["a", "b", "c"].map(|id| format!("{{ id = \"{id}\", name = {{ zh = \"{id}中\", en = \"{id}e\" }} }}"));
    let mut text =
        "[[department]]\nid = \"civil-affairs\"\nname = { zh = \"民政\", en = \"Civil affairs\" }\n".to_owned();
    for (id, kind, changeable, more) in ATTRIBUTES {
        text.push_str(&format!(
            "[[attribute]]\nid = \"{id}\"\nname = {{ zh = \"{id}名\", en = \"{id} name\" }}\ntype = \"{kind}\"\n\
             department = \"civil-affairs\"\nsensitivity = \"personal\"\nchangeable = {changeable}\n"
        ));
        if !more.is_empty() {
            text.push_str(&format!("codes = [ {} ]\n", codes.join(", ")));
        }
    }
    Vocabulary::parse(&text).unwrap()
}

/// Comparisons in every form, with bounds inside of the small values that are tried.
pub(in crate::almost) fn condition() -> impl Strategy<Value = String> {
    condition_with(&[])
}

/// The same, with some more.
pub(in crate::almost) fn condition_with(more: &[&'static str]) -> impl Strategy<Value = String> + use<> {
    let own: &[&str] = &[
        "alone",
        "cert == false",
        "alone == cert",
        "city == \"a\"",
        "city != birthplace",
        "birthplace in [\"b\", \"c\"]",
        "city not in [\"a\", \"b\"]",
        "kids >= 2",
        "kids == 1 or kids == 3",
        "grade < 2",
        "kids - grade > 0",
        "3 < kids + grade",
        "kids * 2 != 4",
        "div(kids, 2, half_up) == 2",
        "div(7, kids, down) == 3",
        "min(kids, 3) > grade",
        "income < 0.06元",
        "income <= rent",
        "income - rent > 0.02元",
        "max(income, 0.03元) == 0.03元",
        "income * kids < 0.08元",
        "income * 2 < rent + income",
        "percent(income, 50, up) >= 0.03元",
        "if(alone, income, rent) > 0.04元",
        "income in [0.01元, rent]",
        "since <= 2026-11-20",
        "since < born",
        "age(since, today) >= 3",
        "months_between(since, today) in [0, 1]",
        "days_between(today, since) > 0",
        "month_end(since) == month_end(today)",
        "earlier(since, today) < 2026-11-22",
        "age(born, today) >= 65",
        "gets contains \"a\"",
        "gets contains all [\"a\", \"b\"]",
        "gets not contains any [\"b\", \"c\"]",
    ];
    let leaf = select([more, own].concat()).prop_map(str::to_owned);
    leaf.prop_recursive(3, 10, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("({left} and {right})")),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("({left} or {right})")),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("(({left}) == ({right}))")),
            inner.prop_map(|inner| format!("not ({inner})")),
        ]
    })
}

pub(in crate::almost) const BENEFIT: &str = r#"
[benefit]
kind = "cash"
period = "month"
unit = "money"
by = "kids"
uncovered = "undetermined"
[[benefit.band]]
to = 1
amount = "0.05元 - income"
[[benefit.band]]
from = 1
to = 3
when = "alone"
amount = "1.00"
[[benefit.band]]
from = 3
when = "alone"
amount = "2.00"
"#;

fn policy(rules: &str) -> Option<Policy> {
    checked(&document(rules))
}

/// The policy of a document without cases: one is found that fits.
pub(in crate::almost) fn checked(document: &str) -> Option<Policy> {
    let case = |verdict: &str| {
        format!(
            "[[case]]\nname = {{ zh = \"无\", en = \"None\" }}\non = 2026-11-23\nfacts = {{}}\nverdict = \"{verdict}\"\n"
        )
    };
    ["undetermined", "not-eligible", "eligible"]
        .iter()
        .find_map(|verdict| check(&format!("{document}{}", case(verdict)), &vocabulary(), &parameters()).policy)
}

/// Every value that is tried: enough of them that whatever can be reached at all can be reached with one of them.
pub(in crate::almost) fn domain(attribute: &Attribute) -> Vec<Value> {
    match attribute.value_type {
        ValueType::Bool => vec![Value::Bool(false), Value::Bool(true)],
        ValueType::Code => ["a", "b", "c"].map(|id| Value::Code(id.to_owned())).to_vec(),
        ValueType::Int => (0..16).map(Value::Int).collect(),
        ValueType::Money => (0..24).map(|fen| Value::Money(Money(fen))).collect(),
        ValueType::Date => [
            -2_000, -1_000, -70, -40, -25, -3, -2, -1, 0, 1, 2, 9, 45, 80, 1_500, -4, -10, -30, -50, -60, -1_500,
            -1_050,
        ]
        .iter()
        .map(|days| Value::Date(TODAY.saturating_add(days.days())))
        .chain([Value::Date(date(1950, 1, 1))])
        .collect(),
        ValueType::Codes => {
            let sets = ["", "a", "b", "c", "a,b", "a,c", "b,c", "a,b,c"];
            sets.iter().map(|set| attribute.parse_value(set).unwrap()).collect()
        }
        ValueType::Text | ValueType::Members => Vec::new(),
    }
}

fn admits(wanted: &Wanted, value: &Value) -> bool {
    fn within<T: PartialOrd>(ranges: &[Range<T>], value: &T) -> bool {
        ranges.iter().any(|range| {
            range.least.as_ref().is_none_or(|least| least <= value)
                && range.most.as_ref().is_none_or(|most| value <= most)
        })
    }
    match (wanted, value) {
        (Wanted::Bool(wanted), Value::Bool(value)) => wanted.is_none_or(|wanted| wanted == *value),
        (Wanted::Int(ranges), Value::Int(value)) => within(ranges, value),
        (Wanted::Money(ranges), Value::Money(value)) => within(ranges, value),
        (Wanted::Date(ranges), Value::Date(value)) => within(ranges, value),
        (Wanted::OneOf(ids, wanted), Value::Code(id)) => ids.contains(id) == *wanted,
        (Wanted::Codes(sets), Value::Codes(codes)) => sets.iter().any(|(has, lacks)| {
            has.iter().all(|code| codes.contains(code)) && !lacks.iter().any(|code| codes.contains(code))
        }),
        _ => false,
    }
}

/// Whether somebody gets it.
type Gets<'g> = &'g dyn Fn(&Facts) -> bool;

/// The sets of so many facts that can make it yes.
fn enough(gets: Gets<'_>, facts: &Facts, free: &[&Attribute], size: usize) -> BTreeSet<Vec<String>> {
    fn tries(
        gets: Gets<'_>,
        facts: &Facts,
        rest: &[&Attribute],
        size: usize,
        at: &mut Vec<String>,
        found: &mut BTreeSet<Vec<String>>,
    ) {
        if size == 0 {
            if gets(facts) {
                found.insert(at.clone());
            }
            return;
        }
        for (index, attribute) in rest.iter().enumerate() {
            let (now, mut facts) = (facts.get(&attribute.id).cloned(), facts.clone());
            at.push(attribute.id.clone());
            for value in domain(attribute) {
                if now.as_ref().is_none_or(|now| now.value != value) && !(size == 1 && found.contains(at)) {
                    facts.insert(&attribute.id, fact(value));
                    tries(gets, &facts, &rest[index + 1..], size - 1, at, found);
                }
            }
            at.pop();
        }
    }
    let mut found = BTreeSet::new();
    tries(gets, facts, free, size, &mut Vec::new(), &mut found);
    found
}

/// Everybody whom the changes of a way describe, with values that are tried.
fn everybody(facts: &Facts, changes: &[Change], vocabulary: &Vocabulary) -> Vec<Facts> {
    changes.iter().fold(vec![facts.clone()], |people, change| {
        let values = domain(vocabulary.attribute(&change.attribute).unwrap());
        let fitting: Vec<Value> = values.into_iter().filter(|value| admits(&change.wanted, value)).take(6).collect();
        let with = |facts: &Facts| {
            fitting
                .iter()
                .map(|value| {
                    let mut facts = facts.clone();
                    facts.insert(&change.attribute, fact(value.clone()));
                    facts
                })
                .collect::<Vec<_>>()
        };
        people.iter().flat_map(with).collect()
    })
}

/// Somebody of whom some of the values that are tried are known.
pub(in crate::almost) fn person(picks: &[Option<prop::sample::Index>]) -> Facts {
    let mut facts = Facts::new();
    for (attribute, pick) in vocabulary().attributes().iter().zip(picks) {
        if let Some(pick) = pick {
            let values = domain(attribute);
            facts.insert(&attribute.id, fact(pick.get(&values[..2.max(values.len() / 2)]).clone()));
        }
    }
    facts
}

pub(in crate::almost) fn picks() -> impl Strategy<Value = Vec<Option<prop::sample::Index>>> {
    prop::collection::vec(prop::option::weighted(0.9, any::<prop::sample::Index>()), ATTRIBUTES.len())
}

/// Holds what is said of somebody against trying every change of the facts that are used.
pub(in crate::almost) fn hold(
    almost: &Almost,
    gets: Gets<'_>,
    used: &BTreeSet<String>,
    facts: &Facts,
    may_be_open: bool,
    text: &str,
) -> Result<(), TestCaseError> {
    let vocabulary = vocabulary();
    let is_free = |attribute: &&Attribute| {
        used.contains(&attribute.id) && (attribute.changeable || facts.get(&attribute.id).is_none())
    };
    let free: Vec<&Attribute> = vocabulary.attributes().iter().filter(is_free).collect();
    if gets(facts) {
        prop_assert_eq!(almost, &Almost::Already);
        return Ok(());
    }
    let ways = match almost {
        Almost::Ways { from, ways } if *from == TODAY => ways.as_slice(),
        // Later, or never: nothing is enough today.
        Almost::Ways { .. } | Almost::NotByChange => &[],
        Almost::Already | Almost::CannotSay => {
            prop_assert!(may_be_open && *almost == Almost::CannotSay, "{}", text);
            return Ok(());
        }
    };
    let size = ways.first().map_or(usize::MAX, |way| way.changes.len());
    for smaller in 1..size.min(4) {
        prop_assert_eq!(enough(gets, facts, &free, smaller), BTreeSet::new(), "{} {:?}", text, almost);
    }
    let of = |way: &Way| {
        let mut ids: Vec<String> = way.changes.iter().map(|change| change.attribute.clone()).collect();
        ids.sort_by_key(|id| vocabulary.attributes().iter().position(|attribute| attribute.id == *id));
        ids
    };
    if size < 4 {
        let found: BTreeSet<Vec<String>> = ways.iter().map(of).collect();
        prop_assert_eq!(found, enough(gets, facts, &free, size), "{} {:?}", text, almost);
    }
    for way in ways {
        prop_assert_eq!(way.changes.len(), size);
        for person in everybody(facts, &way.changes, &vocabulary) {
            let told = || person.iter().map(|(id, fact)| format!("{id}={}", fact.value)).collect::<Vec<_>>();
            prop_assert!(gets(&person), "{} {:?} {:?}", text, way, told());
        }
    }
    // One fact alone: what is wanted of it is exact.
    if size == 1 {
        for attribute in &free {
            for value in domain(attribute) {
                let mut facts = facts.clone();
                facts.insert(&attribute.id, fact(value.clone()));
                let mut changes =
                    ways.iter().flat_map(|way| &way.changes).filter(|change| change.attribute == attribute.id);
                let said = changes.any(|change| admits(&change.wanted, &value));
                prop_assert_eq!(said, gets(&facts), "{} {}={}", text, attribute.id, value);
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn the_ways_are_the_smallest_and_lead_there(
        criteria in prop::collection::vec(condition(), 1..4),
        banded in any::<bool>(),
        picks in picks(),
    ) {
        let rules: Vec<String> = criteria.iter().enumerate()
            .map(|(index, when)| criterion(when).replace("\"one\"", &format!("\"c{index}\""))).collect();
        let Some(policy) = policy(&format!("{}{}", rules.join(""), if banded { BENEFIT } else { "" })) else { return Ok(()) };
        let (facts, text) = (person(&picks), criteria.join(" "));
        let almost = policy.prospect(&facts, TODAY, &vocabulary()).almost;
        // What is tried fact by fact may be left open: a product, a quotient, and a difference of facts among other choices.
        let may_be_open = ["*", "div", " - ", "income", "since"].iter().any(|part| text.contains(part)) || banded;
        let gets = |facts: &Facts| policy.decide(facts, TODAY).0 == Verdict::Eligible;
        hold(&almost, &gets, &policy.attributes(), &facts, may_be_open, &text)?;
    }
}

fn told(values: &[(&str, &str)]) -> Facts {
    let vocabulary = vocabulary();
    let mut facts = Facts::new();
    for (id, text) in values {
        facts.insert(id, fact(vocabulary.attribute(id).unwrap().parse_value(text).unwrap()));
    }
    facts
}

fn ways(when: &str, values: &[(&str, &str)]) -> (Date, Vec<Vec<Sentence>>) {
    let vocabulary = vocabulary();
    match policy(&criterion(when)).unwrap().prospect(&told(values), TODAY, &vocabulary).almost {
        Almost::Ways { from, ways } => {
            let said = |way: &Way| way.changes.iter().map(|change| change.sentence(&vocabulary)).collect();
            (from, ways.iter().map(said).collect())
        }
        other => panic!("{other:?}"),
    }
}

fn named(id: &str) -> Phrase {
    Phrase::Named(Text::new(format!("{id}名"), format!("{id} name")))
}

#[test]
fn a_bound_is_said_as_a_value_and_each_branch_is_a_way() {
    let less =
        Sentence::Compared { left: named("income"), relation: "<".to_owned(), right: Phrase::Money(Money(169_000)) };
    let alone = Sentence::Is { name: Text::new("alone名", "alone name"), wanted: true };
    let known = [("income", "2000.00"), ("alone", "false"), ("cert", "true")];
    assert_eq!(ways("income < 低保标准 and cert", &known), (TODAY, vec![vec![less.clone()]]));
    assert_eq!(ways("income < 低保标准 or alone or not cert", &known).1, [vec![less], vec![alone]]);
}

#[test]
fn nobody_is_told_to_be_older_but_when_it_will_do() {
    let city = Sentence::Compared {
        left: named("city"),
        relation: "==".to_owned(),
        right: Phrase::Code(Text::new("a中", "ae")),
    };
    let known = [("born", "1962-05-03"), ("city", "b")];
    assert_eq!(ways("age(born, today) >= 65 and city == \"a\"", &known), (date(2027, 5, 3), vec![vec![city]]));
    let vocabulary = vocabulary();
    let policy = policy(&criterion("age(born, today) < 60")).unwrap();
    assert_eq!(policy.prospect(&told(&known), TODAY, &vocabulary).almost, Almost::NotByChange);
}

#[test]
fn what_rests_on_another_policy_is_left_open() {
    let policy = policy(&criterion("alone and not entitled(\"other\")")).unwrap();
    let prospect = policy.prospect(&told(&[("alone", "false")]), TODAY, &vocabulary());
    assert_eq!((prospect.almost, prospect.outlook.is_complete), (Almost::CannotSay, false));
}
