//! Jobs: done in slices, resumed at the cursor after a killed slice, failed after several faults, helped along by a request.

use diesel::prelude::*;
use domain::{
    context::Context,
    db::{
        dialect::{Claim, claim_jobs},
        pools::Priority,
        schema::{deliveries, jobs},
        types::Instant,
    },
    error::{Error, Result},
    journal::{Act, record, verify},
    operations::jobs::{Job, JobKinds, NewJob, SliceOutcome, SliceWrites, find, run_for, run_worker, start},
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};
use tests::{HANGS, on_both_databases};

/// Writes 100 rows in slices of ten, each slice with its journal row.
fn hundred_rows(_: &Context, job: &Job) -> Result<SliceWrites> {
    let (from, broken) = (job.cursor.as_deref().map_or(0, |text| text.parse().unwrap()), job.payload == "broken");
    Ok(Box::new(move |tx| {
        for number in from..from + 10 {
            diesel::insert_into(deliveries::table)
                .values((
                    deliveries::id.eq(format!("d{number}")),
                    deliveries::department.eq("self"),
                    deliveries::received_at.eq(Instant(0)),
                    deliveries::note.eq(""),
                ))
                .execute(tx)?;
        }
        record(tx, Instant(from), &Act::done("slice", "job", None))?;
        if broken && from == 50 {
            return Err(Error::fault("the sixth slice breaks"));
        }
        let finished = (from + 10 == 100).then(|| "all".to_owned());
        Ok(SliceOutcome { cursor: Some((from + 10).to_string()), done: 10, total: Some(100), finished })
    }))
}

fn kinds() -> JobKinds {
    JobKinds::new([("hundred-rows", hundred_rows as _)])
}

fn begin(cx: &Context, payload: &str) -> String {
    let new = NewJob { kind: "hundred-rows", payload, total: 0, priority: 0, run_at: cx.now() };
    cx.write(Priority::Person, |tx| start(tx, cx.now(), new)).unwrap()
}

fn rows(cx: &Context) -> i64 {
    cx.read(|conn| Ok(deliveries::table.count().get_result(conn)?)).unwrap()
}

fn job(cx: &Context, id: &str) -> Job {
    cx.read(|conn| find(conn, id)).unwrap().unwrap()
}

on_both_databases! {
    fn a_job_is_helped_along_slice_by_slice(database) {
        let (cx, _) = database.context(kinds());
        let id = begin(&cx, "");
        let after = run_for(&cx, &id, Duration::ZERO).unwrap();
        assert_eq!((after.state.as_str(), after.progress_done, rows(&cx)), ("waiting", 10, 10));
        let after = run_for(&cx, &id, HANGS).unwrap();
        assert_eq!((after.state.as_str(), after.progress_done, rows(&cx)), ("done", 100, 100));
        assert_eq!(after.result.as_deref(), Some("all"));
        assert_eq!(verify(&cx).unwrap().unsealed, 10);
    }

    fn the_worker_does_what_is_waiting(database) {
        let (cx, _) = database.context(kinds());
        let stop = Arc::new(AtomicBool::new(false));
        let worker = thread::spawn({
            let (cx, stop) = (cx.clone(), stop.clone());
            move || run_worker(&cx, &stop)
        });
        let id = begin(&cx, "");
        let after = run_for(&cx, &id, HANGS).unwrap();
        assert_eq!((after.state.as_str(), rows(&cx)), ("done", 100));
        stop.store(true, Ordering::Relaxed);
        worker.join().unwrap();
    }

    fn a_job_goes_on_where_a_killed_process_left_it(database) {
        let (cx, clock) = database.context(kinds());
        let id = begin(&cx, "");
        run_for(&cx, &id, Duration::ZERO).unwrap();
        // A process claims the job, writes half a slice, and dies: the transaction is gone, the lease is still there.
        let now = cx.now();
        cx.write(Priority::Job, |tx| Ok(claim_jobs(tx, Claim { only: None, now, lease_ms: 30_000, limit: 1 })?)).unwrap();
        let mut dying = database.connect();
        diesel::connection::SimpleConnection::batch_execute(&mut dying, "BEGIN").unwrap();
        drop(dying);
        let held = run_for(&cx, &id, Duration::from_millis(30)).unwrap();
        assert_eq!((held.state.as_str(), rows(&cx)), ("running", 10));
        clock.advance_ms(30_001);
        let after = run_for(&cx, &id, HANGS).unwrap();
        assert_eq!((after.state.as_str(), after.progress_done, rows(&cx)), ("done", 100, 100));
    }

    fn a_worker_whose_lease_ran_out_writes_nothing_more(database) {
        let (cx, clock) = database.context(JobKinds::new([("slow", slow as _)]));
        let new = NewJob { kind: "slow", payload: "", total: 0, priority: 0, run_at: cx.now() };
        let id = cx.write(Priority::Person, |tx| start(tx, cx.now(), new)).unwrap();
        let slow = thread::spawn({
            let (cx, id) = (cx.clone(), id.clone());
            move || run_for(&cx, &id, Duration::ZERO)
        });
        while job(&cx, &id).state != "running" {
            thread::sleep(Duration::from_millis(5));
        }
        clock.advance_ms(30_001);
        // Another worker takes the job while the slow one still computes.
        let now = cx.now();
        cx.write(Priority::Job, |tx| Ok(claim_jobs(tx, Claim { only: Some(&id), now, lease_ms: 30_000, limit: 1 })?)).unwrap();
        slow.join().unwrap().unwrap();
        assert_eq!((rows(&cx), job(&cx, &id).state.as_str(), job(&cx, &id).attempts), (0, "running", 2));
    }

    fn a_clock_that_was_set_back_holds_no_job_up(database) {
        let (cx, clock) = database.context(kinds());
        let (paused, held) = (begin(&cx, "broken"), begin(&cx, ""));
        clock.advance_ms(3_600_000);
        run_for(&cx, &paused, HANGS).unwrap();
        cx.write(Priority::Job, |tx| Ok(claim_jobs(tx, Claim { only: Some(&held), now: cx.now(), lease_ms: 30_000, limit: 1 })?)).unwrap();
        clock.set_by_ms(-3_600_000);
        assert_eq!(run_for(&cx, &paused, HANGS).unwrap().failures, 2);
        assert_eq!(run_for(&cx, &held, Duration::ZERO).unwrap().attempts, 2);
    }

    fn a_slice_that_keeps_failing_fails_the_job_and_loses_nothing(database) {
        let (cx, clock) = database.context(kinds());
        let id = begin(&cx, "broken");
        for _ in 0..5 {
            run_for(&cx, &id, HANGS).unwrap();
            clock.advance_ms(3_600_000);
        }
        let after = job(&cx, &id);
        assert_eq!((after.state.as_str(), after.error.as_deref(), after.failures), ("failed", Some("error-fault"), 5));
        assert_eq!((rows(&cx), after.progress_done, after.cursor.as_deref()), (50, 50, Some("50")));
        let finished: Option<i64> = cx.read(|conn| Ok(jobs::table.find(&id).select(jobs::finished_at).first(conn)?)).unwrap();
        assert!(finished.is_some());
    }
}

on_both_databases! {
    fn a_panic_in_a_slice_is_a_failure_with_its_place_and_leaves_the_worker_alive(database) {
        let (cx, clock) = database.context(JobKinds::new([("hundred-rows", hundred_rows as _), ("panics", panics as _)]));
        let new = NewJob { kind: "panics", payload: "", total: 0, priority: 9, run_at: cx.now() };
        let broken = cx.write(Priority::Person, |tx| start(tx, cx.now(), new)).unwrap();
        let sound = begin(&cx, "");
        let stop = Arc::new(AtomicBool::new(false));
        let worker = thread::spawn({
            let (cx, stop) = (cx.clone(), stop.clone());
            move || run_worker(&cx, &stop)
        });
        while !job(&cx, &sound).is_finished() || !job(&cx, &broken).is_finished() {
            clock.advance_ms(60_000);
            thread::sleep(Duration::from_millis(20));
        }
        stop.store(true, Ordering::Relaxed);
        worker.join().unwrap();
        assert_eq!((job(&cx, &sound).state.as_str(), rows(&cx)), ("done", 100));
        let after = job(&cx, &broken);
        let error = after.error.unwrap();
        assert_eq!((after.state.as_str(), after.failures), ("failed", 5));
        assert!(error.starts_with("error-fault tests/it/storage/jobs.rs:") && !error.contains("secret"), "{error}");
    }
}

/// Panics in the middle of a transaction.
fn panics(_: &Context, _: &Job) -> Result<SliceWrites> {
    Ok(Box::new(|tx| {
        record(tx, Instant(0), &Act::done("slice", "job", None))?;
        panic!("a secret")
    }))
}

/// Computes until another worker has claimed the job before it writes.
fn slow(cx: &Context, job: &Job) -> Result<SliceWrites> {
    while cx.read(|conn| find(conn, &job.id))?.is_some_and(|now| now.attempts == job.attempts) {
        thread::sleep(Duration::from_millis(5));
    }
    Ok(Box::new(|tx| {
        diesel::insert_into(deliveries::table)
            .values((
                deliveries::id.eq("late"),
                deliveries::department.eq("self"),
                deliveries::received_at.eq(Instant(0)),
                deliveries::note.eq(""),
            ))
            .execute(tx)?;
        Ok(SliceOutcome { finished: Some(String::new()), ..SliceOutcome::default() })
    }))
}
