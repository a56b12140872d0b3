//! Versions of a policy in time: one waits for its day, one ends on its day, one is corrected, one is withdrawn.

use super::steps::{POLICY, hand_over, publish};
use diesel::prelude::*;
use domain::{
    db::{
        pools::Priority,
        schema::{policy_version_events, policy_versions},
    },
    policies::{matching, published, versions::mend::mend_names},
};
use jiff::civil::Date;
use tests::{
    facts::Person,
    on_both_databases,
    portal::{GRANNY, TestPortal},
};

const ALLOWANCE: &str = "test-allowance";

/// The amounts of the policy that are in force so many days from today; one at most.
fn in_force_in(portal: &TestPortal, days: i32) -> Vec<String> {
    let day = portal.cx.today().checked_add(jiff::Span::new().days(days)).unwrap();
    let documents = portal.cx.read(|connection| {
        let in_force = published::in_force_on(&portal.cx, connection, day)?;
        let ids = in_force.iter().filter(|found| found.policy.id == ALLOWANCE).map(|found| found.id.as_str());
        Ok(policy_versions::table
            .filter(policy_versions::id.eq_any(ids))
            .select(policy_versions::content)
            .load::<String>(connection)?)
    });
    let amount = |document: &String| document.split("amount = \"").nth(1)?.split('"').next().map(str::to_owned);
    documents.unwrap().iter().filter_map(amount).collect()
}

/// What happened to a version, in order.
fn moves_of(portal: &TestPortal, version: &str) -> Vec<String> {
    let of_version = policy_version_events::table
        .filter(policy_version_events::policy_version_id.eq(version.rsplit('/').next().unwrap()))
        .order(policy_version_events::revision)
        .select(policy_version_events::event);
    portal.cx.read(|connection| Ok(of_version.load(connection)?)).unwrap()
}

fn dated(amount: &str, from: Date, to: Option<Date>) -> String {
    let last = to.map(|to| format!("valid_to = {to}\n")).unwrap_or_default();
    let days = format!("valid_from = {from}\n{last}");
    POLICY.replace("88.00", amount).replace("valid_from = 2026-01-01\n", &days)
}

fn day(portal: &TestPortal, days: i32) -> Date {
    portal.cx.today().checked_add(jiff::Span::new().days(days)).unwrap()
}

on_both_databases! {
    fn a_document_that_was_mended_is_published_again_and_again(database) {
        let portal = TestPortal::new(database);
        let (author, publisher) = (portal.sign_in("author"), portal.sign_in("publisher"));
        let wrong = POLICY.replace("户籍地 ==", "户籍所在 ==");
        let (first, _) = author.fill("/desk", "/desk", &[("text", &wrong), ("act", "keep")]);
        author.fill(&first, "/save", &[("text", POLICY)]);
        author.fill(&first, "/hand-over", &[]);
        publisher.fill(&first, "/publish", &[]);
        portal.days_pass(1);
        let (author, publisher) = (portal.sign_in("author"), portal.sign_in("publisher"));
        let (second, _) = author.fill(&first, "/new-version", &[]);
        author.fill(&second, "/save", &[("text", &POLICY.replace("88.00", "99.00"))]);
        author.fill(&second, "/hand-over", &[]);
        // What was handed over is taken back, mended and handed over again.
        author.fill(&second, "/take-back", &[]);
        author.fill(&second, "/save", &[("text", &POLICY.replace("88.00", "98.00"))]);
        author.fill(&second, "/hand-over", &[]);
        publisher.fill(&second, "/publish", &[]);
        assert_eq!(in_force_in(&portal, 0), ["98.00"]);
        assert_eq!(in_force_in(&portal, -1), ["88.00"]);
        assert!(publisher.open(&first).text().contains("已被新版本替代"));
        // Every other policy can still be published.
        publish(&portal, &POLICY.replace(ALLOWANCE, "another-allowance"));
    }

    fn a_version_of_an_earlier_release_under_a_wrong_name_is_mended(database) {
        let portal = TestPortal::new(database);
        let first = publish(&portal, POLICY);
        portal.days_pass(1);
        let first = first.rsplit('/').next().unwrap();
        // As a release before this one left it.
        let stand = |name: &str, last: Option<&str>| {
            portal.cx.write(Priority::Job, |tx| {
                diesel::update(policy_versions::table.find(first))
                    .set((
                        policy_versions::policy_id.eq(name),
                        policy_versions::state.eq("published"),
                        policy_versions::ends_on.eq(last),
                    ))
                    .execute(tx)?;
                Ok(())
            })
        };
        stand("unreadable", None).unwrap();
        publish(&portal, &POLICY.replace("88.00", "99.00"));
        assert_eq!(in_force_in(&portal, 0).len(), 2, "the fault is there");
        mend_names(&portal.cx).unwrap();
        mend_names(&portal.cx).unwrap();
        assert_eq!(in_force_in(&portal, 0), ["99.00"]);
        assert_eq!(in_force_in(&portal, -1), ["88.00"]);
        publish(&portal, &POLICY.replace(ALLOWANCE, "another-allowance"));
    }

    fn a_version_waits_for_its_day(database) {
        let portal = TestPortal::new(database);
        publish(&portal, POLICY);
        let granny = portal.sign_in(GRANNY);
        let offer = Person::behind(&portal, &granny).offer(ALLOWANCE);
        let next = publish(&portal, &dated("120.00", day(&portal, 3), None));
        let author = portal.sign_in("author");
        assert!(author.open(&next).text().contains("等到那天生效"), "{}", author.open(&next).text());
        assert_eq!([0, 2, 3, 30].map(|days| in_force_in(&portal, days).join(" ")), ["88.00", "88.00", "120.00", "120.00"]);
        assert!(granny.open(&offer).text().contains("88"));
        let then = day(&portal, 3);
        let look = format!("/desk?on-year={}&on-month={}&on-day={}", then.year(), then.month(), then.day());
        let links = author.open(&look).html().links();
        assert!(links.contains(&next) && links.contains(&format!("{next}?on={then}")), "{links:?}");
        assert!(author.open("/desk?on-year=2027&on-month=13&on-day=1").html().links().contains(&"#on-month".to_owned()));
        // One between the two, and one in the place of the one that waits.
        publish(&portal, &dated("100.00", day(&portal, 1), None));
        publish(&portal, &dated("130.00", day(&portal, 3), None));
        assert!(author.open(&next).text().contains("已被新版本替代"));
        assert_eq!([0, 1, 2, 3].map(|days| in_force_in(&portal, days).join(" ")), ["88.00", "100.00", "100.00", "130.00"]);
        for amount in ["100", "100", "130", "130"] {
            portal.days_pass(1);
            let granny = portal.sign_in(GRANNY);
            assert!(granny.open(&offer).text().contains(amount), "{}", granny.open(&offer).text());
        }
    }

    fn what_a_policy_gives_is_read_as_on_the_day_that_was_asked_for(database) {
        let portal = TestPortal::new(database);
        let author = portal.sign_in("author");
        let of_benefit = policy_versions::table.filter(policy_versions::policy_id.eq("unemployment-benefit"));
        let id: String =
            portal.cx.read(|connection| Ok(of_benefit.select(policy_versions::id).first(connection)?)).unwrap();
        // Its standard rose on 1 July 2026.
        let (today, that_day) = (format!("/desk/{id}"), format!("/desk/{id}?on=2026-05-01"));
        let of_that_day = |path: &str| author.open(path).text().contains("这是 2026 年 5 月 1 日的金额");
        assert!(author.open(&that_day).html().texts("section").concat().contains("2,305 元") && of_that_day(&that_day));
        assert!(author.open(&today).html().texts("section").concat().contains("2,340 元") && !of_that_day(&today));
        // A day that is none is no day.
        assert!(author.open(&format!("{today}?on=2026-13-01")).text().contains("2,340 元"));
    }

    fn a_version_ends_on_its_day_and_its_offers_with_it(database) {
        let portal = TestPortal::new(database);
        publish(&portal, &dated("88.00", day(&portal, 0), Some(day(&portal, 2))));
        let granny = portal.sign_in(GRANNY);
        let offer = Person::behind(&portal, &granny).offer(ALLOWANCE);
        portal.days_pass(2);
        let granny = portal.sign_in(GRANNY);
        assert!(granny.open(&offer).html().form("/answer").is_some(), "it holds on its last day");
        let before = granny.open("/inbox").text().matches("有变化").count();
        portal.days_pass(1);
        portal.new_day();
        let granny = portal.sign_in(GRANNY);
        let page = granny.open(&offer);
        assert!(page.text().contains("已结束") && page.html().form("/answer").is_none(), "{}", page.text());
        assert_eq!(granny.open("/inbox").text().matches("有变化").count(), before + 1);
        assert_eq!(granny.get(&format!("/policies/{ALLOWANCE}")).status, 404);
        // What is over cannot be published any more.
        let late = hand_over(&portal, &dated("88.00", day(&portal, -9), Some(day(&portal, -1))));
        let (_, page) = portal.sign_in("publisher").fill(&late, "/publish", &[]);
        assert!(page.text().contains("最后一天已经过了"), "{}", page.text());
    }

    fn a_corrected_version_overtakes_the_work_of_the_one_before(database) {
        let portal = TestPortal::new(database);
        let wrong = publish(&portal, POLICY);
        let wrong = wrong.rsplit('/').next().unwrap().to_owned();
        // The work of the first goes on late, in another process.
        portal.cx.write(Priority::Job, |tx| matching::enqueue(&portal.cx, tx, std::slice::from_ref(&wrong))).unwrap();
        let corrected = hand_over(&portal, &POLICY.replace("88.00", "77.00"));
        portal.sign_in("publisher").fill(&corrected, "/publish", &[]);
        portal.cx.write(Priority::Job, |tx| matching::enqueue(&portal.cx, tx, std::slice::from_ref(&wrong))).unwrap();
        portal.finish_jobs();
        let granny = portal.sign_in(GRANNY);
        let offer = Person::behind(&portal, &granny).offer(ALLOWANCE);
        assert!(granny.open(&offer).text().contains("77"), "{}", granny.open(&offer).text());
    }

    fn a_version_is_withdrawn_with_a_reason_and_by_a_second_person(database) {
        let portal = TestPortal::new(database);
        let version = publish(&portal, POLICY);
        let granny = portal.sign_in(GRANNY);
        let offer = Person::behind(&portal, &granny).offer(ALLOWANCE);
        let publisher = portal.sign_in("publisher");
        let (_, page) = publisher.fill(&version, "/propose-withdrawal", &[("reason", " ")]);
        assert!(page.html().links().contains(&"#reason".to_owned()), "{}", page.text());
        publisher.fill(&version, "/propose-withdrawal", &[("reason", "金额写错了。")]);
        let page = publisher.open(&version);
        assert!(page.text().contains("金额写错了。") && page.html().form("/settle-withdrawal").is_none());
        let posted = publisher.post(&format!("{version}/settle-withdrawal"), &[("decision", "withdraw"), ("revision", "9")]);
        assert_eq!(posted.status, 403, "whoever proposed it");
        let author = portal.sign_in("author");
        assert_eq!(author.post(&format!("{version}/settle-withdrawal"), &[("decision", "withdraw")]).status, 403);
        assert_eq!(in_force_in(&portal, 0), ["88.00"], "until somebody decides it holds");

        // A second person keeps it; proposed again by the author, the publisher withdraws it.
        give_publisher(&portal, "author");
        let author = portal.sign_in("author");
        author.fill(&version, "/settle-withdrawal", &[("decision", "keep")]);
        author.fill(&version, "/propose-withdrawal", &[("reason", "依据已经废止。")]);
        publisher.fill(&version, "/settle-withdrawal", &[("decision", "withdraw")]);
        portal.finish_jobs();
        let page = publisher.open(&version);
        assert!(page.text().contains("依据已经废止。") && page.text().contains("已停用"), "{}", page.text());
        assert!(in_force_in(&portal, 0).is_empty());
        assert!(granny.open(&offer).text().contains("已结束"));
        // Every move is there, the one that was taken back again too.
        let moves = ["handed-over", "published", "withdrawal-proposed", "kept", "withdrawal-proposed", "withdrawn"];
        assert_eq!(moves_of(&portal, &version), moves);
        // A new version holds again, and the offer opens again.
        publish(&portal, &POLICY.replace("88.00", "66.00"));
        assert_eq!(in_force_in(&portal, 0), ["66.00"]);
        assert!(granny.open(&offer).html().form("/answer").is_some());
        domain::journal::seal_unsealed(&portal.cx).unwrap();
        assert_eq!(domain::journal::verify(&portal.cx).unwrap().first_bad, None);
    }

    fn whoever_saw_other_days_proposes_nothing_about_them(database) {
        let portal = TestPortal::new(database);
        let version = publish(&portal, POLICY);
        let publisher = portal.sign_in("publisher");
        let seen = publisher.open(&version).html().form("/propose-withdrawal").unwrap();
        // Another version ends it in three days.
        publish(&portal, &dated("120.00", day(&portal, 3), None));
        let sent = publisher.submit(&seen, &[("reason", "依据已经废止。")]);
        let page = publisher.open(sent.location());
        assert!(page.text().contains("依据已经废止。") && page.html().form("/settle-withdrawal").is_none(), "{}", page.text());
        assert_eq!(moves_of(&portal, &version), ["handed-over", "published"]);
    }

    fn withdrawing_a_version_that_waits_lets_the_one_before_go_on(database) {
        let portal = TestPortal::new(database);
        publish(&portal, POLICY);
        let next = publish(&portal, &dated("120.00", day(&portal, 3), None));
        portal.sign_in("author").fill(&next, "/propose-withdrawal", &[("reason", "推迟了。")]);
        portal.sign_in("publisher").fill(&next, "/settle-withdrawal", &[("decision", "withdraw")]);
        assert_eq!([0, 3, 300].map(|days| in_force_in(&portal, days).join(" ")), ["88.00", "88.00", "88.00"]);
    }

    fn a_policy_that_came_with_an_update_reaches_people(database) {
        let portal = TestPortal::new(database);
        let before = portal.cx.read(domain::operations::jobs::unfinished).unwrap();
        portal.new_day();
        assert_eq!(before, None);
        let count = |portal: &TestPortal| {
            let granny = portal.sign_in(GRANNY);
            granny.open("/offers").html().links().iter().filter(|link| link.starts_with("/offers/")).count()
        };
        let all = count(&portal);
        // As after an update that brought a policy: nobody was held against it yet.
        portal
            .cx
            .write(Priority::Job, |tx| {
                use domain::db::schema::{notices, offer_events, offers};
                let of_policy = offers::table.filter(offers::policy_id.eq("elder-allowance")).select(offers::id);
                let ids: Vec<String> = of_policy.load(tx)?;
                diesel::delete(offer_events::table.filter(offer_events::offer_id.eq_any(&ids))).execute(tx)?;
                diesel::delete(notices::table.filter(notices::subject_id.eq_any(&ids))).execute(tx)?;
                diesel::delete(offers::table.filter(offers::id.eq_any(&ids))).execute(tx)?;
                diesel::update(policy_versions::table.filter(policy_versions::policy_id.eq("elder-allowance")))
                    .set(policy_versions::matched_on.eq(None::<String>))
                    .execute(tx)?;
                Ok(())
            })
            .unwrap();
        assert!(count(&portal) < all);
        portal.new_day();
        assert_eq!(count(&portal), all);
    }
}

fn give_publisher(portal: &TestPortal, who: &str) {
    super::policy::give_role(portal, who, "publisher");
}
