//! A slice decides outside the writer. What was published meanwhile overtakes it: it writes nothing, and is decided again.
//! What is withdrawn between two slices makes the whole begin again, and a midnight between them changes nothing.

use super::resting::{stands, supplement, until};
use crate::{
    journeys::steps::{POLICY, publish},
    time::model::{fields, staff},
};
use contract::identity::Role;
use diesel::prelude::*;
use domain::{
    context::Context,
    db::{
        connection::Connection,
        pools::Priority,
        schema::{journal, notices, offer_events, offers, policy_results, policy_versions, residents},
    },
    error::{Error, Result},
    operations::{
        jobs::{self, Job, SliceFunction},
        repeat::new_key,
    },
    policies::{matching, new_day, withdrawal},
};
use std::time::Duration;
use tests::{
    facts::Person,
    on_both_databases,
    portal::{GRANNY, TestPortal},
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

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

    fn a_withdrawal_makes_what_rests_on_it_begin_again(database) {
        let portal = TestPortal::new(database);
        let allowance = publish(&portal, POLICY).rsplit('/').next().unwrap().to_owned();
        let supplement = publish(&portal, &supplement()).rsplit('/').next().unwrap().to_owned();
        let person = Person::behind(&portal, &portal.sign_in(GRANNY));
        portal.new_day();
        // Everybody is decided, and the work is not at its end yet.
        let job = begun(&portal.cx, |tx| matching::enqueue(&portal.cx, tx, std::slice::from_ref(&supplement)));
        let job = jobs::run_for(&portal.cx, &job.id, Duration::ZERO).unwrap();
        assert!(!job.is_finished() && job.progress_done > 0, "{job:?}");
        assert_eq!(stands(&portal, &person).0, "eligible");
        let (author, publisher) = (staff(&portal, Role::Author), staff(&portal, Role::Publisher));
        let revision = || -> String {
            let row = policy_versions::table.find(&allowance).select(policy_versions::revision);
            portal.cx.read(|connection| Ok(row.first::<i32>(connection)?)).unwrap().to_string()
        };
        let form = fields(&[("reason", "写错了。"), ("revision", &revision()), ("key", &new_key())]);
        withdrawal::propose(&portal.cx, &author, &allowance, &form).unwrap();
        let form = fields(&[("decision", "withdraw"), ("revision", &revision()), ("key", &new_key())]);
        withdrawal::settle(&portal.cx, &publisher, &allowance, &form).unwrap();
        portal.finish_jobs();
        portal.new_day();
        assert_eq!(stands(&portal, &person).0, "undetermined");
    }

    fn what_is_on_its_way_at_midnight_is_of_the_day_on_which_it_began(database) {
        let portal = TestPortal::new(database);
        publish(&portal, &until(portal.cx.today()));
        let supplement = publish(&portal, &supplement()).rsplit('/').next().unwrap().to_owned();
        let person = Person::behind(&portal, &portal.sign_in(GRANNY));
        portal.new_day();
        let job = begun(&portal.cx, |tx| matching::enqueue(&portal.cx, tx, std::slice::from_ref(&supplement)));
        let job = jobs::run_for(&portal.cx, &job.id, Duration::ZERO).unwrap();
        assert!(!job.is_finished() && job.progress_done > 0, "{job:?}");
        assert_eq!(stands(&portal, &person).0, "eligible");
        portal.clock.advance_ms(DAY_MS);
        portal.new_day();
        assert_eq!(stands(&portal, &person).0, "undetermined", "the allowance ended at midnight");
    }
}
