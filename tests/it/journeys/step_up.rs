//! Before what counts, the person proves once more who they are; and they see and end their sessions.

use super::steps::apply;
use diesel::prelude::*;
use domain::db::{
    pools::Priority,
    schema::{accounts, applications},
};
use tests::{
    authenticator::Authenticator,
    facts::Person,
    on_both_databases,
    portal::{Client, GRANNY, SON, TestPortal},
};

const MINUTE_MS: i64 = 60_000;

fn is_in(client: &Client<'_>) -> bool {
    client.get("/account").status == 200
}

fn with_browser<'a>(portal: &'a TestPortal, header: &str) -> Client<'a> {
    let mut client = portal.visitor();
    client.headers.push(("user-agent", header.to_owned()));
    client
}

fn enter(portal: &TestPortal, client: &Client<'_>, who: &str, more: &[(&str, &str)]) {
    let fields = [&[("identifier", who), ("password", portal.password(who))], more].concat();
    let entered = client.post("/sign-in", &fields);
    assert!(["/", "/sign-in/entered?next=/"].contains(&entered.location()), "{}", entered.location());
}

on_both_databases! {
    fn a_decision_asks_for_the_password_after_a_quarter_of_an_hour_and_keeps_what_was_typed(database) {
        let portal = TestPortal::new(database);
        let (application, _) = apply(&portal.sign_in(GRANNY));
        let case = format!("/casework/{}", application.rsplit('/').next().unwrap());
        let staff = portal.sign_in("hongkou");
        let before = staff.cookie("session");
        portal.clock.advance_ms(16 * MINUTE_MS);
        let decide = staff.open(&case).html().form("/decide").unwrap();
        let sent = staff.submit(&decide, &[("decision", "refuse"), ("reason", "先看看。")]);
        let confirm = format!("/account/confirm?next={case}&kept=yes");
        assert_eq!((sent.status, sent.location()), (303, confirm.as_str()));
        let state = || -> String {
            portal.cx.read(|conn| Ok(applications::table.select(applications::state).first(conn)?)).unwrap()
        };
        let standing = state();
        // A wrong password is said at its field, and knows the way back.
        let wrong = staff.fill(&confirm, "/account/confirm", &[("password", "not this one")]);
        assert_eq!(wrong.0, "/account/confirm");
        assert!(wrong.1.text().contains("密码不对") && wrong.1.body.contains(&case), "{}", wrong.1.text());
        let (back, page) = staff.fill("/account/confirm", "/account/confirm", &[("password", portal.password("hongkou"))]);
        assert_eq!(back, format!("{case}?confirmed=yes"));
        assert!(page.text().contains("是您本人") && page.body.contains("先看看。"), "{}", page.text());
        assert_eq!(state(), standing, "nothing was done by itself");
        assert_ne!(staff.cookie("session"), before);
        let old = portal.visitor();
        old.set_cookie("session", &before.unwrap());
        assert!(!is_in(&old), "the token of before is dead");
        let decide = page.html().form("/decide").unwrap();
        assert_eq!(staff.submit(&decide, &[]).status, 303);
        assert_ne!(state(), standing, "now it is decided");
    }

    fn a_passkey_confirms_in_the_middle_of_a_decision(database) {
        let portal = TestPortal::new(database);
        let (application, _) = apply(&portal.sign_in(GRANNY));
        let case = format!("/casework/{}", application.rsplit('/').next().unwrap());
        let staff = portal.sign_in("hongkou");
        let mut key = Authenticator::new(3);
        let asked = |purpose: &str| serde_json::from_str(&staff.post("/passkeys/begin", &[("purpose", purpose)]).body).unwrap();
        let credential = key.register(&asked("register"));
        staff.post("/account/passkeys/add", &[("name", "工作电脑"), ("credential", &credential)]);
        portal.clock.advance_ms(16 * MINUTE_MS);
        let decide = staff.open(&case).html().form("/decide").unwrap();
        let sent = staff.submit(&decide, &[("decision", "refuse"), ("reason", "先看看。")]);
        assert!(staff.open(sent.location()).body.contains(r#"data-purpose="confirm""#), "{}", sent.location());
        let credential = key.answer(&asked("confirm"));
        let confirmed = staff.post("/account/confirm/passkey", &[("credential", &credential), ("next", &case)]);
        assert_eq!(confirmed.location(), format!("{case}?confirmed=yes"));
        let page = staff.open(confirmed.location());
        assert!(page.body.contains("先看看。"), "{}", page.text());
        assert_eq!(staff.submit(&page.html().form("/decide").unwrap(), &[]).status, 303);
        let state: String = portal.cx.read(|conn| Ok(applications::table.select(applications::state).first(conn)?)).unwrap();
        assert_eq!(state, "refused");
    }

    fn no_key_is_made_before_the_person_has_confirmed(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        portal.clock.advance_ms(16 * MINUTE_MS);
        assert_eq!(granny.post("/passkeys/begin", &[("purpose", "register")]).status, 401);
        // Then the script sends the form without a key, and the name is there afterwards.
        let sent = granny.post("/account/passkeys/add", &[("name", "我的旧手机"), ("credential", "")]);
        assert_eq!(sent.location(), "/account/confirm?next=/account/passkeys&kept=yes");
        let (back, page) = granny.fill(sent.location(), "/account/confirm", &[("password", portal.password(GRANNY))]);
        assert_eq!(back, "/account/passkeys?confirmed=yes");
        assert!(page.body.contains("我的旧手机"), "{}", page.text());
        assert_eq!(granny.post("/passkeys/begin", &[("purpose", "register")]).status, 200);
    }

    fn whoever_stays_signed_in_confirms_what_counts_and_others_do_not(database) {
        let portal = TestPortal::new(database);
        let own = portal.visitor();
        enter(&portal, &own, GRANNY, &[("stays", "yes")]);
        let usual = portal.sign_in(SON);
        portal.clock.advance_ms(20 * 24 * 60 * MINUTE_MS);
        portal.new_day();
        assert!(is_in(&own) && !is_in(&usual), "for 30 days, on her own phone");
        assert!(own.open("/account/sessions").text().contains("30 天内不用再登录"));
        let offer = Person::behind(&portal, &own).offer("pneumonia-vaccine");
        let answer = own.open(&offer).html().form("/answer").unwrap();
        let sent = own.submit(&answer, &[("answer", "accept")]);
        assert_eq!(sent.location(), format!("/account/confirm?next={offer}&kept=yes"));
        own.fill(sent.location(), "/account/confirm", &[("password", portal.password(GRANNY))]);
        let answer = own.open(&offer).html().form("/answer").unwrap();
        assert!(!own.submit(&answer, &[("answer", "accept")]).location().starts_with("/account/confirm"));
        portal.clock.advance_ms(10 * 24 * 60 * MINUTE_MS);
        assert!(!is_in(&own), "30 days are over");
        // Staff do not stay, whatever is posted.
        let staff = portal.visitor();
        enter(&portal, &staff, "hongkou", &[("stays", "yes")]);
        portal.clock.advance_ms(21 * MINUTE_MS);
        assert!(!is_in(&staff));
    }

    fn sessions_are_seen_in_words_and_ended(database) {
        let portal = TestPortal::new(database);
        let phone = with_browser(&portal, "Mozilla/5.0 (Linux; Android 14) Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0");
        let computer = with_browser(&portal, "Mozilla/5.0 (Windows NT 10.0) Chrome/143.0 Safari/537.36 Edg/143.0");
        let third = portal.visitor();
        for client in [&phone, &computer, &third] {
            enter(&portal, client, GRANNY, &[]);
        }
        let page = phone.open("/account/sessions");
        let text = page.text();
        assert!(text.contains("安卓手机上的微信") && text.contains("这台手机，现在"), "{text}");
        assert!(text.contains("Windows 电脑上的Edge 浏览器"), "{text}");
        let ends: Vec<_> = page.html().forms().into_iter().filter(|form| form.action.ends_with("/end")).collect();
        assert_eq!(ends.len(), 2, "{text}");
        // Somebody else's is not there.
        assert_eq!(portal.sign_in(SON).submit(&ends[0], &[]).status, 404);
        assert_eq!(phone.submit(&ends[0], &[]).location(), "/account/sessions");
        assert_eq!([&phone, &computer, &third].iter().filter(|client| is_in(client)).count(), 2);
        // What was typed there is kept, as at any end.
        assert_eq!(phone.post("/account/sessions/end-others", &[]).location(), "/account/sessions");
        assert_eq!([&phone, &computer, &third].map(is_in), [true, false, false]);
        portal.clock.advance_ms(16 * MINUTE_MS);
        assert!(phone.post("/account/sessions/end-others", &[]).location().starts_with("/account/confirm"));
    }

    fn a_password_is_changed_and_the_old_one_is_over(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let elsewhere = portal.sign_in(GRANNY);
        let set = |password: &str| granny.fill("/account/password", "/account/password", &[("password", password)]);
        for (bad, words) in [("k3#Vq9z", "密码太短了"), ("12345678", "很多人用"), ("陈桂珍19440502", "您的名字、生日或者号码")] {
            let (back, page) = set(bad);
            assert_eq!(back, "/account/password");
            assert!(page.text().contains(words) && !page.body.contains(bad), "{bad}: {}", page.text());
        }
        let (back, page) = set("正字标记梅花鹿跑得快");
        assert_eq!(back, "/account?changed=password");
        assert!(page.text().contains("新密码设好了"), "{}", page.text());
        assert!(is_in(&granny) && !is_in(&elsewhere), "the others were offered to end, and are");
        assert!(granny.open("/inbox").text().contains("您的密码改过了"));
        let visitor = portal.visitor();
        let with = |password: &str| visitor.post("/sign-in", &[("identifier", GRANNY), ("password", password)]);
        assert_eq!(with(portal.password(GRANNY)).location(), "/sign-in");
        assert_eq!(with("正字标记梅花鹿跑得快").location(), "/");
    }

    fn whoever_says_that_they_are_there_stays(database) {
        let portal = TestPortal::new(database);
        let staff = portal.sign_in("hongkou");
        let page = staff.open("/casework");
        assert!(page.body.contains("session-warning") && page.header("content-security-policy").contains("nonce-"));
        assert!(page.body.contains("data-rest=\"780000\""), "after thirteen minutes");
        assert!(portal.sign_in(GRANNY).open("/offers").body.contains("data-rest=\"7080000\""), "residents rest for two hours");
        for _ in 0..4 {
            portal.clock.advance_ms(14 * MINUTE_MS);
            assert_eq!(staff.post("/account/stay", &[("act", "stay")]).location(), "/account");
        }
        assert!(is_in(&staff));
        portal.clock.advance_ms(21 * MINUTE_MS);
        assert_eq!(staff.post("/account/stay", &[("act", "stay")]).location(), "/sign-in?next=/account&kept=yes");
    }

    fn an_account_that_is_disabled_is_out_at_once(database) {
        let portal = TestPortal::new(database);
        let staff = portal.sign_in("hongkou");
        assert!(is_in(&staff));
        portal.cx.write(Priority::Person, |tx| {
            let name = accounts::sign_in_name_fingerprint.eq(portal.cx.keys.fingerprint("sign-in-name", "hongkou"));
            diesel::update(accounts::table.filter(name)).set(accounts::status.eq("disabled")).execute(tx)?;
            Ok(())
        }).unwrap();
        assert!(!is_in(&staff));
    }
}
