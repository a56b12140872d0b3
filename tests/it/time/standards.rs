//! A release may bring other standards for policies that were published long before it.

use crate::journeys::steps::{POLICY, publish};
use diesel::prelude::*;
use domain::{
    db::{
        pools::Priority,
        schema::{jobs, offers, policy_versions},
    },
    policies::{
        matching,
        standards::{Standards, keep},
    },
};
use tests::{on_both_databases, portal::TestPortal};

/// The sums that are offered, whatever the policy's document says: as a release with other standards finds them.
fn offered(portal: &TestPortal) -> Vec<Option<i64>> {
    let of_policy = offers::table.filter(offers::policy_id.eq("test-allowance"));
    portal.cx.read(|connection| Ok(of_policy.order(offers::id).select(offers::amount_fen).load(connection)?)).unwrap()
}

on_both_databases! {
    fn other_standards_reach_everybody_and_the_same_ones_nobody(database) {
        let portal = TestPortal::new(database);
        publish(&portal, POLICY);
        portal.new_day();
        assert_eq!(keep(&portal.cx, "attributes", "standards").unwrap(), Standards::New);
        portal.new_day();
        let right = offered(&portal);
        assert!(!right.is_empty() && right.iter().all(|amount| *amount == Some(8_800)));
        portal
            .cx
            .write(Priority::Job, |tx| {
                let of_policy = offers::table.filter(offers::policy_id.eq("test-allowance"));
                Ok(diesel::update(of_policy).set(offers::amount_fen.eq(7_700)).execute(tx)?)
            })
            .unwrap();
        // The next day, and the next start: nothing is due.
        assert_eq!(keep(&portal.cx, "attributes", "standards").unwrap(), Standards::Known);
        portal.days_pass(1);
        assert!(offered(&portal).iter().all(|amount| *amount == Some(7_700)));
        assert_eq!(keep(&portal.cx, "attributes", "other standards").unwrap(), Standards::New);
        portal.new_day();
        assert_eq!(offered(&portal), right);
        assert_eq!(keep(&portal.cx, "attributes", "other standards").unwrap(), Standards::Known);
    }

    fn what_was_half_matched_by_the_old_standards_begins_with_the_first_person(database) {
        let portal = TestPortal::new(database);
        portal.new_day();
        let cx = &portal.cx;
        let version: String = cx
            .read(|connection| Ok(policy_versions::table.select(policy_versions::id).first(connection)?))
            .unwrap();
        let job = cx.write(Priority::Job, |tx| matching::enqueue(cx, tx, std::slice::from_ref(&version))).unwrap();
        let half = (jobs::cursor.eq("40"), jobs::progress_done.eq(40), jobs::attempts.eq(1));
        cx.write(Priority::Job, |tx| Ok(diesel::update(jobs::table.find(&job)).set(half).execute(tx)?)).unwrap();
        assert_eq!(keep(cx, "attributes", "other standards").unwrap(), Standards::New);
        let stands: (Option<String>, i64, i32) = cx
            .read(|connection| {
                let columns = (jobs::cursor, jobs::progress_done, jobs::attempts);
                Ok(jobs::table.find(&job).select(columns).first(connection)?)
            })
            .unwrap();
        assert_eq!(stands, (None, 0, 2));
        portal.finish_jobs();
    }
}
