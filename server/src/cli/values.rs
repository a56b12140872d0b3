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

/// Reads a whole number in a range.
pub(super) fn whole<N>(range: RangeInclusive<N>) -> impl Fn(&str) -> Result<N, String> + Clone + Send + Sync + 'static
where
    N: FromStr + PartialOrd + Display + Clone + Send + Sync + 'static,
{
    move |typed| {
        let number = typed.parse().ok().filter(|number| range.contains(number));
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
