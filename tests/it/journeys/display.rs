//! How somebody wants to read follows them to another device, and never changes a choice made there.

use tests::{
    on_both_databases,
    portal::{Client, GRANNY, SON, TestPortal},
};

fn cookie(client: &Client<'_>) -> String {
    client.cookie("display").unwrap_or_default()
}

on_both_databases! {
    fn a_choice_follows_the_account(database) {
        let portal = TestPortal::new(database);
        let at_home = portal.sign_in(GRANNY);
        at_home.post("/display", &[("mode", "elder"), ("back", "/")]);
        at_home.post("/display", &[("size", "largest"), ("back", "/")]);
        let page = at_home.open("/").body;
        assert!(page.contains(r#"data-mode="elder""#) && page.contains(r#"data-size="largest""#), "{page}");

        // At the counter: the browser there has chosen nothing, so it shows what she is used to.
        let elsewhere = portal.sign_in(GRANNY);
        assert_eq!(cookie(&elsewhere), "zh-CN.elder.device.largest");
        assert!(elsewhere.open("/").body.contains(r#"data-size="largest""#));
        // Somebody else's account knows nothing of it.
        assert_eq!(cookie(&portal.sign_in(SON)), "");
    }

    fn a_choice_of_the_browser_stands_and_becomes_the_accounts(database) {
        let portal = TestPortal::new(database);
        let sign_in = |client: &Client<'_>| {
            let fields = [("identifier", GRANNY), ("password", portal.password(GRANNY)), ("next", "/")];
            assert_eq!(client.post("/sign-in", &fields).status, 303);
        };
        let phone = portal.visitor();
        phone.post("/display", &[("mode", "large"), ("back", "/sign-in")]);
        sign_in(&phone);
        let tablet = portal.visitor();
        sign_in(&tablet);
        assert_eq!(cookie(&tablet), "zh-CN.large.device.usual", "what she chose before she signed in is hers");
        let english = portal.visitor();
        english.post("/display", &[("language", "en"), ("back", "/sign-in")]);
        sign_in(&english);
        assert_eq!(cookie(&english), "en.standard.device.usual", "nobody's page changes its language by signing in");
    }
}
