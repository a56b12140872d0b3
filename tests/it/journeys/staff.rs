//! Staff under https: let in by passkeys alone, the first by a code that is good once, a second before they come back.

use super::steps::apply;
use contract::{fields::Fields, identity::Role};
use diesel::prelude::*;
use domain::{
    db::schema::{accounts, journal, passkeys, staff_codes},
    error::Error,
    identity::staff::{CODE_HOURS, NewStaff, invite, invite_again, shut},
};
use serde_json::Value;
use server::config::PublicUrl;
use std::thread;
use tests::{
    authenticator::Authenticator,
    on_both_databases,
    portal::{Answer, Client, GRANNY, TestPortal},
};

const CITY: &str = "https://city.example";

/// The portal at an https address.
pub fn secure(database: &tests::database::TestDatabase) -> TestPortal {
    TestPortal::at(database, PublicUrl::parse(CITY).unwrap())
}

/// Somebody who is new at work.
pub fn wang() -> NewStaff<'static> {
    let roles = &[Role::Caseworker];
    NewStaff { name: "王敏", sign_in: "wangmin", roles, district: Some("310109"), department: None }
}

/// A key of the city's host.
pub fn key(number: u8) -> Authenticator {
    let mut key = Authenticator::new(number);
    (key.origin, key.host) = (CITY.to_owned(), "city.example".to_owned());
    key
}

/// What the portal answers to whoever asks for a challenge.
pub fn asked(client: &Client<'_>, purpose: &str, code: &str) -> Answer {
    client.post("/passkeys/begin", &[("purpose", purpose), ("code", code)])
}

/// The challenge in it.
pub fn options(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

fn join(client: &Client<'_>, code: &str, key: &mut Authenticator) -> Answer {
    let credential = key.register(&options(&asked(client, "join", code)));
    client.post("/sign-in/staff", &[("code", code), ("name", "办公室电脑"), ("credential", &credential)])
}

fn enter(client: &Client<'_>, key: &mut Authenticator) -> Answer {
    let credential = key.answer(&options(&asked(client, "sign-in", "")));
    client.post("/sign-in/passkey", &[("credential", &credential)])
}

fn add(client: &Client<'_>, key: &mut Authenticator) -> Answer {
    let credential = key.register(&options(&asked(client, "register", "")));
    client.post("/account/passkeys/add", &[("name", "安全密钥"), ("credential", &credential)])
}

on_both_databases! {
    fn somebody_who_works_here_comes_in_by_a_code_and_then_by_passkeys(database) {
        let portal = secure(database);
        let code = invite(&portal.cx, &wang()).unwrap();
        assert!(matches!(invite(&portal.cx, &wang()), Err(Error::Conflict { .. })), "one account for one name");
        let (mut phone, mut token) = (key(1), key(2));
        let office = portal.visitor();
        assert!(office.open("/sign-in").html().links().contains(&"/sign-in/staff".to_owned()));
        assert!(office.open("/sign-in/staff").text().contains("开通码"));
        // However it is typed, it is the code.
        let joined = join(&office, &code.to_lowercase().replace('-', " "), &mut phone);
        assert_eq!((joined.status, joined.location()), (303, "/"), "{}", joined.text());
        assert!(office.open("/casework").text().contains("虹口"), "the cases of the district");
        let ways = office.open("/account").html().links();
        assert!(!ways.contains(&"/account/password".to_owned()) && ways.contains(&"/account/passkeys".to_owned()));
        assert_eq!(office.get("/account/password").status, 404);
        // The second time with one passkey alone, nothing opens before there is another.
        let home = portal.visitor();
        assert_eq!(enter(&home, &mut phone).status, 303);
        for page in ["/", "/casework", "/account", "/policies"] {
            assert_eq!(home.get(page).location(), "/account/passkeys", "{page}");
        }
        assert_eq!(home.post("/casework/x/ask", &[("question", "几点方便？")]).location(), "/account/passkeys?next=/casework/x&kept=yes");
        // What also asks for a proof comes after it.
        assert!(home.post("/casework/x/decide", &[]).location().starts_with("/account/passkeys"));
        assert!(home.open("/account/passkeys").text().contains("您只有一把通行密钥"));
        assert_eq!(add(&home, &mut token).location(), "/account/passkeys?changed=added");
        assert_eq!(home.open("/casework").status, 200);
        let later = portal.visitor();
        assert_eq!(enter(&later, &mut token).status, 303);
        assert_eq!(later.open("/casework").status, 200);
        // Two stay at least: who takes one away makes another before going on.
        let remove = later.open("/account/passkeys").html().form("/remove").unwrap();
        later.submit(&remove, &[]);
        assert_eq!(later.get("/casework").location(), "/account/passkeys");
        let last = later.open("/account/passkeys").html().form("/remove").unwrap();
        later.submit(&last, &[]);
        assert!(later.open("/account/passkeys").text().contains("唯一的登录办法"));
        let own: i64 = portal.cx.read(|connection| Ok(passkeys::table.count().get_result(connection)?)).unwrap();
        assert_eq!(own, 1);
    }

    fn to_confirm_is_not_to_come_back(database) {
        let portal = secure(database);
        let code = invite(&portal.cx, &wang()).unwrap();
        let (mut phone, mut token) = (key(1), key(2));
        let office = portal.visitor();
        join(&office, &code, &mut phone);
        let confirmed = office.post("/account/confirm/passkey", &[("credential", &phone.answer(&options(&asked(&office, "confirm", "")))), ("next", "/casework")]);
        assert_eq!(confirmed.location(), "/casework?confirmed=yes");
        assert_eq!(office.open("/casework").status, 200, "it is her first session yet");
        // Once she has come back with it, a second one is needed, in the first session too.
        let home = portal.visitor();
        enter(&home, &mut phone);
        assert_eq!(office.get("/casework").location(), "/account/passkeys");
        assert_eq!(add(&home, &mut token).location(), "/account/passkeys?changed=added");
        assert_eq!(office.open("/casework").status, 200);
    }

    fn what_was_typed_waits_for_the_second_passkey(database) {
        let portal = secure(database);
        let (application, _) = apply(&portal.sign_in(GRANNY));
        let case = format!("/casework/{}", application.rsplit('/').next().unwrap());
        let code = invite(&portal.cx, &wang()).unwrap();
        let (mut phone, mut token, mut third) = (key(1), key(2), key(3));
        let office = portal.visitor();
        join(&office, &code, &mut phone);
        portal.clock.advance_ms(1);
        add(&office, &mut token);
        let other_tab = portal.visitor();
        enter(&other_tab, &mut token);
        let ask = office.open(&case).html().form("/ask").unwrap();
        // The older of the two is taken away while the page of the case stands open.
        let remove = other_tab.open("/account/passkeys").html().form("/remove").unwrap();
        other_tab.submit(&remove, &[]);
        let sent = other_tab.submit(&ask, &[("question", "请问几点方便？")]);
        let first = format!("/account/passkeys?next={case}&kept=yes");
        assert_eq!((sent.status, sent.location()), (303, first.as_str()));
        let page = other_tab.open(&first);
        assert!(page.text().contains("刚才写的都在"), "{}", page.text());
        // The form knows the way back, also after a mistake in it.
        let form = page.html().form("/account/passkeys/add").unwrap();
        let mistaken = other_tab.submit(&form, &[("name", " ")]);
        let form = other_tab.open(mistaken.location()).html().form("/account/passkeys/add").unwrap();
        let credential = third.register(&options(&asked(&other_tab, "register", "")));
        let added = other_tab.submit(&form, &[("name", "第三把"), ("credential", &credential)]);
        assert_eq!(added.location(), case);
        let back = other_tab.open(&case);
        assert!(back.body.contains("请问几点方便？"), "{}", back.text());
        assert_eq!(other_tab.submit(&back.html().form("/ask").unwrap(), &[]).status, 303);
        // Nobody is led out of the portal.
        let credential = key(4).register(&options(&asked(&other_tab, "register", "")));
        let added = other_tab.post("/account/passkeys/add", &[("name", "x"), ("credential", &credential), ("next", "https://elsewhere.example")]);
        assert_eq!(added.location(), "/");
    }

    fn functions_of_islands_wait_for_the_second_passkey_too(database) {
        let portal = secure(database);
        let author = NewStaff { name: "李编", sign_in: "libian", roles: &[Role::Author], district: None, department: None };
        let code = invite(&portal.cx, &author).unwrap();
        let (mut phone, mut token) = (key(1), key(2));
        let mut office = portal.visitor();
        join(&office, &code, &mut phone);
        let check = |client: &Client<'_>| client.post("/api/server/check-policy-text", &[("text", "id = 1")]).status;
        office.headers.push(("accept", "application/json".to_owned()));
        assert_eq!(check(&office), 200);
        let mut home = portal.visitor();
        enter(&home, &mut phone);
        home.headers.push(("accept", "application/json".to_owned()));
        assert_eq!(check(&home), 403);
        add(&home, &mut token);
        assert_eq!(check(&home), 200);
    }

    fn a_second_passkey_on_one_device_has_a_name_of_its_own(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let mut names = Vec::new();
        for number in 1..=3 {
            let form = granny.open("/account/passkeys").html().form("/account/passkeys/add").unwrap();
            let name = form.with(&[]).into_iter().find(|(name, _)| name == "name").unwrap().1;
            let credential = Authenticator::new(number).register(&options(&asked(&granny, "register", "")));
            granny.submit(&form, &[("credential", &credential)]);
            names.push(name);
        }
        assert_eq!(names[1..], [format!("{} 2", names[0]), format!("{} 3", names[0])]);
    }

    fn a_code_is_good_once_in_time_and_for_its_owner(database) {
        let portal = secure(database);
        let code = invite(&portal.cx, &wang()).unwrap();
        let visitor = portal.visitor();
        for wrong in ["", "AAAAA-AAAAA-AAAAA-AAAAA", &code[..22]] {
            assert_eq!(asked(&visitor, "join", wrong).status, 404, "{wrong}");
            let refused = visitor.post("/sign-in/staff", &[("code", wrong), ("name", "x"), ("credential", "{}")]);
            assert_eq!(refused.location(), "/sign-in/staff");
            assert!(visitor.open("/sign-in/staff").text().contains("开通码不对"));
        }
        // What a challenge for something else is answered with makes no passkey, and the code stays good.
        let granny = portal.sign_in(GRANNY);
        let other = key(3).register(&options(&asked(&granny, "register", "")));
        assert_eq!(granny.post("/sign-in/staff", &[("code", &code), ("name", "x"), ("credential", &other)]).location(), "/sign-in/staff");
        // The code stands nowhere: not in the store, not on the page that comes again.
        let hash: String = portal.cx.read(|connection| Ok(staff_codes::table.select(staff_codes::code_hash).first(connection)?)).unwrap();
        assert!(!hash.contains(&code.replace('-', "")));
        assert!(!granny.open("/sign-in/staff").body.contains(&code));
        let mut phone = key(1);
        assert_eq!(join(&portal.visitor(), &code, &mut phone).location(), "/");
        assert_eq!(asked(&portal.visitor(), "join", &code).status, 404, "once");
        // One that nobody used is over in time.
        let late = invite_again(&portal.cx, "wangmin").unwrap();
        portal.clock.advance_ms(CODE_HOURS * 3_600_000);
        assert_eq!(asked(&portal.visitor(), "join", &late).status, 404);
    }

    fn no_password_opens_an_account_of_staff(database) {
        let portal = secure(database);
        let visitor = portal.visitor();
        let try_as = |who: &str, password: &str| {
            let sent = visitor.post("/sign-in", &[("identifier", who), ("password", password)]);
            (sent.status, sent.location().to_owned(), visitor.open("/sign-in").body.replace(who, ""))
        };
        // The right password of staff, a wrong one, and a name that nobody has: one answer, byte for byte.
        let right = try_as("author", portal.password("author"));
        assert_eq!((right.0, right.1.as_str()), (303, "/sign-in"), "{}", right.2);
        let plain = |page: &str| page.replace(|sign: char| sign.is_ascii_hexdigit(), "");
        let (wrong, nobody) = (try_as("author", "no such password"), try_as("nobodyy", "no such password"));
        assert_eq!(plain(&right.2), plain(&wrong.2));
        assert_eq!(plain(&wrong.2), plain(&nobody.2));
        let granny = portal.visitor();
        let entered = granny.post("/sign-in", &[("identifier", GRANNY), ("password", portal.password(GRANNY))]);
        assert_eq!(entered.location(), "/sign-in/entered?next=/", "residents have passwords");
    }

    fn staff_are_asked_for_a_passkey_and_told_of_no_password(database) {
        let portal = secure(database);
        let code = invite(&portal.cx, &wang()).unwrap();
        let office = portal.visitor();
        join(&office, &code, &mut key(1));
        let page = office.open("/account/passkeys");
        // The screen lock's is the telephone's own.
        let tells_of_none = |page: &Answer| !page.body.replace("锁屏密码", "").contains("密码");
        let last = office.submit(&page.html().form("/remove").unwrap(), &[]);
        assert_eq!(last.location(), "/account/passkeys");
        let page = office.open("/account/passkeys");
        assert!(page.text().contains("先再加一把，再删它"), "{}", page.text());
        assert!(!page.body.contains("或者用密码") && !page.body.contains("用密码一样"), "{}", page.body);
        for _ in 0..2 {
            portal.clock.advance_ms(10 * 60_000);
            office.open("/account");
        }
        let sent = office.submit(&page.html().form("/remove").unwrap(), &[]);
        assert_eq!(sent.location(), "/account/confirm?next=/account/passkeys&kept=yes");
        let page = office.open(sent.location());
        assert!(page.text().contains("用通行密钥确认") && tells_of_none(&page), "{}", page.body);
        office.post("/account/confirm/passkey", &[("credential", ""), ("next", "/account")]);
        let page = office.open("/account/confirm");
        assert!(page.text().contains("不行就找管理员") && tells_of_none(&page), "{}", page.body);
    }

    fn whoever_is_shut_out_is_out_at_once_and_comes_back_by_a_new_code(database) {
        let portal = secure(database);
        let code = invite(&portal.cx, &wang()).unwrap();
        let mut phone = key(1);
        let office = portal.visitor();
        join(&office, &code, &mut phone);
        shut(&portal.cx, "WangMin").unwrap();
        let by: Vec<Option<String>> = portal.cx.read(|connection| {
            Ok(journal::table.filter(journal::act.eq("identity.sessions-ended")).select(journal::actor_account_id).load(connection)?)
        }).unwrap();
        assert_eq!(by, [None], "whoever runs the program did it, and not she herself");
        assert_eq!(office.get("/casework").status, 303, "the session has ended");
        assert_eq!(enter(&portal.visitor(), &mut phone).location(), "/sign-in");
        assert!(matches!(shut(&portal.cx, "nobody"), Err(Error::NotFound)));
        assert!(matches!(invite_again(&portal.cx, GRANNY), Err(Error::NotFound)), "no resident is staff");
        let again = invite_again(&portal.cx, "wangmin").unwrap();
        assert_eq!(enter(&portal.visitor(), &mut phone).location(), "/sign-in", "the passkeys of before are gone");
        assert_eq!(join(&portal.visitor(), &again, &mut key(4)).location(), "/");
        let status: Vec<String> = portal.cx.read(|connection| {
            Ok(accounts::table.filter(accounts::password_hash.is_null()).select(accounts::status).load(connection)?)
        }).unwrap();
        assert!(status.contains(&"active".to_owned()), "{status:?}");
    }

    fn two_who_use_one_code_at_one_moment_are_one(database) {
        let portal = secure(database);
        let code = invite(&portal.cx, &wang()).unwrap();
        let answers: Vec<_> = (1..=4_u8).map(|number| {
            let visitor = portal.visitor();
            let mut key = key(number);
            let credential = key.register(&options(&asked(&visitor, "join", &code)));
            (visitor.cookie("__Host-passkey-join").unwrap(), credential)
        }).collect();
        let cx = &portal.cx;
        let joined: usize = thread::scope(|scope| {
            let tries: Vec<_> = answers.iter().map(|(key, credential)| {
                let code = code.as_str();
                scope.spawn(move || {
                    let fields = Fields::new([("code", code), ("name", "x"), ("credential", credential)].map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec());
                    let browser = domain::identity::sign_in::Browser { session: None, chosen: None, device: Default::default() };
                    domain::identity::passkeys::join::join(cx, &fields, Some(key), browser).is_ok()
                })
            }).collect();
            tries.into_iter().map(|attempt| usize::from(attempt.join().unwrap())).sum()
        });
        let own: i64 = cx.read(|connection| Ok(passkeys::table.count().get_result(connection)?)).unwrap();
        assert_eq!((joined, own), (1, 1));
    }
}
