//! How long sessions last: how long they rest, and how long at most, each as the page says beforehand.

use tests::{
    on_both_databases,
    portal::{Client, GRANNY, SON, TestPortal},
};

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;

fn is_in(client: &Client<'_>) -> bool {
    client.get("/account").status == 200
}

/// How long the page says that the session lasts at most, in milliseconds.
fn longest(client: &Client<'_>) -> Option<i64> {
    let page = client.open("/account").body;
    let (_, rest) = page.rsplit_once("data-longest=\"")?;
    rest.split('"').next()?.parse().ok()
}

on_both_databases! {
    fn staff_rest_a_quarter_of_an_hour_and_residents_two_hours(database) {
        let portal = TestPortal::new(database);
        for (who, longest, exact) in [("hongkou", 15 * MINUTE_MS, MINUTE_MS), (GRANNY, 2 * HOUR_MS, 5 * MINUTE_MS)] {
            let client = portal.sign_in(who);
            portal.clock.advance_ms(longest - SECOND_MS);
            assert!(is_in(&client), "{who}");
            // Seen just now, and again before that is written down anew: from here it is as long.
            portal.clock.advance_ms(exact - SECOND_MS);
            assert!(is_in(&client), "{who}");
            portal.clock.advance_ms(longest - SECOND_MS);
            assert!(is_in(&client), "{who}");
            portal.clock.advance_ms(longest + exact + SECOND_MS);
            assert!(!is_in(&client), "{who}");
        }
    }

    fn nobody_stays_longer_than_twelve_hours_however_busy(database) {
        let portal = TestPortal::new(database);
        for (who, step) in [("hongkou", 14 * MINUTE_MS), (GRANNY, 100 * MINUTE_MS)] {
            let client = portal.sign_in(who);
            let mut passed = 0;
            while passed + step < 12 * HOUR_MS {
                portal.clock.advance_ms(step);
                passed += step;
                assert!(is_in(&client), "{who} after {passed} ms");
                assert_eq!(longest(&client), Some(12 * HOUR_MS - passed), "{who}");
            }
            portal.clock.advance_ms(12 * HOUR_MS - passed - SECOND_MS);
            assert!(is_in(&client), "{who}");
            portal.clock.advance_ms(SECOND_MS);
            assert!(!is_in(&client), "{who}");
            // Nor does whoever says that they are there.
            assert_eq!(client.post("/account/stay", &[("act", "stay")]).location(), "/sign-in?next=/account&kept=yes");
        }
    }

    fn whoever_stays_for_weeks_is_told_on_the_last_day(database) {
        let portal = TestPortal::new(database);
        let client = portal.visitor();
        client.post("/sign-in", &[("identifier", GRANNY), ("password", portal.password(GRANNY)), ("stays", "yes")]);
        assert_eq!(longest(&client), None);
        portal.clock.advance_ms(29 * 24 * HOUR_MS + HOUR_MS);
        assert_eq!(longest(&client), Some(23 * HOUR_MS));
    }

    fn a_planted_token_is_nobodys_before_and_after_somebody_signs_in(database) {
        let portal = TestPortal::new(database);
        // One that was made up, and one of a session of the attacker's own.
        let attacker = portal.sign_in(SON);
        for planted in ["cGxhbnRlZC1wbGFudGVkLXBsYW50ZWQtcGxhbnRlZA".to_owned(), attacker.cookie("session").unwrap()] {
            let victim = portal.visitor();
            victim.set_cookie("session", &planted);
            let entered = victim.post("/sign-in", &[("identifier", GRANNY), ("password", portal.password(GRANNY))]);
            assert_eq!(entered.location(), "/");
            assert_ne!(victim.cookie("session"), Some(planted.clone()), "a new one");
            assert!(victim.open("/").text().contains("陈阿婆"));
            let other = portal.visitor();
            other.set_cookie("session", &planted);
            assert!(!is_in(&other), "what was planted opens nothing");
        }
    }
}
