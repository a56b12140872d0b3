//! Random sequences of acts by residents, an author, a publisher and the calendar, held after each act against a small
//! model of what must be. `TONGBAN_SEED=7` walks another.

mod desk;

use contract::{
    fields::Fields,
    identity::{Actor, Role},
    ids::{AccountId, ResidentId},
};
use desk::{Paper, Terms};
use diesel::prelude::*;
use domain::{
    applications::drafts,
    arrangements::{answer, record},
    db::schema::{account_roles, accounts, notices, offers, policy_versions},
    operations::repeat::new_key,
    policies::{offers as offer_acts, withdrawal},
};
use jiff::{Span, civil::Date};
use policy::{document::Delivery, value::Value};
use proptest::{
    prelude::Rng,
    test_runner::{RngAlgorithm, TestRng},
};
use std::collections::BTreeMap;
use tests::{
    database::TestDatabase,
    facts::Person,
    on_both_databases,
    portal::{GRANNY, SON, TestPortal},
};

const POLICY_ID: &str = "test-allowance";
const STEPS: usize = 110;

/// A version as the model knows it.
#[derive(Clone, Debug)]
struct Version {
    id: String,
    terms: Terms,
    from: Date,
    last: Option<Date>,
    is_withdrawn: bool,
    is_replaced: bool,
    /// Somebody proposed to withdraw it, and nobody has decided yet.
    is_proposed: bool,
}

/// What a resident answered, as the model knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    None,
    Later,
    Never,
    Read,
    Accepted,
    Applied,
    NotCarriedOut,
    Granted,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Yes,
    Unknown,
    No,
}

/// An offer as the model knows it.
#[derive(Clone, Copy, Debug)]
struct Offer {
    answer: Answer,
    says: Says,
    fen: i64,
    /// How the version that it follows reaches people.
    delivery: Delivery,
    told: Option<(&'static str, i64)>,
}

impl Offer {
    fn shown(&self) -> &'static str {
        match (self.answer, self.says) {
            (Answer::Never, _) => "never",
            (Answer::Accepted, _) => "accepted",
            (Answer::Applied, _) => "applied",
            (Answer::NotCarriedOut, _) => "not-carried-out",
            (Answer::Granted, _) => "granted",
            (_, Says::No) => "ended",
            (Answer::Read, _) => "read",
            (_, Says::Unknown) => "being-checked",
            (Answer::Later, Says::Yes) => "later",
            (Answer::None, Says::Yes) => "open",
        }
    }
}

/// A resident as the model knows them.
struct Resident<'a> {
    person: Person<'a>,
    actor: Actor,
    born: Option<Date>,
    offer: Option<Offer>,
    notices: BTreeMap<&'static str, i64>,
}

struct Model<'a> {
    portal: &'a TestPortal,
    author: Actor,
    publisher: Actor,
    residents: Vec<Resident<'a>>,
    versions: Vec<Version>,
    papers: Vec<Paper>,
    /// The last day whose work is done.
    done: Date,
    random: TestRng,
    log: Vec<String>,
}

pub(super) fn fields(pairs: &[(&str, &str)]) -> Fields {
    Fields::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

pub(super) fn staff(portal: &TestPortal, role: Role) -> Actor {
    let account: String = portal
        .cx
        .read(|connection| {
            let joined =
                accounts::table.inner_join(account_roles::table.on(account_roles::account_id.eq(accounts::id)));
            Ok(joined.filter(account_roles::role.eq(role.as_str())).select(accounts::id).first(connection)?)
        })
        .unwrap();
    Actor {
        account: AccountId(account),
        resident: None,
        roles: vec![role],
        name: String::new(),
        district: None,
        department: None,
    }
}

impl<'a> Model<'a> {
    fn new(portal: &'a TestPortal, seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let residents = [GRANNY, SON].map(|who| {
            let person = Person::behind(portal, &portal.sign_in(who));
            let account: String = portal
                .cx
                .read(|connection| {
                    let own = accounts::table.filter(accounts::resident_id.eq(&person.id));
                    Ok(own.select(accounts::id).first(connection)?)
                })
                .unwrap();
            let actor = Actor {
                account: AccountId(account),
                resident: Some(ResidentId(person.id.clone())),
                roles: vec![Role::Resident],
                name: String::new(),
                district: None,
                department: None,
            };
            Resident { person, actor, born: None, offer: None, notices: BTreeMap::new() }
        });
        portal.new_day();
        let mut model = Self {
            portal,
            author: staff(portal, Role::Author),
            publisher: staff(portal, Role::Publisher),
            residents: residents.into(),
            versions: Vec::new(),
            papers: Vec::new(),
            done: portal.cx.today(),
            random: TestRng::from_seed(RngAlgorithm::ChaCha, &bytes),
            log: Vec::new(),
        };
        for number in 0..model.residents.len() {
            model.learn(number, Some(jiff::civil::date(1940, 5, 1)));
        }
        model
    }

    fn below(&mut self, bound: u32) -> u32 {
        self.random.next_u32() % bound
    }

    fn today(&self) -> Date {
        self.portal.cx.today()
    }

    fn in_days(&self, days: i64) -> Date {
        self.today().checked_add(Span::new().days(days)).unwrap()
    }

    fn in_force(&self, day: Date) -> Option<&Version> {
        let begun = self.versions.iter().filter(|version| version.from <= day);
        begun.filter(|version| version.last.is_none_or(|last| day <= last)).max_by_key(|version| version.from)
    }

    fn step(&mut self) {
        let number = self.below(u32::try_from(self.residents.len()).unwrap()) as usize;
        match self.below(23) {
            0 => self.answer(number, "accept"),
            1 => self.answer(number, "accept"),
            2 => self.answer(number, "later"),
            3 => self.answer(number, "never"),
            4 => self.learn(number, None),
            5 => self.learn(number, Some(jiff::civil::date(1940, 5, 1))),
            6 => {
                // 80 today, or in some days.
                let days = i64::from(self.below(5));
                let birthday = self.in_days(days);
                let born = birthday.with().year(birthday.year() - 80).build().unwrap_or(birthday);
                self.learn(number, Some(born));
            }
            7 | 8 => self.publish(),
            9 => self.withdraw(),
            13 => self.apply(number),
            14 => self.take_application_back(number),
            15..=21 => self.act_at_the_desk(),
            10 => self.days_pass(1),
            11 => self.is_answered(number, Answer::Granted),
            12 => self.is_answered(number, Answer::NotCarriedOut),
            _ => {
                let days = 2 + i64::from(self.below(4));
                self.days_pass(days);
            }
        }
        self.compare();
        self.compare_the_desk();
    }

    fn revision(&self, version: &str) -> i32 {
        let row = policy_versions::table.find(version).select(policy_versions::revision);
        self.portal.cx.read(|connection| Ok(row.first(connection)?)).unwrap()
    }

    fn answer(&mut self, number: usize, answer: &'static str) {
        self.log.push(format!("resident {number} answers {answer}"));
        if self.residents[number].offer.is_none() {
            return;
        }
        self.send_answer(number, answer);
        let offer = self.residents[number].offer.as_mut().unwrap();
        if offer.says == Says::Yes && matches!(offer.answer, Answer::None | Answer::Later) {
            offer.answer = match (answer, offer.delivery) {
                ("accept", Delivery::Confirm) => Answer::Accepted,
                ("accept", Delivery::Inform) => Answer::Read,
                // One applies for it.
                ("accept", _) => return,
                ("later", _) => Answer::Later,
                _ => Answer::Never,
            };
            offer.told = Some((offer.shown(), offer.fen));
        }
    }

    /// Somebody begins an application for what is applied for.
    fn apply(&mut self, number: usize) {
        self.log.push(format!("resident {number} begins an application"));
        let begun = |offer: &Offer| offer.delivery == Delivery::Apply && offer.answer != Answer::Applied;
        if !self.residents[number].offer.as_ref().is_some_and(begun) {
            return;
        }
        self.send_answer(number, "apply");
        let offer = self.residents[number].offer.as_mut().unwrap();
        if offer.says != Says::No && !matches!(offer.answer, Answer::Accepted | Answer::Granted) {
            offer.answer = Answer::Applied;
            offer.told = Some((offer.shown(), offer.fen));
        }
    }

    /// An application that was begun is thrown away: the offer waits as before.
    fn take_application_back(&mut self, number: usize) {
        self.log.push(format!("resident {number} throws the application away"));
        let resident = &mut self.residents[number];
        let Some(offer) = resident.offer.as_mut().filter(|offer| offer.answer == Answer::Applied) else { return };
        let cx = &self.portal.cx;
        let draft = cx.read(|connection| drafts::open_draft(connection, &resident.actor, desk::ITEM)).unwrap().unwrap();
        drafts::discard(cx, &resident.actor, draft.as_str()).unwrap();
        offer.answer = Answer::None;
        offer.told = Some((offer.shown(), offer.fen));
    }

    fn send_answer(&self, number: usize, answer: &str) {
        let resident = &self.residents[number];
        let address = resident.person.offer(POLICY_ID);
        let id = address.rsplit('/').next().unwrap();
        let revision: i32 = self
            .portal
            .cx
            .read(|connection| Ok(offers::table.find(id).select(offers::revision).first(connection)?))
            .unwrap();
        let key = format!("k{}", self.log.len());
        let form = fields(&[("answer", answer), ("revision", &revision.to_string()), ("key", &key)]);
        offer_acts::answer(&self.portal.cx, &resident.actor, id, &form).unwrap();
    }

    /// The department answers a yes, if there is one.
    fn is_answered(&mut self, number: usize, with: Answer) {
        self.log.push(format!("the department answers resident {number}: {with:?}"));
        let resident = &mut self.residents[number];
        let Some(offer) = resident.offer.as_mut().filter(|offer| offer.answer == Answer::Accepted) else { return };
        let address = resident.person.offer(POLICY_ID);
        let cx = &self.portal.cx;
        let open =
            cx.read(|connection| record::open_of(connection, address.rsplit('/').next().unwrap())).unwrap().unwrap();
        let department = Actor { department: Some(open.department.clone()), ..staff(self.portal, Role::Department) };
        let today = cx.today();
        let (year, month, day) = (today.year().to_string(), today.month().to_string(), today.day().to_string());
        let form = fields(&[
            ("on-year", &year),
            ("on-month", &month),
            ("on-day", &day),
            ("reason", "打不通。"),
            ("revision", &open.revision.to_string()),
            ("key", &format!("k{}", self.log.len())),
        ]);
        let kind = match with {
            Answer::Granted => answer::done(cx, &department, &open.id, &form).map(|_| "arrangement-done"),
            _ => answer::not_done(cx, &department, &open.id, &form).map(|_| "arrangement-not-done"),
        };
        *resident.notices.entry(kind.unwrap()).or_default() += 1;
        offer.answer = with;
        offer.told = Some((offer.shown(), offer.fen));
    }

    fn learn(&mut self, number: usize, born: Option<Date>) {
        self.log.push(format!("resident {number} is born {born:?}"));
        self.residents[number].born = born;
        self.residents[number].person.learn("dob", born.map(Value::Date));
        self.decide(number, self.today());
        self.tell(number);
    }

    fn withdraw(&mut self) {
        let today = self.today();
        let standing = |version: &Version| {
            !version.is_withdrawn && !version.is_replaced && version.last.is_none_or(|last| last >= today)
        };
        let open: Vec<usize> = (0..self.versions.len()).filter(|place| standing(&self.versions[*place])).collect();
        if open.is_empty() {
            return;
        }
        let place = open[self.below(u32::try_from(open.len()).unwrap()) as usize];
        let version = self.versions[place].clone();
        let cx = &self.portal.cx;
        if !version.is_proposed {
            let revision = self.revision(&version.id).to_string();
            let form = fields(&[("reason", "写错了。"), ("revision", &revision), ("key", &new_key())]);
            withdrawal::propose(cx, &self.author, &version.id, &form).unwrap();
        }
        let decision = match self.random.next_u32() % 4 {
            0 => "keep",
            1 => "wait",
            _ => "withdraw",
        };
        self.log.push(format!("proposed to be withdrawn, {decision}: {version:?}"));
        self.versions[place].is_proposed = decision == "wait";
        if decision != "wait" {
            let form = fields(&[
                ("decision", decision),
                ("revision", &self.revision(&version.id).to_string()),
                ("key", &new_key()),
            ]);
            withdrawal::settle(cx, &self.publisher, &version.id, &form).unwrap();
        }
        self.portal.finish_jobs();
        if decision != "withdraw" {
            return;
        }

        let yesterday = today.yesterday().unwrap();
        self.versions[place].is_withdrawn = true;
        self.versions[place].last = version.last.into_iter().chain([yesterday]).min();
        if version.from > today {
            let eve = version.from.yesterday().unwrap();
            let others = self
                .versions
                .iter()
                .enumerate()
                .filter(|(other, found)| *other != place && !found.is_withdrawn && !found.is_replaced);
            let next = others.clone().map(|(_, other)| other.from).filter(|day| *day > version.from).min();
            let before = others.filter(|(_, other)| other.last == Some(eve)).max_by_key(|(_, other)| other.from);
            if let Some(before) = before.map(|(other, _)| other) {
                let cut = next.map(|day| day.yesterday().unwrap());
                self.versions[before].last = self.versions[before].terms.to.into_iter().chain(cut).min();
            }
        }
        self.everybody(today);
    }

    fn days_pass(&mut self, days: i64) {
        self.log.push(format!("{days} days pass at once"));
        self.portal.clock.advance_ms(days * 24 * 60 * 60 * 1000);
        self.portal.new_day();
        while self.done < self.today() {
            self.done = self.done.tomorrow().unwrap();
            for number in 0..self.residents.len() {
                self.decide(number, self.done);
            }
        }
        (0..self.residents.len()).for_each(|number| self.tell(number));
    }

    fn everybody(&mut self, day: Date) {
        for number in 0..self.residents.len() {
            self.decide(number, day);
            self.tell(number);
        }
    }

    /// What the policy in force on a day says of a resident, and what becomes of their offer.
    fn decide(&mut self, number: usize, day: Date) {
        let version = self.in_force(day).cloned();
        let resident = &mut self.residents[number];
        let says = match (&version, resident.born) {
            (None, _) => Says::No,
            (Some(_), None) => Says::Unknown,
            (Some(_), Some(born)) => {
                let birthday = born.with().year(born.year() + 80).build().unwrap();
                if birthday <= day { Says::Yes } else { Says::No }
            }
        };
        let fen = version.as_ref().map_or(0, |version| version.terms.fen);
        let delivery = version.map_or(Delivery::Confirm, |version| version.terms.delivery);
        let Some(offer) = &mut resident.offer else {
            if says == Says::Yes {
                resident.offer = Some(Offer { answer: Answer::None, says, fen, delivery, told: None });
            }
            return;
        };
        match says {
            Says::Yes => (offer.says, offer.fen, offer.delivery) = (says, fen, delivery),
            Says::Unknown if offer.says != Says::No => offer.says = says,
            Says::Unknown => {}
            Says::No => {
                let stays =
                    matches!(offer.answer, Answer::Never | Answer::Accepted | Answer::Applied | Answer::NotCarriedOut);
                if offer.says != Says::No && !stays {
                    offer.answer = Answer::None;
                }
                offer.says = says;
            }
        }
    }

    fn tell(&mut self, number: usize) {
        let resident = &mut self.residents[number];
        let Some(offer) = &mut resident.offer else { return };
        let now = (offer.shown(), offer.fen);
        let kind = match (offer.told, now.0) {
            (Some(("granted", fen)), "granted") | (Some(("accepted", fen)), "accepted") => {
                (fen != now.1).then_some("offer-changed")
            }
            (Some((before, _)), after) if before == after => None,
            (Some(("being-checked", _)), "open") | (None, "ended") => None,
            (_, "open") => Some("offer-found"),
            (_, "granted") => Some("offer-granted"),
            (_, "ended") => Some("offer-ended"),
            _ => None,
        };
        offer.told = Some(now);
        if let Some(kind) = kind {
            *resident.notices.entry(kind).or_default() += 1;
        }
    }

    fn compare(&self) {
        type Row = (String, String, Option<i64>);
        for resident in &self.residents {
            let (stored, told): (Option<Row>, Vec<String>) = self
                .portal
                .cx
                .read(|connection| {
                    let own = offers::table
                        .filter(offers::resident_id.eq(&resident.person.id).and(offers::policy_id.eq(POLICY_ID)));
                    let row = own.select((offers::id, offers::told_state.assume_not_null(), offers::amount_fen));
                    let row: Option<Row> = row.first(connection).optional()?;
                    let about = row.as_ref().map_or("", |(id, _, _)| id.as_str());
                    let kinds =
                        notices::table.filter(notices::subject_id.eq(about)).select(notices::kind).load(connection)?;
                    Ok((row, kinds))
                })
                .unwrap();
            let stored = stored.map(|(_, shown, fen)| (shown, fen));
            let expected = resident.offer.map(|offer| (offer.shown().to_owned(), Some(offer.fen)));
            let day = self.today();
            // The amount of what has ended is the last one that was given.
            let is_over = resident.offer.is_some_and(|offer| offer.says != Says::Yes);
            match is_over {
                true => {
                    assert_eq!(stored.map(|row| row.0), expected.map(|row| row.0), "{day}\n{}", self.log.join("\n"))
                }
                false => assert_eq!(stored, expected, "{day}\n{}", self.log.join("\n")),
            }
            let mut counted: BTreeMap<&str, i64> = BTreeMap::new();
            // What is said of days to come has tests of its own.
            let told = told.iter().filter(|kind| !kind.starts_with("soon-") && *kind != "arrangement-late");
            told.for_each(|kind| *counted.entry(kind.as_str()).or_default() += 1);
            assert_eq!(counted, resident.notices, "{day}\n{}", self.log.join("\n"));
        }
    }
}

fn walk(database: &TestDatabase, seed: u64) {
    println!("TONGBAN_SEED={seed}");
    let portal = TestPortal::new(database);
    let mut model = Model::new(&portal, seed);
    for _ in 0..STEPS {
        model.step();
    }
    portal.finish_jobs();
    domain::journal::seal_unsealed(&portal.cx).unwrap();
    assert_eq!(domain::journal::verify(&portal.cx).unwrap().first_bad, None);
}

/// The seed that is asked for by `TONGBAN_SEED`; otherwise a third one.
fn seed() -> u64 {
    std::env::var("TONGBAN_SEED").map_or(3, |seed| seed.parse().unwrap())
}

on_both_databases! {
    fn the_first_walk_ends_as_the_model_says(database) {
        walk(database, 1);
    }

    fn the_second_walk_ends_as_the_model_says(database) {
        walk(database, 2);
    }

    fn the_walk_that_is_asked_for_ends_as_the_model_says(database) {
        walk(database, seed());
    }
}
