//! How somebody wants to read follows them to another device, and never changes a choice made there.

use super::steps::answer_all;
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
        assert_eq!(cookie(&elsewhere), "zh-CN.elder.device.largest.usual");
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
        assert_eq!(cookie(&tablet), "zh-CN.large.device.usual.usual", "what she chose before she signed in is hers");
        let english = portal.visitor();
        english.post("/display", &[("language", "en"), ("back", "/sign-in")]);
        sign_in(&english);
        assert_eq!(cookie(&english), "en.standard.device.usual.usual", "nobody's page changes its language by signing in");
    }

    fn short_sentences_say_offers_errors_and_receipts(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let offer = granny.open("/").html().links().into_iter().find(|link| link.starts_with("/offers/")).unwrap();
        let offer = offer.split('#').next().unwrap().to_owned();
        let usual = granny.open(&offer).text();
        assert!(usual.contains("符合：") && usual.contains("来自"), "{usual}");
        granny.post("/display", &[("phrasing", "plain"), ("back", &offer)]);
        let short = granny.open(&offer).text();
        assert!(short.contains("是：") && !short.contains("符合：") && short.contains("说的。"), "{short}");
        assert!(short.contains("照平常说"), "the way back stands on the page: {short}");

        // A wrong answer, and what it says.
        let started = granny.post("/items/care-needs-assessment/start", &[]).location().to_owned();
        let draft = started.split('/').nth(2).unwrap().to_owned();
        let form = granny.open(&format!("/drafts/{draft}/phone")).html().form("/phone").unwrap();
        let wrong = granny.submit(&form, &[("phone", "12"), ("go", "next")]);
        let wrong = granny.open(wrong.location()).text();
        assert!(wrong.contains("有的地方要改") && wrong.contains("手机写 11 位。外地座机加区号"), "{wrong}");

        // The receipt.
        let check = answer_all(&granny, &started);
        let form = granny.open(&check).html().form("/submit").unwrap();
        let sent = granny.submit(&form, &[]);
        let receipt = granny.open(sent.location()).text();
        assert!(receipt.contains("交好了") && receipt.contains("记下受理号。"), "{receipt}");
        granny.post("/display", &[("phrasing", "usual"), ("back", "/")]);
        assert!(granny.open(sent.location()).text().contains("已经提交"));
        // What a device is given to say follows the choice too.
        granny.post("/display", &[("phrasing", "plain"), ("back", "/check")]);
        let device = granny.get("/check/device");
        assert!(String::from_utf8_lossy(&device.bytes).contains("选一个。不清楚就点"), "the device speaks as the page does");
    }
}
