//! Values of the command line, and what is said of one that cannot be used.

use crate::words::{say, with};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use contract::identity::Role;
use jiff::civil::Date;
use policy::sql::Dialect;
use std::{fmt::Display, ops::RangeInclusive, str::FromStr};

/// Reads a day as people write it.
pub(super) fn day(typed: &str) -> Result<Date, String> {
    contract::typed::day(typed).ok_or_else(|| say("cli-day"))
}

/// Reads a whole number in a range, as people write it.
pub(super) fn whole<N>(range: RangeInclusive<N>) -> impl Fn(&str) -> Result<N, String> + Clone + Send + Sync + 'static
where
    N: FromStr + TryFrom<i64> + PartialOrd + Display + Clone + Send + Sync + 'static,
{
    move |typed| {
        let written = contract::typed::number("", typed, i64::MIN..=i64::MAX).ok();
        // What is greater than that has figures alone.
        let number = written.and_then(|number| N::try_from(number).ok()).or_else(|| typed.parse().ok());
        let number = number.filter(|number| range.contains(number));
        number.ok_or_else(|| with("cli-number", &[("least", range.start()), ("most", range.end())]))
    }
}

/// Reads what somebody who works here may do.
pub(super) fn role() -> impl TypedValueParser<Value = Role> {
    let roles = Role::ALL.iter().filter(|role| **role != Role::Resident).map(|role| role.as_str());
    one_of(roles, Role::from_text)
}

/// Reads a dialect of SQL.
pub(super) fn dialect() -> impl TypedValueParser<Value = Dialect> {
    one_of(Dialect::ALL.iter().map(|dialect| dialect.as_str()), Dialect::parse)
}

/// One of several words; the help and a refusal list them all.
fn one_of<T: Clone + Send + Sync + 'static>(
    words: impl Iterator<Item = &'static str>,
    read: fn(&str) -> Option<T>,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(words.collect::<Vec<_>>())
        .try_map(move |word| read(&word).ok_or_else(|| say("cli-refused-otherwise")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_however_it_is_written() {
        let residents = whole(1..=5_000_000_u64);
        for written in ["1200", "1,200", "１２００", "1\u{200B}200", "1 200", "一千二百"] {
            assert_eq!(residents(written), Ok(1_200), "{written:?}");
        }
        for asked_again in ["0", "-1", "1,20", "1.5", "", "9223372036854775807"] {
            assert!(residents(asked_again).is_err(), "{asked_again:?}");
        }
        assert_eq!(whole(0..=u64::MAX)("18446744073709551615"), Ok(u64::MAX));
    }
}
