//! What the city does by itself: one at a time over all processes, again after a failure, and never in the way of others.

use crate::time::model::staff;
use contract::identity::Role;
use diesel::prelude::*;
use domain::{
    context::{Clock, Context, StandingClock},
    db::{
        pools::{PoolSizes, Priority},
        schema::{city_settings, jobs, journal, outbox, scheduled_tasks},
    },
    error::Error,
    journal::{Act, record},
    operations::{
        calendar::{self, Standing},
        jobs::run_to_the_end,
        outbox as errands,
        tasks::{self, CatchingUp, Next, Place, Ran, Task, record::TaskRecord},
    },
    policies::new_day,
};
use server::start::job_kinds;
use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use tests::{
    database::{MORNING, TestDatabase, configuration_on, context_with},
    on_both_databases,
    portal::TestPortal,
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Summer time begins at midnight of the third Sunday of October, and ends at one in the morning of the third of February.
const MIDNIGHT_TWICE: &str = "AAA3BBB,M10.3.0/0,M2.3.0/1";
/// Waits of a test that looks whether something comes to pass; long for slow machines.
const PATIENCE: Duration = Duration::from_secs(120);

fn found(portal: &TestPortal, name: &str) -> TaskRecord {
    portal.cx.read(|connection| tasks::record::find(connection, name)).unwrap()
}

/// A task that always has something to do.
fn busy(
    name: &'static str,
    run: impl Fn(&Context, &AtomicBool) -> domain::error::Result<i64> + Send + Sync + 'static,
) -> Task {
    Task {
        name,
        place: Place::OneProcess,
        catching_up: CatchingUp::Once,
        pause: Duration::from_millis(20),
        next: Arc::new(|cx, _, _| Ok(Next::Now(cx.now()))),
        run: Arc::new(run),
    }
}

on_both_databases! {
    fn a_panic_in_any_task_is_a_failure_with_its_place_and_stops_no_other(database) {
        let portal = TestPortal::new(database);
        let names: Vec<&str> = portal.cx.tasks.all().iter().map(|task| task.name).collect();
        assert!(names.len() >= 7, "{names:?}");
        for broken in &names {
            // An act, so that there is something to seal and to hand over.
            portal.cx.write(Priority::Person, |tx| {
                errands::post(tx, portal.cx.now(), "test", "{}")?;
                record(tx, portal.cx.now(), &Act::done("test", "test", None))
            }).unwrap();
            for task in portal.cx.tasks.all() {
                let mut task = task.clone();
                task.next = Arc::new(|cx, _, _| Ok(Next::Now(cx.now())));
                if task.name == *broken {
                    task.run = Arc::new(|_, _| panic!("Granny's number is 999999"));
                }
                let ran = tasks::run_if_due(&portal.cx, &task).unwrap();
                let failed = matches!(ran, Ran::Failed(Error::Stopped { .. }));
                assert_eq!(failed, task.name == *broken, "{}: {ran:?}", task.name);
            }
            let record = found(&portal, broken);
            let error = record.error.clone().unwrap();
            assert!(error.starts_with("error-fault tests/it/time/tasks.rs:") && !error.contains("999999"), "{error}");
            assert_eq!((record.failures, record.is_running()), (1, false));
            // It is not tried again before its pause is over, and is well again afterwards.
            let task = portal.cx.tasks.all().iter().find(|task| task.name == *broken).unwrap();
            assert!(matches!(tasks::run_if_due(&portal.cx, task).unwrap(), Ran::NotNow));
            portal.clock.advance_ms(1_000);
            let mut task = task.clone();
            task.next = Arc::new(|cx, _, _| Ok(Next::Now(cx.now())));
            assert!(matches!(tasks::run_if_due(&portal.cx, &task).unwrap(), Ran::Done(_)));
            assert_eq!((found(&portal, broken).failures, found(&portal, broken).error), (0, None));
        }
    }

    fn pauses_grow_and_a_clock_that_was_set_back_ends_them(database) {
        let portal = TestPortal::new(database);
        let task = busy("test", |_, _| Err(Error::fault("always")));
        let mut tries = 0;
        for _ in 0..120 {
            tries += i32::from(matches!(tasks::run_if_due(&portal.cx, &task).unwrap(), Ran::Failed(_)));
            portal.clock.advance_ms(1_000);
        }
        assert_eq!((tries, found(&portal, "test").failures), (7, 7));
        portal.clock.set_by_ms(-DAY_MS);
        assert!(matches!(tasks::run_if_due(&portal.cx, &task).unwrap(), Ran::Failed(_)));
    }

    fn one_holds_a_task_and_whoever_lost_it_writes_nothing_more(database) {
        let portal = TestPortal::new(database);
        let (second, clock) = (portal.cx.clone(), Arc::clone(&portal.clock));
        let writes = |cx: &Context| cx.write(Priority::Job, |tx| {
            let row = (city_settings::name.eq("test"), city_settings::value.eq("written"));
            Ok(domain::db::dialect::insert_if_absent(tx, diesel::insert_into(city_settings::table).values(row))?)
        });
        let task = busy("test", move |cx, _| {
            let other = busy("test", |_, _| Ok(2));
            // Somebody else comes: not now, and not while the lease is held on to.
            assert!(matches!(tasks::run_if_due(&second, &other).unwrap(), Ran::NotNow));
            clock.advance_ms(29_000);
            writes(cx)?;
            clock.advance_ms(29_000);
            assert!(matches!(tasks::run_if_due(&second, &other).unwrap(), Ran::NotNow));
            // This process says nothing for too long.
            clock.advance_ms(1_001);
            assert!(matches!(tasks::run_if_due(&second, &other).unwrap(), Ran::Done(2)));
            writes(cx)?;
            Ok(1)
        });
        let lost = tasks::run_if_due(&portal.cx, &task);
        assert!(matches!(lost, Err(Error::Busy(_))), "{lost:?}");
        let record = found(&portal, "test");
        assert_eq!((record.done, record.failures, record.is_running()), (2, 0, false));
    }

    fn tasks_run_by_themselves_and_on_demand(database) {
        let portal = TestPortal::new(database);
        let ran = Arc::new(AtomicI64::new(0));
        let counted = Arc::clone(&ran);
        let mut task = busy("test", move |_, _| Ok(counted.fetch_add(1, Ordering::SeqCst)));
        task.next = Arc::new(|_, _, _| Ok(Next::WhenNeeded));
        let stop = Arc::new(AtomicBool::new(false));
        let (cx, until) = (portal.cx.clone(), Arc::clone(&stop));
        let runner = thread::spawn(move || tasks::run_until(&cx, &task, &until));
        thread::sleep(Duration::from_millis(200));
        assert_eq!(ran.load(Ordering::SeqCst), 0);
        portal.cx.write(Priority::Person, |tx| tasks::record::ask(&portal.cx, tx, "test")).unwrap();
        let began = Instant::now();
        while found(&portal, "test").finished_at.is_none() && began.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(20));
        }
        stop.store(true, Ordering::SeqCst);
        runner.join().unwrap();
        assert_eq!(ran.load(Ordering::SeqCst), 1);
    }

    fn a_task_that_was_stopped_goes_on_on_the_same_day(database) {
        let portal = TestPortal::new(database);
        portal.new_day();
        portal.clock.advance_ms(DAY_MS);
        let task = |name: &str| portal.cx.tasks.all().iter().find(|task| task.name == name).unwrap().clone();
        assert!(matches!(tasks::run_if_due(&portal.cx, &task("new-day")).unwrap(), Ran::Done(1)));
        for name in ["warnings", "deadlines", "facts-again", "silence"] {
            let task = task(name);
            let before = found(&portal, name).succeeded_at;
            // The program is told to stop while the task runs.
            let stop = Arc::new(AtomicBool::new(false));
            let mut stopped = task.clone();
            let (run, told) = (Arc::clone(&task.run), Arc::clone(&stop));
            stopped.run = Arc::new(move |cx, stop| {
                told.store(true, Ordering::SeqCst);
                run(cx, stop)
            });
            tasks::run_until(&portal.cx, &stopped, &stop);
            let record = found(&portal, name);
            assert_eq!((record.succeeded_at, record.failures, record.is_running()), (before, 0, false), "{name}");
            assert!(matches!(tasks::run_if_due(&portal.cx, &task).unwrap(), Ran::Done(_)), "{name}");
            assert!(matches!(tasks::run_if_due(&portal.cx, &task).unwrap(), Ran::NotNow), "{name}");
        }
    }

    fn what_was_asked_for_outlives_a_stop(database) {
        let portal = TestPortal::new(database);
        portal.new_day();
        let task = portal.cx.tasks.all().iter().find(|task| task.name == "pruning").unwrap().clone();
        let ask = |cx: &Context| cx.write(Priority::Person, |tx| tasks::record::ask(cx, tx, "pruning")).unwrap();
        ask(&portal.cx);
        let mut stopped = task.clone();
        let stop = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&stop);
        stopped.run = Arc::new(move |_, _| {
            told.store(true, Ordering::SeqCst);
            Ok(0)
        });
        tasks::run_until(&portal.cx, &stopped, &stop);
        assert!(found(&portal, "pruning").asked_at.is_some(), "the next program does it");
        assert!(matches!(tasks::run_if_due(&portal.cx, &task).unwrap(), Ran::Done(_)));
        assert!(matches!(tasks::run_if_due(&portal.cx, &task).unwrap(), Ran::NotNow));
        // Who asks while it runs asks for another run.
        ask(&portal.cx);
        let (run, cx, clock) = (Arc::clone(&task.run), portal.cx.clone(), Arc::clone(&portal.clock));
        let mut asked_again = task.clone();
        asked_again.run = Arc::new(move |holding, stop| {
            clock.advance_ms(1);
            ask(&cx);
            run(holding, stop)
        });
        assert!(matches!(tasks::run_if_due(&portal.cx, &asked_again).unwrap(), Ran::Done(_)));
        assert!(matches!(tasks::run_if_due(&portal.cx, &task).unwrap(), Ran::Done(_)), "once more");
        assert!(matches!(tasks::run_if_due(&portal.cx, &task).unwrap(), Ran::NotNow));
    }

    fn the_administrator_sees_the_tasks_and_asks_for_one(database) {
        let portal = TestPortal::new(database);
        portal.new_day();
        let administrator = portal.sign_in("administrator");
        let page = administrator.open("/operations").text();
        for words in ["新的一天", "封存日志", "现在做"] {
            assert!(page.contains(words), "{words}\n{page}");
        }
        portal.cx.write(Priority::Person, |tx| errands::post(tx, portal.cx.now(), "test", "{}")).unwrap();
        administrator.fill("/operations", "/operations/tasks/outbox/run", &[]);
        portal.new_day();
        assert_eq!(found(&portal, "outbox").failures, 0);
        let acts: Vec<String> = portal.cx.read(|connection| Ok(journal::table.filter(journal::act.eq("operations.task")).select(journal::result).load(connection)?)).unwrap();
        assert_eq!(acts, ["done"]);
        assert_eq!(administrator.post("/operations/tasks/nothing/run", &[("act", "run")]).status, 404);
        assert_eq!(portal.sign_in("author").post("/operations/tasks/outbox/run", &[("act", "run")]).status, 403);
    }

    fn what_is_to_be_done_outside_is_handed_over_once(database) {
        let portal = TestPortal::new(database);
        for number in 0..3 {
            portal.cx.write(Priority::Person, |tx| errands::post(tx, portal.cx.now(), "test", &number.to_string())).unwrap();
        }
        portal.new_day();
        portal.new_day();
        let file = database.folder().join("outbox").join(format!("{}.jsonl", portal.cx.today()));
        let lines = fs::read_to_string(&file).unwrap();
        let mut payloads: Vec<String> = lines.lines().filter(|line| line.contains(r#""kind":"test""#)).map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            line["payload"].as_str().unwrap().to_owned()
        }).collect();
        payloads.sort();
        assert_eq!(payloads, ["0", "1", "2"]);
        let waiting: i64 = portal.cx.read(|connection| Ok(outbox::table.filter(outbox::done_at.is_null()).count().get_result(connection)?)).unwrap();
        assert_eq!(waiting, 0);
    }

    fn a_clock_that_is_set_forward_waits_for_a_yes(database) {
        let portal = TestPortal::new(database);
        portal.new_day();
        let begun = portal.cx.today();
        portal.clock.set_by_ms(40 * DAY_MS);
        portal.new_day();
        let done = || portal.cx.read(new_day::last_done).unwrap();
        assert_eq!(done(), Some(begun));
        let administrator = portal.sign_in("administrator");
        let page = administrator.open("/operations");
        assert!(page.text().contains("日历停着") && page.text().contains("等您同意"), "{}", page.text());
        // A yes to a day that the clock does not show is none.
        let form = page.html().form("/operations/days").unwrap();
        administrator.submit(&form, &[("day", "2999-01-01")]);
        portal.new_day();
        assert_eq!(done(), Some(begun));
        administrator.submit(&form, &[]);
        portal.new_day();
        assert_eq!(done(), Some(portal.cx.clock.today()));
        // From now on time passes as it does, and a clock that goes back does nothing twice.
        portal.days_pass(1);
        assert_eq!(done(), Some(portal.cx.clock.today()));
        portal.clock.set_by_ms(-30 * DAY_MS);
        let rows = |portal: &TestPortal| portal.cx.read(|connection| Ok(journal::table.count().get_result::<i64>(connection)?)).unwrap();
        let before = rows(&portal);
        portal.new_day();
        assert_eq!(rows(&portal), before);
    }

    fn a_city_catches_up_a_month_unasked_and_a_demonstration_any_time(database) {
        let portal = TestPortal::new(database);
        portal.new_day();
        let sizes = PoolSizes { connections: 2, patience: Duration::from_secs(60) };
        for (demonstration, days, goes) in [(false, 31, true), (false, 32, false), (true, 400, true)] {
            // The program is started anew so many days later.
            let clock = Arc::new(StandingClock::at(MORNING + days * DAY_MS));
            let configuration = domain::context::Configuration { demonstration, ..configuration_on(database.folder()) };
            let cx = context_with(database.address(), configuration, clock, &sizes, job_kinds());
            let standing = cx.read(|connection| calendar::standing(&cx, connection)).unwrap();
            assert_eq!(matches!(standing, Standing::Goes(_)), goes, "{demonstration} {days}: {standing:?}");
        }
    }

    fn the_yes_to_many_days_holds_while_they_are_done_and_midnight_passes(database) {
        let portal = TestPortal::new(database);
        portal.new_day();
        let sizes = PoolSizes { connections: 2, patience: Duration::from_secs(60) };
        let clock = Arc::new(StandingClock::at(MORNING + 40 * DAY_MS));
        let configuration = domain::context::Configuration { demonstration: false, ..configuration_on(database.folder()) };
        let cx = context_with(database.address(), configuration, Arc::clone(&clock) as _, &sizes, job_kinds());
        let standing = || cx.read(|connection| calendar::standing(&cx, connection)).unwrap();
        let Standing::Waits(waiting) = standing() else { panic!("{:?}", standing()) };
        let administrator = staff(&portal, Role::Administrator);
        calendar::let_pass(&cx, &administrator, &waiting.today.to_string()).unwrap();
        let mut days = 0;
        while matches!(standing(), Standing::Goes(_)) {
            for job in cx.write(Priority::Job, |tx| calendar::go_on(&cx, tx)).unwrap() {
                run_to_the_end(&cx, &job, &AtomicBool::new(false)).unwrap();
            }
            days += 1;
            if days == 3 {
                clock.advance_ms(DAY_MS);
            }
        }
        assert_eq!(standing(), Standing::UpToDate(waiting.today.tomorrow().unwrap()), "after {days} steps");
    }

    fn a_key_file_that_was_replaced_is_found(database) {
        let portal = TestPortal::new(database);
        let file = database.folder().join("keys.txt");
        let kept = fs::read(&file).unwrap();
        let canary = portal.cx.tasks.all().iter().find(|task| task.name == "key-canary").unwrap();
        fs::write(&file, "nothing").unwrap();
        assert!(matches!(tasks::run_if_due(&portal.cx, canary).unwrap(), Ran::Failed(_)));
        assert_eq!(found(&portal, "key-canary").error.as_deref(), Some("error-fault"));
        fs::write(&file, kept).unwrap();
        portal.clock.advance_ms(2_000);
        assert!(matches!(tasks::run_if_due(&portal.cx, canary).unwrap(), Ran::Done(_)));
        assert_eq!(found(&portal, "key-canary").error, None);
    }

    fn no_task_leaves_a_row_while_nothing_is_to_be_done(database) {
        let portal = TestPortal::new(database);
        portal.new_day();
        let runs = || portal.cx.read(|connection| Ok(scheduled_tasks::table.select((scheduled_tasks::name, scheduled_tasks::finished_at)).order(scheduled_tasks::name).load::<(String, Option<i64>)>(connection)?)).unwrap();
        let before = runs();
        portal.clock.advance_ms(10_000);
        portal.new_day();
        assert_eq!(runs(), before);
    }
}

#[test]
fn a_day_is_a_date_of_the_city_however_long_it_is() {
    // Summer time begins at midnight of 18 October 2026, which is missing, and ends at midnight of 21 February 2027: the
    // hour before it comes twice.
    let zone = jiff::tz::TimeZone::posix("AAA3BBB,M10.3.0/0,M2.3.0/0").unwrap();
    let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_millisecond();
    let clock = StandingClock::in_zone(at("2026-10-18T02:59:59Z"), zone);
    assert_eq!(clock.today().to_string(), "2026-10-17");
    clock.advance_ms(1_000);
    assert_eq!(clock.today().to_string(), "2026-10-18");
    assert_eq!(clock.beginning_of(clock.today()), at("2026-10-18T03:00:00Z"));
    clock.set_by_ms(at("2027-02-21T01:59:59Z") - clock.now_ms());
    assert_eq!(clock.today().to_string(), "2027-02-20");
    clock.advance_ms(3_600_000);
    assert_eq!(clock.today().to_string(), "2027-02-20");
    clock.advance_ms(1_000);
    assert_eq!(clock.today().to_string(), "2027-02-21");
    assert_eq!(clock.beginning_of(clock.today()), at("2027-02-21T03:00:00Z"));
}

#[test]
fn a_day_whose_midnight_comes_twice_begins_with_the_first() {
    // Summer time ends at one in the morning of 21 February 2027: midnight and the hour after it come twice.
    let zone = jiff::tz::TimeZone::posix(MIDNIGHT_TWICE).unwrap();
    let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_millisecond();
    let clock = StandingClock::in_zone(at("2027-02-21T01:59:59Z"), zone);
    assert_eq!(clock.today().to_string(), "2027-02-20");
    let midnights = [at("2027-02-21T02:00:00Z"), at("2027-02-21T03:00:00Z")];
    for midnight in midnights {
        clock.set_by_ms(midnight - clock.now_ms());
        assert_eq!(clock.today().to_string(), "2027-02-21");
        assert_eq!(clock.beginning_of(clock.today()), midnights[0]);
    }
    clock.set_by_ms(at("2027-02-22T02:59:59Z") - clock.now_ms());
    assert_eq!(clock.today().to_string(), "2027-02-21", "the day has twenty-five hours");
    clock.advance_ms(1_000);
    assert_eq!(clock.beginning_of(clock.today()), clock.now_ms());
}

on_both_databases! {
    fn every_day_comes_once_where_a_midnight_is_missing(database) {
        // Midnight is missing on 18 October, and the hour before it comes twice on 20 February.
        every_day_comes_once(database, "AAA3BBB,M10.3.0/0,M2.3.0/0");
    }

    fn every_day_comes_once_where_a_midnight_comes_twice(database) {
        every_day_comes_once(database, MIDNIGHT_TWICE);
    }
}

/// Days pass from before the beginning of summer time until after its end.
fn every_day_comes_once(database: &TestDatabase, zone: &str) {
    let zone = jiff::tz::TimeZone::posix(zone).unwrap();
    let begins = "2026-10-16T12:00:00Z".parse::<jiff::Timestamp>().unwrap().as_millisecond();
    let clock = Arc::new(StandingClock::in_zone(begins, zone));
    let sizes = PoolSizes { connections: 2, patience: Duration::from_secs(60) };
    let cx = context_with(database.address(), configuration_on(database.folder()), clock.clone(), &sizes, job_kinds());
    let room = Arc::new(domain::operations::practice::PracticeRoom::beside(&cx));
    cx.tasks.register(tasks::table::tasks(&room));
    let mut days = Vec::new();
    for hour in 0..24 * 130 {
        // Hour by hour around the changes, day by day between them.
        let is_near = (24..72).contains(&hour) || (24 * 124..).contains(&hour);
        if is_near || hour % 24 == 0 {
            for task in cx.tasks.all() {
                tasks::run_if_due(&cx, task).unwrap();
            }
            let done = cx.read(new_day::last_done).unwrap().unwrap();
            assert_eq!(done, clock.today());
            if days.last() != Some(&done) {
                days.push(done);
            }
        }
        clock.advance_ms(3_600_000);
    }
    assert!(days.windows(2).all(|pair| pair[0].tomorrow().unwrap() == pair[1]), "{days:?}");
    // Each day was begun once; work that ended more than ninety days ago is not known any more.
    let begun: Vec<String> = cx
        .read(|connection| {
            Ok(jobs::table.filter(jobs::kind.eq(new_day::KIND)).select(jobs::payload).load(connection)?)
        })
        .unwrap();
    let different: std::collections::BTreeSet<&String> = begun.iter().collect();
    assert!(begun.len() >= 90 && different.len() == begun.len(), "{begun:?}");
}
