//! The city as it must be: everybody's facts in memory, every policy in force decided for everybody each day, and what
//! follows from it for offers and notices. Decided by the columns of the engine, where the portal decides one by one.

use super::{
    news::{self, Notices},
    standing::{Deed, Given, Offer, Says},
    versions::{Together, Versions},
};
use contract::notices::NoticeKind;
use diesel::prelude::*;
use domain::{db::schema::policy_versions, residents::facts::facts_of_slice};
use jiff::{Span, civil::Date};
use policy::{
    budget::Budget,
    check::check_within,
    columns::{Columns, Outcome},
    decision::{AmountValue, Verdict},
    document::{AmountUnit, Policy},
    incremental::Touched,
    value::{Fact, Facts, Value},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    num::NonZeroUsize,
    sync::Arc,
};
use tests::portal::TestPortal;

/// A resident.
pub struct Inhabitant {
    pub id: String,
    pub number: i64,
    /// Departments that have delivered something about them.
    pub departments: BTreeSet<String>,
    facts: Facts,
}

/// Whom to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Everybody,
    One(usize),
}

/// What each policy in force said of everybody: by policy, then by row.
pub type SaidOfAll = BTreeMap<String, Vec<Verdict>>;

/// The whole city.
pub struct City {
    pub people: Vec<Inhabitant>,
    rows: HashMap<String, usize>,
    columns: Columns,
    pub versions: Versions,
    /// By policy, then by the row of the person.
    pub offers: BTreeMap<String, Vec<Option<Offer>>>,
    /// What people must have been told since the last look.
    pub notices: Notices,
    /// As of the last day that was decided.
    pub said: SaidOfAll,
}

impl City {
    /// As a portal holds it, before anybody was decided.
    pub fn of(portal: &TestPortal) -> Self {
        let cx = &portal.cx;
        let (people, texts): (_, Vec<(String, String)>) = cx
            .read(|connection| {
                let people = facts_of_slice(cx, connection, 0, 1_000_000)?;
                let published = policy_versions::table.filter(policy_versions::holds_from.is_not_null());
                let published = published.order(policy_versions::id);
                Ok((people, published.select((policy_versions::id, policy_versions::content)).load(connection)?))
            })
            .unwrap();
        let mut versions = Versions::default();
        for (id, text) in texts {
            let checked = check_within(&text, &cx.vocabulary, &cx.parameters, &Budget::unlimited());
            versions.seeded(id, checked.policy.unwrap());
        }
        let mut columns = Columns::new(&cx.vocabulary);
        let people = people.into_iter().map(|(number, id, facts)| {
            columns.push(&facts);
            let departments = facts.iter().map(|(_, fact)| fact.department.to_string()).collect();
            Inhabitant { id: id.0, number, departments, facts }
        });
        let people: Vec<Inhabitant> = people.collect();
        let rows = people.iter().enumerate().map(|(row, person)| (person.id.clone(), row)).collect();
        let (offers, notices, said) = (BTreeMap::new(), Notices::new(), SaidOfAll::new());
        Self { people, rows, columns, versions, offers, notices, said }
    }

    /// The row of a resident.
    pub fn row(&self, resident: &str) -> usize {
        self.rows[resident]
    }

    /// A fact of somebody is another one.
    pub fn learn(&mut self, row: usize, attribute: &str, department: &str, value: Option<&Value>) {
        assert!(self.columns.set(row, attribute, value), "{attribute}");
        let facts = &mut self.people[row].facts;
        let others = facts.iter().filter(|(id, _)| *id != attribute);
        let mut after = Facts::new();
        others.for_each(|(id, fact)| after.insert(id, fact.clone()));
        if let Some(value) = value {
            let fact =
                Fact { value: value.clone(), department: department.into(), as_of: Date::MIN, delivery: "".into() };
            after.insert(attribute, fact);
        }
        *facts = after;
    }

    /// What each version in force on a day says of everybody.
    pub fn outcomes(&mut self, day: Date) -> Vec<(usize, Outcome)> {
        let in_force = self.versions.in_force(day);
        let together = self.versions.together(&in_force);
        let place = |id: &str| {
            let found = in_force.iter().find(|place| self.versions.all[**place].policy.id == id);
            *found.unwrap()
        };
        let mut outcomes = Vec::new();
        let lowered = together.set.lower(day).unwrap();
        self.columns.decide_set(&lowered, NonZeroUsize::MIN, |id, outcome| outcomes.push((place(id), outcome.clone())));
        for policy in &together.alone {
            let outcome = self.columns.decide(&policy.lower(day).unwrap(), NonZeroUsize::MIN);
            outcomes.push((place(&policy.id), outcome));
        }
        assert_eq!(outcomes.len(), in_force.len(), "{day}: each policy in force is decided once");
        outcomes
    }

    /// Whom the step from a day to the next one touches: those for whom a bound of a policy passes. Where more than bounds
    /// changes (a parameter, a policy that ends, one that is not worked out by bounds), those for whom it comes out otherwise.
    pub fn touched(&mut self, before: Date, after: Date) -> BTreeSet<u32> {
        let in_force = self.versions.in_force(before);
        let together = self.versions.together(&in_force);
        let (lowered, later) = (together.set.lower(before).unwrap(), together.set.lower(after).unwrap());
        let touched = self.columns.touched_set(&lowered, &later, NonZeroUsize::MIN);
        let (was, is) = (self.outcomes(before), self.outcomes(after));
        let mut rows = BTreeSet::new();
        for (policy, touched) in together.set.policies().iter().zip(touched) {
            match touched {
                Touched::Rows(more) => rows.extend(more),
                Touched::Everybody => {
                    let (was, is) = (self.said(&was, policy), self.said(&is, policy));
                    rows.extend((0..).zip(was.iter().zip(&is)).filter(|(_, (was, is))| was != is).map(|(row, _)| row));
                }
            }
        }
        rows
    }

    /// What a policy says of everybody among outcomes; nobody gets one that is not there.
    fn said(&self, outcomes: &[(usize, Outcome)], policy: &Policy) -> Vec<(Verdict, Given)> {
        let found = outcomes.iter().find(|(version, _)| self.versions.all[*version].policy.id == policy.id);
        let nothing = || vec![(Verdict::NotEligible, Given::default()); self.people.len()];
        found.map_or_else(nothing, |(_, outcome)| by_row(policy, outcome, self.people.len()))
    }

    /// Everybody, or one person, is decided as on a day, by every policy in force on it. Only a whole day ends what is over, and
    /// what nobody answered.
    pub fn decide(&mut self, day: Date, who: Who) {
        let outcomes = self.outcomes(day);
        let rows = match who {
            Who::Everybody => 0..self.people.len(),
            Who::One(row) => row..row + 1,
        };
        if who == Who::Everybody {
            let holding: BTreeSet<&str> =
                outcomes.iter().map(|(version, _)| self.versions.all[*version].policy.id.as_str()).collect();
            let over = self.offers.iter_mut().filter(|(policy, _)| !holding.contains(policy.as_str()));
            over.flat_map(|(_, offers)| offers.iter_mut().flatten()).for_each(Offer::policy_is_over);
            self.said.clear();
        }
        for (version, outcome) in outcomes {
            let policy = Arc::clone(&self.versions.all[version].policy);
            let decided = by_row(&policy, &outcome, self.people.len());
            let nobody = || vec![Verdict::NotEligible; decided.len()];
            let said = self.said.entry(policy.id.clone()).or_insert_with(nobody);
            rows.clone().for_each(|row| said[row] = decided[row].0);
            let offers = self.offers.entry(policy.id.clone()).or_insert_with(|| vec![None; decided.len()]);
            for row in rows.clone() {
                let (verdict, given) = decided[row];
                match (&mut offers[row], verdict) {
                    (None, Verdict::Eligible) => offers[row] = Some(Offer::new(policy.delivery_here, version, given)),
                    (None, _) => {}
                    (Some(offer), Verdict::Eligible) => offer.holds_for(policy.delivery_here, version, given),
                    (Some(offer), Verdict::Undetermined) => offer.cannot_be_told(),
                    (Some(offer), Verdict::NotEligible) => offer.ends(Says::No),
                }
            }
            if let (Who::Everybody, Some(days)) = (who, policy.silence_days) {
                let told_until = day.checked_sub(Span::new().days(i64::from(days))).unwrap();
                offers.iter_mut().flatten().for_each(|offer| offer.is_not_answered(told_until));
            }
        }
    }

    /// What a policy says of somebody on another day, as far as facts and versions are known; a policy that is not there gives
    /// nobody anything.
    pub fn verdict_on(&mut self, row: usize, policy: &str, day: Date) -> Verdict {
        let in_force = self.versions.in_force(day);
        let Some(version) = self.versions.of_policy(policy, day) else { return Verdict::NotEligible };
        let together = self.versions.together(&in_force);
        let facts = &self.people[row].facts;
        let found = together.set.decide(policy, facts, day);
        found.unwrap_or_else(|| self.versions.all[version].policy.decide(facts, day)).0
    }

    /// Everybody is told how their offers stand, where that is news to them.
    pub fn tell(&mut self, today: Date) {
        for (policy, offers) in &mut self.offers {
            for (row, offer) in offers.iter_mut().enumerate() {
                let Some(offer) = offer else { continue };
                if !offer.is_untold {
                    continue;
                }
                if let Some(kind) = news::of_standing(offer) {
                    news::add(&mut self.notices, row, kind, policy);
                }
                offer.is_told(today);
            }
        }
    }

    /// The offer of somebody.
    pub fn offer(&self, row: usize, policy: &str) -> Option<Offer> {
        self.offers.get(policy)?[row]
    }

    /// The policies of which somebody has an offer.
    pub fn offered(&self, row: usize) -> Vec<&str> {
        let theirs = self.offers.iter().filter(|(_, offers)| offers[row].is_some());
        theirs.map(|(policy, _)| policy.as_str()).collect()
    }

    /// Somebody does something about an offer. Answers whether it could be done.
    pub fn done(&mut self, row: usize, policy: &str, deed: Deed, today: Date) -> bool {
        let Some(offer) = self.offers.get_mut(policy).and_then(|offers| offers[row].as_mut()) else { return false };
        let delivery = self.versions.all[offer.version].policy.delivery_here;
        offer.done(deed, delivery, today)
    }

    /// An act leaves a notice.
    pub fn notify(&mut self, row: usize, kind: NoticeKind, about: &str) {
        assert_eq!(news::cause(kind), news::Cause::Act);
        news::add(&mut self.notices, row, kind, about);
    }

    /// The columns and the scalar evaluation agree on everybody today.
    pub fn agree_with_the_scalar_evaluation(&mut self, day: Date) {
        let outcomes = self.outcomes(day);
        let in_force = self.versions.in_force(day);
        let together: Arc<Together> = self.versions.together(&in_force);
        for (version, outcome) in outcomes {
            let policy = &self.versions.all[version].policy;
            let decided = by_row(policy, &outcome, self.people.len());
            for (person, decided) in self.people.iter().zip(decided) {
                let found = together.set.decide(&policy.id, &person.facts, day);
                let (verdict, amount) = found.unwrap_or_else(|| policy.decide(&person.facts, day));
                let given = match amount.map(|amount| amount.value) {
                    Some(AmountValue::Money(money)) => Given { fen: Some(money.0), hours: None },
                    Some(AmountValue::Hours(hours)) => Given { fen: None, hours: Some(hours) },
                    None => Given::default(),
                };
                assert_eq!((verdict, given), decided, "{day} resident {} {}", person.number, policy.id);
            }
        }
    }
}

/// What a policy says of everybody, by row.
pub fn by_row(policy: &Policy, outcome: &Outcome, people: usize) -> Vec<(Verdict, Given)> {
    let unit = policy.benefit.as_ref().map(|benefit| benefit.unit);
    let mut decided = vec![(Verdict::NotEligible, Given::default()); people];
    outcome.undetermined.iter().for_each(|row| decided[row as usize].0 = Verdict::Undetermined);
    for (place, row) in outcome.yes.iter().enumerate() {
        let amount = outcome.amounts.get(place);
        let given = match unit {
            Some(AmountUnit::Money) => Given { fen: amount, hours: None },
            Some(AmountUnit::Hours) => Given { fen: None, hours: amount },
            None => Given::default(),
        };
        decided[row as usize] = (Verdict::Eligible, given);
    }
    decided
}
