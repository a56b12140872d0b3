//! The queue before SQLite's one writer: people before jobs, and nobody waits without end.

use diesel::{QueryDsl, RunQueryDsl};
use domain::{
    context::open_pools,
    db::{
        pools::{PoolSizes, Priority},
        schema::sessions,
    },
    error::Error,
    operations::jobs::JobKinds,
    policies, services,
};
use std::{
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};
use tests::{
    database::{Content, TestDatabase},
    on_both_databases,
};

#[test]
fn people_go_before_jobs_that_came_earlier() {
    let database = TestDatabase::sqlite();
    let (cx, _) = database.context(JobKinds::default());
    let order = Arc::new(Mutex::new(Vec::new()));
    let come = |name: &'static str, priority| {
        let (cx, order) = (cx.clone(), order.clone());
        let visitor = thread::spawn(move || {
            cx.write(priority, |_| {
                order.lock().unwrap().push(name);
                Ok(())
            })
        });
        // Long enough to stand in the queue before the next one comes, on a slow machine as well.
        thread::sleep(Duration::from_millis(400));
        visitor
    };
    let mut visitors = Vec::new();
    cx.write(Priority::Job, |_| {
        visitors.push(come("job", Priority::Job));
        visitors.push(come("first person", Priority::Person));
        visitors.push(come("second person", Priority::Person));
        Ok(())
    })
    .unwrap();
    for visitor in visitors {
        visitor.join().unwrap().unwrap();
    }
    assert_eq!(*order.lock().unwrap(), ["first person", "second person", "job"]);
}

#[test]
fn a_person_who_waits_too_long_is_told_to_come_back_later() {
    let database = TestDatabase::sqlite();
    let sizes = PoolSizes { connections: 1, patience: Duration::from_millis(500) };
    let pools = open_pools(database.address(), &sizes).unwrap();
    let waited = pools
        .write(Priority::Person, |_| {
            thread::scope(|scope| Ok(scope.spawn(|| pools.write(Priority::Person, |_| Ok(()))).join()))
        })
        .unwrap()
        .unwrap();
    assert!(matches!(waited, Err(Error::Busy(_))), "{waited:?}");
    pools.write(Priority::Person, |_| Ok(())).unwrap();
}

#[test]
fn the_queue_and_a_lock_of_another_process_take_one_patience_together() {
    let database = TestDatabase::sqlite();
    // So long that what the machine adds stays below it.
    let patience = Duration::from_secs(3);
    let pools = open_pools(database.address(), &PoolSizes { connections: 1, patience }).unwrap();
    let mut elsewhere = database.connect();
    diesel::sql_query("BEGIN IMMEDIATE").execute(&mut elsewhere).unwrap();
    let longest = thread::scope(|scope| {
        let writers = [0, 1, 2, 3].map(|_| {
            scope.spawn(|| {
                let began = Instant::now();
                let refused = pools.write(Priority::Person, |_| Ok(()));
                assert!(matches!(refused, Err(Error::Busy(_))), "{refused:?}");
                began.elapsed()
            })
        });
        writers.map(|writer| writer.join().unwrap()).into_iter().max().unwrap()
    });
    assert!(longest < patience * 2, "{longest:?}");
    let began = Instant::now();
    assert!(matches!(pools.write_in_passing(|_| Ok(())), Err(Error::Busy(_))));
    assert!(began.elapsed() < patience, "{:?}", began.elapsed());
    diesel::sql_query("ROLLBACK").execute(&mut elsewhere).unwrap();
    pools.write(Priority::Person, |_| Ok(())).unwrap();
}

#[test]
fn a_start_at_which_no_document_is_new_writes_nothing() {
    let database = TestDatabase::sqlite();
    database.copy_of(Content::City);
    let (cx, _) = database.context(JobKinds::default());
    let mut elsewhere = database.connect();
    diesel::sql_query("BEGIN IMMEDIATE").execute(&mut elsewhere).unwrap();
    services::seeds::import(&cx).unwrap();
    assert_eq!(policies::seeds::import(&cx).unwrap(), Vec::<String>::new());
}

on_both_databases! {
    fn a_store_that_only_reads_is_busy_and_not_at_fault(database) {
        let (cx, _) = database.context(JobKinds::default());
        // Connections of readers refuse to write, as a store does that became read-only.
        let refused = cx.read(|conn| Ok(diesel::delete(sessions::table.find("nobody")).execute(conn)?));
        assert!(matches!(refused, Err(Error::Busy(_))), "{refused:?}");
    }
}
