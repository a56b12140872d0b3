//! Values, and facts: values that somebody delivered on some day.

mod member;

pub use member::Member;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

/// Money in fen (hundredths of a yuan). Never a float.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(pub i64);

impl Money {
    /// Reads yuan with up to two decimals: `1690`, `1690.5`, `-3.20`.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (yuan, fen) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(yuan) || !plain(fen) || fen.len() > 2 {
            return None;
        }
        let fen: i64 = format!("{fen:0<2}").parse().ok()?;
        let total = yuan.parse::<i64>().ok()?.checked_mul(100)?.checked_add(fen)?;
        Some(Self(if negative { -total } else { total }))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(formatter, "{sign}{}.{:02}", self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100)
    }
}

/// A typed value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Fen.
    Money(Money),
    /// A civil date.
    Date(Date),
    /// The id of a code in the attribute's list.
    Code(String),
    /// Free text.
    Text(String),
    /// The ids of those codes of the attribute's list that apply. The empty set says that none does.
    Codes(BTreeSet<String>),
    /// The members of a list, each with what is known of them. The empty list says that there are none.
    Members(Vec<Member>),
}

impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => write!(formatter, "{value}"),
            Self::Int(value) => write!(formatter, "{value}"),
            Self::Money(value) => write!(formatter, "{value}"),
            Self::Date(value) => write!(formatter, "{value}"),
            Self::Code(value) | Self::Text(value) => formatter.write_str(value),
            Self::Codes(codes) => {
                for (index, code) in codes.iter().enumerate() {
                    write!(formatter, "{}{code}", if index == 0 { "" } else { "," })?;
                }
                Ok(())
            }
            // Other people's facts are never printed.
            Self::Members(members) => write!(formatter, "{}", members.len()),
        }
    }
}

/// A value, who delivered it, as of which day, and under which delivery number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The value. Personal: `Debug` prints `***`.
    pub value: Value,
    /// Department id of the vocabulary.
    pub department: Arc<str>,
    /// As of which day it holds.
    pub as_of: Date,
    /// Delivery number: the provenance.
    pub delivery: Arc<str>,
}

impl fmt::Debug for Fact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Fact")
            .field("value", &"***")
            .field("department", &self.department)
            .finish_non_exhaustive()
    }
}

/// Everything known about one resident, by attribute id.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Facts(BTreeMap<String, Fact>);

impl Facts {
    /// Nothing known.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a fact; a later one for the same attribute replaces an earlier one.
    pub fn insert(&mut self, attribute: &str, fact: Fact) {
        self.0.insert(attribute.to_owned(), fact);
    }

    /// The fact for an attribute.
    pub fn get(&self, attribute: &str) -> Option<&Fact> {
        self.0.get(attribute)
    }

    /// All facts in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Fact)> {
        self.0.iter()
    }

    /// How many are known.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Only the names of the attributes are printed.
impl fmt::Debug for Facts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_reads_yuan_and_prints_it_back() {
        for (text, fen) in [("1690.00", 169_000), ("75", 7_500), ("0.5", 50), ("-3.20", -320)] {
            assert_eq!(Money::parse(text), Some(Money(fen)), "{text}");
        }
        for bad in ["", ".", "1.", "1.234", "1e3", "１", "--1", "99999999999999999999"] {
            assert_eq!(Money::parse(bad), None, "{bad}");
        }
        assert_eq!(Money(-320).to_string(), "-3.20");
    }
}
