//! The tables that the queries read.

use super::{Dialect, TABLE, name};
use crate::{
    lowered::Unsupported,
    vocabulary::{Attribute, ValueType, Vocabulary},
};
use std::fmt::Write;

/// The tables that the queries read. `residents` has one row for each resident, and one column for each attribute, named
/// by its id. `NULL` is a missing fact. Dates lie in the years 1 to 9999; money is in fen.
///
/// A set of codes is a whole number, the sum of the bits of its codes; a comment lists them. New codes belong at the end
/// of the vocabulary's list, because a code's place there is its bit.
///
/// For a list of people, `residents` says how many they are (`NULL` when that is not known, 0 for nobody), and the table
/// `residents_` with the list's id has a row for each of them: `resident`, `member` (any number that is theirs alone
/// within the list) and a column for each attribute that is known of them.
///
/// # Errors
/// An attribute has the name of a key.
pub fn table(vocabulary: &Vocabulary, dialect: Dialect) -> Result<String, Unsupported> {
    let key = match dialect {
        Dialect::Sqlite => "INTEGER PRIMARY KEY",
        Dialect::Postgres | Dialect::Duckdb => "BIGINT PRIMARY KEY",
        Dialect::Spark => "BIGINT NOT NULL",
    };
    let mut lines = vec![format!("{} {key}", name("resident", dialect))];
    for attribute in vocabulary.attributes() {
        lines.push(column(attribute, &["resident"], dialect)?);
    }
    let mut text = String::new();
    let sets = vocabulary.attributes().iter().filter(|attribute| attribute.value_type == ValueType::Codes);
    for set in sets {
        let bits = set.codes.iter().filter_map(|code| Some(format!("{} {}", set.bit(&code.id)?, code.id)));
        let bits = bits.collect::<Vec<_>>().join(", ").replace(char::is_control, " ");
        let _ = writeln!(text, "-- {}: {bits}", set.id);
    }
    create(&mut text, &name(TABLE, dialect), &lines, "");
    let lists = vocabulary.attributes().iter().filter(|attribute| attribute.value_type == ValueType::Members);
    for list in lists {
        let number = if dialect == Dialect::Sqlite { "INTEGER NOT NULL" } else { "BIGINT NOT NULL" };
        let (resident, member) = (name("resident", dialect), name("member", dialect));
        let mut lines = vec![format!("{resident} {number}"), format!("{member} {number}")];
        for attribute in list.has.iter().filter_map(|id| vocabulary.attribute(id)) {
            lines.push(column(attribute, &["resident", "member"], dialect)?);
        }
        if dialect != Dialect::Spark {
            lines.push(format!("PRIMARY KEY ({resident}, {member})"));
        }
        // In SQLite such a table is its own key, so that a walk over the members finds those of a resident together.
        let options = if dialect == Dialect::Sqlite { " WITHOUT ROWID" } else { "" };
        create(&mut text, &name(&table_of(&list.id), dialect), &lines, options);
    }
    Ok(text)
}

/// The table of the members of a list.
pub(super) fn table_of(list: &str) -> String {
    format!("{TABLE}_{list}")
}

fn create(text: &mut String, table: &str, lines: &[String], options: &str) {
    let _ = writeln!(text, "CREATE TABLE {table} (\n    {}\n){options};", lines.join(",\n    "));
}

fn column(attribute: &Attribute, keys: &[&str], dialect: Dialect) -> Result<String, Unsupported> {
    if keys.iter().any(|key| attribute.id.eq_ignore_ascii_case(key)) {
        let id = &attribute.id;
        return Err(Unsupported::new(&format!("an attribute with the id {id}, which names the key of the table")));
    }
    let column = name(&attribute.id, dialect);
    let column_type = match dialect {
        Dialect::Sqlite => sqlite_type(&column, attribute.value_type),
        Dialect::Postgres | Dialect::Duckdb | Dialect::Spark => column_type(attribute.value_type, dialect).to_owned(),
    };
    Ok(format!("{column} {column_type}"))
}

fn column_type(value_type: ValueType, dialect: Dialect) -> &'static str {
    match value_type {
        ValueType::Bool => "BOOLEAN",
        ValueType::Int | ValueType::Money | ValueType::Codes | ValueType::Members => "BIGINT",
        ValueType::Date => "DATE",
        ValueType::Code | ValueType::Text => match dialect {
            Dialect::Spark => "STRING",
            Dialect::Sqlite | Dialect::Postgres | Dialect::Duckdb => "TEXT",
        },
    }
}

/// SQLite holds any value in any column, so each column says what may stand in it.
fn sqlite_type(column: &str, value_type: ValueType) -> String {
    match value_type {
        ValueType::Bool => format!("INTEGER CHECK ({column} IN (0, 1))"),
        ValueType::Int | ValueType::Money => format!("INTEGER CHECK (typeof({column}) IN ('integer', 'null'))"),
        ValueType::Codes | ValueType::Members => {
            format!("INTEGER CHECK (typeof({column}) IN ('integer', 'null') AND {column} >= 0)")
        }
        ValueType::Date => {
            format!("TEXT CHECK ({column} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')")
        }
        ValueType::Code | ValueType::Text => format!("TEXT CHECK (typeof({column}) IN ('text', 'null'))"),
    }
}
