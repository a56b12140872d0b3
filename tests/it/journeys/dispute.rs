//! "This is wrong": once at a time, about what the policy read, while the offer still waits.

use diesel::prelude::*;
use domain::db::schema::{disputes, notices, offers};
use tests::{
    on_both_databases,
    portal::{Client, GRANNY, TestPortal},
};

/// The addresses of her offers that wait and rest on her date of birth.
fn about_birth(granny: &Client<'_>) -> Vec<String> {
    let links = granny.open("/offers").html().links();
    let mut found: Vec<String> = links
        .into_iter()
        .filter(|link| link.starts_with("/offers/") && !link.contains('#'))
        .filter(|link| {
            let form = granny.open(link).html().form("/dispute");
            form.is_some_and(|form| form.fields.iter().any(|field| field.name == "attribute" && field.value == "dob"))
        })
        .collect();
    found.dedup();
    found
}

fn progress(portal: &TestPortal, offer: &str) -> String {
    let id = offer.rsplit('/').next().unwrap();
    portal.cx.read(|conn| Ok(offers::table.find(id).select(offers::progress).first(conn)?)).unwrap()
}

/// Disputes, and notices about them.
fn counts(portal: &TestPortal) -> (i64, i64) {
    portal
        .cx
        .read(|conn| {
            let told = notices::table.filter(notices::kind.eq("dispute-opened")).count().get_result(conn)?;
            Ok((disputes::table.count().get_result(conn)?, told))
        })
        .unwrap()
}

fn say_wrong(client: &Client<'_>, offer: &str, attribute: &str, key: &str) -> String {
    let fields = [("attribute", attribute), ("statement", "不是这样的。"), ("key", key)];
    let answer = client.post(&format!("{offer}/dispute"), &fields);
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location().to_owned()
}

on_both_databases! {
    fn a_fact_is_disputed_once_at_a_time(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let found = about_birth(&granny);
        let [offer, other, ..] = found.as_slice() else { panic!("{found:?}") };
        for attempt in 0..30 {
            assert_eq!(say_wrong(&granny, offer, "dob", &format!("key {attempt}")), *offer);
        }
        assert_eq!(counts(&portal), (1, 1));
        // The offer stays as it is, and can be answered meanwhile.
        assert_eq!(progress(&portal, offer), "open");
        assert!(granny.open(offer).html().form("/answer").is_some());
        // The same fact behind another offer leads to where it is being checked.
        assert_eq!(say_wrong(&granny, other, "dob", "elsewhere"), *offer);
        assert_eq!((counts(&portal), progress(&portal, other)), ((1, 1), "open".to_owned()));
        assert!(granny.open(offer).html().form("/dispute").is_none());
    }

    fn only_a_fact_that_the_policy_read_is_disputed(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let offer = about_birth(&granny).remove(0);
        for attribute in ["hpv_doses", "no-such-fact", ""] {
            let page = granny.open(&say_wrong(&granny, &offer, attribute, attribute));
            assert!(page.html().links().iter().any(|link| link == "#attribute"), "{attribute}: {}", page.text());
        }
        assert_eq!((counts(&portal), progress(&portal, &offer)), ((0, 0), "open".to_owned()));
    }

    fn what_went_on_is_not_taken_back_by_a_dispute(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let offer = about_birth(&granny).remove(0);
        let id = offer.rsplit('/').next().unwrap();
        let stands = |progress: &str, verdict: &str| {
            diesel::update(offers::table.find(id))
                .set((
                    offers::progress.eq(progress),
                    offers::verdict.eq(verdict),
                    offers::revision.eq(offers::revision + 1),
                ))
                .execute(&mut database.connect())
                .unwrap();
            diesel::update(disputes::table).set(disputes::state.eq("answered")).execute(&mut database.connect()).unwrap();
        };
        for (done, verdict) in [
            ("granted", "eligible"),
            ("applied", "eligible"),
            ("refused", "eligible"),
            ("never", "eligible"),
            ("open", "not-eligible"),
            ("open", "policy-over"),
        ] {
            stands(done, verdict);
            assert_eq!(say_wrong(&granny, &offer, "dob", &format!("{done} {verdict}")), offer);
            assert_eq!((counts(&portal), progress(&portal, &offer)), ((0, 0), done.to_owned()));
            assert!(granny.open(&offer).html().form("/dispute").is_none(), "{done}");
        }
        for (number, (done, verdict)) in [("later", "eligible"), ("open", "undetermined")].into_iter().enumerate() {
            stands(done, verdict);
            say_wrong(&granny, &offer, "dob", &format!("{done} {verdict}"));
            assert_eq!((counts(&portal).0, progress(&portal, &offer)), (number as i64 + 1, done.to_owned()));
        }
    }
}
