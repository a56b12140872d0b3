//! Money, dates and numbers as each language writes them.

use crate::{display::Language, policies::ShownAmount, residents::ShownValue};
use jiff::civil::Date;
use policy::{
    document::{AmountBound, AmountUnit, Period},
    text::Text,
};

/// Where messages come from: Fluent on the server, a list of them on the visitor's own device.
pub trait Wording {
    /// The language of the page.
    fn language(&self) -> Language;

    /// A message with arguments that are already words.
    fn with(&self, key: &str, arguments: &[(&str, &str)]) -> String;

    /// A message without arguments.
    fn say(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A document's text.
    fn of<'a>(&self, text: &'a Text) -> &'a str {
        self.language().of(text)
    }
}

/// `每月 180 元`, `¥180 a month`; `每周 5 小时`, `5 hours a week`; `每月至少 180 元`, `at least ¥180 a month`.
pub fn amount(wording: &dyn Wording, amount: &ShownAmount) -> String {
    let value = counted(wording, amount.unit, amount.value);
    wording.with(period_key(amount.period), &[("value", &bounded(wording, amount.bound, &value))])
}

/// What several amounts of one unit and period reach from and to: `每月 75 元到 600 元`; nothing where they are of several, or
/// where one of them is not known exactly.
pub fn amount_range(wording: &dyn Wording, amounts: &[ShownAmount]) -> Option<String> {
    let first = amounts.first()?;
    let is_alike =
        |one: &ShownAmount| (one.unit, one.period, one.bound) == (first.unit, first.period, AmountBound::Exact);
    if !amounts.iter().all(is_alike) {
        return None;
    }
    let values = || amounts.iter().map(|one| one.value);
    let (least, most) = (values().min()?, values().max()?);
    if least == most {
        return Some(amount(wording, first));
    }
    let [least, most] = [least, most].map(|value| counted(wording, first.unit, value));
    let range = wording.with("amount-range", &[("least", &least), ("most", &most)]);
    Some(wording.with(period_key(first.period), &[("value", &bounded(wording, AmountBound::Exact, &range))]))
}

fn counted(wording: &dyn Wording, unit: AmountUnit, value: i64) -> String {
    let language = wording.language();
    match unit {
        AmountUnit::Money => language.money(value),
        AmountUnit::Hours => wording.with("amount-hours", &[("hours", &language.number(value))]),
    }
}

fn period_key(period: Period) -> &'static str {
    match period {
        Period::Month => "amount-month",
        Period::Year => "amount-year",
        Period::Once => "amount-once",
        Period::Week => "amount-week",
        Period::Day => "amount-day",
    }
}

/// Something said of an amount, with how near it is to what will be paid.
pub fn bounded(wording: &dyn Wording, bound: AmountBound, value: &str) -> String {
    let key = match bound {
        AmountBound::Exact => "amount-exact",
        AmountBound::AtLeast => "amount-at-least",
        AmountBound::AtMost => "amount-at-most",
        AmountBound::About => "amount-about",
    };
    wording.with(key, &[("value", value)])
}

/// A typed value.
pub fn value(wording: &dyn Wording, value: &ShownValue) -> String {
    let language = wording.language();
    match value {
        ShownValue::Bool(true) => wording.say("value-yes"),
        ShownValue::Bool(false) => wording.say("value-no"),
        ShownValue::Int(number, None) => language.number(*number),
        ShownValue::Int(number, Some(unit)) => {
            let key = match unit.as_str() {
                "years" => "value-years",
                "months" => "value-months",
                "levels" => "value-levels",
                "days" => "value-days",
                "persons" => "value-persons",
                _ => "value-count",
            };
            wording.with(key, &[("number", &language.number(*number))])
        }
        ShownValue::Money(fen) => language.money(*fen),
        ShownValue::Date(date) => language.date(*date),
        ShownValue::Code(text) => language.of(text).to_owned(),
        ShownValue::Text(text) => text.clone(),
    }
}

impl Language {
    /// `180 元`, `1,131.90 元`; `¥180`, `¥1,131.90`. Whole yuan stand without decimals.
    pub fn money(self, fen: i64) -> String {
        let sign = if fen < 0 { "-" } else { "" };
        let (yuan, rest) = (fen.unsigned_abs() / 100, fen.unsigned_abs() % 100);
        let digits = match rest {
            0 => grouped(yuan),
            rest => format!("{}.{rest:02}", grouped(yuan)),
        };
        match self {
            Self::Chinese => format!("{sign}{digits} 元"),
            Self::English => format!("{sign}¥{digits}"),
        }
    }

    /// `2026 年 11 月 23 日`, `23 November 2026`.
    pub fn date(self, date: Date) -> String {
        match self {
            Self::Chinese => format!("{} 年 {} 月 {} 日", date.year(), date.month(), date.day()),
            Self::English => format!("{} {} {}", date.day(), self.month(date.month()), date.year()),
        }
    }

    /// A month's name; Chinese months are numbers.
    pub fn month(self, number: i8) -> String {
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
        match self {
            Self::Chinese => number.to_string(),
            Self::English => {
                let name = usize::try_from(number - 1).ok().and_then(|index| NAMES.get(index));
                name.copied().unwrap_or_default().to_owned()
            }
        }
    }

    /// A whole number with groups of three digits.
    pub fn number(self, number: i64) -> String {
        format!("{}{}", if number < 0 { "-" } else { "" }, grouped(number.unsigned_abs()))
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn money_and_dates_read_naturally_in_both_languages() {
        let (zh, en) = (Language::Chinese, Language::English);
        assert_eq!(zh.money(18_000), "180 元");
        assert_eq!(zh.money(113_190), "1,131.90 元");
        assert_eq!(en.money(-113_190), "-¥1,131.90");
        assert_eq!(zh.date(date(2026, 11, 23)), "2026 年 11 月 23 日");
        assert_eq!(en.date(date(2026, 11, 23)), "23 November 2026");
        assert_eq!((zh.number(-1_234_567), en.number(12)), ("-1,234,567".to_owned(), "12".to_owned()));
    }
}
