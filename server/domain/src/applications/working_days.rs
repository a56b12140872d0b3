//! Working days of the promised and statutory clocks.
//!
//! Monday to Friday. The State Council's yearly list of public holidays and make-up days is not known to the program
//! yet, so a clock over a holiday promises a day that is too early, never one that is too late.

use jiff::civil::{Date, Weekday};

/// The day on which so many working days after `from` are over; `from` itself does not count.
pub fn add_working_days(from: Date, days: u32) -> Date {
    let mut day = from;
    let mut left = days;
    while left > 0 {
        let Ok(next) = day.tomorrow() else { return day };
        day = next;
        left -= u32::from(is_working_day(day));
    }
    day
}

/// Working days after `from` up to and with `to`; none when `to` is not later.
pub fn working_days_between(from: Date, to: Date) -> u32 {
    let mut day = from;
    let mut days = 0;
    while day < to {
        let Ok(next) = day.tomorrow() else { return days };
        day = next;
        days += u32::from(is_working_day(day));
    }
    days
}

fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn weekends_do_not_count() {
        let friday = date(2026, 11, 20);
        assert_eq!(add_working_days(friday, 1), date(2026, 11, 23));
        assert_eq!(add_working_days(friday, 0), friday);
        assert_eq!(add_working_days(date(2026, 11, 23), 20), date(2026, 12, 21));
        assert_eq!(working_days_between(friday, date(2026, 11, 23)), 1);
        assert_eq!(working_days_between(date(2026, 11, 23), friday), 0);
    }
}
