//! A policy that asks about another one: what it says changes with the other one's days.

use crate::journeys::steps::{POLICY, hand_over, publish};
use diesel::prelude::*;
use domain::db::schema::{notices, offers, policy_results, policy_versions, residents};
use jiff::{Span, civil::Date};
use policy::value::Value;
use tests::{
    facts::Person,
    on_both_databases,
    portal::{GRANNY, SON, TestPortal},
};

/// A policy for those who get the allowance.
pub(super) fn supplement() -> String {
    let criterion = "[[criterion]]\nid = \"more\"\nlabel = { zh = \"有问候金\", en = \"Gets the allowance\" }\n\
                     when = '享受(\"test-allowance\")'\n\n[benefit]\n";
    POLICY
        .replace("id = \"test-allowance\"", "id = \"test-supplement\"")
        .replace("[benefit]\n", criterion)
        .replace("88.00", "11.00")
        .replace("hukou_city = \"310000\" }", "hukou_city = \"310000\" }\nothers = { test-allowance = \"eligible\" }")
}

/// The allowance in place of the supplement, and the other way round.
fn swapped(text: &str) -> String {
    text.replace("test-allowance", "*").replace("test-supplement", "test-allowance").replace('*', "test-supplement")
}

pub(super) fn until(last: Date) -> String {
    POLICY.replace("valid_from = 2026-01-01\n", &format!("valid_from = 2026-01-01\nvalid_to = {last}\n"))
}

/// The verdict on granny's supplement, how many it reaches, and how many notices there are of it.
pub(super) fn stands(portal: &TestPortal, person: &Person<'_>) -> (String, i64, i64) {
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

    fn what_rests_on_a_policy_that_is_over_turns_on_its_days_and_has_nobody_looked_at_in_between(database) {
        let portal = TestPortal::new(database);
        let last = portal.cx.today().checked_add(Span::new().days(2)).unwrap();
        publish(&portal, &until(last));
        // It is for everybody of 83, whatever becomes of the other one. No other policy turns on that birthday.
        let either = "when = '享受(\"test-allowance\") or age(出生日期, 今天) >= 83'";
        publish(&portal, &supplement().replace("when = '享受(\"test-allowance\")'", either).replace(">= 80\"", ">= 60\""));
        let person = Person::behind(&portal, &portal.sign_in(SON));
        portal.new_day();
        let birthday = portal.cx.today().checked_add(Span::new().days(10)).unwrap();
        person.learn("dob", Some(Value::Date(birthday.with().year(birthday.year() - 83).build().unwrap())));
        portal.days_pass(5);
        let looks: i64 = portal
            .cx
            .read(|connection| {
                let tomorrow = portal.cx.today().tomorrow().unwrap().to_string();
                let soon = residents::look_ahead_on.le(&tomorrow).or(residents::look_again_on.le(&tomorrow));
                Ok(residents::table.filter(soon.assume_not_null()).count().get_result(connection)?)
            })
            .unwrap();
        assert!(looks < 5, "{looks} people are looked at from day to day");
        portal.days_pass(4);
        assert_eq!(stands(&portal, &person).0, "undetermined");
        portal.days_pass(1);
        assert_eq!(stands(&portal, &person).0, "eligible");
    }

    fn a_version_that_would_go_on_in_a_circle_lets_none_be_withdrawn(database) {
        let portal = TestPortal::new(database);
        let next_month = portal.cx.today().checked_add(Span::new().days(30)).unwrap();
        let later = |text: &str| text.replace("valid_from = 2026-01-01", &format!("valid_from = {next_month}"));
        // Today the allowance asks about the supplement; from next month on it is the other way round.
        publish(&portal, &swapped(POLICY));
        publish(&portal, &swapped(&supplement()));
        let waiting = publish(&portal, &later(POLICY));
        let asking = publish(&portal, &later(&supplement()));
        let (author, publisher) = (portal.sign_in("author"), portal.sign_in("publisher"));
        author.fill(&waiting, "/propose-withdrawal", &[("reason", "写错了。")]);
        let form = publisher.open(&waiting).html().form("/settle-withdrawal").unwrap();
        let refused = publisher.submit(&form, &[("decision", "withdraw")]);
        let page = publisher.open(refused.location()).text();
        assert!(page.contains("和别的政策对不上"), "{page}");
        let can_be_settled = |version: &str| publisher.open(version).html().form("/settle-withdrawal").is_some();
        assert!(can_be_settled(&waiting), "it goes on waiting");
        // Without the one that closes the circle it goes.
        author.fill(&asking, "/propose-withdrawal", &[("reason", "写错了。")]);
        publisher.fill(&asking, "/settle-withdrawal", &[("decision", "withdraw")]);
        publisher.fill(&waiting, "/settle-withdrawal", &[("decision", "withdraw")]);
        portal.finish_jobs();
        assert!(!can_be_settled(&asking) && !can_be_settled(&waiting), "both are withdrawn");
    }

    fn a_version_that_ends_by_itself_hinders_no_withdrawal(database) {
        let portal = TestPortal::new(database);
        let eve = portal.cx.today().checked_add(Span::new().days(29)).unwrap();
        let ending = |text: &str| text.replace("valid_from = 2026-01-01\n", &format!("valid_from = 2026-01-01\nvalid_to = {eve}\n"));
        let later = |text: &str| text.replace("valid_from = 2026-01-01", &format!("valid_from = {}", eve.tomorrow().unwrap()));
        publish(&portal, &swapped(POLICY));
        publish(&portal, &ending(&swapped(&supplement())));
        let waiting = publish(&portal, &later(POLICY));
        publish(&portal, &later(&supplement()));
        portal.sign_in("author").fill(&waiting, "/propose-withdrawal", &[("reason", "写错了。")]);
        let publisher = portal.sign_in("publisher");
        publisher.fill(&waiting, "/settle-withdrawal", &[("decision", "withdraw")]);
        portal.finish_jobs();
        assert!(publisher.open(&waiting).html().form("/settle-withdrawal").is_none(), "it is withdrawn");
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

    fn whom_a_corrected_policy_rivals_no_more_is_found(database) {
        let portal = TestPortal::new(database);
        publish(&portal, &POLICY.replace("test-allowance", "test-supplement").replace("88.00", "11.00"));
        let person = Person::behind(&portal, &portal.sign_in(GRANNY));
        assert_eq!(stands(&portal, &person).0, "eligible");
        let rivals = POLICY.replace("documents = []", "documents = []\nbetter_of = [\"test-supplement\"]");
        publish(&portal, &rivals);
        assert_eq!(stands(&portal, &person).0, "not-eligible", "the allowance is more");
        publish(&portal, &POLICY.replace("version = \"1\"", "version = \"2\""));
        assert_eq!(stands(&portal, &person).0, "eligible", "she gets both");
        // The same where the correction waits for its day.
        publish(&portal, &rivals.replace("version = \"1\"", "version = \"3\""));
        assert_eq!(stands(&portal, &person).0, "not-eligible");
        let next = portal.cx.today().checked_add(Span::new().days(2)).unwrap();
        let waits = POLICY
            .replace("version = \"1\"", "version = \"4\"")
            .replace("valid_from = 2026-01-01", &format!("valid_from = {next}"))
            .replace("on = 2026-11-23", &format!("on = {next}"));
        publish(&portal, &waits);
        portal.new_day();
        portal.days_pass(1);
        assert_eq!(stands(&portal, &person).0, "not-eligible");
        portal.days_pass(1);
        assert_eq!(stands(&portal, &person).0, "eligible");
    }

    fn what_would_not_fit_on_a_later_day_is_not_published(database) {
        let portal = TestPortal::new(database);
        portal.new_day();
        let first_of_it = portal.cx.today().checked_add(Span::new().days(20)).unwrap();
        let begins = |text: &str| {
            text.replace("valid_from = 2026-01-01", &format!("valid_from = {first_of_it}"))
                .replace("on = 2026-11-23", &format!("on = {first_of_it}"))
        };
        // The supplement asks about nothing today, and about the allowance from that day on.
        let plain = POLICY.replace("test-allowance", "test-supplement");
        publish(&portal, POLICY);
        publish(&portal, &plain);
        publish(&portal, &begins(&supplement()).replace("version = \"1\"", "version = \"2\""));
        let asks_back = |text: &str| {
            let asks = supplement().replace("享受(\"test-allowance\")", "享受(\"test-supplement\")");
            let asks = asks.replace("id = \"test-supplement\"", "id = \"test-allowance\"");
            asks.replace("test-allowance = \"eligible\"", "test-supplement = \"eligible\"").replace("version = \"1\"", text)
        };
        let refused = hand_over(&portal, &asks_back("version = \"2\""));
        let (_, page) = portal.sign_in("publisher").fill(&refused, "/publish", &[]);
        assert!(page.text().contains("和别的政策对不上"), "{}", page.text());
        // Until the day before nothing is in its way.
        let eve = first_of_it.yesterday().unwrap();
        let days = format!("version = \"3\"\nvalid_to = {eve}");
        publish(&portal, &asks_back(&days));
    }
}
