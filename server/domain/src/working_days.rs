//! Working days of the promised and statutory clocks: Monday to Friday, without the public holidays and with the make-up
//! days that the State Council's General Office announces for each year.

mod document;
#[cfg(test)]
mod tests;

use jiff::civil::{Date, Weekday};
use std::collections::BTreeSet;

pub use document::WORKING_DAYS;

/// Which days of which years are worked.
#[derive(Clone, Debug)]
pub struct WorkingDays {
    /// Months and days that are a holiday in every year.
    every_year: BTreeSet<(i8, i8)>,
    /// Holidays of single years.
    holidays: BTreeSet<Date>,
    /// Weekend days that are worked.
    make_up_days: BTreeSet<Date>,
    /// Years whose holidays are announced.
    announced: BTreeSet<i16>,
}

impl WorkingDays {
    /// The day on which so many working days after `from` are over; `from` itself does not count.
    pub fn add(&self, from: Date, days: u32) -> Date {
        let mut day = from;
        let mut left = days;
        while left > 0 {
            let Ok(next) = day.tomorrow() else { return day };
            day = next;
            left -= u32::from(self.is_worked(day));
        }
        day
    }

    /// Working days after `from` up to and with `to`; none when `to` is not later.
    pub fn between(&self, from: Date, to: Date) -> u32 {
        let mut day = from;
        let mut days = 0;
        while day < to {
            let Ok(next) = day.tomorrow() else { return days };
            day = next;
            days += u32::from(self.is_worked(day));
        }
        days
    }

    /// The first year up to and with this day, from `from` on, whose holidays are not announced yet: the day may move.
    pub fn unannounced_year(&self, from: Date, to: Date) -> Option<i16> {
        (from.year()..=to.year()).find(|year| !self.announced.contains(year))
    }

    fn is_worked(&self, day: Date) -> bool {
        if self.make_up_days.contains(&day) {
            return true;
        }
        let is_weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        // The notice of an announced year names every holiday of it, those of the law among them.
        let is_lawful = !self.announced.contains(&day.year()) && self.every_year.contains(&(day.month(), day.day()));
        !is_weekend && !is_lawful && !self.holidays.contains(&day)
    }
}
