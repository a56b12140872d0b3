//! What two can write at one moment is told apart from what only a mistake writes twice.

use diesel::{prelude::*, sql_types::Text};
use domain::{
    db::{
        collisions::COLLISIONS,
        connection::{AnyConnection, Connection},
        migrate,
        pools::Priority,
        schema::{city_settings, deliveries},
        types::Instant,
    },
    error::Error,
    operations::jobs::JobKinds,
};
use std::collections::BTreeSet;
use tests::on_both_databases;

/// Columns that hold what is drawn at random, besides those that are called `id`.
const RANDOM: [&str; 4] = ["passkey_users.handle", "sessions.token_hash", "staff_codes.code_hash", "stash.id_hash"];

on_both_databases! {
    fn every_uniqueness_of_the_store_is_known_by_its_name_and_its_columns(database) {
        let mut connection = database.connect();
        migrate::apply(&mut connection).unwrap();
        let known: BTreeSet<&str> = COLLISIONS.iter().map(|(_, columns)| *columns).collect();
        let found = uniqueness(&mut connection);
        for (name, columns) in &found {
            let is_random = (columns.ends_with(".id") && !columns.contains(',')) || RANDOM.contains(&columns.as_str());
            assert_ne!(known.contains(columns.as_str()), is_random, "{name:?} {columns}: at random, or known; not both");
        }
        for (name, columns) in COLLISIONS {
            let there = found.iter().find(|(_, found)| found == columns);
            let (found, _) = there.unwrap_or_else(|| panic!("{columns} are unique in no store"));
            assert!(found.as_deref().is_none_or(|found| found == name), "{name} is called {found:?}");
        }
    }

    fn the_second_of_two_runs_again_and_a_mistake_is_a_fault(database) {
        let (cx, _) = database.context(JobKinds::default());
        let mut runs = 0;
        let twice = cx.write(Priority::Person, |tx| {
            runs += 1;
            for _ in 0..2 {
                let row = (city_settings::name.eq("n"), city_settings::value.eq("1"));
                diesel::insert_into(city_settings::table).values(row).execute(tx)?;
            }
            Ok(())
        });
        assert!(matches!(twice, Err(Error::Busy(_))) && runs > 1, "{runs} {twice:?}");
        let mut runs = 0;
        let mistake = cx.write(Priority::Person, |tx| {
            runs += 1;
            for _ in 0..2 {
                let row = (
                    deliveries::id.eq("d"),
                    deliveries::department.eq("self"),
                    deliveries::received_at.eq(Instant(1)),
                    deliveries::note.eq(""),
                );
                diesel::insert_into(deliveries::table).values(row).execute(tx)?;
            }
            Ok(())
        });
        assert!(matches!(mistake, Err(Error::Fault(_))) && runs == 1, "{runs} {mistake:?}");
    }
}

/// Every unique index of the store: its name, where the store names it in an error, and its columns.
fn uniqueness(connection: &mut Connection) -> Vec<(Option<String>, String)> {
    let query = match connection {
        AnyConnection::Sqlite(_) => {
            "SELECT '=' || (SELECT group_concat(t.name || '.' || c.name, ', ') FROM pragma_index_info(i.name) AS c) \
             FROM sqlite_master AS t JOIN pragma_index_list(t.name) AS i WHERE t.type = 'table' AND i.\"unique\" = 1 \
             AND t.name NOT LIKE '\\_\\_%' ESCAPE '\\'"
        }
        AnyConnection::Postgres(_) => {
            "SELECT (c.relname || '=' || string_agg(t.relname || '.' || a.attname, ', ' ORDER BY k.place))::text \
             FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_class AS t ON t.oid = i.indrelid \
             JOIN pg_namespace AS n ON n.oid = t.relnamespace \
             CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(number, place) \
             JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = k.number \
             WHERE i.indisunique AND n.nspname = 'public' AND t.relname NOT LIKE '\\_\\_%' GROUP BY c.relname"
        }
    };
    let lines: Vec<String> = diesel::dsl::sql::<Text>(query).load(connection).unwrap();
    let named = |name: &str| (!name.is_empty()).then(|| name.to_owned());
    lines
        .iter()
        .map(|line| line.split_once('=').map(|(name, columns)| (named(name), columns.to_owned())).unwrap())
        .collect()
}
