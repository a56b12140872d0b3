//! Every row of `corpus.tsv` is read as it says.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use super::{date, day, identity_number, money, name, number, telephone, user_name};
use crate::error::FieldError;
use jiff::civil::Date;
use policy::value::Money;
use std::collections::BTreeMap;

const CORPUS: &str = include_str!("corpus.tsv");
const TODAY: Date = jiff::civil::date(2026, 11, 23);

/// One row: type, what is typed, value or question.
pub(super) fn rows() -> Vec<(&'static str, String, &'static str)> {
    let rows = CORPUS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|row| match row.split('\t').collect::<Vec<_>>().as_slice() {
        [kind, typed, expected] => (*kind, written(typed), *expected),
        _ => panic!("three columns: {row}"),
    })
    .collect()
}

/// With characters in place of their numbers.
fn written(escaped: &str) -> String {
    let mut parts = escaped.split("\\u{");
    let mut written = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, rest) = part.split_once('}').unwrap();
        written.push(char::from_u32(u32::from_str_radix(number, 16).unwrap()).unwrap());
        written += rest;
    }
    written.replace("\\t", "\t").replace("\\n", "\n")
}

/// What a reader makes of it: the value as text, or `?` and the key of the question.
pub(super) fn read(kind: &str, typed: &str) -> String {
    let asked = |error: FieldError| format!("?{}", error.code);
    let none = || "?".to_owned();
    match kind {
        "money" => money("q", typed, Money(i64::MIN)..=Money(i64::MAX)).map_or_else(asked, |value| value.to_string()),
        "number" => number("q", typed, i64::MIN..=i64::MAX).map_or_else(asked, |value| value.to_string()),
        "date" => {
            let values: Vec<String> = typed.split('|').map(str::to_owned).collect();
            assert_eq!(values.len(), 3, "{typed}");
            date("q", &values, None).map_or_else(asked, |value| value.to_string())
        }
        "day" => day(typed).map_or_else(none, |value| value.to_string()),
        "telephone" => telephone("q", typed).unwrap_or_else(asked),
        "identity-number" => identity_number("q", typed, TODAY).unwrap_or_else(asked),
        "name" => name(typed).unwrap_or_else(none),
        "user-name" => Some(user_name(typed)).filter(|name| !name.is_empty()).unwrap_or_else(none),
        other => panic!("no such type: {other}"),
    }
}

#[test]
fn every_way_to_write_has_its_value_or_its_question() {
    let rows = rows();
    let wrong: Vec<String> = rows
        .iter()
        .map(|(kind, typed, expected)| (kind, typed, written(expected), read(kind, typed)))
        .filter(|(.., expected, read)| expected != read)
        .map(|(kind, typed, expected, read)| format!("{kind} {typed:?}: {read}, not {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    rows.iter().for_each(|(kind, ..)| *counts.entry(kind).or_default() += 1);
    assert!(rows.len() >= 300 && counts.values().all(|count| *count >= 15), "{counts:?}");
}

#[test]
fn no_row_stands_twice() {
    let mut rows = rows();
    rows.sort_unstable();
    let twice: Vec<_> = rows.windows(2).filter(|two| (two[0].0, &two[0].1) == (two[1].0, &two[1].1)).collect();
    assert!(twice.is_empty(), "{twice:?}");
}
