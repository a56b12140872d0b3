//! Passkeys while others ask, too: strangers, neighbours behind one address, and the person's own other tabs take nothing
//! away; and what was wrong is counted and written down.

use super::{
    office::actor,
    passkeys::{add, asked, enter},
};
use contract::{fields::Fields, identity::device::Device};
use diesel::prelude::*;
use domain::{
    db::{
        connection::AnyConnection,
        pools::Priority,
        schema::{accounts, journal, passkey_ceremonies, passkeys, sessions},
    },
    error::Error,
    identity::passkeys::{ceremony::MOST, list, sign_in},
};
use serde_json::Value;
use std::thread;
use tests::{
    authenticator::Authenticator,
    on_both_databases,
    portal::{Answer, Client, GRANNY, SON, TestPortal},
};

fn begin(client: &Client<'_>, purpose: &str) -> Answer {
    client.post("/passkeys/begin", &[("purpose", purpose)])
}

fn confirm(client: &Client<'_>, credential: &str) -> Answer {
    client.post("/account/confirm/passkey", &[("credential", credential), ("next", "/account")])
}

fn waiting(portal: &TestPortal, purpose: &str) -> i64 {
    let rows = passkey_ceremonies::table.filter(passkey_ceremonies::purpose.eq(purpose));
    portal.cx.read(|connection| Ok(rows.count().get_result(connection)?)).unwrap()
}

/// Rows of the journal about passkeys that were not accepted.
fn noted(portal: &TestPortal, act: &str, result: &str) -> i64 {
    let rows = journal::table
        .filter(journal::act.eq(act))
        .filter(journal::result.eq(result))
        .filter(journal::detail.like("%passkey%"));
    portal.cx.read(|connection| Ok(rows.count().get_result(connection)?)).unwrap()
}

/// As many challenges for signing in as there may be, from a stranger's addresses.
fn fill(portal: &TestPortal) {
    let expires_at = portal.cx.now().0 + 60_000;
    portal
        .cx
        .write(Priority::Person, |tx| {
            let nothing = match tx {
                AnyConnection::Sqlite(_) => "x'00'",
                AnyConnection::Postgres(_) => "'\\x00'::bytea",
            };
            let rows = format!(
                "INSERT INTO passkey_ceremonies (id, purpose, visitor, state_sealed, expires_at) \
                 WITH RECURSIVE numbers (number) AS \
                 (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < {MOST}) \
                 SELECT 'filled ' || CAST(number AS TEXT), 'sign-in', 'elsewhere', {nothing}, {expires_at} FROM numbers"
            );
            diesel::sql_query(rows).execute(tx)?;
            Ok(())
        })
        .unwrap();
}

on_both_databases! {
    fn however_many_challenges_strangers_ask_for_nobody_is_shut_out(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let mut key = Authenticator::new(1);
        add(&granny, &mut key, "我的手机");
        let begun: Value = asked(&granny, "confirm");
        fill(&portal);
        // The oldest make room; whoever is in a session has lost nothing.
        assert_eq!(enter(&portal.visitor(), &mut key).location(), "/offers");
        assert_eq!(confirm(&granny, &key.answer(&begun)).location(), "/account?confirmed=yes");
        assert_eq!([begin(&granny, "confirm").status, begin(&granny, "register").status], [200, 200]);
        assert!(waiting(&portal, "sign-in") < MOST);
    }

    fn an_address_and_an_account_ask_for_so_many_challenges_and_are_told_when_to_come_back(database) {
        let portal = TestPortal::new(database);
        let granny = portal.visitor_at("1.1.1.1");
        granny.post("/sign-in", &[("identifier", GRANNY), ("password", portal.password(GRANNY))]);
        let mut begun = (0..1_000).map(|_| begin(&portal.visitor_at("1.1.1.1"), "sign-in"));
        let refused = begun.find(|answer| answer.status != 200).unwrap();
        assert_eq!((refused.status, refused.header("retry-after")), (429, "600"), "{}", refused.body);
        assert_eq!(waiting(&portal, "sign-in"), 40);
        // Whoever is signed in at that address is not counted with it, and others are elsewhere.
        assert_eq!(begin(&granny, "register").status, 200);
        assert_eq!(begin(&portal.visitor_at("1.1.1.2"), "sign-in").status, 200);
        // Each from a browser that knows of no challenge of the others.
        let session = granny.cookie("session").unwrap();
        let mut begun = (0..1_000).map(|_| {
            let tab = portal.visitor();
            tab.set_cookie("session", &session);
            begin(&tab, "register")
        });
        assert_eq!(begun.find(|answer| answer.status != 200).unwrap().status, 429);
        assert_eq!(waiting(&portal, "register"), 12);
        assert_eq!(begin(&portal.sign_in(SON), "register").status, 200);
        portal.clock.advance_ms(10 * 60_000);
        let stranger = portal.visitor_at("1.1.1.1");
        assert_eq!([begin(&granny, "register").status, begin(&stranger, "sign-in").status], [200, 200]);
    }

    fn neighbours_behind_one_address_take_no_challenge_of_a_session_away(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let mut key = Authenticator::new(1);
        add(&granny, &mut key, "我的手机");
        let begun = asked(&granny, "confirm");
        for _ in 0..45 {
            asked(&portal.visitor(), "sign-in");
        }
        let son = portal.sign_in(SON);
        for _ in 0..45 {
            asked(&son, "register");
        }
        assert_eq!(confirm(&granny, &key.answer(&begun)).location(), "/account?confirmed=yes");
    }

    fn another_tab_takes_no_challenge_away(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let mut key = Authenticator::new(1);
        add(&granny, &mut key, "我的手机");
        let (register, confirming) = (asked(&granny, "register"), asked(&granny, "confirm"));
        // A sign-in page in another tab asks anew as long as it stands.
        asked(&granny, "sign-in");
        asked(&granny, "sign-in");
        assert_eq!(confirm(&granny, &key.answer(&confirming)).location(), "/account?confirmed=yes");
        let credential = Authenticator::new(2).register(&register);
        let added = granny.post("/account/passkeys/add", &[("name", "平板"), ("credential", &credential)]);
        assert_eq!(added.location(), "/account/passkeys?changed=added");
    }

    fn wrong_answers_are_counted_and_written_down(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let mut key = Authenticator::new(1);
        add(&granny, &mut key, "我的手机");
        let tried = |client: &Client<'_>| client.post("/sign-in/passkey", &[("credential", "{}")]);
        let refused = |client: &Client<'_>| (0..100).map(|_| tried(client)).take_while(|answer| answer.status == 303).count();
        assert_eq!(refused(&portal.visitor_at("2.2.2.2")), 40);
        let told = tried(&portal.visitor_at("2.2.2.2"));
        assert_eq!((told.status, told.header("retry-after")), (429, "600"), "{}", told.text());
        // One row for the first, one for the last; none names the address.
        assert_eq!(["refused", "limited"].map(|result| noted(&portal, "identity.sign-in", result)), [1, 1]);
        // Elsewhere nobody notices; and no neighbour shuts out whoever signed in here before.
        assert_eq!(enter(&portal.visitor_at("2.2.2.3"), &mut key).location(), "/offers");
        let at_home = portal.visitor_at("2.2.2.2");
        assert_eq!(enter(&at_home, &mut key).status, 429, "a device that nobody knows");
        at_home.set_cookie("device", &granny.cookie("device").unwrap());
        assert_eq!(enter(&at_home, &mut key).location(), "/offers");
        // To confirm is counted for the account alone, whatever the address does.
        let wrong = confirm(&granny, "{}");
        assert_eq!(wrong.location(), "/account/confirm");
        assert_eq!((1..100).map(|_| confirm(&granny, "{}")).take_while(|answer| answer.status == 303).count(), 39);
        assert_eq!(["refused", "limited"].map(|result| noted(&portal, "identity.confirmed", result)), [1, 1]);
        portal.clock.advance_ms(10 * 60_000);
        assert_eq!(confirm(&granny, &key.answer(&asked(&granny, "confirm"))).location(), "/account?confirmed=yes");
    }

    fn one_person_has_twenty_passkeys_and_no_more(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        for number in 1..20 {
            add(&granny, &mut Authenticator::new(number), &format!("第 {number} 把"));
        }
        // The last one is asked for in two tabs.
        let (one, other) = (portal.visitor_with(&granny), portal.visitor_with(&granny));
        let credentials = [(&one, 20), (&other, 21)].map(|(tab, number)| Authenticator::new(number).register(&asked(tab, "register")));
        let sent = [(&one, "一"), (&other, "二")].map(|(tab, name)| {
            let credential = if name == "一" { &credentials[0] } else { &credentials[1] };
            tab.post("/account/passkeys/add", &[("name", name), ("credential", credential)]).location().to_owned()
        });
        assert_eq!(sent, ["/account/passkeys?changed=added", "/account/passkeys"]);
        let page = other.open("/account/passkeys");
        assert!(page.text().contains("最多 20 把") && page.html().form("/add").is_none(), "{}", page.text());
        // Nobody makes a key that is not kept: the script sends the form as it is, which says why.
        assert_eq!(begin(&granny, "register").status, 401);
        let remove = page.html().form("/remove").unwrap();
        granny.submit(&remove, &[]);
        assert_eq!(begin(&granny, "register").status, 200);
    }

    fn an_answer_is_used_also_where_the_session_has_ended(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let mut key = Authenticator::new(1);
        add(&granny, &mut key, "我的手机");
        let person = actor(&portal, &granny);
        key.counter = 7;
        let credential = key.answer(&asked(&granny, "confirm"));
        let (fields, ceremony) = (Fields::new(vec![("credential".to_owned(), credential)]), granny.cookie("passkey-confirm"));
        let confirmed = |session: &str| sign_in::confirm(&portal.cx, &person, &fields, ceremony.as_deref(), Some(session), Device::default());
        assert!(matches!(confirmed("one that was"), Err(Error::SignInNeeded)));
        let counter: i64 = portal.cx.read(|connection| Ok(passkeys::table.select(passkeys::counter).first(connection)?)).unwrap();
        assert_eq!((waiting(&portal, "confirm"), counter), (0, 8), "neither comes back");
        assert!(matches!(confirmed(&granny.cookie("session").unwrap()), Err(Error::Invalid(_))));
    }

    fn the_counter_is_held_against_the_stored_one_and_not_against_that_of_the_challenge(database) {
        let portal = TestPortal::new(database);
        let (phone, computer) = (portal.sign_in(GRANNY), portal.sign_in(GRANNY));
        let mut key = Authenticator::new(1);
        add(&phone, &mut key, "我的手机");
        let (first, second) = (asked(&phone, "confirm"), asked(&computer, "confirm"));
        key.counter = 7;
        assert_eq!(confirm(&phone, &key.answer(&first)).location(), "/account?confirmed=yes");
        // It counts on from what the second challenge knows, and goes back from what has been seen since.
        key.counter = 6;
        assert_eq!(confirm(&computer, &key.answer(&second)).location(), "/account/confirm");
        let back = journal::table.filter(journal::act.eq("identity.passkey-counter"));
        let back: i64 = portal.cx.read(|connection| Ok(back.count().get_result(connection)?)).unwrap();
        assert_eq!(back, 1);
    }

    fn two_tabs_that_take_the_last_two_away_leave_one(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let person = actor(&portal, &granny);
        for round in 0..4_u8 {
            for number in 1..=2 {
                let own: i64 = portal.cx.read(|connection| Ok(passkeys::table.count().get_result(connection)?)).unwrap();
                if own < 2 {
                    add(&granny, &mut Authenticator::new(round * 2 + number), "一把");
                }
            }
            let (cx, person, session) = (&portal.cx, &person, granny.cookie("session"));
            let session = session.as_deref();
            let ids: Vec<String> = cx.write(Priority::Person, |tx| {
                let none: Option<String> = None;
                diesel::update(accounts::table.find(person.account.as_str())).set(accounts::password_hash.eq(none)).execute(tx)?;
                Ok(passkeys::table.select(passkeys::id).load(tx)?)
            }).unwrap();
            assert_eq!(ids.len(), 2);
            thread::scope(|scope| {
                for id in &ids {
                    scope.spawn(move || list::remove(cx, person, id, session).is_ok());
                }
            });
            let left: i64 = cx.read(|connection| Ok(passkeys::table.count().get_result(connection)?)).unwrap();
            assert_eq!(left, 1);
        }
    }

    fn whoever_is_shut_out_while_a_passkey_is_looked_at_gets_no_session(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let mut key = Authenticator::new(1);
        add(&granny, &mut key, "我的手机");
        let visitor = portal.visitor();
        let credential = key.answer(&asked(&visitor, "sign-in"));
        let person = actor(&portal, &granny);
        portal.cx.write(Priority::Person, |tx| {
            let own = accounts::table.find(person.account.as_str());
            diesel::update(own).set(accounts::status.eq("disabled")).execute(tx)?;
            Ok(())
        }).unwrap();
        let sessions = || -> i64 { portal.cx.read(|connection| Ok(sessions::table.count().get_result(connection)?)).unwrap() };
        let before = sessions();
        assert_eq!(visitor.post("/sign-in/passkey", &[("credential", &credential)]).location(), "/sign-in");
        assert_eq!((sessions(), waiting(&portal, "sign-in")), (before, 0));
    }
}
