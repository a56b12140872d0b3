//! A date, from three boxes or from one line.

use super::{
    numeral::{figure, numeral},
    signs::{closed_up, plain},
};
use crate::error::FieldError;
use jiff::civil::Date;
use std::ops::RangeInclusive;

/// The three fields of a date, in their order; their ids are `<id>-year`, `<id>-month`, `<id>-day`.
pub const DATE_PARTS: [&str; 3] = ["year", "month", "day"];

/// Years that people mean.
const YEARS: RangeInclusive<i16> = 1850..=2150;

/// A date from its three fields, not after a day where there is one. A field may say more than its own part (2026年3月5日 in
/// the field of the year), as long as no other field says otherwise.
///
/// # Errors
/// What needs mending, at the field that needs it.
pub fn date(id: &str, values: &[String], not_after: Option<Date>) -> Result<Date, FieldError> {
    let at = |index: usize, code: &str| {
        let name = DATE_PARTS.get(index).copied().unwrap_or_default();
        FieldError::new(&format!("{id}-{name}"), code)
    };
    let mut said = [None; 3];
    for (index, typed) in values.iter().enumerate().take(DATE_PARTS.len()) {
        let parts = parts(typed, index).map_err(|unread| at(index, unread.code()))?;
        for (known, part) in said.iter_mut().zip(parts) {
            if known.is_some() && part.is_some() && *known != part {
                return Err(at(index, "error-date-differs"));
            }
            *known = known.or(part);
        }
    }
    let (year, month, day) = match said {
        [Some(year), Some(month), Some(day)] => (year, month, day),
        _ => {
            let first = said.iter().position(Option::is_none).unwrap_or_default();
            return Err(at(first, "error-date-part-missing"));
        }
    };
    if !YEARS.contains(&year) {
        return Err(at(0, "error-date-impossible"));
    }
    if !(1..=12).contains(&month) {
        return Err(at(1, "error-date-impossible"));
    }
    match civil(year, month, day) {
        None => Err(at(2, "error-date-impossible")),
        Some(date) if not_after.is_some_and(|last| date > last) => Err(at(0, "error-date-in-future")),
        Some(date) => Ok(date),
    }
}

/// A date on one line: 2026-03-05, 2026年3月5日, 5 March 2026. None where a part of it is missing or unclear.
pub fn day(typed: &str) -> Option<Date> {
    match parts(typed, 0) {
        Ok([Some(year), Some(month), Some(day)]) if YEARS.contains(&year) => civil(year, month, day),
        _ => None,
    }
}

fn civil(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Year, month and day, where they are said.
type Parts = [Option<i16>; 3];

/// Why a field cannot be read.
enum Unread {
    /// It can be read in several ways, or in none.
    Unclear,
    /// Its day is one of the lunar calendar.
    Lunar,
}

impl Unread {
    fn code(&self) -> &'static str {
        match self {
            Self::Unclear => "error-date-unclear",
            Self::Lunar => "error-date-lunar",
        }
    }
}

/// Words of the lunar calendar.
const LUNAR: [&str; 11] = ["农历", "阴历", "旧历", "農曆", "正月", "冬月", "腊月", "初", "闰", "廿", "lunar"];
/// What says of a date that it is one of the common calendar.
const COMMON: [&str; 4] = ["公历", "阳历", "公元", "新历"];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// What a field says. `own` is the part that it asks for: a figure alone is that.
fn parts(typed: &str, own: usize) -> Result<Parts, Unread> {
    let text = plain(typed).to_ascii_lowercase();
    if LUNAR.iter().any(|word| text.contains(word)) {
        return Err(Unread::Lunar);
    }
    let text = COMMON.iter().fold(text.as_str(), |text, word| text.strip_prefix(word).unwrap_or(text)).trim();
    let read = if text.is_empty() {
        Some([None; 3])
    } else if text.contains(['年', '月', '日', '号', '號']) {
        labelled(&text.replace(' ', ""))
    } else if text.contains(|character: char| character.is_ascii_lowercase()) {
        with_month_name(text)
    } else {
        figures(&closed_up(text), own)
    };
    read.ok_or(Unread::Unclear)
}

/// 2026年3月5日, or a part of it. A figure behind the last word is the next part.
fn labelled(text: &str) -> Option<Parts> {
    let mut said = [None; 3];
    let mut rest = text;
    if let Some((year, behind)) = rest.split_once('年') {
        (said[0], rest) = (Some(year_of(year)?), behind);
    }
    if let Some((month, behind)) = rest.split_once('月') {
        let month = if month == "元" { 1 } else { small(month)? };
        (said[1], rest) = (Some(month), behind.strip_prefix('份').unwrap_or(behind));
    }
    if let Some((day, behind)) = rest.split_once(['日', '号', '號']) {
        (said[2], rest) = (Some(small(day)?), behind);
    } else if !rest.is_empty() {
        let next = said.iter().rposition(Option::is_some).map_or(3, |last| last + 1);
        (*said.get_mut(next)?, rest) = (Some(small(rest)?), "");
    }
    rest.is_empty().then_some(said)
}

/// 5 March 2026, Mar 5, Mar.
fn with_month_name(text: &str) -> Option<Parts> {
    let mut said = [None; 3];
    for word in text.split([' ', ',', '.', '-', '/']).filter(|word| !word.is_empty() && *word != "of") {
        let month = MONTHS.iter().position(|month| *month == word || (word == "sept" && *month == "september"));
        let month = month.or_else(|| MONTHS.iter().position(|month| word.len() == 3 && month.starts_with(word)));
        let figures = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        let (part, value) = match (month, word.len()) {
            (Some(month), _) => (1, i16::try_from(month + 1).ok()?),
            (None, 4) if figures.len() == 4 => (0, year_of(word)?),
            (None, _) => (2, small(figures)?),
        };
        let said = said.get_mut(part)?;
        if said.is_some() {
            return None;
        }
        *said = Some(value);
    }
    Some(said)
}

/// 2026-3-5, 2026.3, 20260305, or the one part that was asked for.
fn figures(text: &str, own: usize) -> Option<Parts> {
    let groups: Vec<&str> = text.split(['-', '.', '/', ' ']).collect();
    match groups.as_slice() {
        [whole] if whole.len() == 8 && whole.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some([Some(year_of(&whole[..4])?), Some(small(&whole[4..6])?), Some(small(&whole[6..])?)])
        }
        [part] => {
            let mut said = [None; 3];
            *said.get_mut(own)? = Some(if own == 0 { year_of(part)? } else { small(part)? });
            Some(said)
        }
        // Which of two or three short groups is the day, nobody knows: only a year in front tells.
        [year, month] => Some([Some(year_of(year)?), Some(small(month)?), None]),
        [year, month, day] => Some([Some(year_of(year)?), Some(small(month)?), Some(small(day)?)]),
        _ => None,
    }
}

/// A year in four figures.
fn year_of(text: &str) -> Option<i16> {
    let figures: Option<String> =
        text.chars().map(|character| digit(character.to_digit(10).or_else(|| figure(character)))).collect();
    figures.filter(|figures| figures.len() == 4)?.parse().ok()
}

fn digit(value: Option<u32>) -> Option<char> {
    value.and_then(|value| char::from_digit(value, 10))
}

/// A month or a day: one or two figures, or a number in characters.
fn small(text: &str) -> Option<i16> {
    let is_short = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_short { text.parse().ok() } else { i16::try_from(numeral(text)?).ok().filter(|number| *number < 100) }
}
