//! What a test leaves behind fails it: work that nobody can do, errands that nobody can make out.

use domain::{
    db::pools::Priority,
    operations::{
        jobs::{NewJob, start},
        outbox::post,
    },
};
use tests::{database::TestDatabase, portal::TestPortal};

fn post_nonsense(portal: &TestPortal) {
    portal.cx.write(Priority::Person, |tx| post(tx, portal.cx.now(), "nonsense", "nothing")).unwrap();
}

#[test]
#[should_panic(expected = "the test leaves work behind")]
fn an_errand_that_nobody_makes_out() {
    let database = TestDatabase::sqlite();
    let portal = TestPortal::new(&database);
    post_nonsense(&portal);
}

#[test]
#[should_panic(expected = "the test leaves work behind")]
fn a_job_that_nobody_does() {
    let database = TestDatabase::sqlite();
    let portal = TestPortal::new(&database);
    let job = NewJob { kind: "nonsense", payload: "", total: 0, priority: 0, run_at: portal.cx.now() };
    portal.cx.write(Priority::Person, |tx| start(tx, portal.cx.now(), job)).unwrap();
}

#[test]
fn what_is_left_on_purpose_is_said() {
    let database = TestDatabase::sqlite();
    let portal = TestPortal::new(&database);
    portal.leaves_work("this test shows that it may be said");
    post_nonsense(&portal);
}
