//! A slice decides outside the writer. What was published meanwhile overtakes it: it writes nothing, and is decided again.

use crate::journeys::steps::{POLICY, publish};
use diesel::prelude::*;
use domain::{
    context::Context,
    db::{
        connection::Connection,
        pools::Priority,
        schema::{journal, notices, offer_events, offers, policy_results, policy_versions, residents},
    },
    error::{Error, Result},
    operations::jobs::{self, Job, SliceFunction},
    policies::{matching, new_day},
};
use tests::{on_both_databases, portal::TestPortal};

type Offer = (String, String, String, Option<i64>, String, i32, bool);

/// Everything that a slice may write.
#[derive(Debug, PartialEq)]
struct Written {
    offers: Vec<Offer>,
    results: Vec<(String, String, i64, i64, i64)>,
    matched: Vec<(String, Option<String>)>,
    looks: Vec<(Option<String>, Option<String>)>,
    rows: [i64; 3],
}

fn written(cx: &Context) -> Written {
    cx.read(|connection| {
        let of_offer = (
            offers::id,
            offers::policy_version_id,
            offers::verdict,
            offers::amount_fen,
            offers::decided_on,
            offers::revision,
            offers::untold,
        );
        let of_result = (
            policy_results::policy_version_id,
            policy_results::evaluated_on,
            policy_results::eligible_count,
            policy_results::undetermined_count,
            policy_results::amount_fen,
        );
        let looks = (residents::look_again_on, residents::look_ahead_on);
        Ok(Written {
            offers: offers::table.order(offers::id).select(of_offer).load(connection)?,
            results: policy_results::table
                .order(policy_results::policy_version_id)
                .select(of_result)
                .load(connection)?,
            matched: policy_versions::table
                .order(policy_versions::id)
                .select((policy_versions::id, policy_versions::matched_on))
                .load(connection)?,
            looks: residents::table.order(residents::number).select(looks).load(connection)?,
            rows: [
                journal::table.count().get_result(connection)?,
                notices::table.count().get_result(connection)?,
                offer_events::table.count().get_result(connection)?,
            ],
        })
    })
    .unwrap()
}

fn begun(cx: &Context, enqueue: impl Fn(&mut Connection) -> Result<String>) -> Job {
    let job = cx.write(Priority::Job, |tx| {
        let id = enqueue(tx)?;
        jobs::find(tx, &id)
    });
    job.unwrap().unwrap()
}

on_both_databases! {
    fn a_slice_that_a_correction_overtook_writes_nothing(database) {
        let portal = TestPortal::new(database);
        let cx = &portal.cx;
        let mut version = publish(&portal, POLICY).rsplit('/').next().unwrap().to_owned();
        for (slice, amount) in [(matching::slice as SliceFunction, "99.00"), (new_day::slice as SliceFunction, "111.00")] {
            let job = match amount {
                "99.00" => begun(cx, |tx| matching::enqueue(cx, tx, std::slice::from_ref(&version))),
                _ => begun(cx, |tx| new_day::enqueue(cx, tx)),
            };
            // As long as nothing happens in between, what was decided is written.
            let mut undisturbed = slice(cx, &job).unwrap();
            assert!(cx.write(Priority::Job, |tx| undisturbed(tx)).unwrap().finished.is_none());
            let mut overtaken = slice(cx, &job).unwrap();
            version = publish(&portal, &POLICY.replace("88.00", amount)).rsplit('/').next().unwrap().to_owned();
            let before = written(cx);
            let late = cx.write(Priority::Job, |tx| overtaken(tx));
            assert!(matches!(late, Err(Error::Busy(_))), "{amount}: {late:?}");
            assert_eq!(written(cx), before, "{amount}");
            // Decided again, it says what the correction says.
            let mut again = slice(cx, &job).unwrap();
            cx.write(Priority::Job, |tx| again(tx)).unwrap();
            let offered: Vec<Option<i64>> = cx
                .read(|connection| {
                    let of_policy = offers::policy_id.eq("test-allowance").and(offers::verdict.eq("eligible"));
                    Ok(offers::table.filter(of_policy).select(offers::amount_fen).distinct().load(connection)?)
                })
                .unwrap();
            let fen: i64 = amount.replace('.', "").parse().unwrap();
            assert_eq!(offered, [Some(fen)]);
        }
    }
}
