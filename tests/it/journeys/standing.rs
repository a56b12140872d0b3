//! How offers stand: what people and the office decided stays through facts that come and go, and through new versions.

use super::{
    arrangement::{carry_out, say_yes},
    steps::{POLICY, publish},
};
use diesel::prelude::*;
use domain::db::schema::{journal, notices, offer_events};
use policy::value::Value;
use tests::{
    facts::Person,
    on_both_databases,
    portal::{Client, GRANNY, TestPortal},
};

/// An allowance for people of 80 and over, taken with one tap.
const ALLOWANCE: &str = "test-allowance";

fn born(year: i16) -> Option<Value> {
    Some(Value::Date(jiff::civil::date(year, 5, 1)))
}

/// How the offer is said to stand on its page; one that waits for an answer has buttons instead.
fn tag(client: &Client<'_>, offer: &str) -> String {
    let body = client.open(offer).body;
    let line = body.split("class=\"field-name\"").nth(1).and_then(|rest| rest.split("</p>").next()).unwrap();
    let said = ["正在安排", "已给您", "看过了", "没有批准", "以后再说", "不再提醒", "正在核对", "已结束"];
    said.into_iter().find(|tag| line.contains(tag)).unwrap_or("等您决定").to_owned()
}

fn answer(client: &Client<'_>, offer: &str, answer: &str) {
    client.fill(offer, "/answer", &[("answer", answer)]);
}

fn told(portal: &TestPortal, person: &Person<'_>) -> i64 {
    portal
        .cx
        .read(|connection| {
            Ok(notices::table.filter(notices::resident_id.eq(&person.id)).count().get_result(connection)?)
        })
        .unwrap()
}

on_both_databases! {
    fn what_was_granted_stays_while_a_fact_is_missing(database) {
        let portal = TestPortal::new(database);
        publish(&portal, POLICY);
        let granny = portal.sign_in(GRANNY);
        let person = Person::behind(&portal, &granny);
        let offer = person.offer(ALLOWANCE);
        assert_eq!(tag(&granny, &offer), "等您决定");
        person.learn("dob", None);
        assert_eq!(tag(&granny, &offer), "正在核对");
        person.learn("dob", born(1944));
        let arrangement = say_yes(&portal, &granny, &offer);
        assert_eq!(tag(&granny, &offer), "正在安排");
        carry_out(&portal, "civilaffairs", &arrangement);
        assert_eq!(tag(&granny, &offer), "已给您");

        let before = told(&portal, &person);
        person.learn("dob", None);
        assert_eq!(tag(&granny, &offer), "已给您");
        person.learn("dob", born(1944));
        assert_eq!(tag(&granny, &offer), "已给您");
        assert_eq!(told(&portal, &person), before, "a fact that is missing for a while is no news");

        // What the policy takes back ends, with a notice, and waits again when it says yes again, with another.
        person.learn("dob", born(1990));
        assert_eq!(tag(&granny, &offer), "已结束");
        person.learn("dob", born(1944));
        assert_eq!(tag(&granny, &offer), "等您决定");
        assert!(granny.open(&offer).html().form("/answer").is_some());
        assert!(granny.open("/inbox").text().contains("有变化，看看怎么回事"));
    }

    fn never_stays_never(database) {
        let portal = TestPortal::new(database);
        publish(&portal, POLICY);
        let granny = portal.sign_in(GRANNY);
        let person = Person::behind(&portal, &granny);
        let offer = person.offer(ALLOWANCE);
        answer(&granny, &offer, "never");
        person.learn("hukou_city", Some(Value::Code("110000".into())));
        person.learn("hukou_city", Some(Value::Code("310000".into())));
        assert_eq!(tag(&granny, &offer), "不再提醒");
        // A new version does not ask again either.
        let before = told(&portal, &person);
        publish(&portal, &POLICY.replace("88.00", "99.00"));
        assert_eq!(tag(&granny, &offer), "不再提醒");
        assert_eq!(told(&portal, &person), before);
        assert!(!granny.open("/").html().links().contains(&offer));
    }

    fn what_a_policy_only_informs_of_is_read_and_not_granted(database) {
        let portal = TestPortal::new(database);
        publish(&portal, &POLICY.replace("\"confirm\"", "\"inform\""));
        let granny = portal.sign_in(GRANNY);
        let offer = Person::behind(&portal, &granny).offer(ALLOWANCE);
        answer(&granny, &offer, "accept");
        assert_eq!(tag(&granny, &offer), "看过了");
        assert!(!granny.open(&offer).text().contains("已给您"));
    }

    fn consent_is_to_what_was_shown(database) {
        let portal = TestPortal::new(database);
        publish(&portal, POLICY);
        let granny = portal.sign_in(GRANNY);
        let person = Person::behind(&portal, &granny);
        let offer = person.offer(ALLOWANCE);
        let shown = granny.open(&offer).html().form("/answer").unwrap();
        publish(&portal, &POLICY.replace("88.00", "66.00"));
        let sent = granny.submit(&shown, &[("answer", "accept")]);
        assert_eq!(sent.location(), offer);
        let page = granny.open(&offer);
        assert!(page.text().contains("您看的时候，这一项变了") && page.text().contains("66"), "{}", page.text());
        assert!(page.html().links().contains(&"#answer".to_owned()) && page.body.contains("id=\"answer\""));
        // Read again, it is taken.
        let arrangement = say_yes(&portal, &granny, &offer);
        assert_eq!(tag(&granny, &offer), "正在安排");
        let taken: (Option<i64>, Option<String>) = portal
            .cx
            .read(|connection| {
                let id = offer.rsplit('/').next().unwrap();
                Ok(offer_events::table
                    .filter(offer_events::offer_id.eq(id).and(offer_events::event.eq("accepted")))
                    .select((offer_events::amount_fen, offer_events::actor_account_id))
                    .first(connection)?)
            })
            .unwrap();
        assert_eq!(taken.0, Some(6_600));
        assert!(taken.1.is_some());
        let rows: i64 = portal
            .cx
            .read(|connection| Ok(journal::table.filter(journal::act.eq("policies.offer")).count().get_result(connection)?))
            .unwrap();
        assert_eq!(rows, 1);

        // Another amount than the one that was said yes to is told before it is carried out, once, and can be refused.
        let before = told(&portal, &person);
        publish(&portal, &POLICY.replace("88.00", "44.00"));
        publish(&portal, &POLICY.replace("88.00", "44.00").replace("一份问候", "一份小小的问候"));
        assert_eq!(told(&portal, &person), before + 1);
        assert!(granny.open("/inbox").text().contains("金额变了"), "{}", granny.open("/inbox").text());
        assert!(granny.open(&offer).text().contains("44"));

        // Another amount of what was granted is told.
        carry_out(&portal, "civilaffairs", &arrangement);
        publish(&portal, &POLICY.replace("88.00", "55.00"));
        assert_eq!(tag(&granny, &offer), "已给您");
        assert_eq!(granny.open("/inbox").text().matches("金额变了").count(), 2, "{}", granny.open("/inbox").text());
    }
}
