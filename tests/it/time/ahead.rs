//! What is said of days to come, and what days that pass end: silence, promised days, facts that grow old.

use crate::journeys::steps::{POLICY, apply, publish};
use diesel::prelude::*;
use domain::db::schema::{applications, fact_requests, facts, notices, offers, outbox};
use jiff::Span;
use policy::value::Value;
use tests::{
    facts::Person,
    on_both_databases,
    portal::{GRANNY, SON, TestPortal},
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

pub(super) fn day(portal: &TestPortal, days: i64) -> jiff::civil::Date {
    portal.cx.today().checked_add(Span::new().days(days)).unwrap()
}

/// Somebody who turns 80 in so many days.
pub(super) fn born(portal: &TestPortal, days: i64) -> Option<Value> {
    let birthday = day(portal, days);
    Some(Value::Date(birthday.with().year(birthday.year() - 80).build().unwrap()))
}

/// The policy of these tests as one that is applied for, with what it says of applying before.
fn applied_for(version: usize, said: &str) -> String {
    POLICY
        .replace("version = \"1\"", &format!("version = \"{version}\""))
        .replace("\"confirm\"", "\"apply\"")
        .replace("silence = ", &format!("item = \"care-needs-assessment\"\n{said}\nsilence = "))
}

/// The notices of a resident about the policy of these tests, or about an application, whose kind begins so: kind and
/// arguments, oldest first.
pub(super) fn said(portal: &TestPortal, resident: &str, prefix: &str) -> Vec<(String, String)> {
    portal
        .cx
        .read(|connection| {
            let offer: Option<String> = offers::table
                .filter(offers::resident_id.eq(resident).and(offers::policy_id.eq("test-allowance")))
                .select(offers::id)
                .first(connection)
                .optional()?;
            let subjects = [Some("test-allowance".to_owned()), offer];
            let about = notices::subject_id.eq_any(subjects.into_iter().flatten());
            let theirs = notices::table
                .filter(notices::resident_id.eq(resident).and(notices::kind.like(format!("{prefix}%"))))
                .filter(about.or(notices::subject_kind.eq("application")))
                .order((notices::created_at, notices::id));
            Ok(theirs.select((notices::kind, notices::arguments)).load(connection)?)
        })
        .unwrap()
}

on_both_databases! {
    fn a_birthday_within_the_month_is_said_ahead_once(database) {
        let portal = TestPortal::new(database);
        publish(&portal, POLICY);
        let son = portal.sign_in(SON);
        let person = Person::behind(&portal, &son);
        portal.new_day();
        person.learn("dob", born(&portal, 33));
        portal.days_pass(2);
        assert_eq!(said(&portal, &person.id, "soon-found"), []);
        portal.days_pass(1);
        let expected = format!(r#"{{"day":"{}"}}"#, day(&portal, 30));
        let found = said(&portal, &person.id, "soon-found");
        assert!(found.contains(&("soon-found".to_owned(), expected.clone())), "{found:?}");
        let son = portal.sign_in(SON);
        let page = son.open("/inbox").text();
        assert!(page.contains("起可能有您") && page.contains("高龄问候金"), "{page}");
        assert!(son.open("/inbox").html().links().iter().any(|link| link == "/policies/test-allowance"));
        portal.days_pass(29);
        assert_eq!(said(&portal, &person.id, "soon-found"), found);
        // It comes true on the day that was said.
        portal.days_pass(1);
        assert!(expected.contains(&portal.cx.today().to_string()));
        assert!(portal.sign_in(SON).open("/offers").text().contains("高龄问候金"));
    }

    fn what_a_second_policy_brings_on_the_same_day_is_said_ahead_as_well(database) {
        let portal = TestPortal::new(database);
        let (first, second) = ("test-allowance", "test-second");
        publish(&portal, POLICY);
        let son = portal.sign_in(SON);
        let person = Person::behind(&portal, &son);
        portal.new_day();
        person.learn("dob", born(&portal, 12));
        portal.days_pass(1);
        let soon = |policy: &str| -> Vec<String> {
            portal
                .cx
                .read(|connection| {
                    let his = notices::table.filter(notices::resident_id.eq(&person.id).and(notices::subject_id.eq(policy)));
                    Ok(his.filter(notices::kind.like("soon-%")).select(notices::arguments).load(connection)?)
                })
                .unwrap()
        };
        let expected = vec![format!(r#"{{"day":"{}"}}"#, day(&portal, 11))];
        assert_eq!((soon(first), soon(second)), (expected.clone(), Vec::new()));
        // Of the first one everything is said, and nobody would look again before its day.
        publish(&portal, &POLICY.replace(first, second));
        portal.days_pass(1);
        assert_eq!((soon(first), soon(second)), (expected.clone(), expected));
    }

    fn an_end_is_said_ahead_also_where_the_amount_changes_before_it(database) {
        let portal = TestPortal::new(database);
        let changing = POLICY
            .replace("今天) >= 80", "今天) < 81")
            .replace("amount = \"88.00\"\n\n", "when = \"age(hukou_since, 今天) >= 10\"\namount = \"99.00\"\n\n[[benefit.band]]\namount = \"88.00\"\n\n")
            .replace("dob = 1944-05-01, hukou_city = \"310000\"", "dob = 1946-05-01, hukou_city = \"310000\", hukou_since = 1990-01-01")
            .replace("verdict = \"eligible\"\namount = \"88.00\"", "verdict = \"eligible\"\namount = \"99.00\"");
        publish(&portal, &changing);
        let son = portal.sign_in(SON);
        let person = Person::behind(&portal, &son);
        portal.new_day();
        let years_ago = |days: i64, years: i16| {
            let on = day(&portal, days);
            Some(Value::Date(on.with().year(on.year() - years).build().unwrap()))
        };
        person.learn("hukou_since", years_ago(8, 10));
        person.learn("dob", years_ago(20, 81));
        portal.days_pass(1);
        let expected = ("soon-ended".to_owned(), format!(r#"{{"day":"{}"}}"#, day(&portal, 19)));
        assert_eq!(said(&portal, &person.id, "soon-"), [expected]);
    }

    fn an_end_is_said_ahead_and_a_version_that_goes_on_is_none(database) {
        let portal = TestPortal::new(database);
        let last = day(&portal, 40);
        let ends = POLICY.replace("valid_from = 2026-01-01\n", &format!("valid_from = 2026-01-01\nvalid_to = {last}\n"));
        publish(&portal, &ends);
        let granny = portal.sign_in(GRANNY);
        let person = Person::behind(&portal, &granny);
        portal.days_pass(10);
        assert_eq!(said(&portal, &person.id, "soon-ended"), []);
        portal.days_pass(1);
        let expected = ("soon-ended".to_owned(), format!(r#"{{"day":"{}"}}"#, last.tomorrow().unwrap()));
        assert_eq!(said(&portal, &person.id, "soon-ended"), [expected]);
        assert!(portal.sign_in(GRANNY).open("/inbox").text().contains("就没有这一项了"));
        portal.days_pass(3);
        assert_eq!(said(&portal, &person.id, "soon-ended").len(), 1);
    }

    fn of_what_comes_it_is_said_whether_anything_can_be_done_before(database) {
        let portal = TestPortal::new(database);
        let son = portal.sign_in(SON);
        let person = Person::behind(&portal, &son);
        portal.new_day();
        publish(&portal, POLICY);
        person.learn("dob", born(&portal, 20));
        let page = son.open("/policies/test-allowance");
        assert!(page.text().contains("到那天我们问您要不要"), "{}", page.text());
        let apply = POLICY.replace("version = \"1\"", "version = \"2\"").replace("\"confirm\"", "\"apply\"").replace("silence = ", "item = \"care-needs-assessment\"\nsilence = ");
        publish(&portal, &apply);
        let page = son.open("/policies/test-allowance");
        assert!(page.text().contains("能不能早一点申请，看下面的“怎么领”"), "{}", page.text());
        portal.days_pass(1);
        let expected = ("soon-to-apply".to_owned(), format!(r#"{{"day":"{}"}}"#, day(&portal, 19)));
        assert!(said(&portal, &person.id, "soon-").contains(&expected), "{:?}", said(&portal, &person.id, "soon-"));
        assert!(portal.sign_in(SON).open("/inbox").text().contains("起您可以申请，到那天再告诉您"));
    }

    fn whoever_can_apply_before_is_told_from_when_as_the_document_says(database) {
        let portal = TestPortal::new(database);
        let son = portal.sign_in(SON);
        let person = Person::behind(&portal, &son);
        portal.new_day();
        person.learn("dob", born(&portal, 40));
        let page = |language: &str| {
            son.post("/display", &[("language", language), ("back", "/inbox")]);
            son.open("/policies/test-allowance").text()
        };
        let month = "apply_before = \"within-months\"\napply_before_months = 1";
        // Nine days before one can apply: nothing is said ahead yet, and the page names the day.
        let versions = [
            (month, "从 2026 年 12 月 2 日起就可以申请", "You can apply from 2 December 2026 on"),
            ("apply_before = \"any-time\"", "现在就可以申请，不用等到那天", "You can apply now"),
            ("apply_before = \"no\"", "到那天才能申请，不能再早", "You can apply from that day on, not earlier"),
        ];
        for (version, (words_of_it, zh, en)) in versions.into_iter().enumerate() {
            publish(&portal, &applied_for(version + 1, words_of_it));
            for (language, words) in [("en", en), ("zh-CN", zh)] {
                assert!(page(language).contains(words), "{words_of_it}: {}", page(language));
            }
        }
        let from = |words: &str, version: usize| {
            publish(&portal, &applied_for(version, words));
            person.learn("dob", born(&portal, 20 + i64::try_from(version).unwrap()));
            portal.days_pass(1);
            let told = said(&portal, &person.id, "soon-to-apply").pop().unwrap();
            let inbox = portal.sign_in(SON).open("/inbox").text();
            (told, day(&portal, 19 + i64::try_from(version).unwrap()), inbox)
        };
        let (told, holds, inbox) = from(month, 4);
        let earliest = holds.checked_sub(Span::new().months(1)).unwrap();
        assert_eq!(told.1, format!(r#"{{"apply_from":"{earliest}","day":"{holds}"}}"#));
        assert!(inbox.contains("起就可以申请，到") && inbox.contains("就符合了"), "{inbox}");
        let (told, holds, _) = from("apply_before = \"any-time\"", 5);
        assert_eq!(told.1, format!(r#"{{"apply_from":"{}","day":"{holds}"}}"#, portal.cx.today()));
        let (told, holds, inbox) = from("apply_before = \"no\"", 6);
        assert_eq!(told.1, format!(r#"{{"apply_from":"{holds}","day":"{holds}"}}"#));
        assert!(inbox.contains("起您可以申请，不能再早，到那天再告诉您"), "{inbox}");
    }

    fn one_can_apply_for_the_allowance_of_65_from_a_month_before(database) {
        let portal = TestPortal::new(database);
        let son = portal.sign_in(SON);
        let person = Person::behind(&portal, &son);
        portal.new_day();
        person.learn("hukou_city", Some(Value::Code("310000".to_owned())));
        let birthday = day(&portal, 21);
        let of_65 = birthday.with().year(birthday.year() - 65).build().unwrap();
        person.learn("dob", Some(Value::Date(of_65)));
        let page = son.open("/policies/elder-allowance").text();
        assert!(page.contains("现在就可以申请，不用等到那天"), "{page}");
        portal.days_pass(1);
        let notices: Vec<String> = portal
            .cx
            .read(|connection| {
                let his = notices::table.filter(notices::resident_id.eq(&person.id).and(notices::subject_id.eq("elder-allowance")));
                Ok(his.filter(notices::kind.eq("soon-to-apply")).select(notices::arguments).load(connection)?)
            })
            .unwrap();
        let earliest = birthday.checked_sub(Span::new().months(1)).unwrap();
        assert_eq!(notices, [format!(r#"{{"apply_from":"{earliest}","day":"{birthday}"}}"#)]);
    }

    fn a_policy_that_goes_on_in_its_next_version_ends_for_nobody(database) {
        let portal = TestPortal::new(database);
        let last = day(&portal, 20);
        publish(&portal, &POLICY.replace("valid_from = 2026-01-01\n", &format!("valid_from = 2026-01-01\nvalid_to = {last}\n")));
        let next = POLICY.replace("version = \"1\"", "version = \"2\"").replace("valid_from = 2026-01-01", &format!("valid_from = {}", last.tomorrow().unwrap()));
        publish(&portal, &next);
        let granny = portal.sign_in(GRANNY);
        let person = Person::behind(&portal, &granny);
        portal.days_pass(25);
        assert_eq!(said(&portal, &person.id, "soon-ended"), []);
        assert_eq!(said(&portal, &person.id, "offer-ended"), []);
    }

    fn an_offer_that_nobody_answers_ends_when_the_policy_says_so_and_later_is_an_answer(database) {
        let portal = TestPortal::new(database);
        publish(&portal, &POLICY.replace("silence = \"stays-open\"", "silence = \"ends-after-days\"\nsilence_days = 30"));
        let (granny, son) = (portal.sign_in(GRANNY), portal.sign_in(SON));
        let (silent, other) = (Person::behind(&portal, &granny), Person::behind(&portal, &son));
        portal.new_day();
        other.learn("dob", born(&portal, 0));
        let progress = |person: &Person<'_>| -> String {
            portal
                .cx
                .read(|connection| {
                    let theirs = offers::table.filter(offers::resident_id.eq(&person.id).and(offers::policy_id.eq("test-allowance")));
                    Ok(theirs.select(offers::progress).first(connection)?)
                })
                .unwrap()
        };
        let offer = other.offer("test-allowance");
        son.fill(&offer, "/answer", &[("answer", "later")]);
        portal.days_pass(22);
        assert_eq!(said(&portal, &silent.id, "soon-lapsed"), []);
        portal.days_pass(1);
        let expected = ("soon-lapsed".to_owned(), format!(r#"{{"day":"{}"}}"#, day(&portal, 7)));
        assert_eq!(said(&portal, &silent.id, "soon-lapsed"), [expected]);
        portal.days_pass(6);
        assert_eq!((progress(&silent), said(&portal, &silent.id, "offer-lapsed").len()), ("open".to_owned(), 0));
        // The last days are missed; it ends on the day that was said, and is told once.
        portal.clock.advance_ms(3 * DAY_MS);
        portal.new_day();
        portal.days_pass(2);
        assert_eq!((progress(&silent), said(&portal, &silent.id, "offer-lapsed").len()), ("lapsed".to_owned(), 1));
        assert_eq!((progress(&other), said(&portal, &other.id, "soon-lapsed").len()), ("later".to_owned(), 0));
        let page = portal.sign_in(GRANNY).open(&silent.offer("test-allowance"));
        assert!(page.text().contains("没有答复") && page.html().form("/answer").is_none(), "{}", page.text());
    }

    fn what_nobody_answered_ends_on_its_day_also_where_days_are_caught_up(database) {
        let portal = TestPortal::new(database);
        // Three days on which it holds for nobody, two days after the silence is over.
        let gap: Vec<String> = (32..35).map(|days| day(&portal, days).to_string()).collect();
        let policy = POLICY
            .replace("silence = \"stays-open\"", "silence = \"ends-after-days\"\nsilence_days = 30")
            .replace(">= 80", &format!(">= 80 and not (今天 in [{}])", gap.join(", ")));
        publish(&portal, &policy);
        let person = Person::behind(&portal, &portal.sign_in(GRANNY));
        portal.new_day();
        portal.clock.advance_ms(40 * DAY_MS);
        portal.new_day();
        let (progress, told_on): (String, Option<String>) = portal
            .cx
            .read(|connection| {
                let hers = offers::table.filter(offers::resident_id.eq(&person.id).and(offers::policy_id.eq("test-allowance")));
                Ok(hers.select((offers::progress, offers::told_on)).first(connection)?)
            })
            .unwrap();
        // It ended for silence, then for its condition, and is offered anew since: day by day it would be so.
        assert_eq!((progress.as_str(), told_on), ("open", Some(day(&portal, 0).to_string())));
        assert_eq!(said(&portal, &person.id, "offer-lapsed"), []);
    }

    fn a_promised_day_that_passes_is_told_once_to_the_applicant_and_in_the_case(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let person = Person::behind(&portal, &granny);
        let (application, _) = apply(&granny);
        portal.new_day();
        let due: String = portal.cx.read(|connection| Ok(applications::table.select(applications::due_on).first(connection)?)).unwrap();
        let due: jiff::civil::Date = due.parse().unwrap();
        let until = i64::from(portal.cx.today().until(due).unwrap().get_days());
        portal.days_pass(until);
        assert_eq!(said(&portal, &person.id, "application-late"), []);
        portal.days_pass(3);
        let expected = ("application-late".to_owned(), format!(r#"{{"day":"{due}"}}"#));
        assert_eq!(said(&portal, &person.id, "application-late"), [expected]);
        let granny = portal.sign_in(GRANNY);
        assert!(granny.open(&application).text().contains("过了答应的日子还没有办好"));
        assert!(granny.open("/inbox").text().contains("我们在催"));
    }

    fn facts_that_grew_old_are_asked_for_anew_once(database) {
        let portal = TestPortal::new(database);
        publish(&portal, POLICY);
        let granny = portal.sign_in(GRANNY);
        let person = Person::behind(&portal, &granny);
        portal.new_day();
        let asked = || -> Vec<(String, String)> {
            portal
                .cx
                .read(|connection| {
                    let hers = fact_requests::table.filter(fact_requests::resident_id.eq(&person.id));
                    Ok(hers.order(fact_requests::department).select((fact_requests::department, fact_requests::asked_on)).load(connection)?)
                })
                .unwrap()
        };
        let before = asked();
        // One department delivered the facts thirteen months ago, as far as anybody knows.
        let old = portal.cx.today().checked_sub(Span::new().months(13)).unwrap().to_string();
        let department = portal.cx.vocabulary.attribute("dob").unwrap().department.clone();
        diesel::update(facts::table.filter(facts::resident_id.eq(&person.id).and(facts::department.eq(&department))))
            .set(facts::as_of.eq(&old))
            .execute(&mut database.connect())
            .unwrap();
        portal.days_pass(1);
        let expected = (department.clone(), portal.cx.today().to_string());
        assert!(!before.contains(&expected) && asked().contains(&expected), "{before:?} {:?}", asked());
        let errands = || -> i64 {
            portal
                .cx
                .read(|connection| {
                    let hers = outbox::table.filter(outbox::kind.eq("facts.ask-again").and(outbox::payload.like(format!("%{}%", person.id))));
                    Ok(hers.filter(outbox::payload.like(format!("%\"{department}\"%"))).count().get_result(connection)?)
                })
                .unwrap()
        };
        assert_eq!(errands(), 1);
        portal.days_pass(3);
        assert_eq!(errands(), 1);
    }
}
