//! Migration trees: the same names, and each applies, reverts and applies again.

use diesel::{
    RunQueryDsl,
    migration::{Migration, MigrationSource},
    pg::Pg,
    sqlite::Sqlite,
};
use domain::db::{connection::Connection, migrate};
use tests::on_both_databases;

#[test]
fn both_trees_have_the_same_names() {
    let sqlite: Vec<Box<dyn Migration<Sqlite>>> = migrate::SQLITE.migrations().unwrap();
    let postgres: Vec<Box<dyn Migration<Pg>>> = migrate::POSTGRES.migrations().unwrap();
    let sqlite: Vec<String> = sqlite.iter().map(|migration| migration.name().to_string()).collect();
    let postgres: Vec<String> = postgres.iter().map(|migration| migration.name().to_string()).collect();
    assert_eq!(sqlite, postgres);
    assert!(sqlite.is_sorted(), "{sqlite:?}");
}

on_both_databases! {
    fn a_tree_applies_reverts_and_applies_again(database) {
        let mut connection = database.connect();
        assert!(migrate::is_behind(&mut connection).unwrap());
        let applied = migrate::apply(&mut connection).unwrap();
        let tables = tables(&mut connection);
        assert!(tables.contains(&"applications".to_owned()), "{tables:?}");
        assert_eq!(migrate::apply(&mut connection).unwrap(), Vec::<String>::new());

        assert_eq!(migrate::revert_all(&mut connection).unwrap(), applied.len());
        assert_eq!(self::tables(&mut connection), Vec::<String>::new());

        assert_eq!(migrate::apply(&mut connection).unwrap(), applied);
        assert_eq!(self::tables(&mut connection), tables);
        assert!(!migrate::is_behind(&mut connection).unwrap());
    }
}

/// Every table but Diesel's own.
fn tables(connection: &mut Connection) -> Vec<String> {
    let query = match connection {
        Connection::Sqlite(_) => "SELECT name FROM sqlite_master WHERE type = 'table'",
        Connection::Postgres(_) => {
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'"
        }
    };
    let mut names: Vec<String> = diesel::dsl::sql::<diesel::sql_types::Text>(query).load(connection).unwrap();
    names.retain(|name| name != "__diesel_schema_migrations" && !name.starts_with("sqlite_"));
    names.sort();
    names
}
