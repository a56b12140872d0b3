//! Disputes at one moment: two answers, an answer and the resident, an answer and a new day, a correction and the work on
//! everybody.

use super::{at_once::at_once, office::rounds};
use contract::{
    fields::Fields,
    identity::{Actor, Role},
    ids::{AccountId, ResidentId},
};
use diesel::prelude::*;
use domain::{
    context::Context,
    db::{
        pools::Priority,
        schema::{account_roles, accounts, dispute_events, disputes, offers},
    },
    disputes::{answer, open, own},
    error::Error,
    operations::{
        jobs,
        tasks::{self, Ran, Task},
    },
    policies::{matching, new_day},
};
use std::{thread, time::Duration};
use tests::{
    facts::Person,
    on_both_databases,
    portal::{GRANNY, TestPortal},
};

const ROUNDS: usize = 12;
const POLICY: &str = "elder-allowance";

fn fields(pairs: &[(&str, &str)]) -> Fields {
    Fields::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

/// Whoever answers for a department.
fn verifier(cx: &Context, department: &str) -> Actor {
    let of = accounts::table
        .inner_join(account_roles::table.on(account_roles::account_id.eq(accounts::id)))
        .filter(account_roles::role.eq(Role::Department.as_str()).and(accounts::department.eq(department)));
    let account: String = cx.read(|conn| Ok(of.select(accounts::id).first(conn)?)).unwrap();
    Actor {
        account: AccountId(account),
        resident: None,
        roles: vec![Role::Department],
        name: String::new(),
        district: None,
        department: Some(department.to_owned()),
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

fn born(year: &str, revision: &str) -> Fields {
    fields(&[("value-year", year), ("value-month", "5"), ("value-day", "2"), ("revision", revision)])
}

/// Granny says that her date of birth is wrong. Gives the dispute.
fn opened(cx: &Context, granny: &Actor, key: &str) -> String {
    let said = fields(&[("statement", "生日错了。"), ("key", key)]);
    let address = open::from_data(cx, granny, Some("dob"), &said).unwrap();
    address.rsplit('/').next().unwrap().to_owned()
}

/// Done, or told at a field what was done already.
fn in_order(done: Result<String, Error>) -> bool {
    match done {
        Ok(_) => true,
        Err(Error::Invalid(errors)) => {
            assert!(errors[0].code.starts_with("error-dispute-"), "{errors:?}");
            false
        }
        Err(error) => panic!("{error}"),
    }
}

fn fen(cx: &Context, resident: &str) -> Option<i64> {
    let offer = offers::table.filter(offers::resident_id.eq(resident).and(offers::policy_id.eq(POLICY)));
    cx.read(|conn| Ok(offer.select(offers::amount_fen).first(conn)?)).unwrap()
}

/// A task beside whoever acts: it is done, or has nothing to do.
fn one_run(cx: &Context, task: &Task) {
    match tasks::run_if_due(cx, task).unwrap() {
        Ran::Done(_) | Ran::NotNow => {}
        Ran::Failed(error) => panic!("{} failed: {error}", task.name),
    }
}

on_both_databases! {
    fn of_two_answers_and_a_word_at_one_moment_one_order_is_kept(database) {
        let portal = TestPortal::new(database);
        let cx = &portal.cx;
        let person = Person::behind(&portal, &portal.sign_in(GRANNY));
        let (granny, police) = (resident(cx, &person.id), verifier(cx, "public-security"));
        for round in 0..rounds(ROUNDS) {
            let id = &opened(cx, &granny, &format!("round {round}"));
            let year = if round % 2 == 0 { "1934" } else { "1944" };
            let (corrected, upheld, ended) = thread::scope(|scope| {
                let corrected = scope.spawn(|| answer::correct(cx, &police, id, &born(year, "1")));
                let upheld = scope.spawn(|| answer::uphold(cx, &police, id, &fields(&[("reason", "没有错。"), ("revision", "1")])));
                let ended = scope.spawn(|| match round % 3 {
                    0 => own::take_back(cx, &granny, id, &fields(&[("key", &format!("back {round}"))])),
                    _ => own::add_word(cx, &granny, id, &fields(&[("word", "再看看。")])),
                });
                (corrected.join().unwrap(), upheld.join().unwrap(), ended.join().unwrap())
            });
            let answers = usize::from(in_order(corrected)) + usize::from(in_order(upheld));
            in_order(ended);
            assert!(answers <= 1, "round {round}");
            let (state, revision): (String, i32) = cx
                .read(|conn| Ok(disputes::table.find(id).select((disputes::state, disputes::revision)).first(conn)?))
                .unwrap();
            let events: i64 = cx
                .read(|conn| Ok(dispute_events::table.filter(dispute_events::dispute_id.eq(id)).count().get_result(conn)?))
                .unwrap();
            assert_eq!(events, i64::from(revision), "round {round}: {state}");
            if state == "open" {
                own::take_back(cx, &granny, id, &fields(&[("key", &format!("end {round}"))])).unwrap();
            }
        }
    }

    fn of_an_answer_and_a_new_day_at_one_moment_neither_is_lost(database) {
        let portal = TestPortal::new(database);
        let cx = &portal.cx;
        let person = Person::behind(&portal, &portal.sign_in(GRANNY));
        let (granny, police) = (resident(cx, &person.id), verifier(cx, "public-security"));
        for round in 0..rounds(ROUNDS) {
            let id = &opened(cx, &granny, &format!("round {round}"));
            let (year, amount) = if round % 2 == 0 { ("1934", 35_000) } else { ("1944", 18_000) };
            portal.clock.advance_ms(24 * 60 * 60 * 1000);
            thread::scope(|scope| {
                let day = scope.spawn(|| cx.tasks.all().iter().for_each(|task| one_run(cx, task)));
                let corrected = scope.spawn(|| answer::correct(cx, &police, id, &born(year, "1")));
                // A slice that met the answer pauses by the city's clock, which stands still in tests unless it is moved.
                while !day.is_finished() || !corrected.is_finished() {
                    portal.clock.advance_ms(20);
                    thread::sleep(Duration::from_millis(1));
                }
                assert!(in_order(corrected.join().unwrap()), "round {round}");
                day.join().unwrap();
            });
            assert_eq!(fen(cx, &person.id), Some(amount), "round {round}");
            portal.new_day();
            assert_eq!(fen(cx, &person.id), Some(amount), "round {round}, when the day is done");
            assert_eq!(cx.read(new_day::last_done).unwrap(), Some(cx.clock.today()), "round {round}");
        }
    }

    fn two_openings_at_one_moment_are_one_dispute(database) {
        let portal = TestPortal::new(database);
        let cx = &portal.cx;
        let person = Person::behind(&portal, &portal.sign_in(GRANNY));
        let granny = resident(cx, &person.id);
        for round in 0..rounds(ROUNDS) {
            let say = |statement: &str| {
                let said = fields(&[("statement", statement), ("key", &format!("page {round}"))]);
                open::from_data(cx, &granny, Some("dob"), &said).unwrap()
            };
            let [one, other] = at_once(|| say("生日错了。"), || say("年份错了。"));
            assert_eq!(one, other, "round {round}");
            let id = one.rsplit('/').next().unwrap();
            let page = own::own_dispute_page(cx, &granny, id).unwrap();
            let mut words: Vec<_> = page.dispute.steps.iter().filter_map(|step| step.words.as_deref()).collect();
            words.sort_unstable();
            assert_eq!(words, ["年份错了。", "生日错了。"], "round {round}");
            own::take_back(cx, &granny, id, &fields(&[("key", &format!("end {round}"))])).unwrap();
        }
    }

    fn a_slice_that_was_decided_by_the_old_fact_is_decided_again(database) {
        let portal = TestPortal::new(database);
        let cx = &portal.cx;
        let person = Person::behind(&portal, &portal.sign_in(GRANNY));
        let (granny, police) = (resident(cx, &person.id), verifier(cx, "public-security"));
        let id = &opened(cx, &granny, "k");
        assert_eq!(fen(cx, &person.id), Some(18_000));
        let job = cx
            .write(Priority::Job, |tx| {
                let versions = matching::versions_in_force(cx, tx)?;
                let job = matching::enqueue(cx, tx, &versions)?;
                jobs::find(tx, &job)?.ok_or(Error::NotFound)
            })
            .unwrap();
        let mut decided_before = matching::slice(cx, &job).unwrap();
        answer::correct(cx, &police, id, &born("1934", "1")).unwrap();
        assert_eq!(fen(cx, &person.id), Some(35_000), "decided in the act itself");
        let refused = cx.write(Priority::Job, |tx| decided_before(tx));
        assert!(matches!(refused, Err(Error::Busy(_))), "{refused:?}");
        portal.finish_jobs();
        assert_eq!(fen(cx, &person.id), Some(35_000));
        portal.days_pass(2);
        assert_eq!(fen(cx, &person.id), Some(35_000));
    }
}
