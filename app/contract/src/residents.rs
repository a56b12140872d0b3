//! Facts about a resident, as people see them.

use crate::disputes::DisputeRow;
use jiff::civil::Date;
use policy::{text::Text, value::Value, vocabulary::Attribute};
use serde::{Deserialize, Serialize};

/// A typed value with the words of the vocabulary; `app` formats it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ShownValue {
    /// Yes or no.
    Bool(bool),
    /// A whole number, with its unit id from the vocabulary (`years`, `months`, `levels`, `days`, `persons`, `count`).
    Int(i64, Option<String>),
    /// Fen.
    Money(i64),
    /// A civil date.
    Date(Date),
    /// The name of a code.
    Code(Text),
    /// Free text, escaped when shown.
    Text(String),
}

impl ShownValue {
    /// A value with the words of its attribute, where the vocabulary knows it.
    pub fn of(known: Option<&Attribute>, value: &Value) -> Self {
        match value {
            Value::Bool(value) => Self::Bool(*value),
            Value::Int(value) => Self::Int(*value, known.and_then(|known| known.unit.clone())),
            Value::Money(value) => Self::Money(value.0),
            Value::Date(value) => Self::Date(*value),
            Value::Code(id) => Self::Code(code_name(known, id)),
            Value::Codes(ids) => {
                let names: Vec<Text> = ids.iter().map(|id| code_name(known, id)).collect();
                let joined =
                    |name: fn(&Text) -> &str, sign: &str| names.iter().map(name).collect::<Vec<_>>().join(sign);
                Self::Code(Text::new(joined(|name| &name.zh, "、"), joined(|name| &name.en, ", ")))
            }
            // How many there are; who they are is not for this page.
            Value::Members(members) => {
                Self::Int(i64::try_from(members.len()).unwrap_or(i64::MAX), Some("persons".to_owned()))
            }
            Value::Text(text) => Self::Text(text.clone()),
        }
    }
}

fn code_name(attribute: Option<&Attribute>, id: &str) -> Text {
    attribute.and_then(|known| known.code(id)).map_or_else(|| Text::same(id), |code| code.name.clone())
}

/// One fact: what is known, who said so, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactView {
    /// Attribute id of the vocabulary.
    pub attribute: String,
    /// The attribute's name.
    pub name: Text,
    /// None when the city does not know it.
    pub value: Option<ShownValue>,
    /// The department that delivered it, or that would.
    pub department: Text,
    /// As of which day.
    pub as_of: Option<Date>,
    /// Delivery number (provenance).
    pub delivery: Option<String>,
}

/// `/data`: everything the city knows about the person, by department.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataPage {
    /// Facts grouped by department, in the order of the vocabulary.
    pub departments: Vec<DepartmentFacts>,
    /// What the person said is wrong, newest first.
    pub disputes: Vec<DisputeRow>,
}

/// The facts that one department delivered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentFacts {
    /// The department's name.
    pub department: Text,
    /// Its facts.
    pub facts: Vec<FactView>,
}
