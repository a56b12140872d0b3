//! The card for when there is no network: a counter finds the resident by its code, and by no other.

use domain::identity::session::{SessionState, find};
use tests::{
    on_both_databases,
    portal::{GRANNY, SON, TestPortal},
};

const DAY: i64 = 86_400_000;

/// The path in the code of a card. A camera reads it from the picture; here it stands in the page's own data.
fn code_and_name(portal: &TestPortal, who: &str) -> (String, String) {
    let token = portal.sign_in(who).cookie("session").unwrap();
    let SessionState::Live(actor, _) = find(&portal.cx, &token).unwrap() else { panic!("{who} is signed in") };
    let card = domain::identity::offline_code::offline_card(&portal.cx, &actor).unwrap();
    (card.address.strip_prefix("http://localhost:8080").unwrap().to_owned(), card.name)
}

fn acts(portal: &TestPortal) -> usize {
    let auditor = portal.sign_in("auditor");
    auditor.open("/journal").text().matches("identity.offline-code").count()
}

on_both_databases! {
    fn a_counter_finds_the_resident_by_the_code(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let page = granny.open("/offline-card");
        assert!(page.text().contains("拿着这台手机的人都能看到"), "{}", page.text());
        let kept = granny.open("/offline-card/kept");
        assert!(kept.text().contains("陈") && !kept.body.contains("/sign-out"), "{}", kept.text());
        assert!(!kept.body.contains("999999"), "no identity number stands on the card");
        assert_eq!(kept.header("cache-control"), "no-store", "only the device's own script keeps it");

        let (code, name) = code_and_name(&portal, GRANNY);
        let staff = portal.sign_in("hongkou");
        let found = staff.open(&code).text();
        assert!(found.contains("这个码有效") && found.contains(&name), "{found}");
        assert_eq!(acts(&portal), 1, "a look is an act");

        // Another person's number under the same seal, another day, half a seal: none of them opens.
        let (other, _) = code_and_name(&portal, SON);
        let seal = code.rsplit('.').next().unwrap();
        let forged = [
            format!("{}.{seal}", other.rsplit_once('.').unwrap().0),
            code.replacen(".2027", ".2037", 1),
            code[..code.len() - 4].to_owned(),
            "/counter/x".to_owned(),
        ];
        for forged in forged {
            let page = staff.open(&forged).text();
            assert!(page.contains("不是通办的") && !page.contains(&name), "{forged}: {page}");
        }
        // Nobody else looks.
        assert_eq!(granny.get(&code).status, 403);
        assert_eq!(portal.visitor().get(&code).status, 303);
    }

    fn a_code_ends_after_180_days_and_signing_out_clears_the_device(database) {
        let portal = TestPortal::new(database);
        let (code, _) = code_and_name(&portal, GRANNY);
        portal.clock.advance_ms(180 * DAY);
        let staff = portal.sign_in("hongkou");
        assert!(staff.open(&code).text().contains("这个码有效"), "the last day counts");
        portal.clock.advance_ms(DAY);
        let staff = portal.sign_in("hongkou");
        assert!(staff.open(&code).text().contains("过期"), "{}", staff.open(&code).text());

        let granny = portal.sign_in(GRANNY);
        assert_eq!(granny.post("/sign-out", &[]).header("clear-site-data"), "\"storage\"");
        assert_eq!(granny.post("/display", &[("mode", "large"), ("back", "/")]).header("clear-site-data"), "");
    }
}
