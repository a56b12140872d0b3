//! A yes at one moment: from two tabs, and taken back while the department answers.

use super::office::rounds;
use contract::{
    fields::Fields,
    identity::{Actor, Role},
    ids::{AccountId, ResidentId},
};
use diesel::prelude::*;
use domain::{
    arrangements::{answer, record},
    context::Context,
    db::schema::{account_roles, accounts, arrangement_events, arrangements, offers},
    error::Error,
    policies::offers as offer_acts,
};
use std::thread;
use tests::{
    facts::Person,
    on_both_databases,
    portal::{GRANNY, TestPortal},
};

const ROUNDS: usize = 12;
const POLICY: &str = "pneumonia-vaccine";

fn fields(pairs: &[(&str, &str)]) -> Fields {
    Fields::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

/// Somebody of the health department.
fn nurse(cx: &Context) -> Actor {
    let of = accounts::table
        .inner_join(account_roles::table.on(account_roles::account_id.eq(accounts::id)))
        .filter(account_roles::role.eq(Role::Department.as_str()).and(accounts::department.eq("health")));
    let account: String = cx.read(|conn| Ok(of.select(accounts::id).first(conn)?)).unwrap();
    Actor {
        account: AccountId(account),
        resident: None,
        roles: vec![Role::Department],
        name: String::new(),
        district: None,
        department: Some("health".to_owned()),
    }
}

fn resident(cx: &Context, id: &str) -> Actor {
    let own = accounts::table.filter(accounts::resident_id.eq(id)).select(accounts::id);
    let account: String = cx.read(|conn| Ok(own.first(conn)?)).unwrap();
    Actor {
        account: AccountId(account),
        resident: Some(ResidentId(id.to_owned())),
        roles: vec![Role::Resident],
        name: String::new(),
        district: None,
        department: None,
    }
}

/// Done, or told at a field what was done already.
fn in_order(done: Result<String, Error>) -> bool {
    match done {
        Ok(_) => true,
        Err(Error::Invalid(errors)) => {
            let code = errors[0].code.as_str();
            assert!(code.starts_with("error-arrangement-") || code == "error-offer-changed", "{errors:?}");
            false
        }
        Err(error) => panic!("{error}"),
    }
}

fn offer_stands(cx: &Context, offer: &str) -> (String, i32) {
    cx.read(|conn| Ok(offers::table.find(offer).select((offers::progress, offers::revision)).first(conn)?)).unwrap()
}

on_both_databases! {
    fn of_two_yeses_and_of_what_answers_them_one_order_is_kept(database) {
        let portal = TestPortal::new(database);
        let cx = &portal.cx;
        let person = Person::behind(&portal, &portal.sign_in(GRANNY));
        let (granny, nurse) = (resident(cx, &person.id), nurse(cx));
        let address = person.offer(POLICY);
        let offer = address.rsplit('/').next().unwrap();
        let rounds = rounds(ROUNDS);
        for round in 0..rounds {
            let (_, revision) = offer_stands(cx, offer);
            let says = |words: &str, key: &str| {
                let form = fields(&[("answer", words), ("revision", &revision.to_string()), ("key", &format!("{round} {key}"))]);
                offer_acts::answer(cx, &granny, offer, &form)
            };
            let (one, other) = thread::scope(|scope| {
                let (one, other) = (scope.spawn(|| says("accept", "one")), scope.spawn(|| says("accept", "other")));
                (one.join().unwrap(), other.join().unwrap())
            });
            assert!(in_order(one) | in_order(other), "round {round}");
            let open = cx.read(|conn| record::open_of(conn, offer)).unwrap().unwrap();

            let on = cx.today();
            let (year, month, day) = (on.year().to_string(), on.month().to_string(), on.day().to_string());
            let form = |key: &str| {
                let key = format!("{round} {key}");
                fields(&[("on-year", &year), ("on-month", &month), ("on-day", &day), ("reason", "打不通。"), ("revision", "1"), ("key", &key)])
            };
            let (back, answered, other) = thread::scope(|scope| {
                let back = scope.spawn(|| says("take-back", "back"));
                // Granted would be the end of it: only the last round is carried out.
                let answered = scope.spawn(|| match round + 1 == rounds {
                    true => answer::done(cx, &nurse, &open.id, &form("done")),
                    false => answer::not_done(cx, &nurse, &open.id, &form("not")),
                });
                let other = scope.spawn(|| answer::not_done(cx, &nurse, &open.id, &form("other")));
                (back.join().unwrap(), answered.join().unwrap(), other.join().unwrap())
            });
            in_order(back);
            let answers = usize::from(in_order(answered)) + usize::from(in_order(other));
            assert!(answers <= 1, "round {round}");
            let (state, revision): (String, i32) = cx
                .read(|conn| Ok(arrangements::table.find(&open.id).select((arrangements::state, arrangements::revision)).first(conn)?))
                .unwrap();
            let events: i64 = cx
                .read(|conn| {
                    let own = arrangement_events::table.filter(arrangement_events::arrangement_id.eq(&open.id));
                    Ok(own.count().get_result(conn)?)
                })
                .unwrap();
            assert_eq!((events, revision), (2, 2), "round {round}: {state}");
            let (progress, _) = offer_stands(cx, offer);
            let expected = match state.as_str() {
                "taken-back" => "open",
                "not-done" => "not-carried-out",
                "done" => "granted",
                other => panic!("round {round}: {other}"),
            };
            assert_eq!((progress.as_str(), answers), (expected, usize::from(state != "taken-back")), "round {round}");
            if progress == "not-carried-out" {
                says("again", "again").unwrap();
            }
        }
        domain::journal::seal_unsealed(cx).unwrap();
        assert_eq!(domain::journal::verify(cx).unwrap().first_bad, None);
    }
}
