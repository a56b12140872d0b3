//! Civil dates as numbers of days since 1970-01-01 (negative before), in the proleptic Gregorian calendar.

use jiff::civil::Date;

/// The number of the first date there is: -9999-01-01.
pub const FIRST: i64 = -4_371_587;
/// The number of the last date there is: 9999-12-31.
pub const LAST: i64 = 2_932_896;

/// Days in 400 years.
const ERA: i64 = 146_097;
/// From 0000-03-01, where eras begin, to 1970-01-01.
const EPOCH: i64 = 719_468;

/// The number of a date.
pub fn number(date: Date) -> i64 {
    let (month, day) = (i64::from(date.month()), i64::from(date.day()));
    // Years begin in March, so that the leap day is the last.
    let year = i64::from(date.year()) - i64::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * ERA + of_era * 365 + of_era / 4 - of_era / 100 + day_of_year - EPOCH
}

/// The date of a number; `None` outside of [`FIRST`] to [`LAST`].
pub fn date(number: i64) -> Option<Date> {
    let days = number.checked_add(EPOCH)?;
    let (era, of_era) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]

    use super::*;

    #[test]
    fn every_day_has_its_number() {
        assert_eq!(number(jiff::civil::date(1970, 1, 1)), 0);
        assert_eq!((number(Date::MIN), number(Date::MAX)), (FIRST, LAST));
        let mut day = Date::MIN;
        for expected in FIRST..=LAST {
            assert_eq!((number(day), date(expected)), (expected, Some(day)));
            day = day.tomorrow().unwrap_or(day);
        }
        assert_eq!((date(FIRST - 1), date(LAST + 1), date(i64::MAX)), (None, None, None));
        assert_eq!(date(number(Date::new(2024, 2, 29).unwrap())).unwrap().to_string(), "2024-02-29");
    }
}
