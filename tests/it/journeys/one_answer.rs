//! Whatever is wrong with a sign-in gets one answer: the same status, headers and bytes, after as many hashes of passwords.

use super::{
    passkeys::{add, asked, enter},
    staff,
};
use diesel::prelude::*;
use domain::{
    db::{pools::Priority, schema::accounts},
    identity::staff::invite,
};
use serde_json::{Value, json};
use std::time::Instant;
use tests::{
    authenticator::Authenticator,
    on_both_databases,
    portal::{Answer, Client, GRANNY, SON, TestPortal},
};

/// A browser at an address of its own: no limit is reached.
fn somebody(portal: &TestPortal, number: usize) -> Client<'_> {
    portal.visitor_at(&format!("10.1.0.{number}"))
}

/// Everything that came back, without what is random: keys in cookies and nonces.
fn plain(answer: &Answer) -> String {
    let headers = answer.headers.iter().map(|(name, value)| format!("{name}: {value}\n"));
    let whole = format!("{}\n{}\n{}", answer.status, headers.collect::<String>(), answer.body);
    let is_of_a_key = |sign: char| sign.is_ascii_alphanumeric() || sign == '-' || sign == '_';
    let mut plain = String::new();
    for part in whole.split_inclusive(|sign: char| !is_of_a_key(sign)) {
        let word = part.trim_end_matches(|sign: char| !is_of_a_key(sign));
        let is_random = word.len() >= 20 && word.contains(|sign: char| sign.is_ascii_digit());
        plain.push_str(if is_random { "…" } else { word });
        plain.push_str(&part[word.len()..]);
    }
    plain
}

/// The answer to a form and the page that follows, and how many passwords were hashed for it.
fn told(portal: &TestPortal, client: &Client<'_>, page: &str, post: impl FnOnce() -> Answer) -> (String, u64) {
    let before = portal.cx.hasher.hashed();
    let answer = post();
    let hashed = portal.cx.hasher.hashed() - before;
    assert_eq!((answer.status, answer.location()), (303, page), "{}", answer.text());
    (plain(&answer) + &plain(&client.get(page)), hashed)
}

fn all_alike(all: &[(&str, (String, u64))], hashed: u64) {
    let (_, first) = &all[0];
    assert!(first.0.contains("error-summary") || first.0.contains("role=\"alert\""), "{}", first.0);
    for (what, told) in all {
        assert_eq!(told.0, first.0, "{what}");
        assert_eq!(told.1, hashed, "{what}");
    }
}

fn with_password(portal: &TestPortal, number: usize, who: &str, password: &str) -> (String, u64) {
    let client = somebody(portal, number);
    let told =
        told(portal, &client, "/sign-in", || client.post("/sign-in", &[("identifier", who), ("password", password)]));
    (told.0.replace(who, "WHO"), told.1)
}

fn change(portal: &TestPortal, who: &str, disabled: bool) {
    let account = portal.cx.keys.fingerprint("sign-in-name", who);
    portal
        .cx
        .write(Priority::Person, |tx| {
            let row = accounts::table.filter(accounts::sign_in_name_fingerprint.eq(&account));
            let none: Option<String> = None;
            let rows = match disabled {
                true => diesel::update(row).set(accounts::status.eq("disabled")).execute(tx)?,
                false => diesel::update(row).set(accounts::password_hash.eq(none)).execute(tx)?,
            };
            assert_eq!(rows, 1, "{who}");
            Ok(())
        })
        .unwrap();
}

type Cause = (&'static str, fn(&Value, &mut Authenticator) -> String);

/// What may be wrong with an answer to a challenge, whatever it is for.
const CAUSES: [Cause; 9] = [
    ("nothing", |_, _| String::new()),
    ("no JSON", |_, _| "{".repeat(5_000)),
    ("too long", |_, _| "a".repeat(20_000)),
    ("another challenge", |_, key| key.answer(&json!({ "challenge": "AAAA" }))),
    ("another origin", |options, key| {
        let origin = std::mem::replace(&mut key.origin, "https://elsewhere.example".to_owned());
        let answer = key.answer(options);
        key.origin = origin;
        answer
    }),
    ("another host", |options, key| {
        let host = std::mem::replace(&mut key.host, "elsewhere.example".to_owned());
        let answer = key.answer(options);
        key.host = host;
        answer
    }),
    ("no screen lock", |options, key| {
        key.verifies = false;
        let answer = key.answer(options);
        key.verifies = true;
        answer
    }),
    ("a credential that nobody has", |options, key| {
        let mut foreign = Authenticator::new(99);
        (foreign.handle, foreign.origin, foreign.host) = (key.handle.clone(), key.origin.clone(), key.host.clone());
        foreign.answer(options)
    }),
    ("a signature of something else", |options, key| {
        let mut answer: Value = serde_json::from_str(&key.answer(options)).unwrap();
        let other: Value = serde_json::from_str(&key.answer(&json!({ "challenge": "AAAA" }))).unwrap();
        answer["response"]["signature"] = other["response"]["signature"].clone();
        answer.to_string()
    }),
];

/// The same for a new passkey.
const CAUSES_OF_NEW_ONES: [Cause; 6] = [
    CAUSES[0],
    CAUSES[1],
    CAUSES[2],
    ("another challenge", |options, key| {
        let mut other = options.clone();
        other["challenge"] = Value::from("AAAA");
        key.register(&other)
    }),
    ("another origin", |options, key| {
        let origin = std::mem::replace(&mut key.origin, "https://elsewhere.example".to_owned());
        let answer = key.register(options);
        key.origin = origin;
        answer
    }),
    ("no screen lock", |options, key| {
        key.verifies = false;
        let answer = key.register(options);
        key.verifies = true;
        answer
    }),
];

on_both_databases! {
    fn a_refused_password_says_nothing_about_the_account(database) {
        let portal = TestPortal::new(database);
        change(&portal, "supervisor", true);
        change(&portal, "auditor", false);
        let right = portal.password("supervisor").to_owned();
        all_alike(&[
            ("a wrong password", with_password(&portal, 1, GRANNY, "not this one")),
            ("a number that nobody has", with_password(&portal, 2, "19911111111", "not this one")),
            ("a name that nobody has", with_password(&portal, 3, "nobodyatall", "not this one")),
            ("the right password of a disabled account", with_password(&portal, 4, "supervisor", &right)),
            ("an account without a password", with_password(&portal, 5, "auditor", "not this one")),
        ], 1);
        let long = "a".repeat(2_000);
        all_alike(&[
            ("too long", with_password(&portal, 6, GRANNY, &long)),
            ("too long for nobody", with_password(&portal, 7, "19911111111", &long)),
        ], 0);
    }

    fn a_password_of_staff_says_nothing_under_https(database) {
        let portal = staff::secure(database);
        let right = portal.password("author").to_owned();
        all_alike(&[
            ("the right one", with_password(&portal, 1, "author", &right)),
            ("a wrong one", with_password(&portal, 2, "author", "not this one")),
            ("of nobody", with_password(&portal, 3, "nobodyatall", "not this one")),
            ("of a resident", with_password(&portal, 4, GRANNY, "not this one")),
        ], 1);
    }

    fn a_refused_passkey_says_nothing(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let mut key = Authenticator::new(1);
        add(&granny, &mut key, "我的手机");
        let refused = |number: usize, make: &mut dyn FnMut(&Value) -> String| {
            let client = somebody(&portal, number);
            let credential = make(&asked(&client, "sign-in"));
            told(&portal, &client, "/sign-in", || client.post("/sign-in/passkey", &[("credential", &credential)]))
        };
        let mut all: Vec<_> = CAUSES.iter().enumerate().map(|(number, (what, make))| {
            (*what, refused(number, &mut |options| make(options, &mut key)))
        }).collect();
        let mut copied = Authenticator::new(2);
        copied.counter = 7;
        add(&granny, &mut copied, "安全密钥");
        assert_eq!(enter(&portal.visitor(), &mut copied).location(), "/offers");
        copied.counter = 3;
        all.push(("a counter that went back", refused(20, &mut |options| copied.answer(options))));
        let of_staff = portal.sign_in("hongkou");
        let mut shut = Authenticator::new(3);
        add(&of_staff, &mut shut, "工作电脑");
        change(&portal, "hongkou", true);
        all.push(("a disabled account", refused(21, &mut |options| shut.answer(options))));
        all_alike(&all, 0);
        assert_eq!(enter(&somebody(&portal, 22), &mut key).location(), "/offers", "and rightly in the end");
    }

    fn a_refused_passkey_says_nothing_in_a_session_either(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let mut key = Authenticator::new(1);
        add(&granny, &mut key, "我的手机");
        let confirmed: Vec<_> = CAUSES.iter().map(|(what, make)| {
            let credential = make(&asked(&granny, "confirm"), &mut key);
            let post = || granny.post("/account/confirm/passkey", &[("credential", &credential), ("next", "/account")]);
            (*what, told(&portal, &granny, "/account/confirm", post))
        }).collect();
        all_alike(&confirmed, 0);
        let son = portal.sign_in(SON);
        let mut new = Authenticator::new(5);
        let mut added: Vec<_> = CAUSES_OF_NEW_ONES.iter().map(|(what, make)| {
            let credential = make(&asked(&son, "register"), &mut new);
            let post = || son.post("/account/passkeys/add", &[("name", "我的手机"), ("credential", &credential)]);
            (*what, told(&portal, &son, "/account/passkeys", post))
        }).collect();
        let credential = Authenticator::new(1).register(&asked(&son, "register"));
        let post = || son.post("/account/passkeys/add", &[("name", "我的手机"), ("credential", &credential)]);
        added.push(("somebody else's", told(&portal, &son, "/account/passkeys", post)));
        all_alike(&added, 0);
    }

    fn a_refused_first_passkey_says_nothing(database) {
        let portal = staff::secure(database);
        let code = invite(&portal.cx, &staff::wang()).unwrap();
        let mut key = staff::key(1);
        let all: Vec<_> = CAUSES_OF_NEW_ONES.iter().enumerate().map(|(number, (what, make))| {
            let client = somebody(&portal, number);
            let credential = make(&staff::options(&staff::asked(&client, "join", &code)), &mut key);
            let fields = [("code", code.as_str()), ("name", "办公室电脑"), ("credential", &credential)];
            (*what, told(&portal, &client, "/sign-in/staff", || client.post("/sign-in/staff", &fields)))
        }).collect();
        all_alike(&all, 0);
    }

    fn the_time_of_a_sign_in_by_passkey_is_printed(database) {
        let portal = TestPortal::new(database);
        let mut key = Authenticator::new(1);
        add(&portal.sign_in(GRANNY), &mut key, "我的手机");
        let mut taken: Vec<_> = (0..21).map(|number| {
            let client = somebody(&portal, number);
            let credential = key.answer(&asked(&client, "sign-in"));
            let began = Instant::now();
            let entered = client.post("/sign-in/passkey", &[("credential", &credential)]);
            assert_eq!(entered.location(), "/");
            began.elapsed()
        }).collect();
        taken.sort();
        println!("a sign-in by passkey takes the server {:?} in the median of {}", taken[taken.len() / 2], taken.len());
    }
}
