//! Ages and months between civil dates.

use crate::words::words;
use jiff::civil::{Date, date};

words! {
    /// When an age counts as reached.
    AgeRule {
        /// On the birthday.
        Birthday = "birthday",
        /// On the day after the birthday.
        DayAfter = "day-after",
    }
}

words! {
    /// When somebody born on 29 February has their birthday in a common year.
    LeapDayRule {
        /// On 28 February.
        Feb28 = "feb-28",
        /// On 1 March.
        Mar1 = "mar-1",
    }
}

/// Whole years of age on a day. Before the birth it is negative by whole years begun.
pub fn age(born: Date, on: Date, age_rule: AgeRule, leap_day_rule: LeapDayRule) -> i64 {
    let birthday = birthday_in(born, on.year(), leap_day_rule);
    let reached = match age_rule {
        AgeRule::Birthday => on >= birthday,
        AgeRule::DayAfter => on > birthday,
    };
    i64::from(on.year()) - i64::from(born.year()) - i64::from(!reached)
}

/// Whole months from one day to another; a month is complete on the same day of the month, or on its last day.
/// Negative when `to` is earlier.
pub fn months_between(from: Date, to: Date) -> i64 {
    let months = (i64::from(to.year()) - i64::from(from.year())) * 12 + i64::from(to.month()) - i64::from(from.month());
    let complete = to.day() >= from.day().min(to.days_in_month());
    match (to >= from, complete) {
        (true, true) => months,
        (true, false) => months - 1,
        (false, _) => -months_between(to, from),
    }
}

fn birthday_in(born: Date, year: i16, rule: LeapDayRule) -> Date {
    let leap_day_born = (born.month(), born.day()) == (2, 29);
    match (leap_day_born && !date(year, 1, 1).in_leap_year(), rule) {
        (true, LeapDayRule::Feb28) => date(year, 2, 28),
        (true, LeapDayRule::Mar1) => date(year, 3, 1),
        (false, _) => date(year, born.month(), born.day()),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail loudly")]
mod tests {
    use super::*;
    use proptest::{prelude::*, sample::select};

    #[test]
    fn an_age_is_reached_on_the_birthday_or_the_day_after() {
        let born = date(1960, 5, 1);
        let years = |on, rule| age(born, on, rule, LeapDayRule::Feb28);
        assert_eq!(years(date(2025, 4, 30), AgeRule::Birthday), 64);
        assert_eq!(years(date(2025, 5, 1), AgeRule::Birthday), 65);
        assert_eq!(years(date(2025, 5, 1), AgeRule::DayAfter), 64);
        assert_eq!(years(date(2025, 5, 2), AgeRule::DayAfter), 65);
    }

    #[test]
    fn a_leap_day_birthday_follows_the_rule() {
        let born = date(1960, 2, 29);
        assert_eq!(age(born, date(2025, 2, 28), AgeRule::Birthday, LeapDayRule::Feb28), 65);
        assert_eq!(age(born, date(2025, 2, 28), AgeRule::Birthday, LeapDayRule::Mar1), 64);
        assert_eq!(age(born, date(2025, 3, 1), AgeRule::Birthday, LeapDayRule::Mar1), 65);
        assert_eq!(age(born, date(2024, 2, 29), AgeRule::Birthday, LeapDayRule::Mar1), 64);
    }

    #[test]
    fn months_count_when_they_are_complete() {
        assert_eq!(months_between(date(2025, 1, 31), date(2025, 2, 27)), 0);
        assert_eq!(months_between(date(2025, 1, 31), date(2025, 2, 28)), 1);
        assert_eq!(months_between(date(2025, 5, 15), date(2026, 5, 14)), 11);
        assert_eq!(months_between(date(2026, 5, 14), date(2025, 5, 15)), -11);
    }

    #[test]
    fn an_age_at_the_turn_of_the_year_and_before_the_birth() {
        let years = |born, on, rule| age(born, on, rule, LeapDayRule::Feb28);
        let (eve, new_year) = (date(1960, 12, 31), date(2026, 1, 1));
        assert_eq!(years(eve, date(2025, 12, 31), AgeRule::Birthday), 65);
        assert_eq!(years(eve, date(2025, 12, 31), AgeRule::DayAfter), 64);
        assert_eq!(years(eve, new_year, AgeRule::DayAfter), 65);
        assert_eq!(years(date(2026, 1, 2), new_year, AgeRule::Birthday), -1);
        assert_eq!(years(new_year, new_year, AgeRule::Birthday), 0);
    }

    fn day() -> impl Strategy<Value = Date> {
        (1900_i16..2100, 1_i8..=12, 1_i8..=31)
            .prop_filter_map("a day of the calendar", |(year, month, day)| Date::new(year, month, day).ok())
    }

    proptest! {
        #[test]
        fn ages_and_months_never_fall_as_time_goes_on(born in day(), on in day(), after in select(AgeRule::ALL), leap in select(LeapDayRule::ALL)) {
            let next = on.tomorrow().unwrap();
            let step = age(born, next, after, leap) - age(born, on, after, leap);
            prop_assert!((0..=1).contains(&step));
            prop_assert!((0..=1).contains(&(months_between(born, next) - months_between(born, on))) || on < born);
            prop_assert_eq!(months_between(born, on), -months_between(on, born));
            prop_assert!(age(born, on, AgeRule::DayAfter, leap) <= age(born, on, AgeRule::Birthday, leap));
        }

        #[test]
        fn every_age_is_reached_once_a_year(born in day(), years in 0_i16..120, after in select(AgeRule::ALL), leap in select(LeapDayRule::ALL)) {
            let first = date(born.year() + years, 1, 1);
            let last = date(born.year() + years + 1, 1, 1);
            prop_assert_eq!(age(born, last, after, leap) - age(born, first, after, leap), 1);
        }
    }
}
