//! Ages and months between civil dates.

use crate::{expression::typed::Boundary, lowered::day, words::words};
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

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

/// How ages are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgeRules {
    /// When an age is reached.
    pub age_rule: AgeRule,
    /// When somebody born on 29 February has their birthday.
    pub leap_day_rule: LeapDayRule,
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

/// Days from one day to another: 0 on the same day, negative when `to` is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    day::number(to) - day::number(from)
}

/// The same day so many months later (earlier when negative), or the last day of that month where it has no such day.
/// `None` outside the calendar.
pub fn months_later(from: Date, months: i64) -> Option<Date> {
    let months = (i64::from(from.year()) * 12 + i64::from(from.month()) - 1).checked_add(months)?;
    let year = i16::try_from(months.div_euclid(12)).ok()?;
    let first = Date::new(year, i8::try_from(months.rem_euclid(12) + 1).ok()?, 1).ok()?;
    Date::new(year, first.month(), from.day().min(first.days_in_month())).ok()
}

/// The day at an edge of the month or the year of a day.
pub fn boundary(boundary: Boundary, of: Date) -> Date {
    match boundary {
        Boundary::MonthStart => of.first_of_month(),
        Boundary::MonthEnd => of.last_of_month(),
        Boundary::YearStart => of.first_of_year(),
        Boundary::YearEnd => of.last_of_year(),
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
mod tests {
    use super::*;

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
    fn a_day_that_a_month_lacks_is_its_last() {
        assert_eq!(months_later(date(2025, 1, 31), 1), Some(date(2025, 2, 28)));
        assert_eq!(months_later(date(2024, 2, 29), -12), Some(date(2023, 2, 28)));
        assert_eq!(months_later(date(2024, 11, 30), 2), Some(date(2025, 1, 30)));
        assert_eq!((months_later(Date::MAX, 1), months_later(Date::MIN, i64::MIN)), (None, None));
        assert_eq!(days_between(date(2024, 2, 28), date(2024, 3, 1)), 2);
    }
}
