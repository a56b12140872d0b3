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

/// Words that somebody writes: a reason, a reply, a question. Signs that nobody sees count as nothing where they stand alone.
///
/// # Errors
/// `missing` where nothing is written; too long for `most` characters.
pub fn words(field: &str, written: &str, most: usize, missing: &str) -> Result<(), FieldError> {
    if is_blank(written) {
        return Err(FieldError::new(field, missing));
    }
    if written.chars().count() > most {
        return Err(FieldError::new(field, "error-text-too-long").with("most", most.to_string()));
    }
    Ok(())
}

/// Whether nobody sees anything written.
pub fn is_blank(written: &str) -> bool {
    written.chars().all(|character| character.is_whitespace() || is_unseen(character))
}

/// Characters without a glyph: controls, and what Unicode lists as `Default_Ignorable_Code_Point`, and the empty Braille cell.
fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}')
        || matches!(character, '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
        || matches!(character, '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}')
        || matches!(character, '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Without spaces and signs that nobody sees, full-width characters read as what they mean. A minus stays: it must not turn
/// into a plus.
pub fn narrow(typed: &str) -> String {
    typed
        .chars()
        .filter(|character| !character.is_whitespace() && !is_unseen(*character))
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
    use super::*;

    #[test]
    fn words_that_nobody_sees_are_missing() {
        for nothing in ["", " ", "\u{200B}", "\u{FEFF}\u{2060}", "\u{3000}\n", "\u{2800}", "\u{E0001}\u{FE0F}"] {
            let missing = words("reason", nothing, 10, "error-reason-missing").err().map(|error| error.code);
            assert_eq!(missing.as_deref(), Some("error-reason-missing"), "{nothing:?}");
        }
        assert_eq!(words("reason", "同意\u{200B}", 10, "error-reason-missing"), Ok(()));
        let long = words("reason", "一二三四五六七八九十一", 10, "error-reason-missing").err();
        assert_eq!(long.map(|error| error.code).as_deref(), Some("error-text-too-long"));
        assert_eq!(narrow("1\u{200B}2\u{FEFF}０"), "120");
    }

    #[test]
    fn what_people_type_is_read_kindly() {
        assert_eq!(normalised(" 138 0000-0000 "), "13800000000");
        assert_eq!(normalised("９９９９９９19000101001x"), "99999919000101001X");
    }
}
