//! Money, dates and numbers.

use super::Words;
use contract::{display::Language, policies::ShownAmount, residents::ShownValue};
use jiff::{Timestamp, civil::Date, tz};
use policy::document::{AmountUnit, Period};

impl Words {
    /// `180 元`, `1,131.90 元`; `¥180`, `¥1,131.90`. Whole yuan stand without decimals.
    pub fn money(&self, fen: i64) -> String {
        let sign = if fen < 0 { "-" } else { "" };
        let (yuan, rest) = (fen.unsigned_abs() / 100, fen.unsigned_abs() % 100);
        let digits = match rest {
            0 => grouped(yuan),
            rest => format!("{}.{rest:02}", grouped(yuan)),
        };
        match self.language() {
            Language::Chinese => format!("{sign}{digits} 元"),
            Language::English => format!("{sign}¥{digits}"),
        }
    }

    /// `每月 180 元`, `¥180 a month`; `每周 5 小时`, `5 hours a week`.
    pub fn amount(&self, amount: &ShownAmount) -> String {
        let value = match amount.unit {
            AmountUnit::Money => self.money(amount.value),
            AmountUnit::Hours => self.with("amount-hours", &[("hours", &grouped(amount.value.unsigned_abs()))]),
        };
        let key = match amount.period {
            Period::Month => "amount-month",
            Period::Year => "amount-year",
            Period::Once => "amount-once",
            Period::Week => "amount-week",
            Period::Day => "amount-day",
        };
        self.with(key, &[("value", &value)])
    }

    /// `2026 年 11 月 23 日`, `23 November 2026`.
    pub fn date(&self, date: Date) -> String {
        match self.language() {
            Language::Chinese => format!("{} 年 {} 月 {} 日", date.year(), date.month(), date.day()),
            Language::English => format!("{} {} {}", date.day(), month(date.month()), date.year()),
        }
    }

    /// The date with its weekday: `2026 年 11 月 23 日，星期一`, `Monday, 23 November 2026`.
    pub fn day(&self, date: Date) -> String {
        match self.language() {
            Language::Chinese => format!("{}，{}", self.date(date), self.weekday(date)),
            Language::English => format!("{}, {}", self.weekday(date), self.date(date)),
        }
    }

    /// Day and weekday apart, for a calendar leaf: `11 月 23 日` and `星期一`.
    pub fn day_and_weekday(&self, date: Date) -> (String, &'static str) {
        let day = match self.language() {
            Language::Chinese => format!("{} 月 {} 日", date.month(), date.day()),
            Language::English => format!("{} {}", date.day(), month(date.month())),
        };
        (day, self.weekday(date))
    }

    fn weekday(&self, date: Date) -> &'static str {
        const CHINESE: [&str; 7] = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"];
        const ENGLISH: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        let names = match self.language() {
            Language::Chinese => CHINESE,
            Language::English => ENGLISH,
        };
        let index = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default();
        names.get(index).copied().unwrap_or("")
    }

    /// An instant in Shanghai time, to the minute.
    pub fn instant(&self, at: i64) -> String {
        match Timestamp::from_millisecond(at) {
            // Shanghai has had no daylight saving time since 1991.
            Ok(instant) => {
                let local = instant.to_zoned(tz::TimeZone::fixed(tz::offset(8)));
                format!("{} {:02}:{:02}", self.date(local.date()), local.hour(), local.minute())
            }
            Err(_) => String::new(),
        }
    }

    /// A whole number with groups of three digits.
    pub fn number(&self, number: i64) -> String {
        format!("{}{}", if number < 0 { "-" } else { "" }, grouped(number.unsigned_abs()))
    }

    /// A typed value.
    pub fn value(&self, value: &ShownValue) -> String {
        match value {
            ShownValue::Bool(true) => self.say("value-yes"),
            ShownValue::Bool(false) => self.say("value-no"),
            ShownValue::Int(number, None) => self.number(*number),
            ShownValue::Int(number, Some(unit)) => {
                let key = match unit.as_str() {
                    "years" => "value-years",
                    "months" => "value-months",
                    "levels" => "value-levels",
                    "days" => "value-days",
                    "persons" => "value-persons",
                    _ => "value-count",
                };
                self.with(key, &[("number", &self.number(*number))])
            }
            ShownValue::Money(fen) => self.money(*fen),
            ShownValue::Date(date) => self.date(*date),
            ShownValue::Code(text) => self.of(text).to_owned(),
            ShownValue::Text(text) => text.clone(),
        }
    }

    /// Several values in a row.
    pub fn values(&self, values: &[ShownValue]) -> String {
        let separator = match self.language() {
            Language::Chinese => "、",
            Language::English => ", ",
        };
        values.iter().map(|value| self.value(value)).collect::<Vec<_>>().join(separator)
    }
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn month(number: i8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    usize::try_from(number - 1).ok().and_then(|index| NAMES.get(index).copied()).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;
    use jiff::civil::date;

    fn words(language: Language) -> Words {
        Words::new(Display { language, ..Display::default() })
    }

    #[test]
    fn money_and_dates_read_naturally_in_both_languages() {
        let (zh, en) = (words(Language::Chinese), words(Language::English));
        assert_eq!(zh.money(18_000), "180 元");
        assert_eq!(zh.money(113_190), "1,131.90 元");
        assert_eq!(en.money(-113_190), "-¥1,131.90");
        let amount = ShownAmount { value: 18_000, unit: AmountUnit::Money, period: Period::Month };
        assert_eq!(zh.amount(&amount), "每月 180 元");
        assert_eq!(en.amount(&amount), "¥180 a month");
        assert_eq!(zh.day(date(2026, 11, 23)), "2026 年 11 月 23 日，星期一");
        assert_eq!(en.day(date(2026, 11, 23)), "Monday, 23 November 2026");
        assert_eq!(zh.day_and_weekday(date(2026, 11, 29)), ("11 月 29 日".to_owned(), "星期日"));
        assert_eq!(en.day_and_weekday(date(2026, 2, 1)), ("1 February".to_owned(), "Sunday"));
        assert_eq!(zh.instant(0), "1970 年 1 月 1 日 08:00");
    }
}
