//! The queue before SQLite's one writer: people before jobs, and nobody waits without end.

use domain::{
    context::open_pools,
    db::pools::{PoolSizes, Priority},
    error::Error,
    operations::jobs::JobKinds,
};
use std::{
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};
use tests::database::TestDatabase;

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
        // Long enough to stand in the queue before the next one comes.
        thread::sleep(Duration::from_millis(40));
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
    let sizes = PoolSizes { connections: 1, patience: Duration::from_millis(50) };
    let pools = open_pools(&database.address, &sizes).unwrap();
    let waited = pools
        .write(Priority::Person, |_| {
            thread::scope(|scope| Ok(scope.spawn(|| pools.write(Priority::Person, |_| Ok(()))).join()))
        })
        .unwrap()
        .unwrap();
    assert!(matches!(waited, Err(Error::Busy(_))), "{waited:?}");
    pools.write(Priority::Person, |_| Ok(())).unwrap();
}
