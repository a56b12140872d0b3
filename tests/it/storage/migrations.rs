//! Migration trees: the same names, and each applies, reverts and applies again.

use crate::journeys::{policy::give_role, steps::POLICY};
use diesel::{
    connection::SimpleConnection,
    migration::{Migration, MigrationSource},
    pg::Pg,
    prelude::*,
    sqlite::Sqlite,
};
use domain::db::{connection::Connection, migrate, schema::policy_version_hands};
use tests::{on_both_databases, portal::TestPortal};

/// The migration that gave versions their hands.
macro_rules! hands_of {
    ($tree:literal, $way:literal) => {
        include_str!(concat!(
            "../../../server/domain/migrations/",
            $tree,
            "/2026-11-29-010000_policy_version_hands/",
            $way,
            ".sql"
        ))
    };
}

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

    fn a_store_of_an_earlier_release_knows_everybody_who_had_a_version_in_their_hands(database) {
        let portal = TestPortal::new(database);
        give_role(&portal, "publisher", "author");
        let (author, other) = (portal.sign_in("author"), portal.sign_in("publisher"));
        let (version, _) = author.fill("/desk", "/desk", &[("text", POLICY)]);
        for (who, amount) in [(&other, "81.00"), (&author, "82.00")] {
            who.fill(&version, "/save", &[("text", &POLICY.replace("88.00", amount))]);
        }
        author.fill(&version, "/hand-over", &[]);
        let (thrown, _) = author.fill("/desk", "/desk", &[("text", POLICY)]);
        author.fill(&format!("{thrown}/throw-away"), "/throw-away", &[]);
        let hands = || {
            let all = policy_version_hands::table
                .order((policy_version_hands::policy_version_id, policy_version_hands::act, policy_version_hands::account_id))
                .select((policy_version_hands::policy_version_id, policy_version_hands::act, policy_version_hands::account_id));
            portal.cx.read(|connection| Ok(all.load::<(String, String, String)>(connection)?)).unwrap()
        };
        let before = hands();
        assert_eq!(before.len(), 5, "{before:?}");
        // The release before this one knew the last of them only; the journal knows them all.
        let mut connection = database.connect();
        let (down, up) = match connection {
            Connection::Sqlite(_) => (hands_of!("sqlite", "down"), hands_of!("sqlite", "up")),
            Connection::Postgres(_) => (hands_of!("postgres", "down"), hands_of!("postgres", "up")),
        };
        connection.batch_execute(down).unwrap();
        connection.batch_execute(up).unwrap();
        assert_eq!(hands(), before);
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
