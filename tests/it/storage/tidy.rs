//! Rules of the storage that a machine can hold.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
}

/// Only these ask which database it is.
const MAY_ASK: [&str; 4] = ["db/any_connection.rs", "db/connection.rs", "db/dialect.rs", "db/migrate.rs"];

#[test]
fn nobody_else_asks_which_database_it_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/domain/src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 20);
    let asks = ["Connection::Sqlite", "Connection::Postgres", "MultiBackend::", "SqliteConnection", "PgConnection"];
    for file in files.iter().filter(|file| !MAY_ASK.iter().any(|name| file.ends_with(name))) {
        let text = fs::read_to_string(file).unwrap();
        for word in asks {
            assert!(!text.contains(word), "{} names {word}: what differs belongs into db/dialect.rs", file.display());
        }
    }
}

#[test]
fn the_dialect_offers_exactly_eight_operations() {
    let dialect = include_str!("../../../server/domain/src/db/dialect.rs");
    let operations: Vec<&str> =
        dialect.lines().filter_map(|line| line.strip_prefix("pub fn ")?.split(['<', '(']).next()).collect();
    assert_eq!(
        operations,
        ["read_tx", "write_tx", "insert_if_absent", "upsert", "bulk_insert", "claim_jobs", "lock_key", "common_clock"]
    );
}
