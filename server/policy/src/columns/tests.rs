//! Columns agree with the scalar evaluation on both sets and on amounts.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use super::*;
use crate::{
    decision::{AmountValue, KnownAmount, Verdict},
    document::{AmountBound, Policy},
    fixture::{
        TODAY, criterion, fact, facts, policy,
        random::{self, CALCULATED, CONDITIONS},
        vocabulary,
    },
    lowered::{Unsupported, day},
    set::Settled,
    value::{Money, Value},
};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::num::NonZeroUsize;

fn columns(people: &[Facts]) -> Columns {
    let mut columns = Columns::new(&vocabulary());
    for facts in people {
        columns.push(facts);
    }
    columns
}

/// What the columns say about every row, in the words of the scalar evaluation.
fn decided(outcome: &Outcome, rows: usize) -> Vec<(Verdict, Option<i64>)> {
    (0..rows).map(|row| row as u32).map(|row| (outcome.verdict(row), outcome.amount(row))).collect()
}

fn settled_as(settled: &Settled) -> (Verdict, Option<i64>) {
    (settled.decision.verdict, settled.decision.amount.map(|amount| number(amount.value)))
}

fn number(amount: AmountValue) -> i64 {
    match amount {
        AmountValue::Money(Money(fen)) => fen,
        AmountValue::Hours(hours) => hours,
    }
}

fn scalar(policy: &Policy, people: &[Facts], on: Date) -> Vec<(Verdict, Option<i64>)> {
    people
        .iter()
        .map(|facts| policy.decide(facts, on))
        .map(|(verdict, amount)| (verdict, amount.map(|amount| number(amount.value))))
        .collect()
}

/// How near the amount of every row is to what is paid, exact where there is none.
fn bounds(found: &[(AmountBound, RoaringBitmap)], rows: usize) -> Vec<AmountBound> {
    let of_row = |row: usize| found.iter().find(|(_, rows)| rows.contains(row as u32)).map(|(bound, _)| *bound);
    (0..rows).map(|row| of_row(row).unwrap_or_default()).collect()
}

fn scalar_bounds(policy: &Policy, people: &[Facts], on: Date) -> Vec<AmountBound> {
    let bound = |amount: KnownAmount| amount.bound;
    people.iter().map(|facts| policy.decide(facts, on).1.map(bound).unwrap_or_default()).collect()
}

fn agree(policy: &Policy, people: &[Facts], on: Date) -> Result<(), TestCaseError> {
    let columns = columns(people);
    let lowered = policy.lower(on).map_err(|error: Unsupported| TestCaseError::fail(error.to_string()))?;
    let expected = scalar(policy, people, on);
    for threads in [1, 3].map(|threads| NonZeroUsize::new(threads).unwrap_or(NonZeroUsize::MIN)) {
        let outcome = columns.decide(&lowered, threads);
        prop_assert_eq!(&decided(&outcome, people.len()), &expected);
        prop_assert!(outcome.yes.is_disjoint(&outcome.undetermined));
        prop_assert_eq!(
            bounds(&columns.bounds(&lowered, &outcome, &Others::default(), threads), people.len()),
            scalar_bounds(policy, people, on)
        );
        let amounts = expected.iter().filter_map(|(_, amount)| amount.map(i128::from));
        prop_assert_eq!(outcome.amounts.sum(), amounts.sum::<i128>());
    }
    let rows: Vec<u32> = (0..people.len() as u32).rev().step_by(3).collect();
    let some = decided(&columns.decide_rows(&lowered, &rows), rows.len());
    let expected: Vec<_> = rows.iter().map(|row| expected[*row as usize]).collect();
    prop_assert_eq!(some, expected);
    Ok(())
}

proptest! {
    #[test]
    fn columns_agree_with_the_scalar_evaluation(
        policy in random::policy([CONDITIONS, CALCULATED].concat()),
        people in prop::collection::vec(random::known(), 1..150),
        on in prop::sample::select(vec![TODAY, date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1)]),
    ) {
        if let Some(policy) = policy {
            agree(&policy, &people, on)?;
        }
    }

    #[test]
    fn policies_that_refer_to_each_other_agree_with_the_scalar_evaluation(
        set in random::set(),
        people in prop::collection::vec(random::known(), 1..100),
        on in prop::sample::select(vec![TODAY, date(2026, 2, 28), date(2028, 2, 29), date(2027, 3, 1)]),
    ) {
        let Some(set) = set else { return Ok(()) };
        let lowered = set.lower(on).map_err(|(id, error)| TestCaseError::fail(format!("{id}: {error}")))?;
        let expected: Vec<Vec<Settled>> = people.iter().map(|facts| set.evaluate(facts, on)).collect();
        let rows: Vec<u32> = (0..people.len() as u32).rev().step_by(3).collect();
        let (mut whole, mut some) = (BTreeMap::new(), BTreeMap::new());
        let (columns, two) = (columns(&people), NonZeroUsize::new(2).unwrap_or(NonZeroUsize::MIN));
        columns.decide_set(&lowered, two, |id, outcome| _ = whole.insert(id.to_owned(), decided(outcome, people.len())));
        let last = [lowered.policies.len() - 1];
        columns.decide_set_rows(&lowered, &last, &rows, |id, outcome| {
            some.insert(id.to_owned(), decided(outcome, rows.len()));
        });
        for (id, outcome) in whole {
            let of = |settled: &Vec<Settled>| settled.iter().find(|settled| settled.policy == id).map(settled_as).unwrap();
            let expected: Vec<_> = expected.iter().map(of).collect();
            prop_assert_eq!(&outcome, &expected, "{}", &id);
            if let Some(some) = some.get(&id) {
                prop_assert_eq!(some, &rows.iter().map(|row| expected[*row as usize]).collect::<Vec<_>>(), "{}", &id);
            }
        }
    }

    #[test]
    fn a_changed_fact_is_as_good_as_a_fresh_one(
        before in prop::collection::vec(random::known(), 1..80),
        after in prop::collection::vec(random::known(), 80),
        policy in random::policy(CONDITIONS.to_vec()),
    ) {
        let vocabulary = vocabulary();
        let mut columns = columns(&before);
        for (row, facts) in after.iter().take(before.len()).enumerate() {
            for attribute in vocabulary.attributes() {
                prop_assert!(columns.set(row, &attribute.id, facts.get(&attribute.id).map(|fact| &fact.value)));
            }
        }
        if let Some(lowered) = policy.as_ref().and_then(|policy| policy.lower(TODAY).ok()) {
            let outcome = columns.decide(&lowered, NonZeroUsize::MIN);
            prop_assert_eq!(outcome, self::columns(&after[..before.len()]).decide(&lowered, NonZeroUsize::MIN));
        }
    }
}

#[test]
fn rows_beyond_one_slice_keep_their_places() {
    let (yes, no, open) = (facts(&[("living_alone", "true")]), facts(&[("living_alone", "false")]), Facts::new());
    let rows = 600_001;
    let mut columns = Columns::new(&vocabulary());
    for row in 0..rows {
        columns.push(match row % 7 {
            0 => &yes,
            3 => &open,
            _ => &no,
        });
    }
    let lowered = policy(&criterion("living_alone")).lower(TODAY);
    let outcome = lowered.map(|lowered| columns.decide(&lowered, NonZeroUsize::new(2).unwrap_or(NonZeroUsize::MIN)));
    let outcome = outcome.unwrap_or_else(|error| panic!("{error}"));
    assert!(outcome.yes.iter().eq((0..rows).step_by(7)));
    assert!(outcome.undetermined.iter().eq((3..rows).step_by(7)));
}

#[test]
fn a_ladder_of_bands_is_climbed_as_the_scalar_evaluation_does() {
    let ladder = "[benefit]\nkind = \"cash\"\nperiod = \"month\"\nunit = \"money\"\nuncovered = \"undetermined\"\nby = \"age(dob, today)\"\n\
                  [[benefit.band]]\nfrom = 65\nto = 70\namount = \"75.00\"\n[[benefit.band]]\nfrom = 70\nto = 71\namount = \
                  \"1元 - 2元\"\n[[benefit.band]]\nfrom = 71\nto = 120\namount = \"350.00\"\n";
    let policy = policy(&format!("{}{ladder}", criterion("living_alone")));
    let people: Vec<Facts> = (0..70_000_i64)
        .map(|row| {
            let born = day::date(day::number(date(1900, 1, 1)) + row % 45_000).unwrap();
            let mut facts = Facts::new();
            if row % 11 > 0 {
                facts.insert("dob", fact(Value::Date(born)));
            }
            if row % 11 != 1 {
                facts.insert("living_alone", fact(Value::Bool(row % 3 > 0)));
            }
            facts
        })
        .collect();
    agree(&policy, &people, TODAY).unwrap();
}

#[test]
fn columns_of_unlike_length_are_refused() {
    let columns = [("a".to_owned(), Column::bools([None])), ("b".to_owned(), Column::numbers([None, Some(1)]))];
    assert_eq!(Columns::from_columns(columns).err(), Some(OtherLength { expected: 1, found: 2 }));
}

#[test]
fn numbers_take_the_bytes_that_their_range_needs() {
    let bytes = |numbers: Vec<i64>| Column::numbers(numbers.into_iter().map(Some)).bits_per_row() / 8;
    assert_eq!(bytes((0..256).collect()), 1);
    assert_eq!(bytes((-40_000..20_000).rev().collect()), 2);
    assert_eq!(bytes(vec![0, 65_536]), 4);
    assert_eq!(bytes(vec![i64::MIN, i64::MAX]), 8);
}
