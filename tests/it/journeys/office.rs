//! The people of an application: the resident with a browser, the caseworker and the supervisor. Each of them may act from
//! another thread.

use super::steps::{ITEM, apply};
use contract::{
    applications::{ApplicationState, EventKind},
    fields::Fields,
    identity::Actor,
};
use diesel::prelude::*;
use domain::{
    applications::{events, record, reply},
    casework::decide,
    context::Context,
    db::schema::tasks,
    error::Error,
    identity::session::{self, SessionState},
    operations::repeat::new_key,
};
use jiff::civil::date;
use policy::value::Value;
use tests::{
    deciding,
    facts::Person,
    portal::{Client, GRANNY, TestPortal},
};

/// How often people meet: so often, or as `TONGBAN_ROUNDS` says.
pub fn rounds(usual: usize) -> usize {
    std::env::var("TONGBAN_ROUNDS").map_or(usual, |rounds| rounds.parse().unwrap())
}

/// What came of an act: taken, or come back with a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Came {
    To(String),
    Back(String),
}

impl Came {
    /// Of what a use case answers; a fault fails the test.
    pub fn of(outcome: Result<String, Error>) -> Self {
        match outcome {
            Ok(location) => Self::To(location),
            Err(Error::Invalid(errors)) => Self::Back(errors.into_iter().map(|error| error.code).collect()),
            Err(error) => panic!("nobody sees a fault: {error:?}"),
        }
    }

    /// Whether it was taken.
    pub fn was_taken(&self) -> bool {
        matches!(self, Self::To(_))
    }
}

pub fn actor(portal: &TestPortal, client: &Client<'_>) -> Actor {
    match session::find(&portal.cx, &client.cookie("session").unwrap()).unwrap() {
        SessionState::Live(actor, _) => actor,
        _ => panic!("nobody is signed in"),
    }
}

/// The fields of a form.
pub fn fields<const N: usize>(fields: [(&str, &str); N]) -> Fields {
    Fields::new(fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into())
}

/// The end of an address.
pub fn id_of(address: &str) -> &str {
    address.rsplit('/').next().unwrap()
}

/// Words of the timeline, and how the application stands; holds what must be true of every application.
pub fn stands(cx: &Context, id: &str) -> (ApplicationState, Vec<(EventKind, Option<String>)>) {
    let looked = cx.read(|connection| {
        let application = record::find(connection, id)?;
        let timeline = events::timeline(cx, connection, id)?;
        let open: i64 = tasks::table
            .filter(tasks::application_id.eq(id).and(tasks::state.ne("done")))
            .count()
            .get_result(connection)?;
        Ok((application.state(), timeline, open))
    });
    let (state, timeline, open_tasks) = looked.unwrap();
    assert_eq!(open_tasks > 0, state.is_open(), "{state:?}");
    let last = timeline
        .iter()
        .find(|event| !matches!(event.kind, EventKind::Opened | EventKind::Late | EventKind::FactCorrected))
        .unwrap();
    let follows = match last.kind {
        EventKind::Submitted | EventKind::Answered | EventKind::TakenUpAgain => ApplicationState::Submitted,
        EventKind::Asked => ApplicationState::WaitingForResident,
        EventKind::Granted => ApplicationState::Granted,
        EventKind::Refused => ApplicationState::Refused,
        EventKind::Withdrawn => ApplicationState::Withdrawn,
        EventKind::Opened | EventKind::Late | EventKind::FactCorrected => unreachable!(),
    };
    assert_eq!(state, follows, "the timeline says how it stands: {timeline:?}");
    (state, timeline.into_iter().map(|event| (event.kind, event.detail)).collect())
}

/// Who meets; each of them may act from another thread.
pub struct People {
    /// Store and clock.
    pub cx: Context,
    pub resident: Actor,
    pub caseworker: Actor,
    pub supervisor: Actor,
}

/// The fact that the offer of the item rests on: until when her last assessment is valid.
pub const ASSESSMENT_VALID_TO: &str = "care_assessment_valid_to";

/// The people, and the browser of the resident.
pub struct Office<'a> {
    pub granny: Client<'a>,
    pub people: People,
    /// Her offer of what the item is applied for.
    pub offer: String,
}

impl<'a> Office<'a> {
    pub fn of(portal: &'a TestPortal) -> Self {
        let granny = portal.sign_in(GRANNY);
        let person = Person::behind(portal, &granny);
        // Her last assessment is over, so that she is offered another.
        person.learn(ASSESSMENT_VALID_TO, Some(Value::Date(date(2026, 10, 31))));
        let offer = id_of(&person.offer(ITEM)).to_owned();
        let [caseworker, supervisor] = ["hongkou", "supervisor"].map(|name| actor(portal, &portal.sign_in(name)));
        let people = People { cx: portal.cx.clone(), resident: actor(portal, &granny), caseworker, supervisor };
        Self { granny, people, offer }
    }

    /// A fresh application, and its revision.
    pub fn application(&self) -> (String, String) {
        let (address, _) = apply(&self.granny);
        let id = id_of(&address).to_owned();
        let revision = self.people.revision(&id);
        (id, revision)
    }
}

impl People {
    pub fn revision(&self, id: &str) -> String {
        let found = self.cx.read(|connection| record::find(connection, id)).unwrap();
        found.revision.to_string()
    }

    /// Makes room for the next one.
    pub fn put_away(&self, id: &str) {
        let taken_back = reply::withdraw(&self.cx, &self.resident, id, &fields([("key", &new_key())]));
        Came::of(taken_back);
    }

    pub fn asks(&self, who: &Actor, id: &str, revision: &str, question: &str) -> Came {
        let form = fields([("key", &new_key()), ("revision", revision), ("question", question)]);
        Came::of(decide::ask(&self.cx, who, id, &form))
    }

    pub fn decides(&self, who: &Actor, id: &str, revision: &str, decision: &str) -> Came {
        let others = [("key", new_key()), ("revision", revision.to_owned()), ("reason", decision.to_owned())];
        let others = others.each_ref().map(|(name, value)| (*name, value.as_str()));
        let form = deciding::fields(&self.cx, id, decision, &others).unwrap();
        Came::of(decide::decide(&self.cx, who, id, &form))
    }

    pub fn replies(&self, id: &str, words: &str) -> Came {
        let form = fields([("key", &new_key()), ("reply", words)]);
        Came::of(reply::reply(&self.cx, &self.resident, id, &form))
    }
}
