//! What a tab keeps of a visit, so that the way back from a policy finds the results again: the places that were shown, and
//! the answers, a line each. It never leaves the tab.

use super::{Place, Shown, Visit};
use contract::entitlement::Wanted;
use jiff::civil::Date;
use policy::{
    value::{Money, Value},
    vocabulary::{Attribute, ValueType},
};

/// Minutes for which answers are kept after the last one.
pub const MINUTES: i64 = 30;

/// Names of places that are no question.
const BEGINNING: &str = "-";
const RESULTS: &str = "=";

impl Visit {
    /// The visit as a text. Nothing where nothing was answered.
    pub fn kept(&self) -> Option<String> {
        if self.answers.is_empty() {
            return None;
        }
        let places = self.places.iter().map(|place| match place {
            Place::Beginning | Place::Erased | Place::Expired => BEGINNING,
            Place::Question(id) => id,
            Place::Results => RESULTS,
        });
        let mut text = places.collect::<Vec<_>>().join(" ");
        for (id, value) in self.answers.iter() {
            text.push_str(&format!("\n{id}={}", value.map(written).unwrap_or_default()));
        }
        Some(text)
    }

    /// Takes a visit up again where the browser's history stands, or with the next question. What the rules do not ask any
    /// more is left out; without an answer there is nothing to take up.
    pub fn resume(&mut self, kept: &str, place: Option<usize>) -> Option<Shown> {
        let (places, answers) = kept.split_once('\n')?;
        for (id, text) in answers.lines().filter_map(|line| line.split_once('=')) {
            let Some(attribute) = self.vocabulary.attribute(id).filter(|attribute| attribute.is_asked()) else {
                continue;
            };
            match (text, read(attribute, text)) {
                ("", _) => self.answers.tell(id, None),
                (_, Some(value)) => self.answers.tell(id, Some(value)),
                (_, None) => {}
            }
        }
        if self.answers.is_empty() {
            return None;
        }
        self.places = places
            .split(' ')
            .map(|place| match place {
                BEGINNING => Place::Beginning,
                RESULTS => Place::Results,
                id => Place::Question(id.to_owned()),
            })
            .collect();
        Some(match place.filter(|place| *place < self.places.len()) {
            Some(place) => self.again(place),
            None => self.open(&Wanted::Next),
        })
    }
}

/// A value by whole numbers alone: printing and reading dates and decimals takes more room than everything else here.
fn written(value: &Value) -> String {
    match value {
        Value::Bool(true) => "1".to_owned(),
        Value::Bool(false) => "0".to_owned(),
        Value::Int(number) | Value::Money(Money(number)) => number.to_string(),
        Value::Date(date) => format!("{} {} {}", date.year(), date.month(), date.day()),
        Value::Code(text) => text.clone(),
        // Never asked.
        Value::Text(_) | Value::Codes(_) | Value::Members(_) => String::new(),
    }
}

fn read(attribute: &Attribute, text: &str) -> Option<Value> {
    match attribute.value_type {
        ValueType::Bool => Some(Value::Bool(text == "1")),
        ValueType::Int => text.parse().ok().map(Value::Int),
        ValueType::Money => text.parse().ok().map(|fen| Value::Money(Money(fen))),
        ValueType::Date => {
            let mut parts = text.split(' ');
            let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
            Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok().map(Value::Date)
        }
        ValueType::Code => attribute.code(text).map(|code| Value::Code(code.id.clone())),
        ValueType::Text | ValueType::Codes | ValueType::Members => None,
    }
}
