//! Columns: one policy for all residents at once.
//!
//! [`Columns`] holds each attribute of all residents by itself, in as few bytes as its values need. [`Columns::decide`]
//! walks over it in blocks of 4,096 rows, in several threads, and answers two disjoint compressed bitmaps, *yes* and
//! *undetermined* (everybody else is a no), and the amounts of the yeses. [`Columns::decide_set`] does so for policies that
//! refer to each other. Both agree with [`crate::evaluate`] and [`crate::set`] on every row.
//!
//! A set of codes is a mask of bits in the order of the vocabulary's list. The members of a list are columns of their own,
//! where those of one resident stand one after another.

mod ahead;
mod amounts;
mod bits;
mod block;
mod bound;
mod column;
mod compare;
mod gather;
mod ladder;
mod lists;
mod members;
mod open;
mod others;
mod packed;
mod run;
mod set;
mod values;

pub use amounts::Amounts;
pub use column::Column;
pub use others::Others;

use crate::{
    value::{Facts, Value},
    vocabulary::{Attribute, Vocabulary},
};
use roaring::RoaringBitmap;
use std::collections::BTreeMap;

/// Rows that are evaluated together.
pub const BLOCK: usize = 4096;

/// Attributes of many residents (at most 4,294,967,295), by attribute id.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    columns: BTreeMap<String, Column>,
    rows: usize,
}

/// Who gets it. Rows that stand in neither bitmap do not.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Those who are eligible.
    pub yes: RoaringBitmap,
    /// Those of whom a fact is missing, or whose amount cannot be worked out.
    pub undetermined: RoaringBitmap,
    /// What the eligible get, in the order of the rows.
    pub amounts: Amounts,
}

/// A column has another number of rows than the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a column of {found} rows among columns of {expected}")]
pub struct OtherLength {
    /// Rows of the others.
    pub expected: usize,
    /// Its rows.
    pub found: usize,
}

impl Columns {
    /// Columns for every attribute of a vocabulary, without rows.
    pub fn new(vocabulary: &Vocabulary) -> Self {
        Self::of(vocabulary.attributes(), vocabulary)
    }

    /// Columns for some attributes, without rows.
    pub fn of<'a>(attributes: impl IntoIterator<Item = &'a Attribute>, vocabulary: &Vocabulary) -> Self {
        let columns = attributes.into_iter();
        let columns = columns.map(|attribute| (attribute.id.clone(), Column::new(attribute, vocabulary))).collect();
        Self { columns, rows: 0 }
    }

    /// Columns that were made one by one.
    ///
    /// # Errors
    /// They are not of one length.
    pub fn from_columns(columns: impl IntoIterator<Item = (String, Column)>) -> Result<Self, OtherLength> {
        let columns: BTreeMap<String, Column> = columns.into_iter().collect();
        let rows = columns.values().next().map_or(0, Column::rows);
        match columns.values().find(|column| column.rows() != rows) {
            Some(column) => Err(OtherLength { expected: rows, found: column.rows() }),
            None => Ok(Self { columns, rows }),
        }
    }

    /// Adds a resident and answers their row. Facts that have no column are left out.
    pub fn push(&mut self, facts: &Facts) -> usize {
        self.push_values(|attribute| facts.get(attribute).map(|fact| &fact.value))
    }

    /// Adds a row of the values of attributes.
    fn push_values<'v>(&mut self, value: impl Fn(&str) -> Option<&'v Value>) -> usize {
        for (attribute, column) in &mut self.columns {
            column.push(value(attribute));
        }
        self.rows += 1;
        self.rows - 1
    }

    /// Changes one fact of one resident; `false` when there is no such column or row.
    pub fn set(&mut self, row: usize, attribute: &str, value: Option<&Value>) -> bool {
        self.columns.get_mut(attribute).is_some_and(|column| column.set(row, value))
    }

    /// How many residents.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// One column.
    pub fn column(&self, attribute: &str) -> Option<&Column> {
        self.columns.get(attribute)
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        self.columns.values().map(Column::bytes).sum()
    }

    /// The attributes that have a column.
    fn ids(&self) -> impl Iterator<Item = &str> {
        self.columns.keys().map(String::as_str)
    }

    /// These rows of these attributes, in this order.
    fn select(&self, attributes: &[String], rows: &[u32]) -> Self {
        let columns = attributes.iter().filter_map(|id| Some((id.clone(), self.columns.get(id)?.select(rows))));
        Self { columns: columns.collect(), rows: rows.len() }
    }
}

#[cfg(test)]
mod tests;
