//! What the desk and departments do while days wait for their work: it counts from its own day on, and the days before it
//! stay as they were.

use crate::{
    journeys::steps::{POLICY, publish},
    time::model::{fields, staff},
};
use contract::identity::Role;
use diesel::prelude::*;
use domain::{
    db::schema::{notices, offers, policy_versions},
    operations::{
        calendar::{self, Standing},
        repeat::new_key,
    },
    policies::withdrawal,
};
use jiff::Span;
use policy::value::Value;
use tests::{
    facts::Person,
    on_both_databases,
    portal::{GRANNY, SON, TestPortal},
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Somebody who turns 80 in so many days; those before today are over.
fn born(portal: &TestPortal, days: i64) -> Option<Value> {
    let birthday = portal.cx.clock.today().checked_add(Span::new().days(days)).unwrap();
    Some(Value::Date(birthday.with().year(birthday.year() - 80).build().unwrap()))
}

/// Verdict and amount of somebody's offer of the policy, where there is one.
fn stands(portal: &TestPortal, person: &Person<'_>) -> Option<(String, Option<i64>)> {
    portal
        .cx
        .read(|connection| {
            let own = offers::resident_id.eq(&person.id).and(offers::policy_id.eq("test-allowance"));
            let row = offers::table.filter(own).select((offers::verdict, offers::amount_fen));
            Ok(row.first(connection).optional()?)
        })
        .unwrap()
}

/// The kinds of the notices about somebody's offer of the policy, oldest first.
fn told(portal: &TestPortal, person: &Person<'_>) -> Vec<String> {
    portal
        .cx
        .read(|connection| {
            let own = offers::resident_id.eq(&person.id).and(offers::policy_id.eq("test-allowance"));
            let own: Vec<String> = offers::table.filter(own).select(offers::id).load(connection)?;
            let about = notices::table.filter(notices::subject_id.eq_any(own)).order(notices::created_at);
            Ok(about.filter(notices::kind.not_like("soon-%")).select(notices::kind).load(connection)?)
        })
        .unwrap()
}

fn costing(amount: &str) -> String {
    POLICY.replace("88.00", amount).replace("version = \"1\"", &format!("version = \"of {amount}\""))
}

/// The version that is in force today, withdrawn by two people.
fn withdraw(portal: &TestPortal, version: &str) {
    let revision = || -> String {
        let row = policy_versions::table.find(version).select(policy_versions::revision);
        portal.cx.read(|connection| Ok(row.first::<i32>(connection)?)).unwrap().to_string()
    };
    let (author, publisher) = (staff(portal, Role::Author), staff(portal, Role::Publisher));
    let form = fields(&[("reason", "写错了。"), ("revision", &revision()), ("key", &new_key())]);
    withdrawal::propose(&portal.cx, &author, version, &form).unwrap();
    let form = fields(&[("decision", "withdraw"), ("revision", &revision()), ("key", &new_key())]);
    withdrawal::settle(&portal.cx, &publisher, version, &form).unwrap();
    portal.finish_jobs();
}

on_both_databases! {
    fn what_is_published_while_days_wait_reaches_whoever_was_found_on_one_of_them(database) {
        let portal = TestPortal::new(database);
        publish(&portal, &costing("88.00"));
        let (granny, son) = (portal.sign_in(GRANNY), portal.sign_in(SON));
        let (granny, person) = (Person::behind(&portal, &granny), Person::behind(&portal, &son));
        portal.new_day();
        person.learn("dob", born(&portal, 2));
        assert_eq!(stands(&portal, &granny), Some(("eligible".to_owned(), Some(8_800))));
        let before = told(&portal, &person).len();
        portal.clock.advance_ms(5 * DAY_MS);
        publish(&portal, &costing("99.00"));
        // While the days before it wait, everything is as it was.
        assert_eq!(stands(&portal, &granny), Some(("eligible".to_owned(), Some(8_800))));
        portal.new_day();
        for one in [&granny, &person] {
            assert_eq!(stands(&portal, one), Some(("eligible".to_owned(), Some(9_900))));
        }
        assert_eq!(told(&portal, &person)[before..], ["offer-found"]);
        let days = portal.cx.read(|connection| calendar::standing(&portal.cx, connection)).unwrap();
        assert_eq!(days, Standing::UpToDate(portal.cx.today()));
    }

    fn what_is_published_while_days_wait_for_a_yes_is_matched_after_it(database) {
        let portal = TestPortal::new(database);
        publish(&portal, &costing("88.00"));
        let person = Person::behind(&portal, &portal.sign_in(SON));
        portal.new_day();
        person.learn("dob", born(&portal, 2));
        let begun = portal.cx.today();
        portal.clock.set_by_ms(5 * DAY_MS);
        publish(&portal, &costing("99.00"));
        portal.new_day();
        assert_ne!(stands(&portal, &person).map(|(verdict, _)| verdict).as_deref(), Some("eligible"));
        let Standing::Waits(waiting) = portal.cx.read(|connection| calendar::standing(&portal.cx, connection)).unwrap()
        else {
            panic!("the days wait");
        };
        assert_eq!(waiting.done, begun);
        calendar::let_pass(&portal.cx, &staff(&portal, Role::Administrator), &waiting.today.to_string()).unwrap();
        portal.new_day();
        assert_eq!(stands(&portal, &person), Some(("eligible".to_owned(), Some(9_900))));
    }

    fn what_is_withdrawn_while_days_wait_holds_until_the_day_before(database) {
        let portal = TestPortal::new(database);
        let version = publish(&portal, &costing("88.00"));
        let (granny, son) = (portal.sign_in(GRANNY), portal.sign_in(SON));
        let (granny, person) = (Person::behind(&portal, &granny), Person::behind(&portal, &son));
        portal.new_day();
        person.learn("dob", born(&portal, 2));
        let before = told(&portal, &granny);
        portal.clock.advance_ms(5 * DAY_MS);
        withdraw(&portal, version.rsplit('/').next().unwrap());
        assert_eq!(stands(&portal, &granny), Some(("eligible".to_owned(), Some(8_800))), "the days before it wait");
        portal.new_day();
        let over = |person: &Person<'_>| stands(&portal, person).map(|(verdict, _)| verdict);
        assert_eq!(over(&granny).as_deref(), Some("policy-over"));
        assert_eq!(told(&portal, &granny)[before.len()..], ["offer-ended"]);
        // It held for him on the third and fourth of these days: found and over between two looks is no news.
        assert_eq!(over(&person).as_deref(), Some("policy-over"));
        assert!(!told(&portal, &person).contains(&"offer-found".to_owned()));
    }

    fn what_is_learnt_while_days_wait_is_told_once_when_they_are_done(database) {
        let portal = TestPortal::new(database);
        publish(&portal, &costing("88.00"));
        let person = Person::behind(&portal, &portal.sign_in(SON));
        portal.new_day();
        portal.clock.advance_ms(5 * DAY_MS);
        let before = told(&portal, &person).len();
        // He turned 80 on the third of five days, and would have been found on it.
        person.learn("dob", born(&portal, -2));
        publish(&portal, &costing("99.00"));
        portal.new_day();
        assert_eq!(stands(&portal, &person), Some(("eligible".to_owned(), Some(9_900))));
        assert_eq!(told(&portal, &person)[before..], ["offer-found"]);
    }

    fn nobody_is_given_what_only_a_clock_that_was_set_forward_says(database) {
        let portal = TestPortal::new(database);
        publish(&portal, &costing("88.00"));
        let person = Person::behind(&portal, &portal.sign_in(SON));
        portal.new_day();
        portal.clock.set_by_ms(400 * DAY_MS);
        // On the day that the clock shows he is eighty; on the last day that is done he is not.
        person.learn("dob", born(&portal, -100));
        assert_ne!(stands(&portal, &person).map(|(verdict, _)| verdict).as_deref(), Some("eligible"));
        portal.clock.set_by_ms(-400 * DAY_MS);
        portal.new_day();
        assert_ne!(stands(&portal, &person).map(|(verdict, _)| verdict).as_deref(), Some("eligible"));
    }
}
