//! The bounds on dates are exact, for every rule, and what needs no fact is worked out.

use super::*;
use crate::{
    calendar::{AgeRule, LeapDayRule, age, months_between},
    fixture::{TODAY, criterion, policy},
};
use jiff::civil::date;
use proptest::{prelude::*, sample::select};

fn met(when: &str) -> Clause {
    policy(&criterion(&format!("({when}) and disability_cert"))).lower(TODAY).map_or(Clause::Any(vec![]), |lowered| {
        match lowered.met {
            Clause::All(mut members) => members.remove(0),
            other => other,
        }
    })
}

#[test]
fn an_age_becomes_a_bound_on_the_date() {
    let cut = Span { lowest: i64::MIN, highest: day::number(date(1961, 11, 23)) };
    let expected = Clause::Within { attribute: 0, kind: Kind::Day, span: cut, inside: true };
    assert_eq!(met("age(dob, today) >= 65"), expected);
    assert_eq!(met("65 <= age(dob, today)"), expected);
}

#[test]
fn what_turns_on_one_date_becomes_a_bound_on_it() {
    for when in [
        "months_between(dob, today) >= 720 + min(div(max(months_between(1964-12-01, dob), 0), 4, up), 36)",
        "days_between(later(dob, 2024-02-29), month_end(today)) < 40",
        "month_start(dob) <= 2024-02-01",
        "age(dob, today) * 12 + 3 > 700",
        "dob < earlier(2024-02-29, today)",
    ] {
        assert!(matches!(met(when), Clause::Within { attribute: 0, kind: Kind::Day, .. }), "{when}: {:?}", met(when));
    }
    // It turns twice, or might not be known on some date.
    for when in ["days_in_month(dob) > 29", "age(dob, today) * 9223372036854775807 > 700"] {
        assert!(matches!(met(when), Clause::Compare(_)), "{when}");
    }
}

#[test]
fn what_needs_no_fact_is_worked_out() {
    assert_eq!(met("(1 + 2 * 3 == 8 or household_size > 1) and 2 == 2"), met("household_size > 1"));
    assert!(matches!(met("household_size * 2 > 4"), Clause::Compare(_)));
}

/// Days around leap days and month ends, and any other.
fn some_day() -> impl Strategy<Value = Date> {
    let edges = vec![date(1960, 2, 29), date(1961, 2, 28), date(1961, 3, 1), date(2000, 2, 29), Date::MIN, Date::MAX];
    prop_oneof![
        select(edges),
        (1900_i16..2100, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day)),
    ]
}

proptest! {
    #[test]
    fn bounds_on_dates_are_exact(
        known in some_day(), asked in some_day(), near in -800_i64..800, lowest in -200_i64..200, wide in 0_i64..30,
        rule in select(AgeRule::ALL), leap in select(LeapDayRule::ALL), open in 0..3,
    ) {
        let span = match open {
            0 => Span { lowest, highest: lowest + wide },
            1 => Span { lowest: i64::MIN, highest: lowest },
            _ => Span { lowest, highest: i64::MAX },
        };
        for other in [asked, day::date((day::number(known) + near).clamp(day::FIRST, day::LAST)).unwrap_or(asked)] {
            let cases = [
                (Function::Age(rule, leap), age(other, known, rule, leap), age(known, other, rule, leap)),
                (Function::MonthsBetween, months_between(other, known), months_between(known, other)),
            ];
            for (function, falling, rising) in cases {
                let on = day::number(known);
                let bounds = steps::falling(span, |from| function.call(from, on));
                prop_assert_eq!(bounds.contains(day::number(other)), span.contains(falling), "{:?} {:?}", function, other);
                let bounds = steps::rising(span, |to| function.call(on, to));
                prop_assert_eq!(bounds.contains(day::number(other)), span.contains(rising), "{:?} {:?}", function, other);
            }
        }
    }
}
