//! What people are told of days to come and of promised days that pass, held against the city as it must be. It is not the
//! order of single notices that is judged but what they must hold: each is true by the facts and versions that are known when
//! it is said, none is said twice in the whole year, and what turns by itself was said before, where it could be known.

use super::{
    Year,
    oracle::{City, SaidOfAll},
    people::{open_applications, open_arrangements},
    standing::{Offer, Progress, Says},
};
use contract::notices::NoticeKind;
use domain::policies::{ahead::DAYS_AHEAD, silence::DAYS_BEFORE};
use jiff::{Span, civil::Date};
use policy::{
    decision::Verdict,
    document::{Delivery, Policy},
};
use std::collections::{BTreeMap, BTreeSet};

/// A notice about a day to come, or one that has passed.
pub struct Notice {
    pub row: usize,
    pub kind: NoticeKind,
    /// The policy, or the application.
    pub about: String,
    pub day: Date,
    pub apply_from: Option<Date>,
}

/// The row of the person, the kind, what it is about, and the day.
type Key = (usize, &'static str, String, Date);

/// Somebody for whom a policy comes out otherwise, by the calendar alone.
struct Turn {
    row: usize,
    policy: String,
    on: Date,
    before: Verdict,
    after: Verdict,
}

/// A year of what was said.
#[derive(Default)]
pub struct Ahead {
    told: BTreeSet<Key>,
    /// Rows whose facts changed since the tasks of a day last ran: of them nothing could be known.
    changed: BTreeSet<usize>,
    /// Policies that the desk published or withdrew since then.
    touched: BTreeSet<String>,
    /// What has turned since then, and the offers as they were before; nothing where the tasks did not run.
    turned: Option<(Vec<Turn>, Offers)>,
    /// How many turns must have been said before.
    pub expected: usize,
}

type Offers = BTreeMap<String, Vec<Option<Offer>>>;

impl Ahead {
    /// Facts of somebody changed.
    pub fn facts_changed(&mut self, row: usize) {
        self.changed.insert(row);
    }

    /// The desk published or withdrew a version of a policy.
    pub fn desk_touched(&mut self, policy: &str) {
        self.touched.insert(policy.to_owned());
    }

    /// The work of days begins: with the offers as they are.
    pub fn days_begin(&mut self, offers: &Offers) {
        self.turned = Some((Vec::new(), offers.clone()));
    }

    /// A day was decided: by what the policies said of everybody the day before, and what they say now.
    pub fn day_is_decided(&mut self, on: Date, before: &SaidOfAll, after: &SaidOfAll) {
        let Some((turned, _)) = &mut self.turned else { return };
        let policies: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for policy in policies {
            let people = before.get(policy).or(after.get(policy)).map_or(0, Vec::len);
            // A policy that is not there gives nobody anything.
            let says = |said: &SaidOfAll, row: usize| said.get(policy).map_or(Verdict::NotEligible, |said| said[row]);
            let of_rows = (0..people).map(|row| (row, says(before, row), says(after, row)));
            turned.extend(of_rows.filter(|(_, before, after)| before != after).map(|(row, before, after)| Turn {
                row,
                policy: policy.clone(),
                on,
                before,
                after,
            }));
        }
    }
}

impl Year<'_> {
    /// Holds what was said since the last look against what must be said.
    pub fn judge_what_is_said_ahead(&mut self, notices: &[Notice]) -> Result<(), String> {
        let Some((turned, offers)) = self.ahead.turned.take() else {
            let besides = notices.iter().map(|notice| format!("{}, and no task ran", named(&self.city, notice)));
            return none_of(besides.collect());
        };
        let mut wrong = self.what_was_not_said(&turned, &offers);
        self.ahead.changed.clear();
        self.ahead.touched.clear();
        let today = self.today();
        let applications = open_applications(self);
        let arrangements = open_arrangements(self);
        let lapsing = lapsing(&self.city, today);
        for notice in notices {
            let name = named(&self.city, notice);
            let key = (notice.row, notice.kind.as_str(), notice.about.clone(), notice.day);
            let is_true = match notice.kind {
                NoticeKind::SoonLapsed => lapsing.contains(&key),
                NoticeKind::ApplicationLate => applications.get(&notice.about) == Some(&(notice.row, notice.day)),
                NoticeKind::ArrangementLate => {
                    arrangements.get(&(notice.row, notice.about.clone())) == Some(&notice.day)
                }
                _ => will_turn(&mut self.city, notice, today),
            };
            let is_late = matches!(notice.kind, NoticeKind::ApplicationLate | NoticeKind::ArrangementLate);
            if !is_true || is_late != (notice.day < today) {
                wrong.push(format!("{name}, which is not so"));
            }
            if !self.ahead.told.insert(key) {
                wrong.push(format!("{name}, for the second time"));
            }
        }
        let late_applications = applications
            .into_iter()
            .map(|(id, (row, due))| (row, NoticeKind::ApplicationLate.as_str(), id, due))
            .filter(|(.., due)| *due < today);
        let late_arrangements = arrangements
            .into_iter()
            .map(|((row, policy), due)| (row, NoticeKind::ArrangementLate.as_str(), policy, due))
            .filter(|(.., due)| *due < today);
        let must = late_applications.chain(late_arrangements).chain(lapsing);
        let missing = must.filter(|key| !self.ahead.told.contains(key));
        wrong.extend(missing.map(|(row, kind, about, day)| {
            format!("resident {} {about}: {kind} {day} was not said", self.city.people[row].number)
        }));
        none_of(wrong)
    }

    /// What turned by itself, could be known when the tasks last ran, and was not said.
    fn what_was_not_said(&mut self, turned: &[Turn], offers: &Offers) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut seen = BTreeSet::new();
        for turn in turned {
            let Turn { row, policy, on, before, after } = turn;
            // Of what turns twice while nothing runs, only the first turn could be known.
            if !seen.insert((*row, policy)) || self.ahead.changed.contains(row) || self.is_touched(policy, *on) {
                continue;
            }
            let offer = offers.get(policy).and_then(|offers| offers[*row]);
            // Whether it was news is asked on the day on which it is seen: within so many days before.
            let seen_from = on.checked_sub(Span::new().days(DAYS_AHEAD + 1)).unwrap();
            let is_settled = offer.is_none_or(|offer| offer.told_on.is_some_and(|told| told <= seen_from));
            let (begins, ends) = (is_news_that_it_begins(offer), is_news_that_it_ends(offer));
            let kinds: &[NoticeKind] = match (before, after) {
                (Verdict::NotEligible, Verdict::Eligible) if begins && is_settled => {
                    &[NoticeKind::SoonGranted, NoticeKind::SoonFound, NoticeKind::SoonToApply]
                }
                (Verdict::Eligible, Verdict::NotEligible) if ends && is_settled => &[NoticeKind::SoonEnded],
                _ => continue,
            };
            self.ahead.expected += 1;
            let was_said =
                kinds.iter().any(|kind| self.ahead.told.contains(&(*row, kind.as_str(), policy.clone(), *on)));
            if !was_said {
                let number = self.city.people[*row].number;
                wrong.push(format!("resident {number} {policy}: {before:?} to {after:?} on {on} was not said ahead"));
            }
        }
        wrong
    }

    /// Whether the desk did something to a policy, or to one that it may ask about.
    fn is_touched(&mut self, policy: &str, day: Date) -> bool {
        if self.ahead.touched.is_empty() {
            return false;
        }
        if self.ahead.touched.contains(policy) {
            return true;
        }
        let in_force = self.city.versions.in_force(day);
        !self.city.versions.together(&in_force).set.stands_alone(policy)
    }
}

/// Whether a notice of a turn is true by what is known today.
fn will_turn(city: &mut City, notice: &Notice, today: Date) -> bool {
    let Notice { row, about, day, .. } = notice;
    let offer = city.offer(*row, about);
    let now = city.said.get(about).map_or(Verdict::NotEligible, |said| said[*row]);
    let eve = city.verdict_on(*row, about, day.yesterday().unwrap());
    let then = city.verdict_on(*row, about, *day);
    if *day > today.checked_add(Span::new().days(DAYS_AHEAD)).unwrap() {
        return false;
    }
    if notice.kind == NoticeKind::SoonEnded {
        let ends = now == Verdict::Eligible && eve != Verdict::NotEligible && then == Verdict::NotEligible;
        return ends && is_news_that_it_ends(offer) && notice.apply_from.is_none();
    }
    let begins = now == Verdict::NotEligible && eve != Verdict::Eligible && then == Verdict::Eligible;
    let Some(version) = city.versions.of_policy(about, *day) else { return false };
    let said = of_beginning(&city.versions.all[version].policy, *day, today);
    begins && is_news_that_it_begins(offer) && said == (notice.kind, notice.apply_from)
}

/// What is said of a policy that begins to hold for somebody, and from when one can apply for it.
fn of_beginning(policy: &Policy, day: Date, today: Date) -> (NoticeKind, Option<Date>) {
    let apply_from = policy.apply_from(day, today);
    match policy.delivery_here {
        Delivery::Automatic => (NoticeKind::SoonGranted, None),
        Delivery::Apply | Delivery::ApplyThenAutomatic => (NoticeKind::SoonToApply, apply_from),
        Delivery::Inform if apply_from.is_some_and(|from| from < day) => (NoticeKind::SoonToApply, apply_from),
        Delivery::Confirm | Delivery::Inform => (NoticeKind::SoonFound, None),
    }
}

/// Nobody is told of what they do not want, cannot have, or have said yes to.
fn is_news_that_it_begins(offer: Option<Offer>) -> bool {
    offer.is_none_or(|offer| {
        !matches!(offer.progress, Progress::Never | Progress::Refused | Progress::NotCarriedOut | Progress::Accepted)
    })
}

/// Nobody is told of the end of what they do not have, or let pass.
fn is_news_that_it_ends(offer: Option<Offer>) -> bool {
    offer.is_some_and(|offer| {
        offer.says == Says::Yes
            && matches!(
                offer.progress,
                Progress::Open | Progress::Later | Progress::Read | Progress::Applied | Progress::Granted
            )
    })
}

/// What ends for silence within the days of the reminder, unless somebody answers.
fn lapsing(city: &City, today: Date) -> BTreeSet<Key> {
    let latest = today.checked_add(Span::new().days(DAYS_BEFORE)).unwrap();
    let mut found = BTreeSet::new();
    for version in city.versions.in_force(today) {
        let policy = &city.versions.all[version].policy;
        let Some(days) = policy.silence_days.map(i64::from).filter(|days| *days > DAYS_BEFORE) else { continue };
        let Some(offers) = city.offers.get(&policy.id) else { continue };
        for (row, offer) in offers.iter().enumerate() {
            let waiting = offer.filter(|offer| offer.progress == Progress::Open && offer.says == Says::Yes);
            let Some(told) = waiting.and_then(|offer| offer.told_on) else { continue };
            let ends = told.checked_add(Span::new().days(days)).unwrap();
            if today < ends && ends <= latest {
                found.insert((row, NoticeKind::SoonLapsed.as_str(), policy.id.clone(), ends));
            }
        }
    }
    found
}

fn named(city: &City, notice: &Notice) -> String {
    let Notice { row, kind, about, day, apply_from } = notice;
    format!("resident {} {about}: {} {day} {apply_from:?}", city.people[*row].number, kind.as_str())
}

fn none_of(wrong: Vec<String>) -> Result<(), String> {
    if wrong.is_empty() { Ok(()) } else { Err(super::checks::named("notices of other days", wrong)) }
}
