//! A policy that asks about another one: what it says changes with the other one's days.

use crate::journeys::steps::{POLICY, publish};
use diesel::prelude::*;
use domain::db::schema::{notices, offers, policy_results, policy_versions};
use jiff::{Span, civil::Date};
use tests::{
    facts::Person,
    on_both_databases,
    portal::{GRANNY, TestPortal},
};

/// A policy for those who get the allowance.
fn supplement() -> String {
    let criterion = "[[criterion]]\nid = \"more\"\nlabel = { zh = \"有问候金\", en = \"Gets the allowance\" }\n\
                     when = '享受(\"test-allowance\")'\n\n[benefit]\n";
    POLICY
        .replace("id = \"test-allowance\"", "id = \"test-supplement\"")
        .replace("[benefit]\n", criterion)
        .replace("88.00", "11.00")
        .replace("hukou_city = \"310000\" }", "hukou_city = \"310000\" }\nothers = { test-allowance = \"eligible\" }")
}

fn until(last: Date) -> String {
    POLICY.replace("valid_from = 2026-01-01\n", &format!("valid_from = 2026-01-01\nvalid_to = {last}\n"))
}

/// The verdict on granny's supplement, how many it reaches, and how many notices there are of it.
fn stands(portal: &TestPortal, person: &Person<'_>) -> (String, i64, i64) {
    portal
        .cx
        .read(|connection| {
            let own = offers::resident_id.eq(&person.id).and(offers::policy_id.eq("test-supplement"));
            let (id, verdict): (String, String) =
                offers::table.filter(own).select((offers::id, offers::verdict)).first(connection)?;
            let reached = policy_results::table
                .inner_join(policy_versions::table.on(policy_versions::id.eq(policy_results::policy_version_id)));
            let reached = reached.filter(policy_versions::policy_id.eq("test-supplement"));
            let reached = reached.select(policy_results::eligible_count).first(connection)?;
            let told = notices::table.filter(notices::subject_id.eq(id)).count().get_result(connection)?;
            Ok((verdict, reached, told))
        })
        .unwrap()
}

on_both_databases! {
    fn what_rests_on_a_policy_that_ends_is_decided_anew_on_that_day(database) {
        let portal = TestPortal::new(database);
        let last = portal.cx.today().checked_add(Span::new().days(2)).unwrap();
        publish(&portal, &until(last));
        publish(&portal, &supplement());
        let granny = portal.sign_in(GRANNY);
        let person = Person::behind(&portal, &granny);
        portal.new_day();
        portal.days_pass(2);
        let (verdict, reached, told) = stands(&portal, &person);
        assert_eq!((verdict.as_str(), told), ("eligible", 1));
        assert!(reached > 0);
        portal.days_pass(1);
        // Nobody knows what it means without the other one: not a no, and no news.
        assert_eq!(stands(&portal, &person), ("undetermined".to_owned(), 0, 1));
        portal.days_pass(2);
        assert_eq!(stands(&portal, &person), ("undetermined".to_owned(), 0, 1));
        // Other policies can be published meanwhile; one that asks about what is not there cannot.
        publish(&portal, &POLICY.replace("test-allowance", "another-allowance"));
        publish(&portal, POLICY);
        assert_eq!(stands(&portal, &person), ("eligible".to_owned(), reached, 1));
    }

    fn what_rests_on_a_policy_that_is_withdrawn_is_decided_anew_at_once(database) {
        let portal = TestPortal::new(database);
        let allowance = publish(&portal, POLICY);
        publish(&portal, &supplement());
        let person = Person::behind(&portal, &portal.sign_in(GRANNY));
        assert_eq!(stands(&portal, &person).0, "eligible");
        portal.sign_in("author").fill(&allowance, "/propose-withdrawal", &[("reason", "依据已经废止。")]);
        portal.sign_in("publisher").fill(&allowance, "/settle-withdrawal", &[("decision", "withdraw")]);
        portal.finish_jobs();
        assert_eq!(stands(&portal, &person), ("undetermined".to_owned(), 0, 1));
        // It is done: nothing is left to do again.
        let before = portal.cx.read(|connection| domain::policies::validity::is_due(&portal.cx, connection)).unwrap();
        assert!(!before);
    }
}
