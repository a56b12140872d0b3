//! One member of a list: a person of the household, a child, somebody who is cared for.

use super::Value;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

/// What is known of one member, by attribute id. Its provenance is that of the list.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Member(BTreeMap<String, Value>);

impl Member {
    /// The value of an attribute.
    pub fn get(&self, attribute: &str) -> Option<&Value> {
        self.0.get(attribute)
    }

    /// Adds a value; a later one for the same attribute replaces an earlier one.
    pub fn insert(&mut self, attribute: &str, value: Value) {
        self.0.insert(attribute.to_owned(), value);
    }

    /// All values in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.0.iter()
    }
}

impl FromIterator<(String, Value)> for Member {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

/// Only the names of the attributes are printed.
impl fmt::Debug for Member {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}
