//! Parameters: amounts and numbers that the city sets, with their history by date.

pub(crate) mod read;

use crate::{problem::Problem, text::Text, value::Value};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One value and the days on which it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedValue {
    /// First day.
    #[serde(with = "crate::wire::day")]
    pub from: Date,
    /// Last day, where it ends before the next value begins.
    #[serde(with = "crate::wire::optional_day")]
    pub to: Option<Date>,
    /// The value: money or a whole number.
    #[serde(with = "crate::wire::amount")]
    pub value: Value,
    /// Where it was read.
    #[serde(skip)]
    pub source: Option<String>,
}

/// One parameter with its history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// Stable id.
    pub id: String,
    /// Its name; expressions may use the Chinese one.
    pub name: Text,
    /// Other names that expressions may use.
    #[serde(skip)]
    pub aliases: Vec<String>,
    /// Whether its values are money (otherwise whole numbers).
    pub is_money: bool,
    /// Its values, by first day ascending.
    pub values: Vec<DatedValue>,
}

impl Parameter {
    /// The value that holds on a day.
    pub fn value_on(&self, on: Date) -> Option<&Value> {
        let after = self.values.partition_point(|dated| dated.from <= on);
        let dated = self.values.get(after.checked_sub(1)?)?;
        dated.to.is_none_or(|last| on <= last).then_some(&dated.value)
    }

    /// The first day between two days (both included, the second open) on which there is no value.
    pub(crate) fn first_day_without_value(&self, from: Date, to: Option<Date>) -> Option<Date> {
        let mut day = from;
        loop {
            if to.is_some_and(|last| day > last) {
                return None;
            }
            let after = self.values.partition_point(|dated| dated.from <= day);
            let Some(dated) = after.checked_sub(1).and_then(|index| self.values.get(index)) else { return Some(day) };
            match (dated.to, self.values.get(after)) {
                (Some(last), _) if last < day => return Some(day),
                (Some(last), Some(next)) if next.from > last => day = last.tomorrow().ok()?,
                (_, Some(next)) => day = next.from,
                (Some(last), None) => day = last.tomorrow().ok()?,
                (None, None) => return None,
            }
        }
    }
}

/// A set of parameters.
#[derive(Clone, Debug, Default)]
pub struct Parameters {
    parameters: Vec<Parameter>,
}

impl Parameters {
    /// Reads a parameter document.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of its lines.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        read::read(text)
    }

    /// The value of a parameter on a day, by its id.
    pub fn value_on(&self, id: &str, on: Date) -> Option<Value> {
        self.parameters.iter().find(|parameter| parameter.id == id)?.value_on(on).cloned()
    }

    /// A parameter by its id, its name in either language, or an alias.
    pub fn find(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.id == name).or_else(|| {
            self.parameters.iter().find(|parameter| {
                parameter.name.zh == name
                    || parameter.name.en == name
                    || parameter.aliases.iter().any(|alias| alias == name)
            })
        })
    }

    /// All parameters, in the order of the document.
    pub fn iter(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter()
    }
}

#[cfg(test)]
mod tests;
