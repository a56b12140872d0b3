#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use super::{WORKING_DAYS, WorkingDays};
use jiff::civil::date;

fn city() -> WorkingDays {
    WorkingDays::parse(WORKING_DAYS).unwrap()
}

#[test]
fn weekends_do_not_count() {
    let (days, friday) = (city(), date(2026, 11, 20));
    assert_eq!(days.add(friday, 1), date(2026, 11, 23));
    assert_eq!(days.add(friday, 0), friday);
    assert_eq!(days.add(date(2026, 11, 23), 20), date(2026, 12, 21));
    assert_eq!(days.between(friday, date(2026, 11, 23)), 1);
    assert_eq!(days.between(date(2026, 11, 23), friday), 0);
}

#[test]
fn holidays_do_not_count_and_make_up_days_do() {
    let days = city();
    // 8 February 2025, a Saturday, was worked for the Spring Festival.
    assert_eq!(days.add(date(2025, 2, 5), 10), date(2025, 2, 18));
    // 1 January 2027 is a holiday by law.
    assert_eq!(days.add(date(2026, 11, 28), 30), date(2027, 1, 11));
    // National Day of 2026, from a worked Sunday to a worked Saturday.
    assert_eq!(days.between(date(2026, 9, 19), date(2026, 9, 20)), 1);
    assert_eq!(days.add(date(2026, 9, 30), 1), date(2026, 10, 8));
    assert_eq!(days.between(date(2026, 10, 9), date(2026, 10, 10)), 1);
    // The days between two ends and the end after so many days are one count.
    for promised in 0..60 {
        let end = days.add(date(2026, 9, 1), promised);
        assert_eq!(days.between(date(2026, 9, 1), end), promised);
    }
}

#[test]
fn every_announced_year_has_as_many_days_off_as_the_law_gives_it() {
    let days = city();
    // Weekdays off, less the weekend days worked for them: the law's holidays that fall on weekdays or are moved to them.
    for (year, more_days_off) in [(2024, 11), (2025, 13), (2026, 13)] {
        let last = date(year - 1, 12, 31);
        let worked = days.between(last, date(year, 12, 31));
        let weekdays = (1..=12)
            .flat_map(|month| {
                date(year, month, 1).series(jiff::Span::new().days(1)).take_while(move |day| day.month() == month)
            })
            .filter(|day| !matches!(day.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday))
            .count();
        assert_eq!(u32::try_from(weekdays).unwrap() - worked, more_days_off, "{year}");
    }
}

#[test]
fn a_clock_into_a_year_that_is_not_announced_says_which() {
    let days = city();
    assert_eq!(days.unannounced_year(date(2026, 11, 28), date(2026, 12, 31)), None);
    assert_eq!(days.unannounced_year(date(2026, 11, 28), date(2027, 1, 11)), Some(2027));
    assert_eq!(days.unannounced_year(date(2028, 2, 1), date(2028, 3, 1)), Some(2028));
}

#[test]
fn a_document_that_cannot_be_true_is_refused() {
    let document = |holidays: &str, make_up_days: &str| {
        let text = format!(
            "[every_year]\nsource = \"law\"\nholidays = [\"01-01\"]\n[[year]]\nyear = 2026\nannounced = true\n\
             source = \"notice\"\nholidays = [{holidays}]\nmake_up_days = [{make_up_days}]\n"
        );
        WorkingDays::parse(&text)
    };
    let holiday = "{ name = \"元旦\", from = \"2026-01-01\", to = \"2026-01-03\" }";
    assert!(document(holiday, "\"2026-01-04\"").is_ok());
    for (holidays, make_up_days) in [
        ("{ name = \"元旦\", from = \"2026-01-03\", to = \"2026-01-01\" }", ""),
        ("{ name = \"元旦\", from = \"2025-12-31\", to = \"2026-01-03\" }", ""),
        (holiday, "\"2026-01-05\""),
        (holiday, "\"2026-01-03\""),
        (holiday, "\"2027-01-02\""),
        (holiday, "\"2026-02-30\""),
    ] {
        assert!(document(holidays, make_up_days).is_err(), "{holidays} {make_up_days}");
    }
}
