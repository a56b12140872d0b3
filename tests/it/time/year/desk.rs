//! What the desk does: documents of a few policies that are published, corrected, withdrawn, and follow each other.

use super::{Year, oracle::Who, plan::DeskAct};
use crate::{
    journeys::steps::POLICY,
    time::model::{fields, staff},
};
use contract::identity::{Actor, Role};
use diesel::prelude::*;
use domain::{
    db::schema::policy_versions,
    operations::repeat::new_key,
    policies::{desk, publish, withdrawal},
};
use jiff::{Span, civil::Date};
use policy::{budget::Budget, check::check_within};
use std::sync::Arc;
use tests::portal::TestPortal;

/// A policy of the year: its id, and how it reaches people.
pub struct Kind {
    pub id: &'static str,
    delivery: &'static str,
    /// After so many days without an answer its offers end; none: never.
    silence_days: Option<u32>,
    /// What it asks besides age and place: a condition, and what makes it true in the example of the document.
    more: Option<(&'static str, Example)>,
}

/// What makes a condition true in an example.
enum Example {
    Fact(&'static str),
    /// A policy that is granted.
    Granted(&'static str),
}

/// The first is the one that others may ask about.
pub const KINDS: [Kind; 6] = [
    Kind { id: "year-greeting", delivery: "confirm", silence_days: None, more: None },
    Kind { id: "year-allowance", delivery: "automatic", silence_days: None, more: None },
    Kind { id: "year-guide", delivery: "inform", silence_days: None, more: None },
    Kind {
        id: "year-lone",
        delivery: "confirm",
        silence_days: Some(20),
        more: Some(("独居", Example::Fact("living_alone = true"))),
    },
    Kind {
        id: "year-certificate",
        delivery: "automatic",
        silence_days: None,
        more: Some(("持有残疾人证", Example::Fact("disability_cert = true"))),
    },
    Kind {
        id: "year-supplement",
        delivery: "confirm",
        silence_days: None,
        more: Some(("享受(\"year-greeting\")", Example::Granted("year-greeting"))),
    },
];

/// Who works at the desk.
pub struct Desk {
    author: Actor,
    publisher: Actor,
}

/// Terms of a document.
struct Terms {
    threshold: u32,
    fen: u32,
    delivery: &'static str,
    from: Date,
    last: Option<Date>,
}

impl Desk {
    pub fn of(portal: &TestPortal) -> Self {
        Self { author: staff(portal, Role::Author), publisher: staff(portal, Role::Publisher) }
    }
}

fn document(kind: &Kind, terms: &Terms) -> String {
    let last = terms.last.map(|day| format!("valid_to = {day}\n")).unwrap_or_default();
    let text = POLICY
        .replace("test-allowance", kind.id)
        .replace("valid_from = 2026-01-01\n", &format!("valid_from = {}\n{last}", terms.from))
        .replace("on = 2026-11-23", &format!("on = {}", terms.from))
        .replace(">= 80", &format!(">= {}", terms.threshold))
        .replace("88.00", &format!("{}.{:02}", terms.fen / 100, terms.fen % 100))
        .replace("\"confirm\"", &format!("\"{}\"", terms.delivery));
    let text = match kind.silence_days {
        None => text,
        Some(days) => {
            let ends = format!("silence = \"ends-after-days\"\nsilence_days = {days}");
            text.replace("silence = \"stays-open\"", &ends)
        }
    };
    match &kind.more {
        None => text,
        Some((condition, example)) => {
            let label = "label = { zh = \"另一个条件\", en = \"Another condition\" }";
            let criterion = format!("[[criterion]]\nid = \"more\"\n{label}\nwhen = '{condition}'\n");
            let text = text.replace("[benefit]\n", &format!("{criterion}\n[benefit]\n"));
            let facts = "hukou_city = \"310000\" }";
            match example {
                Example::Fact(fact) => text.replace(facts, &format!("hukou_city = \"310000\", {fact} }}")),
                Example::Granted(policy) => {
                    text.replace(facts, &format!("{facts}\nothers = {{ {policy} = \"eligible\" }}"))
                }
            }
        }
    }
}

impl Year<'_> {
    /// The first version of each policy, in the first days.
    pub fn publish_first(&mut self, number: u32) {
        if let Some(kind) = KINDS.get(number as usize) {
            let act = [DeskAct::Publish, DeskAct::PublishAhead, DeskAct::PublishWithEnd];
            let act = *self.plan.pick(&act).unwrap();
            self.publish(kind, act);
        }
    }

    /// One act of the desk; where there is nothing to do it to, something is published instead.
    pub fn desk_act(&mut self, act: DeskAct) {
        let kind = self.plan.pick(&KINDS).unwrap();
        let today = self.today();
        match act {
            DeskAct::Publish | DeskAct::PublishAhead | DeskAct::PublishWithEnd | DeskAct::PublishAheadWithEnd => {
                self.publish(kind, act)
            }
            DeskAct::PublishWithin => self.publish_for(kind, 1, Some(2)),
            DeskAct::Interrupt => {
                self.publish_for(kind, 0, Some(1));
                self.publish_for(kind, 3, None);
            }
            DeskAct::Correct => match self.city.versions.of_policy(kind.id, today) {
                Some(place) if self.asked_for_is_there(kind, today) => self.correct(place),
                _ => self.publish(kind, DeskAct::Publish),
            },
            DeskAct::CorrectSeeded => {
                let in_force = self.city.versions.in_force(today);
                let is_seeded = |place: &usize| !self.city.versions.all[*place].policy.id.starts_with("year-");
                let seeded: Vec<usize> = in_force.into_iter().filter(is_seeded).collect();
                let place = *self.plan.pick(&seeded).unwrap();
                self.correct(place);
            }
            DeskAct::Withdraw | DeskAct::Keep => {
                let of_kind = |kind: &Kind| self.city.versions.standing(kind.id, today);
                let standing: Vec<usize> = KINDS.iter().flat_map(of_kind).collect();
                match self.plan.pick(&standing) {
                    Some(place) => self.withdraw(*place, act == DeskAct::Keep),
                    None => self.publish(kind, DeskAct::Publish),
                }
            }
        }
    }

    fn publish(&mut self, kind: &Kind, act: DeskAct) {
        let first = match act {
            DeskAct::PublishAhead | DeskAct::PublishAheadWithEnd => 1 + self.plan.below(25),
            _ => 0,
        };
        let last = match act {
            DeskAct::PublishWithEnd | DeskAct::PublishAheadWithEnd => Some(first + 2 + self.plan.below(40)),
            _ => None,
        };
        self.publish_for(kind, first, last);
    }

    /// Publishes a version with days of its own, both in days from today.
    fn publish_for(&mut self, kind: &Kind, first: u32, last: Option<u32>) {
        let today = self.today();
        let in_days = |days: u32| today.checked_add(Span::new().days(i64::from(days))).unwrap();
        let (from, until) = (in_days(first), last.map(in_days));
        let other_delivery = self.plan.once_in(4);
        let delivery =
            if other_delivery { *self.plan.pick(&["confirm", "automatic", "inform"]).unwrap() } else { kind.delivery };
        let threshold = *self.plan.pick(&[55, 60, 62, 65, 70, 75, 80]).unwrap();
        let terms = Terms { threshold, fen: 1_000 + 50 * self.plan.below(200), delivery, from, last: until };
        if !self.asked_for_is_there(kind, from) {
            return self.publish_for(&KINDS[0], first, last);
        }
        self.log(format!("desk: {} from {from} to {until:?}, {threshold}, {delivery}, {} fen", kind.id, terms.fen));
        self.put_in_force(&document(kind, &terms));
    }

    /// What asks about a policy that is not there cannot be published.
    fn asked_for_is_there(&self, kind: &Kind, day: Date) -> bool {
        match &kind.more {
            Some((_, Example::Granted(other))) => self.city.versions.of_policy(other, day).is_some(),
            Some((_, Example::Fact(_))) | None => true,
        }
    }

    /// The same document once more, with another word in it.
    fn correct(&mut self, place: usize) {
        let version = &self.city.versions.all[place];
        let (id, policy) = (version.id.clone(), version.policy.id.clone());
        let text: String = self
            .portal
            .cx
            .read(|connection| {
                Ok(policy_versions::table.find(&id).select(policy_versions::content).first(connection)?)
            })
            .unwrap();
        self.log(format!("desk: {policy} is corrected"));
        self.put_in_force(&text.replacen("\nappeal = { zh = \"", "\nappeal = { zh = \"更正：", 1));
    }

    /// An author writes a document, hands it over, and a second person publishes it.
    fn put_in_force(&mut self, text: &str) {
        let cx = &self.portal.cx;
        let checked = check_within(text, &cx.vocabulary, &cx.parameters, &Budget::unlimited());
        let policy = checked.policy.unwrap_or_else(|| panic!("{text}\n{:#?}", checked.problems));
        let form = fields(&[("text", text), ("key", &new_key())]);
        let address = desk::create(cx, &self.desk.author, &form).unwrap();
        let id = address.rsplit('/').next().unwrap().to_owned();
        desk::hand_over(cx, &self.desk.author, &id, &fields(&[("revision", "1")])).unwrap();
        publish::publish(cx, &self.desk.publisher, &id, &fields(&[("revision", "2"), ("key", &id)])).unwrap();
        self.portal.finish_jobs();
        let today = self.today();
        self.ahead.desk_touched(&policy.id);
        self.city.versions.publish(id, Arc::new(policy), today);
        self.everybody_is_decided();
    }

    /// What the desk did today is decided at once; where the work of a day waits, as part of that.
    fn everybody_is_decided(&mut self) {
        let today = self.today();
        if self.done == today {
            self.city.decide(today, Who::Everybody);
            self.city.tell(today);
        }
    }

    /// One person proposes to withdraw a version; a second one does, or keeps it.
    fn withdraw(&mut self, place: usize, is_kept: bool) {
        let (cx, today) = (&self.portal.cx, self.today());
        let version = self.city.versions.all[place].clone();
        let decision = if is_kept { "keep" } else { "withdraw" };
        let revision = || -> String {
            let row = cx.read(|connection| {
                let row = policy_versions::table.find(&version.id).select(policy_versions::revision);
                Ok(row.first::<i32>(connection)?)
            });
            row.unwrap().to_string()
        };
        let key = self.key();
        let proposal = [("reason", "写错了。"), ("revision", &revision()), ("key", &format!("p{key}"))];
        withdrawal::propose(cx, &self.desk.author, &version.id, &fields(&proposal)).unwrap();
        let settling = [("decision", decision), ("revision", &revision()), ("key", &format!("s{key}"))];
        withdrawal::settle(cx, &self.desk.publisher, &version.id, &fields(&settling)).unwrap();
        self.portal.finish_jobs();
        self.log(format!("desk: {decision} {} from {} to {:?}", version.policy.id, version.from, version.last));
        if !is_kept {
            self.ahead.desk_touched(&version.policy.id);
            self.city.versions.withdraw(place, today);
        }
        self.everybody_is_decided();
    }
}
