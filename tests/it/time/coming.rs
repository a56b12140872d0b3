//! What versions bring or end that wait for their day is said ahead as well.

use super::ahead::{born, day, said};
use crate::journeys::steps::{POLICY, publish};
use tests::{
    facts::Person,
    on_both_databases,
    portal::{GRANNY, SON, TestPortal},
};

/// The policy from an age on, holding from so many days on.
fn from_age(portal: &TestPortal, age: u32, days: i64) -> String {
    let from = day(portal, days);
    POLICY
        .replace("version = \"1\"", &format!("version = \"from {age}\""))
        .replace(">= 80", &format!(">= {age}"))
        .replace("valid_from = 2026-01-01", &format!("valid_from = {from}"))
        .replace("on = 2026-11-23", &format!("on = {from}"))
}

fn notice(kind: &str, on: jiff::civil::Date) -> (String, String) {
    (kind.to_owned(), format!(r#"{{"day":"{on}"}}"#))
}

on_both_databases! {
    fn whom_the_next_version_leaves_out_is_told_ahead(database) {
        let portal = TestPortal::new(database);
        publish(&portal, &from_age(&portal, 60, 0));
        let person = Person::behind(&portal, &portal.sign_in(SON));
        portal.new_day();
        // Ten years before he is eighty.
        person.learn("dob", born(&portal, 3_653));
        portal.days_pass(2);
        assert_eq!(said(&portal, &person.id, "soon-ended"), []);
        let last_of_it = day(&portal, 20);
        publish(&portal, &from_age(&portal, 80, 20));
        portal.days_pass(1);
        assert_eq!(said(&portal, &person.id, "soon-ended"), [notice("soon-ended", last_of_it)]);
        portal.days_pass(19);
        assert_eq!(said(&portal, &person.id, "soon-ended").len(), 1);
        assert_eq!(said(&portal, &person.id, "offer-ended").len(), 1, "it ends on the day that was said");
    }

    fn what_a_policy_brings_that_begins_later_is_said_a_month_ahead_and_can_be_read(database) {
        let portal = TestPortal::new(database);
        let person = Person::behind(&portal, &portal.sign_in(GRANNY));
        portal.days_pass(1);
        let begins = day(&portal, 40);
        publish(&portal, &from_age(&portal, 80, 40));
        portal.days_pass(9);
        assert_eq!(said(&portal, &person.id, "soon-"), []);
        portal.days_pass(1);
        assert_eq!(said(&portal, &person.id, "soon-"), [notice("soon-found", begins)]);
        let granny = portal.sign_in(GRANNY);
        let inbox = granny.open("/inbox");
        assert!(inbox.text().contains("起可能有您") && inbox.text().contains("高龄问候金"), "{}", inbox.text());
        let page = granny.open("/policies/test-allowance").text();
        let day_of_it = format!("{} 年 {} 月 {} 日", begins.year(), begins.month(), begins.day());
        assert!(page.contains("高龄问候金") && page.contains(&day_of_it), "{page}");
        // Nobody finds it among what there is today.
        assert!(!granny.open("/policies").html().links().contains(&"/policies/test-allowance".to_owned()));
        portal.days_pass(30);
        assert_eq!(said(&portal, &person.id, "soon-").len(), 1);
        assert_eq!(said(&portal, &person.id, "offer-found").len(), 1, "it begins on the day that was said");
    }

    fn whoever_comes_to_it_while_a_version_waits_is_told_ahead_too(database) {
        let portal = TestPortal::new(database);
        let person = Person::behind(&portal, &portal.sign_in(SON));
        portal.days_pass(1);
        let begins = day(&portal, 20);
        publish(&portal, &from_age(&portal, 80, 20));
        portal.days_pass(2);
        assert_eq!(said(&portal, &person.id, "soon-"), []);
        person.learn("dob", born(&portal, -100));
        portal.days_pass(1);
        assert_eq!(said(&portal, &person.id, "soon-"), [notice("soon-found", begins)]);
        portal.days_pass(3);
        assert_eq!(said(&portal, &person.id, "soon-").len(), 1);
    }
}
