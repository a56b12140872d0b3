//! Several offers that are begun with one draft: whatever becomes of the draft, none of them stays half filled in.

use super::steps::{answer_all, publish};
use diesel::prelude::*;
use domain::{db::schema::offers, operations::repeat::new_key, policies::seeds::POLICIES};
use tests::{
    facts::Person,
    on_both_databases,
    portal::{Client, TestPortal},
};

/// The resident of the demonstration who has a certificate of disability.
const DISABLED: &str = "19900000003";
const LIVING: &str = "disability-living-allowance";
const CARE: &str = "disability-care-allowance";

/// Begins with one offer, then with the other. Gives the first question of the draft that serves both.
fn begin_both(client: &Client<'_>, person: &Person<'_>) -> String {
    let begin = |policy: &str| {
        let offer = format!("{}/answer", person.offer(policy));
        client.post(&offer, &[("answer", "apply"), ("key", &new_key())]).location().to_owned()
    };
    let question = begin(LIVING);
    assert_eq!(begin(CARE), question, "one draft serves both");
    question
}

/// How the two offers stand, and whether each has an application.
fn standing(portal: &TestPortal, person: &Person<'_>) -> Vec<(String, bool)> {
    portal
        .cx
        .read(|connection| {
            let theirs =
                offers::table.filter(offers::resident_id.eq(&person.id).and(offers::policy_id.eq_any([LIVING, CARE])));
            let theirs = theirs.order(offers::policy_id.desc());
            Ok(theirs.select((offers::progress, offers::application_id.is_not_null())).load(connection)?)
        })
        .unwrap()
}

fn stands(progress: &str, has_application: bool) -> (String, bool) {
    (progress.to_owned(), has_application)
}

on_both_databases! {
    fn a_draft_that_is_thrown_away_lets_both_offers_wait_again(database) {
        let portal = TestPortal::new(database);
        let client = portal.sign_in(DISABLED);
        let person = Person::behind(&portal, &client);
        let question = begin_both(&client, &person);
        let draft = question.rsplit_once('/').unwrap().0;
        assert_eq!(standing(&portal, &person), [stands("applied", false), stands("applied", false)]);
        client.post(&format!("{draft}/discard"), &[]);
        assert_eq!(standing(&portal, &person), [stands("open", false), stands("open", false)]);
        assert!(!client.open("/offers").text().contains("填了一半"));
    }

    fn a_policy_that_is_no_longer_applied_for_keeps_no_offer_of_a_draft_that_is_thrown_away(database) {
        let portal = TestPortal::new(database);
        let client = portal.sign_in(DISABLED);
        let person = Person::behind(&portal, &client);
        let question = begin_both(&client, &person);
        // Both are given without an application from today on: nothing names the item of the draft any more.
        for policy in [LIVING, CARE] {
            let text = POLICIES.iter().find(|(name, _)| name.ends_with(policy)).unwrap().1;
            let text = text.replace("version = \"1\"", "version = \"2\"").replace("item = \"disability-allowances\"\n", "");
            publish(&portal, &text.replace("delivery_here = \"apply\"", "delivery_here = \"confirm\""));
        }
        assert_eq!(standing(&portal, &person), [stands("applied", false), stands("applied", false)]);
        client.post(&format!("{}/discard", question.rsplit_once('/').unwrap().0), &[]);
        assert_eq!(standing(&portal, &person), [stands("open", false), stands("open", false)]);
    }

    fn what_is_sent_takes_along_what_it_asks_for_and_the_other_waits_again(database) {
        let portal = TestPortal::new(database);
        let client = portal.sign_in(DISABLED);
        let person = Person::behind(&portal, &client);
        let begun = begin_both(&client, &person);
        answer_all(&client, &begun);
        let draft = begun.rsplit_once('/').unwrap().0;
        let question = format!("{draft}/allowances");
        client.fill(&question, "/allowances", &[("allowances", "care")]);
        let check = answer_all(&client, &format!("{draft}/check"));
        let (application, page) = client.fill(&check, "/submit", &[]);
        assert!(application.starts_with("/applications/"), "{}", page.text());
        assert_eq!(standing(&portal, &person), [stands("open", false), stands("applied", true)]);
    }
}
