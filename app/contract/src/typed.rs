//! Reading what people typed, kindly: spaces, hyphens, full-width digits and the signs that belong to a value do not
//! matter. The server and the visitor's own device read by the same rules.

use crate::error::FieldError;
use jiff::civil::Date;
use policy::value::Money;
use std::ops::RangeInclusive;

/// The three fields of a date, in their order; their ids are `<id>-year`, `<id>-month`, `<id>-day`.
pub const DATE_PARTS: [&str; 3] = ["year", "month", "day"];

/// Spaces and hyphens do not count, full-width characters are read as what they mean, x is X: identifiers and digits.
pub fn normalised(typed: &str) -> String {
    let kept = narrow(typed).replace('-', "");
    kept.replace('x', "X")
}

/// Without spaces, full-width characters read as what they mean. A minus stays: it must not turn into a plus.
pub fn narrow(typed: &str) -> String {
    typed
        .chars()
        .filter(|character| !character.is_whitespace())
        .map(|character| match character {
            '！'..='～' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
            other => other,
        })
        .collect()
}

/// A date from its three fields, not after a day where there is one.
///
/// # Errors
/// What needs mending, at the field that needs it.
pub fn date(id: &str, values: &[String], not_after: Option<Date>) -> Result<Date, FieldError> {
    // "2024年" in the field for the year is as good as "2024".
    let part = |index: usize| values.get(index).map(|value| normalised(value).replace(['年', '月', '日'], ""));
    let [year, month, day] = [0, 1, 2].map(|index| part(index).unwrap_or_default());
    let at = |index: usize, code: &str| {
        let name = DATE_PARTS.get(index).copied().unwrap_or_default();
        FieldError::new(&format!("{id}-{name}"), code)
    };
    if let Some(index) = [&year, &month, &day].iter().position(|part| part.is_empty()) {
        return Err(at(index, "error-date-part-missing"));
    }
    let year = year.parse::<i16>().ok().filter(|year| (1850..=2150).contains(year));
    let month = month.parse::<i8>().ok().filter(|month| (1..=12).contains(month));
    let date = match (year, month, day.parse::<i8>()) {
        (None, ..) => return Err(at(0, "error-date-impossible")),
        (_, None, _) => return Err(at(1, "error-date-impossible")),
        (Some(year), Some(month), Ok(day)) => Date::new(year, month, day).ok(),
        (Some(_), Some(_), Err(_)) => None,
    };
    match date {
        None => Err(at(2, "error-date-impossible")),
        Some(date) if not_after.is_some_and(|last| date > last) => Err(at(0, "error-date-in-future")),
        Some(date) => Ok(date),
    }
}

/// An amount in yuan, with up to two decimals.
///
/// # Errors
/// What needs mending.
pub fn money(id: &str, typed: &str, within: RangeInclusive<Money>) -> Result<Money, FieldError> {
    let money = Money::parse(&narrow(typed).replace([',', '¥', '￥', '元'], "")).filter(|money| money.0 >= 0);
    let money = money.ok_or_else(|| FieldError::new(id, "error-money"))?;
    match within.contains(&money) {
        true => Ok(money),
        false => Err(out_of_range(id, "error-money-range", within.start(), within.end())),
    }
}

/// A whole number.
///
/// # Errors
/// What needs mending.
pub fn number(id: &str, typed: &str, within: RangeInclusive<i64>) -> Result<i64, FieldError> {
    let number: i64 = narrow(typed).parse().map_err(|_| FieldError::new(id, "error-number"))?;
    match within.contains(&number) {
        true => Ok(number),
        false => Err(out_of_range(id, "error-number-range", within.start(), within.end())),
    }
}

fn out_of_range(id: &str, code: &str, min: &impl ToString, max: &impl ToString) -> FieldError {
    FieldError::new(id, code).with("min", min.to_string()).with("max", max.to_string())
}

#[cfg(test)]
mod tests {
    use super::normalised;

    #[test]
    fn what_people_type_is_read_kindly() {
        assert_eq!(normalised(" 138 0000-0000 "), "13800000000");
        assert_eq!(normalised("９９９９９９19000101001x"), "99999919000101001X");
    }
}
