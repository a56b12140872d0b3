//! Signing in while others try, and at the limits.

use super::office::{self, actor};
use contract::{fields::Fields, identity::device::Device};
use diesel::prelude::*;
use domain::{
    crypto::passwords::PasswordHasher,
    db::{
        pools::{PoolSizes, Priority},
        schema::{accounts, journal, residents, sessions, sign_in_failures},
    },
    error::Error,
    identity::{
        confirm, password,
        sign_in::{self, Browser},
        tries::Origin,
    },
    operations::jobs::JobKinds,
};
use std::time::{Duration, Instant};
use tests::{
    database::{configuration_on, context_hashing},
    on_both_databases,
    portal::{Answer, Client, GRANNY, SON, TestPortal},
};

fn wrong(client: &Client<'_>, identifier: &str) -> Answer {
    client.post("/sign-in", &[("identifier", identifier), ("password", "not this one")])
}

fn typed(identifier: &str) -> Fields {
    office::fields([("identifier", identifier), ("password", "not this one")])
}

fn right(portal: &TestPortal, client: &Client<'_>, who: &str) -> Answer {
    client.post("/sign-in", &[("identifier", who), ("password", portal.password(who))])
}

/// Where it leads, or its status.
fn outcome(answer: &Answer) -> String {
    match answer.status {
        303 => answer.location().trim_start_matches("/sign-in/entered?next=").to_owned(),
        status => status.to_string(),
    }
}

/// Opens the page that a sign-in without cookies leads to, in a browser that keeps them or in one that does not.
fn entered(client: &Client<'_>) -> Answer {
    client.get("/sign-in/entered?next=/offers")
}

fn identity_number(portal: &TestPortal) -> String {
    let (id, sealed): (String, Vec<u8>) = portal
        .cx
        .read(|connection| {
            let phone = portal.cx.keys.fingerprint("phone", GRANNY);
            let columns = (residents::id, residents::id_number_sealed);
            Ok(residents::table.filter(residents::phone_fingerprint.eq(phone)).select(columns).first(connection)?)
        })
        .unwrap();
    portal.cx.keys.open_text("residents", &id, "id_number_sealed", &sealed).unwrap().to_string()
}

/// Rows of the journal about sign-ins that ended so.
fn noted(portal: &TestPortal, result: &str) -> i64 {
    let rows = journal::table.filter(journal::act.eq("identity.sign-in")).filter(journal::result.eq(result));
    portal.cx.read(|connection| Ok(rows.count().get_result(connection)?)).unwrap()
}

on_both_databases! {
    fn a_browser_that_refuses_cookies_is_told_so(database) {
        let portal = TestPortal::new(database);
        let client = portal.visitor();
        assert_eq!(right(&portal, &client, GRANNY).location(), "/sign-in/entered?next=/");
        assert_eq!(entered(&client).location(), "/offers", "whoever is signed in goes on");
        let refusing = entered(&portal.visitor());
        assert_eq!(refusing.status, 200);
        assert!(refusing.body.contains("Cookie") && refusing.body.contains("/sign-in?next=/offers"), "{}", refusing.body);
    }

    fn all_identifiers_of_an_account_count_together_and_an_unknown_one_alike(database) {
        let portal = TestPortal::new(database);
        let number = identity_number(&portal);
        for typed in [GRANNY, GRANNY, number.as_str(), GRANNY, number.as_str()] {
            assert_eq!(outcome(&wrong(&portal.visitor_at("1.1.1.1"), typed)), "/sign-in");
        }
        for _ in 0..5 {
            assert_eq!(outcome(&wrong(&portal.visitor_at("1.1.1.2"), "nobody")), "/sign-in");
        }
        portal.clock.advance_ms(60_000);
        let known = right(&portal, &portal.visitor_at("1.1.1.1"), GRANNY);
        let unknown = wrong(&portal.visitor_at("1.1.1.2"), "nobody");
        assert_eq!((known.status, known.header("retry-after")), (429, "540"));
        assert!(known.text().contains("过 9 分钟再试"), "{}", known.text());
        assert_eq!((known.status, known.header("retry-after"), &known.body), (429, unknown.header("retry-after"), &unknown.body));
        for _ in 0..20 {
            assert_eq!(wrong(&portal.visitor_at("1.1.1.1"), GRANNY).status, 429);
        }
        // One row for each, however many tries there were.
        assert_eq!(["refused", "slowed", "limited"].map(|result| noted(&portal, result)), [2, 0, 0]);
        let rows: i64 = portal.cx.read(|connection| Ok(sign_in_failures::table.count().get_result(connection)?)).unwrap();
        assert_eq!(rows, 6);
        // From elsewhere the right password is right.
        assert_eq!(outcome(&right(&portal, &portal.visitor_at("1.1.1.3"), GRANNY)), "/");
        let english = portal.visitor_at("1.1.1.2");
        english.post("/display", &[("language", "en"), ("back", "/")]);
        portal.clock.advance_ms(8 * 60_000 + 1);
        let text = wrong(&english, "nobody").text();
        assert!(text.contains("Try again in a minute."), "{text}");
        portal.clock.advance_ms(60_000);
        assert_eq!(outcome(&right(&portal, &portal.visitor_at("1.1.1.1"), GRANNY)), "/");
    }

    fn failures_behind_one_address_stop_nobody_whose_device_is_known(database) {
        let portal = TestPortal::new(database);
        let (granny, son) = (portal.visitor_at("2.2.2.2"), portal.visitor_at("2.2.2.2"));
        assert_eq!(outcome(&right(&portal, &granny, GRANNY)), "/");
        let known = granny.cookie("device").unwrap();
        granny.post("/sign-out", &[]);
        assert_eq!((granny.cookie("device").as_deref(), granny.cookie("session")), (Some(known.as_str()), None));
        for failure in 0..20 {
            assert_eq!(outcome(&wrong(&portal.visitor_at("2.2.2.2"), &format!("nobody {}", failure / 4))), "/sign-in");
        }
        assert_eq!(right(&portal, &son, SON).status, 429, "a device that is not known");
        assert_eq!(["refused", "slowed", "limited"].map(|result| noted(&portal, result)), [5, 0, 1]);
        son.set_cookie("device", &known);
        assert_eq!(right(&portal, &son, SON).status, 429, "somebody else's device");
        assert_eq!(outcome(&right(&portal, &granny, GRANNY)), "/");
        assert_ne!(granny.cookie("device"), Some(known), "a new one at every sign-in");
        // The device has an allowance of its own, not any number of tries.
        for _ in 0..5 {
            assert_eq!(outcome(&wrong(&granny, GRANNY)), "/sign-in");
        }
        assert_eq!(wrong(&granny, GRANNY).status, 429);
        portal.clock.advance_ms(181 * 24 * 3_600_000);
        for failure in 0..20 {
            wrong(&portal.visitor_at("2.2.2.2"), &format!("nobody {}", failure / 4));
        }
        assert_eq!(right(&portal, &granny, GRANNY).status, 429, "a device is forgotten after half a year");
    }

    fn others_slow_a_person_and_do_not_shut_them_out(database) {
        let portal = TestPortal::new(database);
        let granny = portal.visitor_at("3.3.3.1");
        assert_eq!(outcome(&right(&portal, &granny, GRANNY)), "/");
        for failure in 0..10 {
            assert_eq!(outcome(&wrong(&portal.visitor_at(&format!("3.3.3.{}", 10 + failure / 5)), GRANNY)), "/sign-in");
        }
        let began = Instant::now();
        assert_eq!(outcome(&right(&portal, &portal.visitor_at("3.3.3.3"), GRANNY)), "/");
        assert!(began.elapsed() >= Duration::from_secs(1), "{:?}", began.elapsed());
        let fields = typed(GRANNY);
        let pause = |address: &str, known_device: Option<&str>| {
            sign_in::begin(&portal.cx, &fields, Origin { address, known_device }).unwrap().pause().as_secs()
        };
        assert_eq!(pause("3.3.3.1", granny.cookie("device").as_deref()), 0, "not at her own device");
        // The right one was taken back, and those that are not looked at yet count.
        assert_eq!(["3.3.3.4", "3.3.3.5", "3.3.3.6"].map(|address| pause(address, None)), [1, 2, 4]);
    }

    fn the_journal_is_told_once_that_others_slow_somebody_down(database) {
        let portal = TestPortal::new(database);
        let fields = typed(GRANNY);
        let browser = Browser { session: None, chosen: None, device: Device::default() };
        for failure in 0..15 {
            let address = format!("3.3.3.{}", failure / 3);
            let attempt = sign_in::begin(&portal.cx, &fields, Origin { address: &address, known_device: None }).unwrap();
            assert!(attempt.finish(&portal.cx, &fields, browser).is_err());
        }
        assert_eq!(["refused", "slowed", "limited"].map(|result| noted(&portal, result)), [5, 1, 0]);
    }

    fn of_many_tries_at_once_five_are_looked_at(database) {
        let portal = TestPortal::new(database);
        let cx = &portal.cx;
        let fields = typed(GRANNY);
        let origin = Origin { address: "5.5.5.5", known_device: None };
        let begun: Vec<Option<Error>> = std::thread::scope(|scope| {
            let tries: Vec<_> = (0..60).map(|_| scope.spawn(|| sign_in::begin(cx, &fields, origin).err())).collect();
            tries.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let taken = begun.iter().filter(|error| error.is_none()).count();
        // PostgreSQL may send some away that could not be put in order.
        let sent_away = begun.iter().flatten().all(|error| matches!(error, Error::TooManyTries { .. } | Error::Busy(_)));
        assert!((1..=5).contains(&taken) && sent_away, "{taken} {begun:?}");
        let counts: Vec<i32> = cx.read(|connection| Ok(sign_in_failures::table.select(sign_in_failures::count).load(connection)?)).unwrap();
        assert_eq!(counts, vec![i32::try_from(taken).unwrap(); 3]);
    }

    fn what_opens_the_account_when_the_password_was_looked_at_counts(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let person = actor(&portal, &granny);
        let browser = Browser { session: None, chosen: None, device: Device::default() };
        let origin = Origin { address: "6.6.6.6", known_device: None };
        let fields =
            |password: &str| office::fields([("identifier", GRANNY), ("password", password), ("others", "end")]);
        let old = fields(portal.password(GRANNY));
        let live = || -> i64 { portal.cx.read(|connection| Ok(sessions::table.filter(sessions::expires_at.gt(portal.cx.now().0)).count().get_result(connection)?)).unwrap() };
        // Between the beginning and the look lies a pause, and the queue of hashing.
        let begun = sign_in::begin(&portal.cx, &old, origin).unwrap();
        let confirming = confirm::begin(&portal.cx, &person, &old, origin).unwrap();
        let new = fields("正字标记梅花鹿跑得快");
        password::change(&portal.cx, &person, &new, granny.cookie("session").as_deref()).unwrap();
        assert!(matches!(begun.finish(&portal.cx, &old, browser), Err(Error::Invalid(_))));
        let confirmed = confirm::finish(&portal.cx, &person, &confirming, &old, granny.cookie("session").as_deref());
        assert!(matches!(confirmed, Err(Error::Invalid(_))));
        assert_eq!((live(), noted(&portal, "refused")), (1, 1), "it is a failure like another");
        assert!(sign_in::begin(&portal.cx, &new, origin).unwrap().finish(&portal.cx, &new, browser).is_ok());
        // Shut out meanwhile.
        let begun = sign_in::begin(&portal.cx, &new, origin).unwrap();
        let before = live();
        portal.cx.write(Priority::Person, |tx| {
            let own = accounts::table.find(person.account.as_str());
            diesel::update(own).set(accounts::status.eq("disabled")).execute(tx)?;
            Ok(())
        }).unwrap();
        assert!(matches!(begun.finish(&portal.cx, &new, browser), Err(Error::Invalid(_))));
        assert_eq!(live(), before);
    }

    fn a_hash_that_is_made_anew_never_takes_the_place_of_another_password(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let person = actor(&portal, &granny);
        let browser = Browser { session: None, chosen: None, device: Device::default() };
        let origin = Origin { address: "6.6.6.6", known_device: None };
        let fields = |password: &str| office::fields([("identifier", GRANNY), ("password", password)]);
        let (old, new) = (fields(portal.password(GRANNY)), fields("rowing turnip cathedral"));
        // The program was started anew with stronger parameters: what is kept is weaker.
        let (hasher, sizes) = (PasswordHasher::new().unwrap(), PoolSizes { connections: 2, patience: tests::HANGS });
        let configuration = configuration_on(database.folder());
        let cx = context_hashing(hasher, database.address(), configuration, portal.clock.clone(), &sizes, JobKinds::default());
        let kept = || -> Option<String> {
            let own = accounts::table.find(person.account.as_str()).select(accounts::password_hash);
            cx.read(|connection| Ok(own.first(connection)?)).unwrap()
        };
        let weaker = kept();
        let [one, other] = [0, 1].map(|_| sign_in::begin(&cx, &old, origin).unwrap());
        assert!(one.finish(&cx, &old, browser).is_ok());
        let renewed = kept();
        assert_ne!(renewed, weaker);
        assert!(other.finish(&cx, &old, browser).is_ok(), "it is the same password, which somebody hashed anew meanwhile");
        assert_eq!(kept(), renewed);
        // Another password is set while the old one is looked at.
        cx.write(Priority::Person, |tx| {
            let own = accounts::table.find(person.account.as_str());
            diesel::update(own).set(accounts::password_hash.eq(&weaker)).execute(tx)?;
            Ok(())
        }).unwrap();
        let begun = sign_in::begin(&cx, &old, origin).unwrap();
        password::change(&cx, &person, &new, None).unwrap();
        let set = kept();
        assert!(begun.finish(&cx, &old, browser).is_err());
        assert_eq!(kept(), set);
        assert!(sign_in::begin(&cx, &new, origin).unwrap().finish(&cx, &new, browser).is_ok());
    }

    fn a_clock_that_is_set_back_prolongs_nothing(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        portal.clock.advance_ms(-5 * 60_000);
        granny.open("/offers");
        portal.clock.advance_ms(-1);
        assert_eq!(outcome(&granny.get("/offers")), "/sign-in?next=/offers");
        for _ in 0..6 {
            wrong(&portal.visitor_at("4.4.4.4"), SON);
        }
        assert_eq!(right(&portal, &portal.visitor_at("4.4.4.4"), SON).status, 429);
        portal.clock.advance_ms(-10 * 24 * 3_600_000);
        assert_eq!(outcome(&right(&portal, &portal.visitor_at("4.4.4.4"), SON)), "/");
    }
}

#[test]
fn at_an_https_address_the_cookie_of_a_device_belongs_to_this_host_alone() {
    let database = tests::database::TestDatabase::sqlite();
    let portal = TestPortal::at(&database, server::config::PublicUrl::parse("https://city.example").unwrap());
    let answer = right(&portal, &portal.visitor(), GRANNY);
    let cookies = answer.headers.iter().filter(|(name, _)| name == "set-cookie");
    let cookie = cookies.map(|(_, value)| value).find(|value| value.starts_with("__Host-device=")).unwrap();
    assert!(
        ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"].iter().all(|attribute| cookie.contains(attribute)),
        "{cookie}"
    );
    assert!(!cookie.contains("Domain") && !cookie.contains(GRANNY), "{cookie}");
}
