//! An offer goes along with the application for it, and with no other: whatever was taken back, taken up again or decided
//! before.

use super::{
    office::{ASSESSMENT_VALID_TO, Office, fields, id_of},
    steps::{ANOTHER_ITEM, ITEM, answer_all},
};
use domain::{
    applications::{drafts, reply, start, submit},
    operations::repeat::new_key,
    policies::offers::{record, transitions::OfferProgress},
};
use jiff::civil::date;
use policy::value::Value;
use tests::{facts::Person, on_both_databases, portal::TestPortal};

/// How an offer stands, and its application.
fn offer_stands(office: &Office<'_>, offer: &str) -> (OfferProgress, Option<String>) {
    let resident = office.people.resident.resident.as_ref().unwrap();
    let found = office.people.cx.read(|connection| record::own(connection, resident, offer)).unwrap();
    (found.standing().progress, found.application)
}

/// The same of what the item is applied for with.
fn stands(office: &Office<'_>) -> (OfferProgress, Option<String>) {
    offer_stands(office, &office.offer)
}

/// Begins, or goes on, and answers everything. Gives the draft.
fn draft(office: &Office<'_>) -> String {
    draft_of(office, ITEM)
}

fn draft_of(office: &Office<'_>, item: &str) -> String {
    let yes = fields([("second", "yes")]);
    let first = start::start_item(&office.people.cx, &office.people.resident, item, &yes).unwrap();
    answer_all(&office.granny, &first).split('/').nth(2).unwrap().to_owned()
}

/// Gives the application.
fn send(office: &Office<'_>, draft: &str) -> String {
    let yes = fields([("second", "yes")]);
    let receipt = submit::submit(&office.people.cx, &office.people.resident, draft, &yes).unwrap();
    id_of(receipt.split('?').next().unwrap()).to_owned()
}

on_both_databases! {
    fn a_draft_begun_while_another_was_taken_back_has_the_offer_when_it_is_sent(database) {
        let portal = TestPortal::new(database);
        let office = Office::of(&portal);
        let people = &office.people;
        let first = send(&office, &draft(&office));
        assert_eq!(stands(&office), (OfferProgress::Applied, Some(first.clone())));
        people.put_away(&first);
        assert_eq!(stands(&office), (OfferProgress::Open, None));
        let second = draft(&office);
        let form = fields([("key", &new_key())]);
        reply::take_up_again(&people.cx, &people.resident, &first, &form).unwrap();
        assert_eq!(stands(&office), (OfferProgress::Applied, Some(first.clone())));
        people.put_away(&first);
        let second = send(&office, &second);
        assert_eq!(stands(&office), (OfferProgress::Applied, Some(second)));
    }

    fn what_was_given_before_does_not_keep_an_offer_that_is_begun_anew(database) {
        let portal = TestPortal::new(database);
        let office = Office::of(&portal);
        let people = &office.people;
        let first = send(&office, &draft(&office));
        assert!(people.decides(&people.caseworker, &first, &people.revision(&first), "grant").was_taken());
        assert_eq!(stands(&office).0, OfferProgress::Granted);
        // The assessment was made, and is over some years later.
        let granny = Person::behind(&portal, &office.granny);
        for (valid_to, progress) in [(date(2029, 1, 1), OfferProgress::Open), (date(2026, 10, 31), OfferProgress::Open)] {
            granny.learn(ASSESSMENT_VALID_TO, Some(Value::Date(valid_to)));
            assert_eq!(stands(&office).0, progress, "{valid_to}");
        }
        let second = draft(&office);
        assert_eq!(stands(&office), (OfferProgress::Applied, None));
        drafts::discard(&people.cx, &people.resident, &second).unwrap();
        assert_eq!(stands(&office), (OfferProgress::Open, None), "it waits as before");
    }

    fn a_second_application_leaves_the_offer_to_the_first(database) {
        let portal = TestPortal::new(database);
        let office = Office::of(&portal);
        let people = &office.people;
        let granny = Person::behind(&portal, &office.granny);
        granny.learn("care_elsewhere", Some(Value::Bool(true)));
        let offer = granny.offer(ANOTHER_ITEM);
        let offer = id_of(&offer);
        let first = send(&office, &draft_of(&office, ANOTHER_ITEM));
        let taken_along = (OfferProgress::Applied, Some(first.clone()));
        assert_eq!(offer_stands(&office, offer), taken_along);
        let second = send(&office, &draft_of(&office, ANOTHER_ITEM));
        assert_eq!(offer_stands(&office, offer), taken_along);
        people.put_away(&second);
        assert_eq!(offer_stands(&office, offer), taken_along);
        people.put_away(&first);
        assert_eq!(offer_stands(&office, offer), (OfferProgress::Open, None));
    }
}
