//! An amount in yuan.

use super::{
    number::{grouped, out_of_range},
    numeral::{figure, numeral},
    signs::closed_up,
};
use crate::error::FieldError;
use policy::value::Money;
use std::ops::RangeInclusive;

/// An amount in yuan, with up to two decimals: `1200`, `¥1,200.50`, `1.2万`, `3元5角`, `一千二百元`. A single comma before
/// one or two figures is a decimal comma; everywhere else commas and spaces part thousands, or it is asked again.
///
/// # Errors
/// What needs mending: no amount; one whose decimals cannot be told from its thousands; one out of range.
pub fn money(id: &str, typed: &str, within: RangeInclusive<Money>) -> Result<Money, FieldError> {
    let text = closed_up(typed).to_ascii_lowercase();
    let money = amount(&text).ok_or_else(|| {
        let only_separators_are_wrong = text.bytes().any(|byte| byte.is_ascii_digit())
            && (text.contains([' ', ',']) || text.matches('.').count() > 1)
            && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b' '));
        FieldError::new(id, if only_separators_are_wrong { "error-money-separators" } else { "error-money" })
    })?;
    match within.contains(&money) {
        true => Ok(money),
        false => Err(out_of_range(id, "error-money-range", within.start(), within.end())),
    }
}

/// Signs that stand before an amount.
const BEFORE: [&str; 4] = ["人民币", "rmb", "cny", "¥"];
/// Words for yuan behind an amount.
const YUAN: [&str; 6] = ["元", "块", "圆", "yuan", "rmb", "cny"];

fn amount(text: &str) -> Option<Money> {
    let text = BEFORE.iter().fold(text, |text, sign| text.strip_prefix(sign).unwrap_or(text));
    let Some((yuan, below)) = YUAN.iter().find_map(|word| text.split_once(word)) else { return decimal(text) };
    let below = below.strip_prefix('钱').unwrap_or(below);
    if ["", "整", "正", "。"].contains(&below) {
        return decimal(yuan);
    }
    let whole = whole(yuan)?;
    Some(Money(whole.checked_mul(100)?.checked_add(jiao_and_fen(below)?)?))
}

/// What stands behind 元: `5`, `50`, `5角`, `5角2分`, `5分`.
fn jiao_and_fen(below: &str) -> Option<i64> {
    let value = |character: &char| character.to_digit(10).or_else(|| figure(*character)).map(i64::from);
    let signs: Vec<char> = below.chars().collect();
    let (jiao, fen) = match signs.as_slice() {
        [jiao] | [jiao, '角' | '毛'] => (value(jiao)?, 0),
        [zero, fen, '分'] if value(zero) == Some(0) => (0, value(fen)?),
        [fen, '分'] => (0, value(fen)?),
        [jiao, '角' | '毛', fen] | [jiao, '角' | '毛', fen, '分'] => (value(jiao)?, value(fen)?),
        [jiao, fen] => (value(jiao)?, value(fen)?),
        _ => return None,
    };
    Some(jiao * 10 + fen)
}

/// Whole yuan, in figures or characters.
fn whole(text: &str) -> Option<i64> {
    numeral(text).or_else(|| grouped(text))
}

/// Yuan with decimals, perhaps counted in ten thousands.
fn decimal(text: &str) -> Option<Money> {
    if let Some(yuan) = numeral(text) {
        return Some(Money(yuan * 100));
    }
    // A full stop of a Chinese keyboard between figures is the point that was meant.
    let text = text.replace('。', ".");
    let (figures, places) = match text.strip_suffix('万') {
        Some(figures) => (figures, 6),
        None => text.strip_suffix('千').map_or((text.as_str(), 2), |figures| (figures, 5)),
    };
    let (yuan, fraction) = match figures.split_once('.') {
        Some((yuan, fraction)) => (yuan, fraction),
        None => match figures.split_once(',') {
            Some((yuan, fraction)) if (1..=2).contains(&fraction.len()) => (yuan, fraction),
            _ => (figures, "0"),
        },
    };
    let is_plain = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    if !is_plain || fraction.len() > places {
        return None;
    }
    let fraction: i64 = format!("{fraction:0<places$}").parse().ok()?;
    let worth = 10_i64.checked_pow(u32::try_from(places).ok()?)?;
    Some(Money(grouped(yuan)?.checked_mul(worth)?.checked_add(fraction)?))
}
