//! SQL: one policy as a query for a city's own data platform.
//!
//! [`table`] makes the tables that departments deliver into from the vocabulary; [`query`] makes one query on them that
//! answers the eligible and the undetermined, because a plain `WHERE` would drop the undetermined; [`query_in`] does so for
//! a policy that refers to others. The text says the same to every engine: ages and months are dates as constants that
//! were worked out here, and each calculation is held within 64 bits, outside of which it is unknown as it is in the
//! scalar evaluation. Engines disagree about division, casts and calculating with dates, so there are only these, each
//! written for each engine: whole quotients with their stated rounding, days between two dates, and a cast of a whole
//! number that is known to fit. What SQL cannot say exactly is refused.
//!
//! A set of codes is a mask: the code at place `n` of the vocabulary's list is bit `n`. Members of a list are rows of a
//! table of its own, asked by one grouped subquery; the residents' table says how many there are.

mod clause;
mod divide;
mod formula;
mod members;
mod set;
mod table;

pub use set::{query, query_in};
pub use table::table;

use crate::{lowered::Unsupported, words::words};
use members::Joins;
use std::cell::RefCell;

words! {
    /// An engine.
    Dialect {
        /// SQLite.
        Sqlite = "sqlite",
        /// PostgreSQL.
        Postgres = "postgres",
        /// DuckDB.
        Duckdb = "duckdb",
        /// Spark SQL.
        Spark = "spark",
    }
}

/// The table of residents.
pub const TABLE: &str = "residents";

/// What writing a policy can see.
struct Writer<'a> {
    dialect: Dialect,
    attributes: &'a [String],
    member_attributes: &'a [String],
    /// The columns in which the verdict and the amount of each other policy stand; none where nothing is known of it.
    others: Vec<Option<(String, String)>>,
    /// What is asked of lists.
    joins: RefCell<Joins>,
}

impl Writer<'_> {
    fn column(&self, slot: usize) -> Result<String, Unsupported> {
        let id = self.attributes.get(slot).ok_or_else(|| Unsupported::new("an attribute without a name"))?;
        Ok(name(id, self.dialect))
    }
}

/// A name in quotes.
fn name(id: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::Spark => format!("`{}`", id.replace('`', "``")),
        Dialect::Sqlite | Dialect::Postgres | Dialect::Duckdb => format!("\"{}\"", id.replace('"', "\"\"")),
    }
}

/// A text in quotes.
fn quoted(text: &str, dialect: Dialect) -> Result<String, Unsupported> {
    if text.contains('\0') {
        return Err(Unsupported::new("a text with the character NUL"));
    }
    Ok(match dialect {
        Dialect::Spark => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
        Dialect::Sqlite | Dialect::Postgres | Dialect::Duckdb => format!("'{}'", text.replace('\'', "''")),
    })
}

/// A clause that says the same of everybody.
fn known(truth: crate::decision::Truth) -> &'static str {
    match truth {
        crate::decision::Truth::Yes => "(1 = 1)",
        crate::decision::Truth::No => "(1 = 0)",
        crate::decision::Truth::Unknown => "(NULL = 1)",
    }
}

#[cfg(test)]
mod tests;
