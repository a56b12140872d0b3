//! Nobody outside of those whom a new day touches has another outcome than on the day before.

use super::*;
use crate::{
    fixture::{
        TODAY, criterion, policy,
        random::{self, CALCULATED, CONDITIONS},
        vocabulary,
    },
    lowered::day,
};
use jiff::civil::date;
use proptest::{prelude::*, sample::select};

#[test]
fn a_fact_touches_only_the_policies_that_depend_on_it() {
    let policies = [policy(&criterion("living_alone")), policy(&criterion("living_alone and disability_cert"))];
    let dependencies = Dependencies::of(&policies);
    assert_eq!(dependencies.on("living_alone"), [0, 1]);
    assert_eq!(dependencies.on("disability_cert"), [1]);
    assert_eq!(dependencies.on("dob"), [0_usize; 0]);
}

#[test]
fn a_birthday_is_the_only_crossing_of_an_age() {
    let policy = policy(&criterion("age(dob, today) >= 65"));
    let (before, after) = (policy.lower(TODAY), policy.lower(date(2026, 11, 24)));
    let (before, after) =
        (before.unwrap_or_else(|error| panic!("{error}")), after.unwrap_or_else(|error| panic!("{error}")));
    let birthday = day::number(date(1961, 11, 24));
    let dates = Span { lowest: birthday, highest: birthday };
    assert_eq!(crossings(&before, &after), Some(vec![Crossing { list: None, attribute: 0, dates }]));
}

proptest! {
    #[test]
    fn only_those_touched_change(
        policy in random::policy([CONDITIONS, CALCULATED].concat()),
        people in prop::collection::vec(random::known(), 1..200),
        before in select(vec![TODAY, date(2024, 2, 28), date(2025, 2, 28), date(2026, 6, 30), date(2023, 12, 31)]),
        days in 1_i64..40,
    ) {
        let Some(policy) = policy else { return Ok(()) };
        let Some(after) = day::date(day::number(before) + days) else { return Ok(()) };
        let (Ok(before), Ok(after)) = (policy.lower(before), policy.lower(after)) else { return Ok(()) };
        let mut columns = Columns::new(&vocabulary());
        for facts in &people {
            columns.push(facts);
        }
        let (old, new) = (columns.decide(&before, NonZeroUsize::MIN), columns.decide(&after, NonZeroUsize::MIN));
        match columns.touched(&before, &after, NonZeroUsize::MIN) {
            Touched::Everybody => {}
            Touched::Rows(touched) => {
                for row in (0..people.len() as u32).filter(|row| !touched.contains(*row)) {
                    prop_assert_eq!((old.verdict(row), old.amount(row)), (new.verdict(row), new.amount(row)));
                }
            }
        }
    }

    #[test]
    fn only_those_touched_change_among_policies_that_refer_to_each_other(
        set in random::set(),
        people in prop::collection::vec(random::known(), 1..100),
        before in select(vec![TODAY, date(2028, 2, 28), date(2026, 12, 31), date(2026, 6, 30)]),
        days in 1_i64..40,
    ) {
        let Some(set) = set else { return Ok(()) };
        let Some(after) = day::date(day::number(before) + days) else { return Ok(()) };
        let (Ok(before), Ok(after)) = (set.lower(before), set.lower(after)) else { return Ok(()) };
        let mut columns = Columns::new(&vocabulary());
        for facts in &people {
            columns.push(facts);
        }
        let touched = columns.touched_set(&before, &after, NonZeroUsize::MIN);
        let (mut old, mut new) = (BTreeMap::new(), BTreeMap::new());
        columns.decide_set(&before, NonZeroUsize::MIN, |id, outcome| _ = old.insert(id.to_owned(), outcome.clone()));
        columns.decide_set(&after, NonZeroUsize::MIN, |id, outcome| _ = new.insert(id.to_owned(), outcome.clone()));
        for (policy, touched) in after.policies.iter().zip(touched) {
            let (Touched::Rows(touched), Some(old), Some(new)) = (touched, old.get(&policy.id), new.get(&policy.id))
            else {
                continue;
            };
            for row in (0..people.len() as u32).filter(|row| !touched.contains(*row)) {
                prop_assert_eq!((old.verdict(row), old.amount(row)), (new.verdict(row), new.amount(row)));
            }
        }
    }
}
