//! Random sequences of acts by a resident, the caseworkers, the department that owns a fact, and the calendar, held after each
//! act against a small model of what must be. `TONGBAN_SEED=7` walks another.

mod disputes;
mod offer;
mod promise;

use super::{
    office::{Came, Office, actor, fields, id_of, stands},
    steps::{ITEM, answer_all},
};
use contract::{
    applications::{
        ApplicationState::{self, Granted, Refused, Submitted, WaitingForResident, Withdrawn},
        EventKind,
    },
    identity::Actor,
    notices::NoticeKind,
};
use diesel::prelude::*;
use disputes::Dispute;
use domain::{
    applications::{drafts, record, reply, start, submit},
    db::schema::{notices, tasks},
    operations::repeat::new_key,
    policies::offers,
};
use jiff::civil::Date;
use offer::Offer;
use promise::Promise;
use proptest::{
    prelude::Rng,
    test_runner::{RngAlgorithm, TestRng},
};
use std::env;
use tests::{
    on_both_databases,
    portal::{GRANNY, TestPortal},
};

const STEPS: usize = 140;
/// Working days within which the city decides.
const PROMISED_DAYS: u32 = 15;
const MINUTE_MS: i64 = 60 * 1000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
const UNDO_MS: i64 = 10 * MINUTE_MS;

/// An application as the model knows it.
#[derive(Debug)]
struct Application {
    id: String,
    state: ApplicationState,
    sent: i64,
    withdrawn: i64,
    was_decided: bool,
    takes_offer: bool,
    promise: Promise,
}

/// The draft that is open, and whether it takes the offer along.
struct Draft {
    id: String,
    takes_offer: bool,
}

/// What the model knows: the draft that is open, and what was sent, the newest last; the offer; what was said to be wrong.
struct Model<'a> {
    portal: &'a TestPortal,
    office: Office<'a>,
    /// Whoever answers for the fact.
    department: Actor,
    draft: Option<Draft>,
    sent: Vec<Application>,
    offer: Offer,
    disputes: Vec<Dispute>,
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
                let takes_offer = self.offer.begins();
                self.goes_on_at(&address, takes_offer);
            }
        }
    }

    fn starts_from_the_offer(&mut self) {
        let form = fields([("key", &new_key()), ("answer", "apply")]);
        let resident = &self.office.people.resident;
        let address = offers::answer(&self.portal.cx, resident, &self.offer.id, &form).unwrap();
        match self.open().map(|open| format!("/applications/{}", open.id)) {
            Some(open) => assert_eq!(address, open),
            None if self.offer.begins() => self.goes_on_at(&address, true),
            None => assert_eq!(address, format!("/offers/{}", self.offer.id)),
        }
    }

    fn goes_on_at(&mut self, address: &str, takes_offer: bool) {
        assert!(address.starts_with("/drafts/"), "{address}");
        let id = address.split('/').nth(2).unwrap().to_owned();
        let before = self.draft.take();
        assert!(before.as_ref().is_none_or(|before| before.id == id), "the draft goes on");
        let takes_offer = takes_offer || before.is_some_and(|before| before.takes_offer);
        self.draft = Some(Draft { id, takes_offer });
    }

    fn sends(&mut self) {
        let Some(Draft { id: draft, takes_offer }) = self.draft.take() else { return };
        // A session does not outlive the days that pass here.
        let granny = self.portal.sign_in(GRANNY);
        answer_all(&granny, &format!("/drafts/{draft}/needs"));
        let cx = &self.portal.cx;
        let came = Came::of(submit::submit(cx, &self.office.people.resident, &draft, &fields([])));
        assert_eq!(came.was_taken(), self.open().is_none(), "{came:?}");
        let Came::To(address) = came else {
            self.draft = Some(Draft { id: draft, takes_offer });
            return;
        };
        let id = id_of(address.split('?').next().unwrap()).to_owned();
        if takes_offer {
            self.offer.is_applied_for(&id);
        }
        self.sent.push(Application {
            id,
            state: Submitted,
            sent: self.now(),
            withdrawn: 0,
            was_decided: false,
            takes_offer,
            promise: Promise::of(cx.working_days.add(cx.today(), PROMISED_DAYS)),
        });
    }

    fn discards(&mut self) {
        let Some(draft) = self.draft.take() else { return };
        drafts::discard(&self.portal.cx, &self.office.people.resident, &draft.id).unwrap();
        if draft.takes_offer {
            self.offer.draft_is_discarded();
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
            self.offer.is_withdrawn(&application.id);
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
            application.promise.goes_on(&cx.working_days, cx.today());
            if application.takes_offer {
                self.offer.is_taken_up_again(&application.id);
            }
        }
    }

    fn replies(&mut self, place: usize, words: &str) {
        let Some(application) = self.sent.get_mut(place) else { return };
        let came = self.office.people.replies(&application.id, words);
        assert_eq!(came.was_taken(), application.state.is_open(), "{came:?}");
        if came.was_taken() {
            application.state = Submitted;
            application.promise.goes_on(&self.portal.cx.working_days, self.portal.cx.today());
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
        if !came.was_taken() {
            return;
        }
        application.state = after;
        application.was_decided |= act > 0;
        // What is sent after a decision was not open when it was made.
        self.portal.clock.advance_ms(1);
        match act {
            0 => application.promise.pauses(self.portal.cx.today()),
            1 => self.offer.is_granted(&application.id),
            _ => self.offer.is_refused(&application.id),
        }
    }

    /// So many days pass before their work is done: what has become late is told on the last of them.
    fn days_pass(&mut self, days: i64) {
        self.portal.clock.advance_ms(days * DAY_MS);
        self.portal.new_day();
        let today = self.portal.cx.today();
        let worked_on = self.sent.iter_mut().filter(|application| application.state == Submitted);
        let of_applications = worked_on.map(|application| &mut application.promise);
        let open = self.disputes.iter_mut().filter(|dispute| dispute.is_open());
        of_applications.chain(open.map(|dispute| &mut dispute.promise)).for_each(|promise| promise.day_comes(today));
    }

    fn holds(&self) {
        let so_far = || self.log.join("\n");
        assert!(self.sent.iter().filter(|application| application.state.is_open()).count() <= 1);
        for application in &self.sent {
            let (state, timeline) = stands(&self.portal.cx, &application.id);
            assert_eq!(state, application.state, "{application:?}\n{}", so_far());
            let late = timeline.iter().filter(|(kind, _)| *kind == EventKind::Late).count();
            let (due, told) = self.promise_of(&application.id);
            let expected = (vec![application.promise.due; 2], application.promise.told, application.promise.told);
            assert_eq!((due, late, told), expected, "{application:?}\n{}", so_far());
            let is_shown = !self.offer.is_of(&application.id) || !state.is_open() || self.offer.shows(&application.id);
            assert!(is_shown, "{:?} {application:?}\n{}", self.offer, so_far());
        }
        let resident = self.office.people.resident.resident.as_ref().unwrap();
        assert_eq!(Offer::read(&self.portal.cx, resident, &self.offer.id), self.offer, "{}", so_far());
        self.disputes_hold();
    }

    /// The promised day of an application and of its task, and how often its resident was told that it has passed.
    fn promise_of(&self, id: &str) -> (Vec<Date>, usize) {
        let about = notices::subject_id.eq(id).and(notices::kind.eq(NoticeKind::ApplicationLate.as_str()));
        let found = self.portal.cx.read(|connection| {
            let due = record::find(connection, id)?.due()?;
            let of_task = tasks::table.filter(tasks::application_id.eq(id)).select(tasks::due_on);
            let of_task: String = of_task.first(connection)?;
            let told: i64 = notices::table.filter(about).count().get_result(connection)?;
            Ok((due, of_task, told))
        });
        let (due, of_task, told) = found.unwrap();
        (vec![due, of_task.parse().unwrap()], usize::try_from(told).unwrap())
    }

    fn step(&mut self, random: &mut TestRng) {
        let mut below = |most: usize| random.next_u32() as usize % most.max(1);
        let (act, words) = (below(19), format!("words {}", self.log.len()));
        // What is on its way is acted upon more often than what is over.
        let place = match below(2) {
            0 => self.sent.len().saturating_sub(1),
            _ => below(self.sent.len()),
        };
        let drawn = below(30);
        self.log.push(format!("{} {act} of {place}, {drawn}", self.portal.cx.today()));
        match act {
            0 | 1 => self.starts(),
            2 | 3 => self.starts_from_the_offer(),
            4..7 => self.sends(),
            7 => self.discards(),
            8 => self.withdraws(place),
            9 => self.takes_up_again(place),
            10 | 11 => self.replies(place, &words),
            12..15 => self.is_worked_on(place, act - 12, &words),
            15 => self.portal.clock.advance_ms((drawn % 7) as i64 * 3 * MINUTE_MS),
            16 => self.says_that_it_is_wrong(&words),
            17 => self.dispute_is_answered(drawn % 8),
            _ => self.days_pass(1 + drawn as i64),
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
        let resident = office.people.resident.resident.clone().unwrap();
        let offer = Offer::read(&portal.cx, &resident, &office.offer);
        let department = actor(&portal, &portal.sign_in("medicalinsurance"));
        portal.new_day();
        let mut model = Model {
            portal: &portal,
            office,
            department,
            draft: None,
            sent: Vec::new(),
            offer,
            disputes: Vec::new(),
            log: Vec::new(),
        };
        for _ in 0..STEPS {
            model.step(&mut random);
        }
        let late: usize = model.sent.iter().map(|application| application.promise.told).sum();
        let late_answers: usize = model.disputes.iter().map(|dispute| dispute.promise.told).sum();
        let (sent, disputed) = (model.sent.len(), model.disputes.len());
        println!("{sent} sent, told to be late {late} times; {disputed} disputed, late {late_answers} times");
        assert!(sent > 2, "too little was sent: {:?}", model.log);
        domain::journal::seal_unsealed(&portal.cx).unwrap();
        assert_eq!(domain::journal::verify(&portal.cx).unwrap().first_bad, None);
    }
}
