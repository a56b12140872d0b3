//! Money, dates and numbers.

use super::Words;
use contract::{display::Language, format, policies::ShownAmount, residents::ShownValue};
use jiff::{Timestamp, civil::Date, tz};

impl Words {
    /// `180 元`, `1,131.90 元`; `¥180`, `¥1,131.90`. Whole yuan stand without decimals.
    pub fn money(&self, fen: i64) -> String {
        self.language().money(fen)
    }

    /// `每月 180 元`, `¥180 a month`; `每周 5 小时`, `5 hours a week`.
    pub fn amount(&self, amount: &ShownAmount) -> String {
        format::amount(self, amount)
    }

    /// `2026 年 11 月 23 日`, `23 November 2026`.
    pub fn date(&self, date: Date) -> String {
        self.language().date(date)
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
            Language::English => format!("{} {}", date.day(), self.language().month(date.month())),
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
        self.language().number(number)
    }

    /// A typed value.
    pub fn value(&self, value: &ShownValue) -> String {
        format::value(self, value)
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

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;
    use jiff::civil::date;
    use policy::document::{AmountBound, AmountUnit, Period};

    fn words(language: Language) -> Words {
        Words::new(Display { language, ..Display::default() })
    }

    #[test]
    fn amounts_and_days_read_naturally_in_both_languages() {
        let (zh, en) = (words(Language::Chinese), words(Language::English));
        let amount = ShownAmount::exact(18_000, AmountUnit::Money, Period::Month);
        assert_eq!(zh.amount(&amount), "每月 180 元");
        assert_eq!(en.amount(&amount), "¥180 a month");
        for (bound, in_chinese, in_english) in [
            (AmountBound::AtLeast, "每月至少 180 元", "at least ¥180 a month"),
            (AmountBound::AtMost, "每月至多 180 元", "at most ¥180 a month"),
            (AmountBound::About, "每月大约 180 元", "about ¥180 a month"),
        ] {
            let amount = ShownAmount { bound, ..amount };
            assert_eq!((zh.amount(&amount).as_str(), en.amount(&amount).as_str()), (in_chinese, in_english));
        }
        assert_eq!(zh.day(date(2026, 11, 23)), "2026 年 11 月 23 日，星期一");
        assert_eq!(en.day(date(2026, 11, 23)), "Monday, 23 November 2026");
        assert_eq!(zh.day_and_weekday(date(2026, 11, 29)), ("11 月 29 日".to_owned(), "星期日"));
        assert_eq!(en.day_and_weekday(date(2026, 2, 1)), ("1 February".to_owned(), "Sunday"));
        assert_eq!(zh.instant(0), "1970 年 1 月 1 日 08:00");
    }
}
