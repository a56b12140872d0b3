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
    applications::{drafts as own_drafts, questions, record as own_applications, reply, start, submit},
    casework::case,
    db::schema::{applications, drafts},
    error::Error,
    operations::repeat::new_key,
    policies::offers::{self, record, transitions::OfferProgress},
};
use std::{sync::Barrier, thread};
use tests::{on_both_databases, portal::TestPortal};

/// Typed at the last moment.
const ANOTHER_TELEPHONE: &str = "13911112222";
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

/// How the offer stands, and the open drafts that take it along.
fn offer_and_drafts(office: &Office<'_>) -> (OfferProgress, Vec<String>) {
    let resident = office.people.resident.resident.as_ref().unwrap();
    let offer = office.offer.as_str();
    let found = office.people.cx.read(|connection| {
        let progress = record::own(connection, resident, offer)?.standing().progress;
        let open = drafts::table.filter(drafts::state.eq("open"));
        let open: Vec<(String, Option<String>)> = open.select((drafts::id, drafts::offer_id)).load(connection)?;
        Ok((progress, open))
    });
    let (progress, open) = found.unwrap();
    assert!(open.iter().all(|(_, takes)| takes.as_deref() == Some(offer)), "{open:?}");
    (progress, open.into_iter().map(|(id, _)| id).collect())
}

fn started_from_the_item_and_from_the_offer(office: &Office<'_>) {
    let people = &office.people;
    let (cx, offer) = (&people.cx, office.offer.as_str());
    let from_item = || Came::of(start::start_item(cx, &people.resident, ITEM, &fields([])));
    let from_offer = || {
        let form = fields([("key", &new_key()), ("answer", "apply")]);
        Came::of(offers::answer(cx, &people.resident, offer, &form))
    };
    let [one, other] = at_once(from_item, from_offer);
    assert_eq!(one, other, "one draft");
    let (progress, open) = offer_and_drafts(office);
    let [draft] = open.as_slice() else { panic!("one draft: {open:?}") };
    assert_eq!(progress, OfferProgress::Applied);
    own_drafts::discard(cx, &people.resident, draft).unwrap();
    assert_eq!(offer_and_drafts(office), (OfferProgress::Open, Vec::new()), "the offer waits as before");
}

/// A draft in which everything is answered, and its sending.
fn ready_to_send(office: &Office<'_>) -> String {
    let start = start::start_item(&office.people.cx, &office.people.resident, ITEM, &fields([])).unwrap();
    answer_all(&office.granny, &start).split('/').nth(2).unwrap().to_owned()
}

fn saved_while_it_is_sent(office: &Office<'_>) {
    let people = &office.people;
    let (cx, draft) = (&people.cx, ready_to_send(office));
    let save = || {
        let form = fields([("phone", ANOTHER_TELEPHONE), ("anyway", "yes"), ("go", "next")]);
        Came::of(questions::save_step(cx, &people.resident, &draft, "phone", &form))
    };
    let send = || Came::of(submit::submit(cx, &people.resident, &draft, &fields([])));
    let outcomes = at_once(save, send);
    let [saved, Came::To(receipt)] = &outcomes else { panic!("it is sent: {outcomes:?}") };
    let id = id_of(receipt.split('?').next().unwrap());
    // What was said to be saved was sent; what came too late came back.
    let answers = cx.read(|connection| own_applications::find(connection, id)?.answers(cx)).unwrap();
    let telephone = answers.iter().find(|answer| answer.question == "phone").unwrap();
    let sent = serde_json::to_string(&telephone.answer).unwrap().replace(' ', "");
    assert_eq!(sent.contains(ANOTHER_TELEPHONE), saved.was_taken(), "{sent} {outcomes:?}");
    assert!(saved.was_taken() || *saved == Came::Back("error-draft-sent".to_owned()), "{outcomes:?}");
    people.put_away(id);
}

fn thrown_away_while_it_is_sent(office: &Office<'_>) {
    let people = &office.people;
    let (cx, draft) = (&people.cx, ready_to_send(office));
    let discard = || Came::of(own_drafts::discard(cx, &people.resident, &draft));
    let send = || match submit::submit(cx, &people.resident, &draft, &fields([])) {
        // As of every page of a draft that was thrown away.
        Err(Error::NotFound) => Came::Back("thrown away".to_owned()),
        sent => Came::of(sent),
    };
    let [_, sent] = at_once(discard, send);
    let stored = cx.read(|connection| {
        let state: String = drafts::table.find(&draft).select(drafts::state).first(connection)?;
        let from: i64 = applications::table.filter(applications::draft_id.eq(&draft)).count().get_result(connection)?;
        Ok((state, from))
    });
    let (state, from) = stored.unwrap();
    let expected = match sent {
        Came::To(_) => ("sent", 1, OfferProgress::Applied),
        Came::Back(_) => ("discarded", 0, OfferProgress::Open),
    };
    assert_eq!((state.as_str(), from, offer_and_drafts(office).0), expected);
    if let Came::To(receipt) = sent {
        people.put_away(id_of(receipt.split('?').next().unwrap()));
    }
}

on_both_databases! {
    fn two_at_once_are_one_after_the_other(database) {
        let portal = TestPortal::new(database);
        let office = Office::of(&portal);
        let meetings = [
            two_caseworkers, two_look_at_a_new_case, caseworker_and_resident, asked_while_taken_back, two_tabs,
            started_and_sent_twice, started_from_the_item_and_from_the_offer, saved_while_it_is_sent,
            thrown_away_while_it_is_sent,
        ];
        for _ in 0..rounds(ROUNDS) {
            for meet in meetings {
                meet(&office);
            }
        }
        domain::journal::seal_unsealed(&portal.cx).unwrap();
        assert_eq!(domain::journal::verify(&portal.cx).unwrap().first_bad, None);
    }
}
