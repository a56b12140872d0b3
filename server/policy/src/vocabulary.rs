//! The vocabulary: which attributes a city knows of a resident, of which type, and from which department.

mod asking;
mod impossible;
mod read;
mod received;

pub use asking::{AnsweredBy, Plain};
pub use impossible::Impossible;
pub use received::Received;

use crate::{
    problem::Problem,
    text::Text,
    value::{Money, Value},
    words::words,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

words! {
    /// The type of a value.
    ValueType {
        /// Yes or no.
        Bool = "bool",
        /// A whole number.
        Int = "int",
        /// Fen.
        Money = "money",
        /// A civil date.
        Date = "date",
        /// One of a list of codes.
        Code = "code",
        /// Free text.
        Text = "text",
        /// A set: any number of a list of codes.
        Codes = "codes",
        /// A list of people with attributes of their own.
        Members = "members",
    }
}

words! {
    /// How carefully an attribute is shown.
    Sensitivity {
        /// Not about a person's private life.
        Ordinary = "ordinary",
        /// Personal.
        Personal = "personal",
        /// Health, income, and whatever else can hurt.
        Sensitive = "sensitive",
    }
}

/// A source of facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: Text,
}

/// One code of an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// Stable id, as delivered.
    pub id: String,
    /// What it means.
    pub name: Text,
}

/// What whole numbers count.
pub const UNITS: &[&str] = &["years", "months", "levels", "days", "persons", "count"];

/// Most codes of an attribute whose values are sets: a mask of them fits a signed 64-bit number.
pub const MOST_IN_SET: usize = 63;

/// One attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Other names that expressions may use.
    pub aliases: Vec<String>,
    /// The type of its values.
    pub value_type: ValueType,
    /// What a whole number counts: years, months, levels, days, persons, count.
    pub unit: Option<String>,
    /// Id of the department that delivers it.
    pub department: String,
    /// How carefully it is shown.
    pub sensitivity: Sensitivity,
    /// Whether the person can change it.
    pub changeable: bool,
    /// The allowed codes, for [`ValueType::Code`] and [`ValueType::Codes`]. A set has at most [`MOST_IN_SET`] of them;
    /// a code's place in this list is its bit in a mask.
    pub codes: Vec<Code>,
    /// Ids of the attributes that are known of a member, for [`ValueType::Members`].
    pub has: Vec<String>,
    /// How it is asked of the person. Without one, nobody is asked: it cannot be known without the records.
    #[serde(default)]
    pub question: Option<Text>,
    /// Id of an attribute further up that is asked first: whoever says no, none or "I don't know" to it is not asked
    /// this one. A certificate comes before the grade that stands in it.
    #[serde(default)]
    pub question_after: Option<String>,
    /// Answers to other questions that answer this one too, so that nobody is asked it after them.
    #[serde(default)]
    pub answered_by: Vec<AnsweredBy>,
    /// The smallest and the largest whole number that a person can mean; whoever types another one is asked again.
    #[serde(default)]
    pub range: Option<(i64, i64)>,
    /// Values that nobody gives up to get something else: whoever has a family doctor is not told to have none.
    #[serde(default)]
    pub kept: Vec<Plain>,
}

impl Attribute {
    /// Whether the person can come from this value to another one by what people do.
    pub fn can_change_from(&self, value: &Value) -> bool {
        self.changeable && !self.kept.iter().any(|kept| kept.is(value))
    }

    /// A code by its id.
    pub fn code(&self, id: &str) -> Option<&Code> {
        self.codes.iter().find(|code| code.id == id)
    }

    /// The bit of a code in a mask of a set, by its id.
    pub fn bit(&self, id: &str) -> Option<u64> {
        let place = self.codes.iter().position(|code| code.id == id)?;
        u32::try_from(place).ok().and_then(|place| 1_u64.checked_shl(place))
    }

    /// A code by its id or by its name in either language.
    pub fn find_code(&self, name: &str) -> Option<&Code> {
        self.code(name).or_else(|| self.codes.iter().find(|code| code.name.zh == name || code.name.en == name))
    }

    /// Reads the text form of a value, which is what `Display` of [`Value`] prints: `true`, `12`, `75.00`,
    /// `2025-01-01`, a code's id, the ids of a set between commas, or the text itself. `None` when it is not a value of
    /// this attribute, and for lists of members, which have no text form.
    pub fn parse_value(&self, text: &str) -> Option<Value> {
        match self.value_type {
            ValueType::Bool => match text {
                "true" => Some(Value::Bool(true)),
                "false" => Some(Value::Bool(false)),
                _ => None,
            },
            ValueType::Int => text.parse().ok().map(Value::Int),
            ValueType::Money => Money::parse(text).map(Value::Money),
            ValueType::Date => text.parse().ok().map(Value::Date),
            ValueType::Code => self.code(text).map(|code| Value::Code(code.id.clone())),
            ValueType::Text => Some(Value::Text(text.to_owned())),
            ValueType::Codes => {
                let ids = text.split(',').map(str::trim).filter(|id| !id.is_empty());
                ids.map(|id| self.code(id).map(|code| code.id.clone())).collect::<Option<_>>().map(Value::Codes)
            }
            ValueType::Members => None,
        }
    }

    /// Whether a value may stand as this attribute's fact: the right type, for codes known ones, and for members only
    /// what is known of them; [`Vocabulary::accepts`] looks at the values of the members too.
    pub fn accepts(&self, value: &Value) -> bool {
        match (self.value_type, value) {
            (ValueType::Code, Value::Code(id)) => self.code(id).is_some(),
            (ValueType::Codes, Value::Codes(ids)) => ids.iter().all(|id| self.code(id).is_some()),
            (ValueType::Members, Value::Members(members)) => {
                members.iter().all(|member| member.iter().all(|(id, _)| self.has.contains(id)))
            }
            (ValueType::Bool, Value::Bool(_))
            | (ValueType::Int, Value::Int(_))
            | (ValueType::Money, Value::Money(_))
            | (ValueType::Date, Value::Date(_))
            | (ValueType::Text, Value::Text(_)) => true,
            _ => false,
        }
    }
}

/// Departments and attributes of one city.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    departments: Vec<Department>,
    attributes: Vec<Attribute>,
    ids: BTreeMap<String, usize>,
    names: BTreeMap<String, usize>,
    impossible: Impossible,
    received: Received,
}

impl Vocabulary {
    /// Reads a vocabulary document.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of its lines.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        read::read(text)
    }

    /// What was read before: the attributes, and what cannot be so; without departments.
    pub fn of_attributes(attributes: Vec<Attribute>, impossible: Impossible) -> Self {
        let ids = attributes.iter().enumerate().map(|(index, attribute)| (attribute.id.clone(), index)).collect();
        Self {
            departments: Vec::new(),
            attributes,
            ids,
            names: BTreeMap::new(),
            impossible,
            received: Received::default(),
        }
    }

    /// An attribute by its id.
    pub fn attribute(&self, id: &str) -> Option<&Attribute> {
        self.ids.get(id).and_then(|index| self.attributes.get(*index))
    }

    /// An attribute by its id, its name in either language, or an alias.
    pub fn find(&self, name: &str) -> Option<&Attribute> {
        self.attribute(name).or_else(|| self.names.get(name).and_then(|index| self.attributes.get(*index)))
    }

    /// Whether a value may stand as an attribute's fact, the values of members included.
    pub fn accepts(&self, attribute: &Attribute, value: &Value) -> bool {
        let members = match value {
            Value::Members(members) => members.as_slice(),
            _ => &[],
        };
        let known = |(id, value): (&String, &Value)| self.attribute(id).is_some_and(|known| known.accepts(value));
        attribute.accepts(value) && members.iter().all(|member| member.iter().all(known))
    }

    /// All attributes, in the order of the document.
    pub fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// What cannot be so.
    pub fn impossible(&self) -> &Impossible {
        &self.impossible
    }

    /// What people get already by what is known of them.
    pub fn received(&self) -> &Received {
        &self.received
    }

    /// All departments, in the order of the document.
    pub fn departments(&self) -> &[Department] {
        &self.departments
    }

    /// A department by its id.
    pub fn department(&self, id: &str) -> Option<&Department> {
        self.departments.iter().find(|department| department.id == id)
    }

    /// Every id, name and alias that an expression may use.
    pub(crate) fn all_names(&self) -> impl Iterator<Item = &str> {
        self.ids.keys().chain(self.names.keys()).map(String::as_str)
    }
}

#[cfg(test)]
mod tests;
