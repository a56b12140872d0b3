//! Facts about a resident, as people see them.

use jiff::civil::Date;
use policy::text::Text;
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
}

/// The facts that one department delivered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentFacts {
    /// The department's name.
    pub department: Text,
    /// Its facts.
    pub facts: Vec<FactView>,
}
