//! A whole number: how many people, months, times.

use super::{numeral::numeral, signs::closed_up};
use crate::error::FieldError;
use std::ops::RangeInclusive;

/// A whole number: `3`, `1,200`, `３`, `三`, `3个`. Words that count something else than the question does (3 年 where months
/// are asked) are asked again.
///
/// # Errors
/// What needs mending: no whole number; one out of range.
pub fn number(id: &str, typed: &str, within: RangeInclusive<i64>) -> Result<i64, FieldError> {
    let number = whole(&closed_up(typed)).ok_or_else(|| FieldError::new(id, "error-number"))?;
    match within.contains(&number) {
        true => Ok(number),
        false => Err(out_of_range(id, "error-number-range", within.start(), within.end())),
    }
}

/// Words behind a number that count one by one, whatever is counted.
const COUNTERS: [&str; 9] = ["个人", "口人", "个", "人", "口", "位", "名", "次", "级"];

fn whole(text: &str) -> Option<i64> {
    let text = COUNTERS.iter().find_map(|word| text.strip_suffix(word)).unwrap_or(text);
    if let Some(number) = numeral(text) {
        return Some(number);
    }
    match text.strip_prefix('-') {
        Some(figures) => grouped(figures).map(|number| -number),
        None => grouped(text.strip_prefix('+').unwrap_or(text)),
    }
}

/// Figures, all in one or parted in threes by commas or by spaces.
pub(super) fn grouped(text: &str) -> Option<i64> {
    let separator = if text.contains(',') { ',' } else { ' ' };
    let groups: Vec<&str> = text.split(separator).collect();
    let are_figures = groups.iter().all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
    let are_thousands = match groups.as_slice() {
        [_] => true,
        [first, rest @ ..] => first.len() <= 3 && !first.starts_with('0') && rest.iter().all(|group| group.len() == 3),
        [] => false,
    };
    (are_figures && are_thousands).then(|| groups.concat().parse().ok())?
}

pub(super) fn out_of_range(id: &str, code: &str, min: &impl ToString, max: &impl ToString) -> FieldError {
    FieldError::new(id, code).with("min", min.to_string()).with("max", max.to_string())
}
