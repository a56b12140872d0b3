//! Many people are reminded in slices: each holds on to the task anew, and a program that stops leaves the rest for later.

use crate::journeys::steps::{POLICY, publish};
use diesel::prelude::*;
use domain::{
    context::{Clock, StandingClock},
    db::{
        pools::{PoolSizes, Priority},
        schema::{notices, offers, residents},
    },
    operations::tasks::{Lease, Task, table},
};
use jiff::tz::TimeZone;
use server::start::job_kinds;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tests::{
    database::{configuration_on, context_with},
    on_both_databases,
    portal::TestPortal,
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Enough for some slices.
const RESIDENTS: u64 = 2_000;
/// Offers of which one slice reminds at most.
const OFFERS_PER_SLICE: i64 = 500;

/// Counts how often a lease was taken or renewed: with each write of a task once.
struct CountingClock {
    inner: StandingClock,
    renewals: AtomicUsize,
}

impl Clock for CountingClock {
    fn now_ms(&self) -> i64 {
        self.inner.now_ms()
    }

    fn monotonic_ms(&self) -> i64 {
        self.inner.monotonic_ms()
    }

    fn lease_ms(&self, _: Option<i64>) -> i64 {
        self.renewals.fetch_add(1, Ordering::SeqCst);
        self.monotonic_ms()
    }

    fn zone(&self) -> TimeZone {
        self.inner.zone()
    }
}

on_both_databases! {
    fn many_are_reminded_in_slices_that_each_hold_on_to_the_task(database) {
        let portal = TestPortal::of_size(database, RESIDENTS);
        let waits = POLICY
            .replace(">= 80", ">= 18")
            .replace("silence = \"stays-open\"", "silence = \"ends-after-days\"\nsilence_days = 30");
        publish(&portal, &waits);
        portal.new_day();
        let open: i64 = portal
            .cx
            .read(|connection| {
                let open = offers::policy_id.eq("test-allowance").and(offers::progress.eq("open"));
                Ok(offers::table.filter(open).count().get_result(connection)?)
            })
            .unwrap();
        assert!(open > 2 * OFFERS_PER_SLICE, "{open} are reminded in more than two slices");
        // Nobody has anything to be told ahead of but silence.
        diesel::update(residents::table)
            .set(residents::look_ahead_on.eq("9999-12-31"))
            .execute(&mut database.connect())
            .unwrap();

        let inner = StandingClock::at(portal.clock.now_ms() + 25 * DAY_MS);
        let clock = Arc::new(CountingClock { inner, renewals: AtomicUsize::new(0) });
        let sizes = PoolSizes { connections: 2, patience: Duration::from_secs(60) };
        let configuration = configuration_on(database.folder());
        let cx = context_with(database.address(), configuration, Arc::clone(&clock) as _, &sizes, job_kinds());
        let tasks = table::tasks(&portal.practice);
        let warnings: &Task = tasks.iter().find(|task| task.name == "warnings").unwrap();
        let lease = cx.write(Priority::Job, |tx| Lease::take(&cx, tx, "warnings")).unwrap().unwrap();
        let holding = cx.holding(lease);
        let reminded = || -> i64 {
            let soon = notices::table.filter(notices::kind.eq("soon-lapsed"));
            cx.read(|connection| Ok(soon.count().get_result(connection)?)).unwrap()
        };
        // A program that stops begins nothing more.
        assert_eq!(((warnings.run)(&holding, &AtomicBool::new(true)).unwrap(), reminded()), (0, 0));
        let before = clock.renewals.load(Ordering::SeqCst);
        assert_eq!((warnings.run)(&holding, &AtomicBool::new(false)).unwrap(), open);
        let slices = clock.renewals.load(Ordering::SeqCst) - before;
        assert_eq!(reminded(), open);
        assert!(i64::try_from(slices).unwrap() * OFFERS_PER_SLICE >= open, "{open} in {slices} slices");
        // Once: whoever was reminded is not reminded again.
        assert_eq!((warnings.run)(&holding, &AtomicBool::new(false)).unwrap(), 0);
        assert_eq!(reminded(), open);
    }
}
