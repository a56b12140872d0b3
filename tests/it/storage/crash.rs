//! A killed process, a lost connection, two processes that start at one moment.

use diesel::{RunQueryDsl, prelude::*};
use domain::{
    db::{
        connection::DatabaseAddress,
        migrate,
        pools::Priority,
        schema::{journal, outbox},
    },
    journal::{Act, record, seal_unsealed, verify},
    operations::jobs::JobKinds,
};
use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
    sync::{Arc, Barrier},
    thread,
};
use tests::{database::TestDatabase, on_both_databases};

on_both_databases! {
    fn what_was_acknowledged_outlives_a_killed_process(database) {
        let (cx, _) = database.context(JobKinds::default());
        let address = match database.address() {
            DatabaseAddress::Sqlite(path) => format!("sqlite:{}", path.display()),
            DatabaseAddress::Postgres(url) => url.clone(),
        };
        let mut acknowledged = BTreeSet::new();
        for _ in 0..3 {
            let mut process = Command::new(env!("CARGO_BIN_EXE_journal-load"))
                .args(["acknowledge", &address, database.folder().to_str().unwrap()])
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
            for line in lines.by_ref().take(200) {
                acknowledged.insert(line.unwrap());
            }
            process.kill().unwrap();
            process.wait().unwrap();
            // A line that was cut off by the kill acknowledges nothing.
            acknowledged.extend(lines.map_while(Result::ok).filter(|line| line.len() == 36));
        }
        seal_unsealed(&cx).unwrap();
        let kept: BTreeSet<String> = cx.read(|conn| Ok(journal::table.select(journal::id).load::<String>(conn)?)).unwrap().into_iter().collect();
        let errands: i64 = cx.read(|conn| Ok(outbox::table.count().get_result(conn)?)).unwrap();
        assert!(acknowledged.len() >= 600 && acknowledged.is_subset(&kept));
        assert_eq!(errands, i64::try_from(kept.len()).unwrap(), "an act and its errand are one transaction");
        let found = verify(&cx).unwrap();
        assert_eq!((found.rows, found.first_bad), (errands, None));
    }

    fn processes_that_start_at_one_moment_migrate_once(database) {
        let together = Arc::new(Barrier::new(3));
        let starters: Vec<_> = (0..3).map(|_| {
            let (mut connection, together) = (database.connect(), together.clone());
            thread::spawn(move || {
                together.wait();
                migrate::apply(&mut connection).unwrap().len()
            })
        }).collect();
        let applied: Vec<usize> = starters.into_iter().map(|starter| starter.join().unwrap()).collect();
        assert_eq!(applied.iter().filter(|count| **count > 0).count(), 1, "{applied:?}");
    }
}

#[test]
fn lost_connections_are_replaced() {
    let database = TestDatabase::postgres();
    let (cx, _) = database.context(JobKinds::default());
    let act = || cx.write(Priority::Person, |tx| record(tx, cx.now(), &Act::done("tested", "test", None)));
    act().unwrap();
    // Each is waited for, in milliseconds.
    let end = "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    diesel::sql_query(end).execute(&mut database.connect()).unwrap();
    act().unwrap();
    cx.read(|conn| Ok(journal::table.count().get_result::<i64>(conn)?)).unwrap();
}
