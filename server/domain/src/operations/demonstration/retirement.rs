//! When somebody may retire: the step-by-step rise of the retirement age from 2025-01 (decision of the National People's
//! Congress Standing Committee of 2024-09-13).

use super::marginals::Sex;
use jiff::{ToSpan, civil::Date};

/// The age that held before the rise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OldAge {
    /// Men.
    Sixty,
    /// Women in management and technical posts.
    FiftyFive,
    /// Other women.
    Fifty,
}

impl OldAge {
    /// Men at 60; women at 55 or 50 by their post.
    pub(super) fn of(sex: Sex, in_management: bool) -> Self {
        match (sex, in_management) {
            (Sex::Male, _) => Self::Sixty,
            (Sex::Female, true) => Self::FiftyFive,
            (Sex::Female, false) => Self::Fifty,
        }
    }

    /// Years, one month later for each so many months, at most so many months later.
    fn rule(self) -> (i64, i64, i64) {
        match self {
            Self::Sixty => (60, 4, 36),
            Self::FiftyFive => (55, 4, 36),
            Self::Fifty => (50, 2, 60),
        }
    }
}

/// First day of the month of retirement.
pub(super) fn retires(born: Date, old_age: OldAge) -> Date {
    let (years, step, most) = old_age.rule();
    let month = born.first_of_month().saturating_add(years.years());
    let since = (i64::from(month.year()) - 2025) * 12 + i64::from(month.month());
    let delay = if since <= 0 { 0 } else { ((since + step - 1) / step).min(most) };
    month.saturating_add(delay.months())
}

/// Whole months from this month to the month of retirement; 0 when it has come.
pub(super) fn months_to_retirement(born: Date, old_age: OldAge, today: Date) -> i64 {
    let month = retires(born, old_age);
    let months =
        (i64::from(month.year()) - i64::from(today.year())) * 12 + i64::from(month.month()) - i64::from(today.month());
    months.max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_published_examples_come_out() {
        for (old_age, born, month) in [
            (OldAge::Sixty, date(1964, 12, 9), date(2024, 12, 1)),
            (OldAge::Sixty, date(1965, 1, 31), date(2025, 2, 1)),
            (OldAge::Sixty, date(1967, 5, 1), date(2028, 1, 1)),
            (OldAge::Sixty, date(1972, 12, 1), date(2034, 12, 1)),
            (OldAge::Sixty, date(1983, 2, 1), date(2046, 2, 1)),
            (OldAge::FiftyFive, date(1974, 10, 1), date(2031, 1, 1)),
            (OldAge::Fifty, date(1969, 1, 1), date(2019, 1, 1)),
            (OldAge::Fifty, date(1976, 6, 1), date(2027, 3, 1)),
            (OldAge::Fifty, date(1984, 11, 1), date(2039, 11, 1)),
        ] {
            assert_eq!(retires(born, old_age), month, "{born}");
        }
        assert_eq!(months_to_retirement(date(1966, 12, 5), OldAge::Sixty, date(2026, 11, 23)), 7);
    }
}
