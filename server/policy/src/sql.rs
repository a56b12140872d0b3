//! SQL: one policy as a query for a city's own data platform.
//!
//! [`table`] makes the table that departments deliver into from the vocabulary; [`query`] makes one query on it that
//! answers the eligible and the undetermined, because a plain `WHERE` would drop the undetermined. The text says the
//! same to every engine: no division, no cast, no date arithmetic (engines disagree about each), dates are constants
//! that were worked out here, and each calculation is held within 64 bits, outside of which it is unknown as it is in
//! the scalar evaluation. What SQL cannot say exactly is refused.

mod clause;
mod formula;

use crate::{
    lowered::{Formula, Lowered, Unsupported},
    vocabulary::{ValueType, Vocabulary},
    words::words,
};
use std::fmt::Write;

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

/// An amount that nobody can get, for those whose amount cannot be worked out: a bare `NULL` would have no type.
const NOT_PAID: &str = "(-1)";

/// The longest query: nested calculations are repeated where they are held within their bounds.
const LONGEST: usize = 200_000;

/// The table that the queries read: one row for each resident, one column for each attribute, named by its id.
/// `NULL` is a missing fact. Dates lie in the years 1 to 9999. Sets of codes and members of a
/// household have no column: a query on them is refused.
///
/// # Errors
/// An attribute has a type that no column can hold.
pub fn table(vocabulary: &Vocabulary, dialect: Dialect) -> Result<String, Unsupported> {
    let mut lines = vec![match dialect {
        Dialect::Sqlite => format!("    {} INTEGER PRIMARY KEY", name("resident", dialect)),
        Dialect::Postgres | Dialect::Duckdb => format!("    {} BIGINT PRIMARY KEY", name("resident", dialect)),
        Dialect::Spark => format!("    {} BIGINT NOT NULL", name("resident", dialect)),
    }];
    for attribute in vocabulary.attributes().iter().filter(|attribute| has_column(attribute.value_type)) {
        if attribute.id.eq_ignore_ascii_case("resident") {
            return Err(Unsupported::new("an attribute with the id resident, which names the key of the table"));
        }
        let column = name(&attribute.id, dialect);
        let value_type = attribute.value_type;
        let line = match dialect {
            Dialect::Sqlite => format!("    {column} {}", sqlite_type(&column, value_type)?),
            Dialect::Postgres | Dialect::Duckdb | Dialect::Spark => {
                format!("    {column} {}", column_type(value_type, dialect)?)
            }
        };
        lines.push(line);
    }
    Ok(format!("CREATE TABLE {} (\n{}\n);\n", name(TABLE, dialect), lines.join(",\n")))
}

/// The query of one policy on one day, on the table of [`table`]. It answers `resident`, `verdict` (`eligible` or
/// `undetermined`; whoever is not answered is not eligible) and `amount` (fen or hours, of the eligible; `NULL` when
/// the policy has no benefit).
///
/// # Errors
/// Something in it cannot be said exactly.
pub fn query(lowered: &Lowered, dialect: Dialect) -> Result<String, Unsupported> {
    let writer = Writer { attributes: &lowered.attributes, dialect };
    let met = writer.clause(&lowered.met)?;
    let mut columns = format!("{}, {met} AS met", name("resident", dialect));
    let (eligible, amount) = match &lowered.bands {
        None => ("met", "NULL".to_owned()),
        Some(bands) => {
            let mut steps = String::new();
            for step in bands {
                let when = writer.clause(&step.when)?;
                let amount = match step.amount {
                    Formula::Failed => NOT_PAID.to_owned(),
                    _ => writer.formula(&step.amount)?,
                };
                let _ = write!(steps, " WHEN {when} THEN {amount} WHEN ({when}) IS NULL THEN NULL");
            }
            let amount = if steps.is_empty() { NOT_PAID.to_owned() } else { format!("CASE{steps} END") };
            let _ = write!(columns, ", {amount} AS amount");
            ("met AND amount >= 0", "CASE WHEN met AND amount >= 0 THEN amount END".to_owned())
        }
    };
    let resident = name("resident", dialect);
    let from = match dialect {
        // An index on a column that half the city shares makes the walk over everybody many times slower.
        Dialect::Sqlite => format!("{} NOT INDEXED", name(TABLE, dialect)),
        Dialect::Postgres | Dialect::Duckdb | Dialect::Spark => name(TABLE, dialect),
    };
    let text = format!(
        "SELECT {resident}, verdict, amount FROM (\n  SELECT {resident}, CASE WHEN {eligible} THEN 'eligible' \
         WHEN met OR met IS NULL THEN 'undetermined' END AS verdict, {amount} AS amount FROM (\n    SELECT {columns}\n    \
         FROM {from}\n  ) AS asked\n) AS decided WHERE verdict IS NOT NULL;\n"
    );
    if text.len() > LONGEST {
        return Err(Unsupported::new("a calculation nested so deep in SQL"));
    }
    Ok(text)
}

/// What writing a policy can see.
struct Writer<'a> {
    attributes: &'a [String],
    dialect: Dialect,
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

/// Whether an attribute of a type has a column in the table.
pub fn has_column(value_type: ValueType) -> bool {
    !matches!(value_type, ValueType::Codes | ValueType::Members)
}

fn column_type(value_type: ValueType, dialect: Dialect) -> Result<&'static str, Unsupported> {
    Ok(match value_type {
        ValueType::Bool => "BOOLEAN",
        ValueType::Int | ValueType::Money => "BIGINT",
        ValueType::Date => "DATE",
        ValueType::Code | ValueType::Text => match dialect {
            Dialect::Spark => "STRING",
            Dialect::Sqlite | Dialect::Postgres | Dialect::Duckdb => "TEXT",
        },
        other => return Err(Unsupported::variant(&other)),
    })
}

/// SQLite holds any value in any column, so each column says what may stand in it.
fn sqlite_type(column: &str, value_type: ValueType) -> Result<String, Unsupported> {
    Ok(match value_type {
        ValueType::Bool => format!("INTEGER CHECK ({column} IN (0, 1))"),
        ValueType::Int | ValueType::Money => format!("INTEGER CHECK (typeof({column}) IN ('integer', 'null'))"),
        ValueType::Date => {
            format!("TEXT CHECK ({column} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')")
        }
        ValueType::Code | ValueType::Text => format!("TEXT CHECK (typeof({column}) IN ('text', 'null'))"),
        other => return Err(Unsupported::variant(&other)),
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
