//! Two people, or two tabs, at one moment: one legal order comes of it, nothing that was taken is lost, what was not taken
//! comes back with a reason, and nobody sees a fault. `TONGBAN_ROUNDS=200` meets more often.

use super::{
    office::{Came, Office, fields, id_of, rounds, stands},
    steps::{ITEM, answer_all},
};
use contract::{
    applications::{ApplicationState, EventKind},
    identity::Actor,
};
use diesel::prelude::*;
use domain::{
    applications::{reply, start, submit},
    casework::case,
    db::schema::{applications, drafts},
    operations::repeat::new_key,
};
use std::{sync::Barrier, thread};
use tests::{on_both_databases, portal::TestPortal};

/// Rounds of each meeting.
const ROUNDS: usize = 5;

/// Both begin at the same moment.
pub fn at_once<R: Send>(one: impl FnOnce() -> R + Send, other: impl FnOnce() -> R + Send) -> [R; 2] {
    let together = Barrier::new(2);
    thread::scope(|scope| {
        let other = scope.spawn(|| {
            together.wait();
            other()
        });
        together.wait();
        let one = one();
        [one, other.join().unwrap()]
    })
}

fn two_caseworkers(office: &Office<'_>) {
    let people = &office.people;
    let (id, revision) = office.application();
    let outcomes = at_once(
        || people.decides(&people.caseworker, &id, &revision, "grant"),
        || people.decides(&people.supervisor, &id, &revision, "refuse"),
    );
    let (state, _) = stands(&people.cx, &id);
    let expected = match outcomes.each_ref().map(Came::was_taken) {
        [true, false] => ApplicationState::Granted,
        [false, true] => ApplicationState::Refused,
        both => panic!("one of them decides: {both:?} {outcomes:?}"),
    };
    assert_eq!(state, expected, "{outcomes:?}");
    people.put_away(&id);
}

fn two_look_at_a_new_case(office: &Office<'_>) {
    let people = &office.people;
    let (id, _) = office.application();
    let look = |who: &Actor| Came::of(case::case_page(&people.cx, who, &id).map(|page| page.receipt_number));
    let outcomes = at_once(|| look(&people.caseworker), || look(&people.supervisor));
    assert!(outcomes.iter().all(Came::was_taken), "{outcomes:?}");
    let opened = stands(&people.cx, &id).1.iter().filter(|(kind, _)| *kind == EventKind::Opened).count();
    assert_eq!(opened, 1);
    people.put_away(&id);
}

fn caseworker_and_resident(office: &Office<'_>) {
    let people = &office.people;
    let (id, revision) = office.application();
    assert!(people.asks(&people.caseworker, &id, &revision, "why").was_taken());
    let revision = people.revision(&id);
    let outcomes =
        at_once(|| people.replies(&id, "because"), || people.decides(&people.caseworker, &id, &revision, "refuse"));
    let (_, timeline) = stands(&people.cx, &id);
    let said = |words: &str| timeline.iter().filter(|(_, detail)| detail.as_deref() == Some(words)).count();
    let [replied, decided] = outcomes.each_ref().map(Came::was_taken);
    assert_eq!((said("because"), said("refuse")), (usize::from(replied), usize::from(decided)), "{outcomes:?}");
    assert!(replied || decided, "{outcomes:?}");
    people.put_away(&id);
}

fn asked_while_taken_back(office: &Office<'_>) {
    let people = &office.people;
    let (id, revision) = office.application();
    let withdraw = || Came::of(reply::withdraw(&people.cx, &people.resident, &id, &fields([("key", &new_key())])));
    let outcomes = at_once(withdraw, || people.asks(&people.caseworker, &id, &revision, "why"));
    assert!(outcomes[0].was_taken(), "{outcomes:?}");
    assert_eq!(stands(&people.cx, &id).0, ApplicationState::Withdrawn, "{outcomes:?}");
}

fn two_tabs(office: &Office<'_>) {
    let people = &office.people;
    let (id, revision) = office.application();
    assert!(people.asks(&people.caseworker, &id, &revision, "why").was_taken());
    let outcomes = at_once(|| people.replies(&id, "one"), || people.replies(&id, "other"));
    assert!(outcomes.iter().all(Came::was_taken), "{outcomes:?}");
    let answers = stands(&people.cx, &id).1.iter().filter(|(kind, _)| *kind == EventKind::Answered).count();
    assert_eq!(answers, 2);
    people.put_away(&id);
}

fn started_and_sent_twice(office: &Office<'_>) {
    let people = &office.people;
    let cx = &people.cx;
    let start = || Came::of(start::start_item(cx, &people.resident, ITEM, &fields([])));
    let [one, other] = at_once(start, start);
    assert_eq!(one, other, "one draft");
    let Came::To(first) = one else { panic!("{one:?}") };
    let check = answer_all(&office.granny, &first);
    let draft = check.split('/').nth(2).unwrap().to_owned();
    let send = || Came::of(submit::submit(cx, &people.resident, &draft, &fields([])));
    let [one, other] = at_once(send, send);
    assert_eq!(one, other, "one receipt");
    let counted = cx.read(|connection| {
        let sent: i64 = applications::table.filter(applications::draft_id.eq(&draft)).count().get_result(connection)?;
        let open: i64 = drafts::table.filter(drafts::state.eq("open")).count().get_result(connection)?;
        Ok((sent, open))
    });
    assert_eq!(counted.unwrap(), (1, 0));
    let Came::To(receipt) = one else { panic!("{one:?}") };
    people.put_away(id_of(receipt.split('?').next().unwrap()));
}

on_both_databases! {
    fn two_at_once_are_one_after_the_other(database) {
        let portal = TestPortal::new(database);
        let office = Office::of(&portal);
        for _ in 0..rounds(ROUNDS) {
            for meet in [two_caseworkers, two_look_at_a_new_case, caseworker_and_resident, asked_while_taken_back, two_tabs, started_and_sent_twice] {
                meet(&office);
            }
        }
        domain::journal::seal_unsealed(&portal.cx).unwrap();
        assert_eq!(domain::journal::verify(&portal.cx).unwrap().first_bad, None);
    }
}
