//! Whoever has another way in is told, and may end the sessions of before; staff read it when they sign in.

use super::passkeys::{add, enter};
use tests::{
    authenticator::Authenticator,
    on_both_databases,
    portal::{Client, GRANNY, TestPortal},
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

fn is_in(client: &Client<'_>) -> bool {
    client.get("/account").status == 200
}

on_both_databases! {
    fn whoever_adds_a_passkey_is_offered_to_end_the_other_sessions(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let offered = || granny.open("/account/passkeys?changed=added").html().form("/end-others");
        add(&granny, &mut Authenticator::new(1), "我的手机");
        assert!(offered().is_none(), "there is no other");
        let elsewhere = portal.sign_in(GRANNY);
        assert!(granny.open("/account/passkeys").html().form("/end-others").is_none(), "it was not now");
        granny.submit(&offered().unwrap(), &[]);
        assert!(is_in(&granny) && !is_in(&elsewhere));
    }

    fn staff_read_what_happened_to_their_ways_in_before_they_signed_in(database) {
        let portal = TestPortal::new(database);
        let office = portal.sign_in("hongkou");
        let mut key = Authenticator::new(1);
        key.counter = 7;
        add(&office, &mut key, "办公室电脑");
        assert!(!office.open("/").text().contains("加了一把通行密钥"), "whoever did it knows");
        portal.clock.advance_ms(1_000);
        assert_eq!(enter(&portal.visitor(), &mut key).location(), "/offers");
        portal.clock.advance_ms(1_000);
        let next = portal.sign_in("hongkou");
        for page in ["/", "/account"] {
            let text = next.open(page).text();
            assert!(text.contains("您的账户加了一把通行密钥") && !text.contains("可能被人复制了"), "{page}: {text}");
        }
        // A copy.
        key.counter = 3;
        enter(&portal.visitor(), &mut key);
        portal.clock.advance_ms(1_000);
        let next = portal.sign_in("hongkou");
        assert!(next.open("/").text().contains("可能被人复制了"), "{}", next.open("/").text());
        // Nobody else reads it, and after two weeks nobody does.
        assert!(!portal.sign_in("author").open("/").text().contains("通行密钥"));
        assert!(!portal.sign_in(GRANNY).open("/").text().contains("通行密钥"), "residents have an inbox");
        portal.clock.advance_ms(15 * DAY_MS);
        portal.new_day();
        assert!(!portal.sign_in("hongkou").open("/").text().contains("通行密钥"));
    }
}
