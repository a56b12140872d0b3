//! Rows that are over are deleted, in slices that keep nobody waiting.

use contract::notices::NoticeKind;
use diesel::prelude::*;
use domain::{
    context::Context,
    db::{
        pools::Priority,
        schema::{accounts, foretold, idempotency_keys, jobs, sessions, sign_in_failures},
    },
    operations::{
        cleaning::{RULES, SLICE, clean},
        jobs::{JobKinds, NewJob, start},
    },
    policies::ahead,
};
use tests::{
    facts::Person,
    on_both_databases,
    portal::{GRANNY, TestPortal},
};

const DAY_MS: i64 = 86_400_000;

/// One account with a session, a failed sign-in, a kept receipt and a finished job, all of now.
fn leave_traces(cx: &Context, name: &str) {
    let now = cx.now();
    cx.write(Priority::Person, |tx| {
        diesel::insert_into(sessions::table)
            .values((
                sessions::token_hash.eq(name),
                sessions::id.eq(name),
                sessions::account_id.eq("a"),
                sessions::created_at.eq(now),
                sessions::last_seen_at.eq(now),
                sessions::expires_at.eq(now.plus_minutes(12 * 60)),
            ))
            .execute(tx)?;
        diesel::insert_into(sign_in_failures::table)
            .values((
                sign_in_failures::key.eq(name),
                sign_in_failures::window_started_at.eq(now),
                sign_in_failures::count.eq(1),
            ))
            .execute(tx)?;
        diesel::insert_into(idempotency_keys::table)
            .values((
                idempotency_keys::account_id.eq("a"),
                idempotency_keys::use_case.eq("test"),
                idempotency_keys::idempotency_key.eq(name),
                idempotency_keys::fingerprint.eq(""),
                idempotency_keys::outcome.eq(""),
                idempotency_keys::created_at.eq(now),
            ))
            .execute(tx)?;
        for state in ["done", "waiting"] {
            let id = start(tx, now, NewJob { kind: "test", payload: "", total: 0, priority: 0, run_at: now })?;
            let finished = (state == "done").then_some(now);
            let row = diesel::update(jobs::table.find(id));
            row.set((jobs::state.eq(state), jobs::finished_at.eq(finished))).execute(tx)?;
        }
        Ok(())
    })
    .unwrap();
}

/// Rows of sessions, failures, receipts and jobs.
fn left(cx: &Context) -> [i64; 4] {
    cx.read(|conn| {
        Ok([
            sessions::table.count().get_result(conn)?,
            sign_in_failures::table.count().get_result(conn)?,
            idempotency_keys::table.count().get_result(conn)?,
            jobs::table.count().get_result(conn)?,
        ])
    })
    .unwrap()
}

fn open_account(cx: &Context) {
    cx.write(Priority::Person, |tx| {
        let row = (
            accounts::id.eq("a"),
            accounts::display_name_sealed.eq(Vec::new()),
            accounts::status.eq("active"),
            accounts::created_at.eq(cx.now()),
        );
        Ok(diesel::insert_into(accounts::table).values(row).execute(tx)?)
    })
    .unwrap();
}

on_both_databases! {
    fn rows_go_when_their_time_is_over_and_not_before(database) {
        let (cx, clock) = database.context(JobKinds::default());
        open_account(&cx);
        leave_traces(&cx, "first");
        // Milliseconds that have passed, and what is left then; the waiting job stays for ever.
        for (advance, then) in [
            (10 * 60_000, [1, 1, 1, 2]),
            (50 * 60_000, [1, 0, 1, 2]),
            (35 * 3_600_000 - 1, [1, 0, 1, 2]),
            (1, [0, 0, 1, 2]),
            (30 * DAY_MS - 36 * 3_600_000 - 1, [0, 0, 1, 2]),
            (1, [0, 0, 0, 2]),
            (60 * DAY_MS - 1, [0, 0, 0, 2]),
            (1, [0, 0, 0, 1]),
        ] {
            clock.advance_ms(advance);
            clean(&cx).unwrap();
            assert_eq!(left(&cx), then, "after {advance}");
        }
        leave_traces(&cx, "second");
        assert_eq!((clean(&cx).unwrap(), left(&cx)), (0, [1, 1, 1, 3]));
    }

    fn what_was_told_of_a_day_is_forgotten_when_the_day_is_long_over(database) {
        let portal = TestPortal::new(database);
        let granny = Person::behind(&portal, &portal.sign_in(GRANNY));
        let cx = &portal.cx;
        let day = cx.today();
        let once = || cx.write(Priority::Job, |tx| ahead::once(tx, &granny.id, "elder-allowance", NoticeKind::SoonFound, day));
        let known = || cx.read(|connection| Ok(foretold::table.count().get_result::<i64>(connection)?)).unwrap();
        let before = known();
        assert!(once().unwrap());
        for (days, told_again) in [(90, false), (1, true)] {
            portal.clock.advance_ms(days * DAY_MS);
            clean(cx).unwrap();
            assert_eq!(once().unwrap(), told_again, "after {days} days");
        }
        assert_eq!(known(), before + 1);
    }

    fn no_transaction_deletes_more_than_a_slice(database) {
        let (cx, clock) = database.context(JobKinds::default());
        open_account(&cx);
        let many = SLICE * 2 + 1;
        cx.write(Priority::Person, |tx| {
            let now = cx.now();
            for number in 0..many {
                let row = (sign_in_failures::key.eq(number.to_string()), sign_in_failures::window_started_at.eq(now), sign_in_failures::count.eq(1));
                diesel::insert_into(sign_in_failures::table).values(row).execute(tx)?;
                let row = (
                    idempotency_keys::account_id.eq("a"),
                    idempotency_keys::use_case.eq("test"),
                    idempotency_keys::idempotency_key.eq(number.to_string()),
                    idempotency_keys::fingerprint.eq(""),
                    idempotency_keys::outcome.eq(""),
                    idempotency_keys::created_at.eq(now),
                );
                diesel::insert_into(idempotency_keys::table).values(row).execute(tx)?;
            }
            Ok(())
        })
        .unwrap();
        clock.advance_ms(31 * DAY_MS);
        for table in ["sign_in_failures", "idempotency_keys"] {
            let rule = RULES.iter().find(|rule| rule.table == table).unwrap();
            assert_eq!((rule.slice)(&cx).unwrap(), 2_000);
        }
        assert_eq!(left(&cx), [0, many - SLICE, many - SLICE, 0]);
        assert_eq!(clean(&cx).unwrap(), 2 * usize::try_from(many - SLICE).unwrap());
        assert_eq!(left(&cx), [0; 4]);
    }
}
