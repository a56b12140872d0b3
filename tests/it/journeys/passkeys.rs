//! Passkeys: added, used, renamed, removed; and every way in which somebody might use one that is not theirs.

use diesel::prelude::*;
use domain::{
    context::Configuration,
    db::{
        pools::{PoolSizes, Priority},
        schema::{accounts, journal, passkey_ceremonies, passkeys, sessions},
    },
    error::Error,
    identity::passkeys::{
        ceremony::{Purpose, begin},
        relying_party::{OtherHost, is_possible, keep_host},
    },
    operations::jobs::JobKinds,
};
use serde_json::Value;
use std::{fs, process::Command};
use tests::{
    authenticator::{Authenticator, bytes, public_key},
    database::{configuration_on, context_with},
    on_both_databases,
    portal::{Answer, Client, GRANNY, SON, TestPortal},
};

/// What the portal asks an authenticator.
pub fn asked(client: &Client<'_>, purpose: &str) -> Value {
    let begun = client.post("/passkeys/begin", &[("purpose", purpose)]);
    assert_eq!(begun.status, 200, "{}", begun.body);
    serde_json::from_str(&begun.body).unwrap()
}

/// Adds a passkey.
pub fn add(client: &Client<'_>, key: &mut Authenticator, name: &str) {
    let credential = key.register(&asked(client, "register"));
    let added = client.post("/account/passkeys/add", &[("name", name), ("credential", &credential)]);
    assert_eq!((added.status, added.location()), (303, "/account/passkeys?changed=added"), "{}", added.text());
}

/// Tries to sign in.
pub fn enter(client: &Client<'_>, key: &mut Authenticator) -> Answer {
    let credential = key.answer(&asked(client, "sign-in"));
    client.post("/sign-in/passkey", &[("credential", &credential), ("next", "/offers")])
}

fn is_in(client: &Client<'_>) -> bool {
    client.get("/account").status == 200
}

/// Refused with the words for whatever was wrong. Gives the page.
fn refused(client: &Client<'_>, answer: &Answer) -> String {
    assert_eq!((answer.status, answer.location()), (303, "/sign-in"), "{}", answer.text());
    assert!(!is_in(client));
    let page = client.open("/sign-in");
    assert!(page.text().contains("通行密钥没有通过"), "{}", page.text());
    page.text()
}

fn acts(portal: &TestPortal, act: &str, result: &str) -> i64 {
    let rows = journal::table.filter(journal::act.eq(act)).filter(journal::result.eq(result));
    portal.cx.read(|connection| Ok(rows.count().get_result(connection)?)).unwrap()
}

/// The coordinates of the only key that the store has.
fn kept_key(portal: &TestPortal) -> [Vec<u8>; 2] {
    let row = passkeys::table.select((passkeys::id, passkeys::credential_sealed));
    let (id, sealed): (String, Vec<u8>) = portal.cx.read(|connection| Ok(row.first(connection)?)).unwrap();
    let opened = portal.cx.keys.open("passkeys", &id, "credential_sealed", &sealed).unwrap();
    let credential: Value = serde_json::from_slice(&opened).unwrap();
    let key = &credential["cred"]["cred"]["key"]["EC_EC2"];
    ["x", "y"].map(|name| bytes(key[name].as_str().unwrap_or_else(|| panic!("no {name}"))))
}

on_both_databases! {
    fn a_passkey_is_added_used_renamed_and_removed(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let mut key = Authenticator::new(1);
        add(&granny, &mut key, "我的手机");
        let page = granny.open("/account/passkeys?changed=added").text();
        assert!(page.contains("通行密钥加好了") && page.contains("我的手机") && page.contains("还没有用过"), "{page}");
        assert!(granny.open("/inbox").text().contains("加了一把通行密钥"));
        let elsewhere = portal.visitor();
        let entered = enter(&elsewhere, &mut key);
        assert_eq!((entered.status, entered.location()), (303, "/offers"));
        assert!(elsewhere.open("/").text().contains("陈阿婆"));
        // Where it was used stands on the page; the name is the person's to give.
        let page = granny.open("/account/passkeys");
        assert!(!page.text().contains("还没有用过"), "{}", page.text());
        let rename = page.html().form("/rename").unwrap();
        let name = rename.action.replace("/account/passkeys/", "name-").replace("/rename", "");
        assert_eq!(granny.submit(&rename, &[(&name, "  ")]).location(), "/account/passkeys");
        assert!(granny.open("/account/passkeys").text().contains("给通行密钥起个名字"));
        assert_eq!(granny.submit(&rename, &[(&name, "女儿的手机")]).location(), "/account/passkeys?changed=renamed");
        assert!(granny.open("/account/passkeys").text().contains("女儿的手机"));
        // Somebody else's is not there.
        let son = portal.sign_in(SON);
        assert_eq!(son.submit(&rename, &[(&name, "我的")]).status, 404);
        let remove = granny.open("/account/passkeys").html().form("/remove").unwrap();
        assert_eq!(son.submit(&remove, &[]).status, 404);
        // Whoever holds the lost phone is out, and the key opens nothing.
        assert_eq!(granny.submit(&remove, &[]).location(), "/account/passkeys?changed=removed");
        assert!(is_in(&granny) && !is_in(&elsewhere));
        let thief = portal.visitor();
        let tried = enter(&thief, &mut key);
        refused(&thief, &tried);
    }

    fn the_last_way_in_stays(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let (mut one, mut other) = (Authenticator::new(1), Authenticator::new(2));
        add(&granny, &mut one, "一");
        add(&granny, &mut other, "二");
        portal.cx.write(Priority::Person, |tx| {
            let account: String = passkeys::table.select(passkeys::account_id).first(tx)?;
            let none: Option<String> = None;
            diesel::update(accounts::table.find(account)).set(accounts::password_hash.eq(none)).execute(tx)?;
            Ok(())
        }).unwrap();
        let remove = |page: &Answer| granny.submit(&page.html().form("/remove").unwrap(), &[]);
        assert_eq!(remove(&granny.open("/account/passkeys")).location(), "/account/passkeys?changed=removed");
        assert_eq!(remove(&granny.open("/account/passkeys")).location(), "/account/passkeys");
        assert!(granny.open("/account/passkeys").text().contains("这是您唯一的登录办法"));
    }

    fn whatever_is_wrong_gets_the_same_words(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let mut key = Authenticator::new(1);
        add(&granny, &mut key, "我的手机");
        let mut pages = Vec::new();
        let mut try_with = |what: &str, make: &mut dyn FnMut(&Client<'_>) -> String| {
            let stranger = portal.visitor();
            let credential = make(&stranger);
            let answer = stranger.post("/sign-in/passkey", &[("credential", &credential)]);
            let page = refused(&stranger, &answer);
            pages.push((what.to_owned(), page));
        };
        try_with("no challenge", &mut |_| key.answer(&serde_json::json!({ "challenge": "AAAA" })));
        try_with("nothing", &mut |stranger| { asked(stranger, "sign-in"); String::new() });
        try_with("no JSON", &mut |stranger| { asked(stranger, "sign-in"); "{".repeat(5_000) });
        try_with("too long", &mut |stranger| { asked(stranger, "sign-in"); "a".repeat(20_000) });
        try_with("a credential that nobody has", &mut |stranger| {
            let mut foreign = Authenticator::new(9);
            foreign.handle.clone_from(&key.handle);
            foreign.answer(&asked(stranger, "sign-in"))
        });
        try_with("another account's handle", &mut |stranger| {
            let own = std::mem::replace(&mut key.handle, tests::authenticator::text(&[7; 16]));
            let answer = key.answer(&asked(stranger, "sign-in"));
            key.handle = own;
            answer
        });
        try_with("the challenge of another browser", &mut |stranger| {
            asked(stranger, "sign-in");
            key.answer(&asked(&portal.visitor(), "sign-in"))
        });
        try_with("a challenge of before", &mut |stranger| {
            let before = asked(stranger, "sign-in");
            asked(stranger, "sign-in");
            key.answer(&before)
        });
        try_with("another origin", &mut |stranger| {
            key.origin = "http://localhost:8081".to_owned();
            let answer = key.answer(&asked(stranger, "sign-in"));
            key.origin = tests::authenticator::ORIGIN.to_owned();
            answer
        });
        try_with("another host", &mut |stranger| {
            key.host = "example.org".to_owned();
            let answer = key.answer(&asked(stranger, "sign-in"));
            key.host = "localhost".to_owned();
            answer
        });
        try_with("no screen lock", &mut |stranger| {
            key.verifies = false;
            let answer = key.answer(&asked(stranger, "sign-in"));
            key.verifies = true;
            answer
        });
        try_with("a signature of something else", &mut |stranger| {
            let answer: Value = serde_json::from_str(&key.answer(&asked(stranger, "sign-in"))).unwrap();
            let other: Value = serde_json::from_str(&key.answer(&asked(&portal.visitor(), "sign-in"))).unwrap();
            let mut answer = answer;
            answer["response"]["signature"] = other["response"]["signature"].clone();
            answer.to_string()
        });
        try_with("too late", &mut |stranger| {
            let answer = key.answer(&asked(stranger, "sign-in"));
            portal.clock.advance_ms(5 * 60_000);
            answer
        });
        for (what, page) in &pages {
            assert_eq!(page, &pages[0].1, "{what}");
        }
        // And rightly in the end.
        assert_eq!(enter(&portal.visitor(), &mut key).location(), "/offers");
        assert_eq!(acts(&portal, "identity.passkey-counter", "refused"), 0);
    }

    fn a_challenge_is_of_one_purpose_and_used_once(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let mut key = Authenticator::new(1);
        add(&granny, &mut key, "我的手机");
        // A replay, with the browser's own key of before.
        let visitor = portal.visitor();
        let credential = key.answer(&asked(&visitor, "sign-in"));
        let ceremony = visitor.cookie("passkey-sign-in").unwrap();
        assert_eq!(visitor.post("/sign-in/passkey", &[("credential", &credential)]).location(), "/");
        let again = portal.visitor();
        again.set_cookie("passkey-sign-in", &ceremony);
        refused(&again, &again.post("/sign-in/passkey", &[("credential", &credential)]));
        // One that was made to confirm signs nobody in, and the other way round.
        let credential = key.answer(&asked(&granny, "confirm"));
        let ceremony = granny.cookie("passkey-confirm").unwrap();
        let stranger = portal.visitor();
        stranger.set_cookie("passkey-sign-in", &ceremony);
        refused(&stranger, &stranger.post("/sign-in/passkey", &[("credential", &credential)]));
        let credential = key.answer(&asked(&granny, "sign-in"));
        granny.set_cookie("passkey-confirm", &granny.cookie("passkey-sign-in").unwrap());
        let confirmed = granny.post("/account/confirm/passkey", &[("credential", &credential), ("next", "/account")]);
        assert_eq!(confirmed.location(), "/account/confirm");
        // Of another person: the son cannot confirm with his mother's.
        let son = portal.sign_in(SON);
        assert_eq!(son.post("/passkeys/begin", &[("purpose", "confirm")]).status, 404, "he has none");
        assert_eq!(portal.visitor().post("/passkeys/begin", &[("purpose", "register")]).status, 401);
        assert_eq!(portal.visitor().post("/passkeys/begin", &[("purpose", "")]).status, 400);
        // A key is of one account.
        let credential = key.register(&asked(&son, "register"));
        let added = son.post("/account/passkeys/add", &[("name", "妈妈的"), ("credential", &credential)]);
        assert_eq!(added.location(), "/account/passkeys");
    }

    fn a_counter_that_goes_back_is_refused_and_told(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let mut key = Authenticator::new(1);
        add(&granny, &mut key, "我的手机");
        key.counter = 7;
        assert_eq!(enter(&portal.visitor(), &mut key).location(), "/offers");
        for counter in [7, 3] {
            key.counter = counter - 1;
            let thief = portal.visitor();
            let tried = enter(&thief, &mut key);
            refused(&thief, &tried);
        }
        assert_eq!(acts(&portal, "identity.passkey-counter", "refused"), 2);
        assert!(granny.open("/inbox").text().contains("可能被人复制了"));
        key.counter = 8;
        assert_eq!(enter(&portal.visitor(), &mut key).location(), "/offers");
    }

    fn strangers_pages_get_no_challenge_and_an_address_only_so_many(database) {
        let portal = TestPortal::new(database);
        let mut elsewhere = portal.visitor();
        elsewhere.headers = vec![("sec-fetch-site", "cross-site".to_owned())];
        assert_eq!(elsewhere.post("/passkeys/begin", &[("purpose", "sign-in")]).status, 403);
        for _ in 0..60 {
            asked(&portal.visitor(), "sign-in");
        }
        let waiting: i64 =
            portal.cx.read(|connection| Ok(passkey_ceremonies::table.count().get_result(connection)?)).unwrap();
        assert_eq!(waiting, 40);
        // Two of one page never have one challenge.
        let visitor = portal.visitor();
        assert_ne!(asked(&visitor, "sign-in")["challenge"], asked(&visitor, "sign-in")["challenge"]);
        let options = asked(&visitor, "sign-in");
        assert!(bytes(options["challenge"].as_str().unwrap()).len() >= 32);
        assert_eq!(options["userVerification"], "required");
        assert!(options.get("mediation").is_none() && options["allowCredentials"].as_array().is_none_or(Vec::is_empty));
        // The offer to make one names the person and no number.
        let granny = portal.sign_in(GRANNY);
        let options = asked(&granny, "register");
        assert_eq!(options["authenticatorSelection"]["residentKey"], "preferred");
        assert_eq!(options["user"]["name"], "陈阿婆");
    }

    fn of_fifty_finishes_of_one_challenge_one_is_a_session(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let mut key = Authenticator::new(1);
        add(&granny, &mut key, "我的手机");
        let visitor = portal.visitor();
        let credential = key.answer(&asked(&visitor, "sign-in"));
        let ceremony = visitor.cookie("passkey-sign-in").unwrap();
        let origin = domain::identity::tries::Origin { address: "", known_device: None };
        let count = || -> i64 { portal.cx.read(|connection| Ok(sessions::table.count().get_result(connection)?)).unwrap() };
        let before = count();
        let fields = contract::fields::Fields::new(vec![("credential".to_owned(), credential)]);
        let cx = &portal.cx;
        let entered: Vec<bool> = std::thread::scope(|scope| {
            let finishes: Vec<_> = (0..50).map(|_| scope.spawn(|| {
                let browser = domain::identity::sign_in::Browser { session: None, chosen: None, device: Default::default() };
                domain::identity::passkeys::sign_in::sign_in(cx, &fields, Some(&ceremony), origin, browser).is_ok()
            })).collect();
            finishes.into_iter().map(|finish| finish.join().unwrap()).collect()
        });
        assert_eq!((entered.iter().filter(|entered| **entered).count(), count() - before), (1, 1));
    }

    fn another_verifier_reads_what_the_library_accepted(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let mut key = Authenticator::new(1);
        add(&granny, &mut key, "我的手机");
        let visitor = portal.visitor();
        let options = asked(&visitor, "sign-in");
        let credential = key.answer(&options);
        assert_eq!(visitor.post("/sign-in/passkey", &[("credential", &credential)]).location(), "/");
        let answer: Value = serde_json::from_str(&credential).unwrap();
        let part = |name: &str| bytes(answer["response"][name].as_str().unwrap());
        let (client, data, signature) = (part("clientDataJSON"), part("authenticatorData"), part("signature"));
        let said: Value = serde_json::from_slice(&client).unwrap();
        assert_eq!((&said["type"], &said["challenge"]), (&Value::from("webauthn.get"), &options["challenge"]));
        assert_eq!((data[32] & 0x05, options["rpId"].as_str()), (0x05, Some("localhost")), "present and verified");
        // OpenSSL shares no code with the library.
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, contents: &[u8]| {
            let path = folder.path().join(name);
            fs::write(&path, contents).unwrap();
            path
        };
        let digest = Command::new("openssl").args(["dgst", "-sha256", "-binary"]).arg(file("client", &client)).output().unwrap();
        let signed = file("signed", &[data, digest.stdout].concat());
        // The key is the one that the library kept, not the one that the phone of this test says it has.
        let [x, y] = kept_key(&portal);
        let der = file("key.der", &public_key(&x, &y));
        let pem = folder.path().join("key.pem");
        let converted = Command::new("openssl")
            .args(["pkey", "-pubin", "-inform", "DER", "-in"]).arg(der).args(["-pubout", "-out"]).arg(&pem).output().unwrap();
        assert!(converted.status.success(), "{converted:?}");
        let verified = Command::new("openssl")
            .args(["dgst", "-sha256", "-verify"]).arg(pem).arg("-signature").arg(file("signature", &signature)).arg(signed)
            .output().unwrap();
        assert!(verified.status.success(), "{verified:?}");
    }

    fn passkeys_belong_to_one_host_and_a_number_is_none(database) {
        let portal = TestPortal::new(database);
        let at = |public_url: &str| {
            let configuration = Configuration { public_url: public_url.to_owned(), ..configuration_on(database.folder()) };
            let sizes = PoolSizes { connections: 2, patience: std::time::Duration::from_secs(5) };
            context_with(database.address(), configuration, portal.clock.clone(), &sizes, JobKinds::default())
        };
        assert_eq!(keep_host(&at("http://localhost:8080")).unwrap(), Ok(()));
        assert_eq!(keep_host(&at("https://tongban.example")).unwrap(), Ok(()), "nobody has one yet");
        assert_eq!(keep_host(&portal.cx).unwrap(), Ok(()));
        add(&portal.sign_in(GRANNY), &mut Authenticator::new(1), "我的手机");
        let other = OtherHost { before: "localhost".to_owned(), passkeys: 1 };
        assert_eq!(keep_host(&at("https://tongban.example")).unwrap(), Err(other));
        assert_eq!(keep_host(&at("http://localhost:9090")).unwrap(), Ok(()), "a port is no host");
        let number = at("http://127.0.0.1:8080");
        assert!(!is_possible(&number) && is_possible(&portal.cx));
        assert!(matches!(begin(&number, Purpose::SignIn, None, None, ""), Err(Error::NotFound)));
    }
}
