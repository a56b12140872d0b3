//! Random sequences of acts by a resident, a caseworker and the clock, held after each act against a small model of what
//! must be. `TONGBAN_SEED=7` walks another.

use super::{
    office::{Came, Office, fields, id_of, stands},
    steps::{ITEM, answer_all},
};
use contract::applications::ApplicationState::{self, Granted, Refused, Submitted, WaitingForResident, Withdrawn};
use domain::{
    applications::{drafts, reply, start, submit},
    operations::repeat::new_key,
};
use proptest::{
    prelude::Rng,
    test_runner::{RngAlgorithm, TestRng},
};
use std::env;
use tests::{
    on_both_databases,
    portal::{GRANNY, TestPortal},
};

const STEPS: usize = 120;
const MINUTE_MS: i64 = 60 * 1000;
const UNDO_MS: i64 = 10 * MINUTE_MS;

/// An application as the model knows it.
#[derive(Debug)]
struct Application {
    id: String,
    state: ApplicationState,
    sent: i64,
    withdrawn: i64,
    was_decided: bool,
}

/// What the model knows: the draft that is open, and what was sent, the newest last.
struct Model<'a> {
    portal: &'a TestPortal,
    office: Office<'a>,
    draft: Option<String>,
    sent: Vec<Application>,
    log: Vec<String>,
}

impl Model<'_> {
    fn open(&self) -> Option<&Application> {
        self.sent.iter().find(|application| application.state.is_open())
    }

    fn now(&self) -> i64 {
        self.portal.cx.now().0
    }

    fn starts(&mut self) {
        let came = Came::of(start::start_item(&self.portal.cx, &self.office.people.resident, ITEM, &fields([])));
        let Came::To(address) = came else { panic!("{came:?}") };
        match self.open() {
            Some(open) => assert_eq!(address, format!("/applications/{}", open.id)),
            None => {
                let draft = address.split('/').nth(2).unwrap().to_owned();
                assert!(address.starts_with("/drafts/"), "{address}");
                assert!(self.draft.as_ref().is_none_or(|before| *before == draft), "the draft goes on");
                self.draft = Some(draft);
            }
        }
    }

    fn sends(&mut self) {
        let Some(draft) = self.draft.clone() else { return };
        // A session does not outlive the days that pass here.
        let granny = self.portal.sign_in(GRANNY);
        answer_all(&granny, &format!("/drafts/{draft}/needs"));
        let came = Came::of(submit::submit(&self.portal.cx, &self.office.people.resident, &draft, &fields([])));
        assert_eq!(came.was_taken(), self.open().is_none(), "{came:?}");
        if let Came::To(address) = came {
            let id = id_of(address.split('?').next().unwrap()).to_owned();
            let sent = self.now();
            self.sent.push(Application { id, state: Submitted, sent, withdrawn: 0, was_decided: false });
            self.draft = None;
        }
    }

    fn discards(&mut self) {
        if let Some(draft) = self.draft.take() {
            drafts::discard(&self.portal.cx, &self.office.people.resident, &draft).unwrap();
        }
    }

    fn withdraws(&mut self, place: usize) {
        let (now, cx) = (self.now(), &self.portal.cx);
        let Some(application) = self.sent.get_mut(place) else { return };
        let form = fields([("key", &new_key())]);
        let came = Came::of(reply::withdraw(cx, &self.office.people.resident, &application.id, &form));
        let in_time = application.state.is_open() || now - application.sent < UNDO_MS;
        assert_eq!(came.was_taken(), in_time || application.state == Withdrawn, "{came:?}");
        if in_time && application.state != Withdrawn {
            (application.state, application.withdrawn) = (Withdrawn, now);
        }
    }

    fn takes_up_again(&mut self, place: usize) {
        let (now, cx) = (self.now(), &self.portal.cx);
        let other = self.open().is_some();
        let Some(application) = self.sent.get_mut(place) else { return };
        let form = fields([("key", &new_key())]);
        let came = Came::of(reply::take_up_again(cx, &self.office.people.resident, &application.id, &form));
        let can = application.state == Withdrawn && !application.was_decided && now - application.withdrawn < UNDO_MS;
        assert_eq!(came.was_taken(), can || application.state.is_open(), "{came:?}");
        if can && !other {
            application.state = Submitted;
        }
    }

    fn replies(&mut self, place: usize, words: &str) {
        let Some(application) = self.sent.get_mut(place) else { return };
        let came = self.office.people.replies(&application.id, words);
        assert_eq!(came.was_taken(), application.state.is_open(), "{came:?}");
        if came.was_taken() {
            application.state = Submitted;
        }
        let said = stands(&self.portal.cx, &application.id).1;
        assert_eq!(said.iter().any(|(_, detail)| detail.as_deref() == Some(words)), came.was_taken());
    }

    fn is_worked_on(&mut self, place: usize, act: usize, words: &str) {
        let people = &self.office.people;
        let Some(application) = self.sent.get_mut(place) else { return };
        let revision = people.revision(&application.id);
        let (came, after) = match act {
            0 => (people.asks(&people.caseworker, &application.id, &revision, words), WaitingForResident),
            1 => (people.decides(&people.caseworker, &application.id, &revision, "grant"), Granted),
            _ => (people.decides(&people.supervisor, &application.id, &revision, "refuse"), Refused),
        };
        assert_eq!(came.was_taken(), application.state.is_open(), "{came:?}");
        if came.was_taken() {
            application.state = after;
            application.was_decided |= act > 0;
        }
    }

    fn holds(&self) {
        assert!(self.sent.iter().filter(|application| application.state.is_open()).count() <= 1);
        for application in &self.sent {
            assert_eq!(stands(&self.portal.cx, &application.id).0, application.state, "{application:?}");
        }
    }

    fn step(&mut self, random: &mut TestRng) {
        let mut below = |most: usize| random.next_u32() as usize % most.max(1);
        let (act, place, words) = (below(12), below(self.sent.len()), format!("words {}", self.log.len()));
        self.log.push(format!("{act} of {place}"));
        match act {
            0 | 1 => self.starts(),
            2 | 3 => self.sends(),
            4 => self.discards(),
            5 => self.withdraws(place),
            6 => self.takes_up_again(place),
            7 => self.replies(place, &words),
            8..11 => self.is_worked_on(place, act - 8, &words),
            _ => self.portal.clock.advance_ms(below(7) as i64 * 3 * MINUTE_MS),
        }
        self.holds();
    }
}

on_both_databases! {
    fn whatever_is_done_to_applications_they_are_as_the_model_says(database) {
        let portal = TestPortal::new(database);
        let seed: u64 = env::var("TONGBAN_SEED").map_or(1, |seed| seed.parse().unwrap());
        println!("seed {seed}");
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let mut random = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        let office = Office::of(&portal);
        let mut model = Model { portal: &portal, office, draft: None, sent: Vec::new(), log: Vec::new() };
        for _ in 0..STEPS {
            model.step(&mut random);
        }
        assert!(model.sent.len() > 2, "too little was sent: {:?}", model.log);
        domain::journal::seal_unsealed(&portal.cx).unwrap();
        assert_eq!(domain::journal::verify(&portal.cx).unwrap().first_bad, None);
    }
}
