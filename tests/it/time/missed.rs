//! Promised days that pass while the city stands still, or that only a clock says have passed.

use crate::{
    journeys::{arrangement::say_yes, dispute::say_wrong},
    time::model::staff,
};
use contract::{identity::Role, operations::NextRun};
use diesel::prelude::*;
use domain::{
    context::Clock,
    db::{
        pools::PoolSizes,
        schema::{arrangements, disputes, journal},
    },
    operations::{
        calendar,
        practice::PracticeRoom,
        status,
        tasks::{self, Ran},
    },
};
use jiff::ToSpan as _;
use server::start::job_kinds;
use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};
use tests::{
    HANGS,
    database::{MORNING, TestDatabase, configuration_on, context_with},
    facts::Person,
    on_both_databases,
    portal::{GRANNY, TestPortal},
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A vaccination that Granny said yes to, and her word that a date is wrong; each promised for so many days from today.
fn promise(portal: &TestPortal, database: &TestDatabase, (arrangement, dispute): (i64, i64)) {
    let granny = portal.sign_in(GRANNY);
    say_yes(portal, &granny, &Person::behind(portal, &granny).offer("pneumonia-vaccine"));
    say_wrong(&granny, "/data/dispute", "dob", "生日错了。");
    let day = |days: i64| portal.cx.today().saturating_add(days.days()).to_string();
    let mut store = database.connect();
    let rows = [
        diesel::update(arrangements::table).set(arrangements::due_on.eq(day(arrangement))).execute(&mut store),
        diesel::update(disputes::table).set(disputes::due_on.eq(day(dispute))).execute(&mut store),
    ];
    assert_eq!(rows, [Ok(1), Ok(1)]);
}

/// A program is started so many days later, and does what waits for it.
fn days_pass_at_once(database: &TestDatabase, days: i64) {
    let sizes = PoolSizes { connections: 4, patience: HANGS };
    let clock = Arc::new(TickingClock(AtomicI64::new(MORNING + days * DAY_MS)));
    let cx = context_with(database.address(), configuration_on(database.folder()), clock, &sizes, job_kinds());
    cx.tasks.register(tasks::table::tasks(&Arc::new(PracticeRoom::beside(&cx))));
    let runs = |task| matches!(tasks::run_if_due(&cx, task).unwrap(), Ran::Done(done) if done > 0);
    while cx.tasks.all().iter().any(runs) {}
}

/// No two looks at it show the same instant: what is written down has an order.
struct TickingClock(AtomicI64);

impl Clock for TickingClock {
    fn now_ms(&self) -> i64 {
        self.0.fetch_add(1, Ordering::SeqCst)
    }

    fn monotonic_ms(&self) -> i64 {
        self.now_ms()
    }
}

/// What is written down of promised days that passed, first things first.
fn late(portal: &TestPortal) -> Vec<String> {
    let acts = journal::table.filter(journal::act.like("%.late")).order(journal::at).select(journal::act);
    portal.cx.read(|connection| Ok(acts.load(connection)?)).unwrap()
}

/// What is told of promises for so many days when six days were missed.
fn told_after_a_stop(portal: &TestPortal, database: &TestDatabase, promised: (i64, i64)) -> Vec<String> {
    portal.new_day();
    promise(portal, database, promised);
    days_pass_at_once(database, 6);
    late(portal)
}

on_both_databases! {
    fn promised_days_that_were_missed_are_told_in_the_order_in_which_they_passed(database) {
        let portal = TestPortal::new(database);
        assert_eq!(told_after_a_stop(&portal, database, (1, 3)), ["arrangements.late", "disputes.late"]);
        portal.clock.advance_ms(6 * DAY_MS);
        portal.days_pass(2);
        assert_eq!(late(&portal).len(), 2, "once");
    }

    fn the_order_of_their_kinds_does_not_count(database) {
        let portal = TestPortal::new(database);
        assert_eq!(told_after_a_stop(&portal, database, (3, 1)), ["disputes.late", "arrangements.late"]);
    }

    fn what_is_asked_for_waits_while_only_a_clock_says_that_days_have_passed(database) {
        let portal = TestPortal::new(database);
        portal.new_day();
        promise(&portal, database, (1, 3));
        let administrator = staff(&portal, Role::Administrator);
        let daily = ["deadlines", "warnings", "facts-again", "silence"];
        let runs = || {
            let rows = status::operations_page(&portal.cx, &administrator).unwrap().tasks;
            let of_a_day = rows.into_iter().filter(|task| daily.contains(&task.name.as_str()));
            of_a_day.map(|task| (task.last_run, task.next)).collect::<Vec<_>>()
        };
        let before = runs();
        portal.clock.set_by_ms(40 * DAY_MS);
        for name in daily {
            status::ask_for_task(&portal.cx, &administrator, name).unwrap();
        }
        portal.new_day();
        assert_eq!(late(&portal), [""; 0], "a clock alone makes nobody late");
        let waiting = before.iter().map(|(last, _)| (*last, NextRun::AfterYes)).collect::<Vec<_>>();
        assert_eq!(runs(), waiting);
        // It was the clock: they run once more on the day that it is, and find nothing.
        portal.clock.set_by_ms(-40 * DAY_MS);
        portal.clock.advance_ms(1_000);
        portal.new_day();
        assert_eq!(late(&portal), [""; 0]);
        for ((last, _), (earlier, _)) in runs().into_iter().zip(before) {
            assert!(last > earlier, "what was asked for was done");
        }
        // It was the day: after the yes they run with it.
        portal.clock.set_by_ms(40 * DAY_MS);
        portal.new_day();
        calendar::let_pass(&portal.cx, &administrator, &portal.cx.clock.today().to_string()).unwrap();
        portal.new_day();
        assert_eq!(BTreeSet::from_iter(late(&portal)).len(), 2, "both, of one moment");
    }

    fn what_is_asked_for_while_a_day_is_on_its_way_is_done_with_it(database) {
        let portal = TestPortal::new(database);
        portal.new_day();
        promise(&portal, database, (1, 1));
        portal.clock.advance_ms(2 * DAY_MS);
        let administrator = staff(&portal, Role::Administrator);
        status::ask_for_task(&portal.cx, &administrator, "deadlines").unwrap();
        let task = portal.cx.tasks.all().iter().find(|task| task.name == "deadlines").unwrap();
        assert!(matches!(tasks::run_if_due(&portal.cx, task).unwrap(), Ran::NotNow));
        let page = portal.sign_in("administrator").open("/operations").text();
        assert!(page.contains("记下了，等新的一天做完就做"), "{page}");
        portal.new_day();
        assert_eq!(late(&portal).len(), 2);
        assert!(!portal.sign_in("administrator").open("/operations").text().contains("记下了"));
    }

    fn a_day_that_was_done_in_error_makes_nobody_late(database) {
        let portal = TestPortal::new(database);
        portal.new_day();
        // A program was started by a clock that was ahead; the clock is right again.
        days_pass_at_once(database, 20);
        promise(&portal, database, (10, 10));
        let administrator = staff(&portal, Role::Administrator);
        status::ask_for_task(&portal.cx, &administrator, "deadlines").unwrap();
        portal.new_day();
        assert_eq!(late(&portal), [""; 0]);
        portal.days_pass(21);
        assert_eq!(late(&portal).len(), 2);
    }
}
