//! The desk of the walk: documents are written, mistyped, made unreadable, renamed, mended, handed over, taken back, sent
//! back, thrown away and published in any order, from pages that may be old. Each act is taken exactly where it must be, and
//! what is stored is what was written last.

use super::{Model, POLICY_ID, Version, fields};
use crate::journeys::steps::POLICY;
use diesel::prelude::*;
use domain::{
    db::schema::policy_versions,
    error::Error,
    operations::repeat::new_key,
    policies::{desk, publish},
};
use jiff::{Span, civil::Date};
use policy::document::Delivery;

/// Another policy, whose name a document may take by mistake.
const OTHER_POLICY: &str = "test-mistaken";
/// The item that applies for the policy, where one applies.
pub(super) const ITEM: &str = "care-needs-assessment";

/// What a document says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Terms {
    pub policy: &'static str,
    pub fen: i64,
    pub from: Date,
    pub to: Option<Date>,
    pub delivery: Delivery,
    pub is_written: Written,
}

/// How well it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    Right,
    /// A word of a list that is none of them.
    Mistyped,
    /// No document at all.
    Unreadable,
}

/// How far a document has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Draft,
    Approved,
    Published,
    ThrownAway,
}

/// A document at the desk.
#[derive(Clone, Debug)]
pub(super) struct Paper {
    id: String,
    stage: Stage,
    terms: Terms,
    /// The policy under which it stands: what cannot be read keeps the name of before.
    policy: &'static str,
}

impl Terms {
    pub(super) fn text(&self) -> String {
        let last = self.to.map(|to| format!("valid_to = {to}\n")).unwrap_or_default();
        let text = POLICY
            .replace(POLICY_ID, self.policy)
            .replace("valid_from = 2026-01-01\n", &format!("valid_from = {}\n{last}", self.from))
            .replace("88.00", &format!("{}.00", self.fen / 100))
            .replace("\"confirm\"", &format!("\"{}\"", self.delivery.as_str()))
            // The example of the document is of a day on which it holds.
            .replace("on = 2026-11-23", &format!("on = {}", self.from));
        let text = match self.delivery {
            Delivery::Apply => text.replace("silence = ", &format!("item = \"{ITEM}\"\nsilence = ")),
            _ => text,
        };
        match self.is_written {
            Written::Right => text,
            Written::Mistyped => text.replace("\"stays-open\"", "\"stays-opne\""),
            Written::Unreadable => format!("{text}\n[[["),
        }
    }
}

impl Model<'_> {
    /// What a document says, drawn: from yesterday to some days ahead, some with an end.
    fn terms(&mut self) -> Terms {
        let fen = 100 * (1 + i64::from(self.below(90)));
        let days = i64::from(self.below(6)) - 1;
        let from = self.in_days(days);
        let to = (self.below(3) == 0).then(|| from.checked_add(Span::new().days(4)).unwrap());
        let delivery = match self.below(6) {
            0 => Delivery::Inform,
            1 => Delivery::Apply,
            _ => Delivery::Confirm,
        };
        Terms { policy: POLICY_ID, fen, from, to, delivery, is_written: Written::Right }
    }

    /// A document goes straight into force.
    pub(super) fn publish(&mut self) {
        let terms = self.terms();
        self.write(terms);
        let place = self.papers.len() - 1;
        self.hand_over(place);
        self.put_in_force(place);
    }

    /// One act, drawn, on a document that is drawn.
    pub(super) fn act_at_the_desk(&mut self) {
        let at_work = |paper: &Paper| matches!(paper.stage, Stage::Draft | Stage::Approved);
        let mut places: Vec<usize> = (0..self.papers.len()).filter(|place| at_work(&self.papers[*place])).collect();
        if self.below(5) == 0 {
            places = (0..self.papers.len()).collect();
        }
        let act = self.below(13);
        let terms = self.terms();
        let count = u32::try_from(places.len()).unwrap();
        if count == 0 || act < 2 {
            return self.write(terms);
        }
        let place = places[self.below(count) as usize];
        match act {
            2 => self.write(Terms { is_written: Written::Mistyped, ..terms }),
            3 => self.another_version(),
            4 | 5 => self.save(place, terms),
            6 => self.save(place, Terms { is_written: Written::Mistyped, ..terms }),
            7 => self.save(place, Terms { is_written: Written::Unreadable, ..terms }),
            8 => self.save(place, Terms { policy: OTHER_POLICY, ..terms }),
            9 => self.hand_over(place),
            10 => self.move_on(place, "taken back", &[Stage::Approved], Some(Stage::Draft)),
            11 => self.move_on(place, "sent back", &[Stage::Approved], None),
            _ => match self.below(3) {
                0 => self.move_on(place, "thrown away", &[Stage::Draft], Some(Stage::ThrownAway)),
                _ => self.put_in_force(place),
            },
        }
    }

    fn write(&mut self, terms: Terms) {
        self.log.push(format!("written: {terms:?}"));
        let form = [("text", terms.text()), ("act", "keep".to_owned()), ("key", new_key())];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let address = desk::create(&self.portal.cx, &self.author, &fields(&form)).unwrap();
        let id = address.rsplit('/').next().unwrap().to_owned();
        let policy = terms.policy;
        self.papers.push(Paper { id, stage: Stage::Draft, terms, policy });
    }

    /// A draft of what holds today.
    fn another_version(&mut self) {
        let Some(version) = self.in_force(self.today()).cloned() else { return };
        self.log.push(format!("another version of {}", version.id));
        let form = fields(&[("key", &new_key())]);
        let address = desk::new_version(&self.portal.cx, &self.author, &version.id, &form).unwrap();
        let id = address.rsplit('/').next().unwrap().to_owned();
        self.papers.push(Paper { id, stage: Stage::Draft, terms: version.terms, policy: POLICY_ID });
    }

    fn save(&mut self, place: usize, terms: Terms) {
        let (revision, is_old) = self.page_of(place);
        let paper = self.papers[place].clone();
        self.log.push(format!("saved, old page {is_old}: {paper:?} as {terms:?}"));
        let text = terms.text();
        let form = fields(&[("text", &text), ("revision", &revision)]);
        let saved = desk::save(&self.portal.cx, &self.author, &paper.id, &form);
        let is_there = text == paper.terms.text();
        let can_be = paper.stage == Stage::Draft && (!is_old || is_there);
        self.is_taken(saved, can_be);
        if can_be && !(is_old && is_there) {
            let policy = if terms.is_written == Written::Unreadable { paper.policy } else { terms.policy };
            self.papers[place] = Paper { terms, policy, ..paper };
        }
    }

    fn hand_over(&mut self, place: usize) {
        let (revision, is_old) = self.page_of(place);
        let paper = self.papers[place].clone();
        self.log.push(format!("handed over, old page {is_old}: {paper:?}"));
        let form = fields(&[("revision", &revision)]);
        let handed_over = desk::hand_over(&self.portal.cx, &self.author, &paper.id, &form);
        let can_be = match paper.stage {
            Stage::Draft => !is_old && paper.terms.is_written == Written::Right,
            Stage::Approved => true,
            Stage::Published | Stage::ThrownAway => false,
        };
        self.is_taken(handed_over, can_be);
        if can_be {
            self.papers[place].stage = Stage::Approved;
        }
    }

    /// Moves a document that stands somewhere to somewhere else; where it is there already, by the same person, nothing
    /// happens.
    fn move_on(&mut self, place: usize, act: &'static str, from: &[Stage], to: Option<Stage>) {
        let (revision, is_old) = self.page_of(place);
        let paper = self.papers[place].clone();
        self.log.push(format!("{act}, old page {is_old}: {paper:?}"));
        let (cx, id) = (&self.portal.cx, paper.id.as_str());
        let form = fields(&[("revision", &revision), ("remark", "请再看一遍。"), ("key", &new_key())]);
        let moved = match act {
            "taken back" => desk::take_back(cx, &self.author, id, &form),
            "sent back" => desk::send_back(cx, &self.publisher, id, &form),
            _ => desk::throw_away(cx, &self.author, id, &form),
        };
        let is_there = to == Some(paper.stage);
        let can_be = is_there || (from.contains(&paper.stage) && !is_old);
        self.is_taken(moved, can_be);
        if can_be {
            self.papers[place].stage = to.unwrap_or(Stage::Draft);
        }
    }

    fn put_in_force(&mut self, place: usize) {
        let (revision, is_old) = self.page_of(place);
        let paper = self.papers[place].clone();
        self.log.push(format!("published, old page {is_old}: {paper:?}"));
        let form = fields(&[("revision", &revision), ("key", &new_key())]);
        let published = publish::publish(&self.portal.cx, &self.publisher, &paper.id, &form);
        let today = self.today();
        let is_over = paper.terms.to.is_some_and(|to| to < today);
        let can_be = paper.stage == Stage::Approved && !is_old && !is_over;
        self.is_taken(published, can_be);
        if !can_be {
            return;
        }
        self.portal.finish_jobs();
        self.papers[place].stage = Stage::Published;
        // Of another policy: these offers do not change.
        if paper.policy == POLICY_ID {
            self.is_in_force(paper.id, paper.terms);
        }
    }

    /// A version of the policy is in force, and ends the one before it.
    fn is_in_force(&mut self, id: String, terms: Terms) {
        let (today, from) = (self.today(), terms.from.max(self.today()));
        let eve = from.yesterday().unwrap();
        for version in &mut self.versions {
            if version.from <= from && version.last.is_none_or(|last| last >= from) {
                version.last = Some(eve);
                version.is_replaced |= version.from == from || from <= today;
            }
        }
        let standing = self.versions.iter().filter(|version| !version.is_withdrawn && !version.is_replaced);
        let next = standing.map(|version| version.from).filter(|day| *day > from).min();
        let cut = next.map(|day| day.yesterday().unwrap());
        let last = terms.to.into_iter().chain(cut).min();
        self.versions.push(Version {
            id,
            terms,
            from,
            last,
            is_withdrawn: false,
            is_replaced: false,
            is_proposed: false,
        });
        if from <= today {
            self.everybody(today);
        }
    }

    /// The revision on somebody's page, which is now and then an old one.
    fn page_of(&mut self, place: usize) -> (String, bool) {
        let is_old = self.below(8) == 0;
        let revision = self.revision(&self.papers[place].id) - i32::from(is_old);
        (revision.to_string(), is_old)
    }

    fn is_taken(&self, outcome: Result<String, Error>, can_be: bool) {
        match (outcome, can_be) {
            (Ok(_), true) | (Err(Error::Invalid(_)), false) => {}
            (outcome, _) => panic!("{outcome:?}, and it can be: {can_be}\n{}", self.log.join("\n")),
        }
    }

    /// What stands at the desk is what was written last.
    pub(super) fn compare_the_desk(&self) {
        for paper in self.papers.iter().filter(|paper| paper.stage != Stage::Published) {
            let stored: (String, String, String) = self
                .portal
                .cx
                .read(|connection| {
                    let row = policy_versions::table.find(&paper.id);
                    let columns = (policy_versions::state, policy_versions::policy_id, policy_versions::content);
                    Ok(row.select(columns).first(connection)?)
                })
                .unwrap();
            let state = match paper.stage {
                Stage::Draft => "draft",
                Stage::Approved => "approved",
                Stage::Published => "published",
                Stage::ThrownAway => "thrown-away",
            };
            let expected = (state.to_owned(), paper.policy.to_owned(), paper.terms.text());
            assert_eq!(stored, expected, "{paper:?}\n{}", self.log.join("\n"));
        }
    }
}
