//! `schema.rs` agrees with both databases, and holds no fact about a resident.

use diesel::{RunQueryDsl, sql_types::Text};
use domain::db::{
    connection::{AnyConnection, Connection},
    migrate,
};
use std::collections::BTreeMap;
use tests::on_both_databases;

const SCHEMA: &str = include_str!("../../../server/domain/src/db/schema.rs");

/// Table and column, and what is declared of it.
type Columns = BTreeMap<String, String>;

on_both_databases! {
    fn the_columns_of_the_database_are_those_of_the_schema(database) {
        let mut connection = database.connect();
        migrate::apply(&mut connection).unwrap();
        let found = columns(&mut connection);
        let declared = declared(|sql_type| stands_for(&connection, sql_type));
        for (column, is) in &declared {
            assert_eq!(found.get(column), Some(is), "{column} in the database");
        }
        for column in found.keys() {
            assert!(declared.contains_key(column), "{column} is not in schema.rs");
        }
    }
}

/// Attributes of the vocabulary live in encrypted documents. A column of that name would be a second, open copy.
#[test]
fn no_column_is_an_attribute_of_the_vocabulary() {
    let vocabulary = concat!(env!("CARGO_MANIFEST_DIR"), "/../server/policies/vocabulary.toml");
    let Ok(vocabulary) = std::fs::read_to_string(vocabulary) else {
        panic!("server/policies/vocabulary.toml is missing");
    };
    let ids = vocabulary.split("[[attribute]]").skip(1).filter_map(|block| {
        let line = block.lines().find(|line| line.trim_start().starts_with("id"))?;
        line.split('"').nth(1).map(str::to_owned)
    });
    // Used for sign-in, and kept sealed.
    let allowed = ["name", "id_number", "phone"];
    let columns = declared(str::to_owned);
    for id in ids.filter(|id| !allowed.contains(&id.as_str())) {
        let taken: Vec<_> = columns.keys().filter(|column| column.ends_with(&format!(".{id}"))).collect();
        assert!(taken.is_empty(), "{taken:?} is an attribute of residents");
    }
}

/// The tables of `schema.rs`: each column with its type, as `stands_for` translates it, and whether it may be null.
fn declared(stands_for: impl Fn(&str) -> String) -> Columns {
    let mut columns = Columns::new();
    let mut table = String::new();
    for line in SCHEMA.lines().map(str::trim) {
        if let Some((name, _)) = line.strip_suffix(") {").and_then(|head| head.split_once(" (")) {
            table = name.to_owned();
        } else if let Some((column, sql_type)) = line.strip_suffix(',').and_then(|it| it.split_once(" -> ")) {
            let inner = sql_type.strip_prefix("Nullable<").and_then(|it| it.strip_suffix('>'));
            let null = if inner.is_some() { "null" } else { "not null" };
            columns.insert(format!("{table}.{column}"), format!("{} {null}", stands_for(inner.unwrap_or(sql_type))));
        }
    }
    assert!(columns.len() > 150, "schema.rs could not be read");
    columns
}

fn stands_for(connection: &Connection, sql_type: &str) -> String {
    let (sqlite, postgres) = match sql_type {
        "Text" => ("TEXT", "text"),
        "BigInt" => ("INTEGER", "bigint"),
        "Integer" => ("INTEGER", "integer"),
        "Bool" => ("INTEGER", "boolean"),
        "Binary" => ("BLOB", "bytea"),
        other => panic!("a type that only one database knows: {other}"),
    };
    match connection {
        AnyConnection::Sqlite(_) => sqlite.to_owned(),
        AnyConnection::Postgres(_) => postgres.to_owned(),
    }
}

/// What the database itself says.
fn columns(connection: &mut Connection) -> Columns {
    let query = match connection {
        AnyConnection::Sqlite(_) => {
            "SELECT t.name || '.' || c.name || '=' || c.type || CASE WHEN c.\"notnull\" THEN ' not null' ELSE ' null' END \
             FROM sqlite_master AS t JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table' \
             AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE '\\_\\_%' ESCAPE '\\'"
        }
        AnyConnection::Postgres(_) => {
            "SELECT (table_name || '.' || column_name || '=' || data_type \
             || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE ' null' END)::text \
             FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_%'"
        }
    };
    let lines: Vec<String> = diesel::dsl::sql::<Text>(query).load(connection).unwrap();
    lines.iter().map(|line| line.split_once('=').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap()).collect()
}
