//! What administrators read of what the city does by itself: each task's last run, result, next run and lateness, and why a
//! slice failed, by file and line and never by its words.

use app::i18n::Words;
use contract::display::Display;
use diesel::prelude::*;
use domain::{
    context::Context,
    db::{
        pools::{PoolSizes, Priority},
        schema::{jobs, missed_searches, policy_versions, scheduled_tasks},
    },
    error::Result,
    operations::{
        jobs::{Job, JobKinds, NewJob, SliceWrites, start},
        tasks::{self, Task},
    },
    policies::{matching, new_day},
};
use std::{thread, time::Duration};
use tests::{
    HANGS,
    database::{TestDatabase, configuration_on, context_with},
    on_both_databases,
    portal::TestPortal,
};

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// How long rows of searches are kept that found nothing.
const MISSED_MS: i64 = 180 * DAY_MS;
/// The line on which the slice stops.
const STOPS: u32 = line!() + 3;

fn stops(_: &Context, _: &Job) -> Result<SliceWrites> {
    panic!("Granny's number is 999999")
}

/// Where the slice stops, as the page says it.
fn place() -> String {
    format!("error-fault tests/it/time/shown.rs:{STOPS}")
}

/// The same city by the same clock, in a process whose new days stop in the middle of a slice.
fn with_broken_days(portal: &TestPortal, database: &TestDatabase) -> Context {
    let sizes = PoolSizes { connections: 2, patience: HANGS };
    let kinds = JobKinds::new([(new_day::KIND, stops as _)]);
    context_with(database.address(), configuration_on(database.folder()), portal.clock.clone(), &sizes, kinds)
}

fn task(portal: &TestPortal, name: &str) -> Task {
    portal.cx.tasks.all().iter().find(|task| task.name == name).unwrap().clone()
}

/// The row of a table of the page, as an administrator reads it now, by its first words: the tasks are under one heading, the
/// jobs under another.
fn row(portal: &TestPortal, heading: &str, begins: &str) -> String {
    // A session may have ended meanwhile.
    let page = portal.sign_in("administrator").open("/operations");
    let rows = page.html().texts("tr");
    let mut of_table = rows.iter().skip_while(|text| !text.contains(heading)).skip(1);
    of_table.find(|text| text.starts_with(begins)).unwrap_or_else(|| panic!("{begins} in {rows:#?}")).clone()
}

fn of_task(portal: &TestPortal, begins: &str) -> String {
    row(portal, "做什么", begins)
}

fn of_job(portal: &TestPortal, begins: &str) -> String {
    row(portal, "进度", begins)
}

/// An instant as the page says it.
fn said(at: i64) -> String {
    Words::new(Display::default()).instant(at)
}

/// What a text says, all of it.
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} in {text}");
    }
}

on_both_databases! {
    fn the_administrator_reads_why_a_slice_failed_and_how_each_task_stands(database) {
        let portal = TestPortal::new(database);
        portal.leaves_work("a job of this test fails for good, and is shown");
        let (broken, new_day) = (with_broken_days(&portal, database), task(&portal, "new-day"));
        let runner = thread::spawn(move || tasks::run_if_due(&broken, &new_day).unwrap());
        let mut failures = 0;
        while !runner.is_finished() {
            let waiting = jobs::table.filter(jobs::state.eq("waiting").and(jobs::failures.gt(failures)));
            let found: Option<(i32, i64)> = portal.cx
                .read(|connection| Ok(waiting.select((jobs::failures, jobs::run_at)).first(connection).optional()?))
                .unwrap();
            if let Some((failed, run_at)) = found {
                failures = failed;
                let often = format!("连续失败 {failed} 次");
                says(&of_job(&portal, "新的一天"), &["排队", &often, &place()]);
                says(&of_task(&portal, "新的一天"), &["进行中"]);
                portal.clock.advance_ms(run_at - portal.cx.now().0);
            }
            thread::sleep(Duration::from_millis(5));
        }
        runner.join().unwrap();
        assert_eq!(failures, 4);
        let now = portal.cx.now().0;
        let broken = of_task(&portal, "新的一天");
        says(&broken, &[&said(now), "连续失败 1 次", &place(), &said(now + 1_000)]);
        says(&of_job(&portal, "新的一天"), &["失败", "连续失败 5 次", &place()]);
        says(&of_task(&portal, "一直没有答复的待遇"), &["还没有做过", "还没做", "等新的一天做完"]);
        let page = portal.sign_in("administrator").open("/operations").text();
        assert!(!page.contains("999999") && !page.contains("Granny"), "{page}");
        // A process that is well does the day.
        portal.clock.advance_ms(1_000);
        portal.new_day();
        let begins = |days: i8| {
            let day = portal.cx.today().saturating_add(jiff::Span::new().days(days));
            portal.cx.clock.beginning_of(day)
        };
        let well = of_task(&portal, "新的一天");
        says(&well, &[&said(portal.cx.now().0), "做好了（1）", &said(begins(1))]);
        assert!(!well.contains("失败"), "{well}");
        says(&of_task(&portal, "一直没有答复的待遇"), &["做好了（0）", &said(begins(1))]);
        // Three hours of the next day have passed, and nobody has done it.
        portal.clock.advance_ms(begins(1) + 3 * HOUR_MS - portal.cx.now().0);
        says(&of_task(&portal, "新的一天"), &["晚了 3 小时"]);
        says(&of_task(&portal, "一直没有答复的待遇"), &["等新的一天做完"]);
        // It is done, and what is done once a day has waited since the day began.
        tasks::run_if_due(&portal.cx, &task(&portal, "new-day")).unwrap();
        says(&of_task(&portal, "一直没有答复的待遇"), &["晚了 3 小时"]);
        // It fails: when it is tried again is no excuse for being late.
        let again = portal.cx.now().plus_ms(60_000);
        portal
            .cx
            .write(Priority::Job, |tx| {
                let row = scheduled_tasks::table.find("silence");
                let failed = (scheduled_tasks::failures.eq(2), scheduled_tasks::retry_at.eq(again));
                Ok(diesel::update(row).set(failed).execute(tx)?)
            })
            .unwrap();
        says(&of_task(&portal, "一直没有答复的待遇"), &["晚了 3 小时", &format!("{}再试", said(again.0))]);
        portal.clock.advance_ms(60_000);
        portal.new_day();
    }

    fn what_waits_during_a_day_is_late_since_it_waits(database) {
        let portal = TestPortal::new(database);
        portal.new_day();
        let tasks = ["当天生效和结束的政策", "删掉过期的记录", "记下没有查到的词"];
        for name in tasks {
            says(&of_task(&portal, name), &["有事就做"]);
        }
        portal.clock.advance_ms(2 * HOUR_MS);
        let now = portal.cx.now();
        portal.cx.write(Priority::Job, |tx| {
            // A policy that came with an update of the program, and words that nobody asked for since half a year.
            let version: String = policy_versions::table
                .filter(policy_versions::policy_id.eq("elder-allowance"))
                .select(policy_versions::id)
                .first(tx)?;
            diesel::update(policy_versions::table.find(version))
                .set((policy_versions::matched_on.eq(None::<String>), policy_versions::published_at.eq(now)))
                .execute(tx)?;
            diesel::insert_into(missed_searches::table)
                .values((
                    missed_searches::words.eq("撒哈拉"),
                    missed_searches::times.eq(1),
                    missed_searches::first_at.eq(0),
                    missed_searches::last_at.eq(now.0 - MISSED_MS + HOUR_MS),
                ))
                .execute(tx)?;
            Ok(())
        }).unwrap();
        portal.cx.search.missed.count("天方夜谭", now);
        says(&of_task(&portal, tasks[0]), &["马上"]);
        portal.clock.advance_ms(4 * HOUR_MS);
        let late = tasks.map(|name| of_task(&portal, name));
        says(&late[0], &["晚了 4 小时"]);
        says(&late[1], &["晚了 3 小时"]);
        says(&late[2], &["晚了 4 小时"]);
        portal.new_day();
        for name in tasks {
            says(&of_task(&portal, name), &["有事就做"]);
        }
        // What failed during the day waits since it was begun.
        portal.clock.advance_ms(HOUR_MS);
        let version = policy_versions::table.filter(policy_versions::policy_id.eq("elder-allowance"));
        portal.cx.write(Priority::Job, |tx| {
            diesel::update(version).set(policy_versions::matched_on.eq(None::<String>)).execute(tx)?;
            let new = NewJob { kind: matching::KIND, payload: "[]", total: 0, priority: 0, run_at: portal.cx.now() };
            let job = start(tx, portal.cx.now(), new)?;
            let failed = (jobs::state.eq("failed"), jobs::error.eq(Some("error-fault")), jobs::failures.eq(5));
            diesel::update(jobs::table.find(job)).set(failed).execute(tx)?;
            Ok(())
        }).unwrap();
        portal.clock.advance_ms(2 * HOUR_MS);
        says(&of_task(&portal, tasks[0]), &["晚了 2 小时"]);
        portal.new_day();
        portal.leaves_work("a job of this test failed for good");
    }
}
