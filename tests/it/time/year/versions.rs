//! From when to when versions hold, kept beside the portal: those of one policy never overlap, a new one ends the one
//! before it, and one that is withdrawn before it begins gives its days back.

use jiff::civil::Date;
use policy::{document::Policy, set::PolicySet};
use std::sync::Arc;

/// A published version.
#[derive(Clone, Debug)]
pub struct Version {
    pub id: String,
    pub policy: Arc<Policy>,
    pub from: Date,
    pub last: Option<Date>,
    pub is_withdrawn: bool,
    pub is_replaced: bool,
}

/// Every version that was ever published.
#[derive(Default)]
pub struct Versions {
    pub all: Vec<Version>,
    /// The set of the day that was asked for last, by the places of its versions.
    together: Option<(Vec<usize>, Arc<Together>)>,
}

/// The versions of a day as they are decided.
pub struct Together {
    pub set: PolicySet,
    /// Those that refer to a policy that is not there: each is decided by itself.
    pub alone: Vec<Arc<Policy>>,
}

impl Version {
    fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.last.is_none_or(|last| day <= last)
    }

    /// Whether it holds today or will.
    pub fn is_standing(&self, today: Date) -> bool {
        !self.is_withdrawn && !self.is_replaced && self.last.is_none_or(|last| last >= today)
    }
}

impl Versions {
    /// One that came with the program.
    pub fn seeded(&mut self, id: String, policy: Policy) {
        let (from, last) = (policy.valid_from, policy.valid_to);
        let policy = Arc::new(policy);
        self.all.push(Version { id, policy, from, last, is_withdrawn: false, is_replaced: false });
    }

    /// The places of those that hold on a day.
    pub fn in_force(&self, day: Date) -> Vec<usize> {
        (0..self.all.len()).filter(|place| self.all[*place].holds_on(day)).collect()
    }

    /// The place of the version of a policy that holds on a day.
    pub fn of_policy(&self, policy: &str, day: Date) -> Option<usize> {
        self.in_force(day).into_iter().find(|place| self.all[*place].policy.id == policy)
    }

    /// The places of those of a policy that hold today or will.
    pub fn standing(&self, policy: &str, today: Date) -> Vec<usize> {
        let stands = |version: &Version| version.policy.id == policy && version.is_standing(today);
        (0..self.all.len()).filter(|place| stands(&self.all[*place])).collect()
    }

    /// The versions of a day, put together.
    pub fn together(&mut self, in_force: &[usize]) -> Arc<Together> {
        if let Some((places, together)) = &self.together
            && places == in_force
        {
            return Arc::clone(together);
        }
        let mut policies: Vec<Arc<Policy>> =
            in_force.iter().map(|place| Arc::clone(&self.all[*place].policy)).collect();
        let mut alone = Vec::new();
        let set = loop {
            match PolicySet::new(policies.iter().cloned()) {
                Ok(set) => break set,
                Err(problems) => {
                    let is_left_out = |policy: &Arc<Policy>| problems.iter().any(|problem| problem.path == policy.id);
                    let (left_out, rest) = policies.into_iter().partition(is_left_out);
                    alone.extend::<Vec<Arc<Policy>>>(left_out);
                    policies = rest;
                }
            }
        };
        let together = Arc::new(Together { set, alone });
        self.together = Some((in_force.to_vec(), Arc::clone(&together)));
        together
    }

    /// A version is published today.
    pub fn publish(&mut self, id: String, policy: Arc<Policy>, today: Date) {
        let from = policy.valid_from.max(today);
        let eve = from.yesterday().unwrap();
        let of_policy = |version: &Version| version.policy.id == policy.id;
        for version in self.all.iter_mut().filter(|version| of_policy(version)) {
            if version.from <= from && version.last.is_none_or(|last| last >= from) {
                version.last = Some(eve);
                version.is_replaced |= version.from == from || from <= today;
            }
        }
        let last = policy.valid_to.into_iter().chain(self.eve_of_next(&policy.id, from)).min();
        self.all.push(Version { id, policy, from, last, is_withdrawn: false, is_replaced: false });
    }

    /// A version is withdrawn today.
    pub fn withdraw(&mut self, place: usize, today: Date) {
        let yesterday = today.yesterday().unwrap();
        let version = &mut self.all[place];
        version.is_withdrawn = true;
        version.last = version.last.into_iter().chain([yesterday]).min();
        let (policy, from) = (version.policy.id.clone(), version.from);
        if from <= today {
            return;
        }
        // The one before it goes on, as far as its document and the next one let it.
        let eve = from.yesterday().unwrap();
        let cut = self.eve_of_next(&policy, from);
        let ended_for_it = |version: &&mut Version| {
            version.policy.id == policy && version.last == Some(eve) && !version.is_withdrawn && !version.is_replaced
        };
        if let Some(before) = self.all.iter_mut().filter(ended_for_it).max_by_key(|version| version.from) {
            before.last = before.policy.valid_to.into_iter().chain(cut).min();
        }
    }

    /// The eve of the next version of a policy after a day.
    fn eve_of_next(&self, policy: &str, day: Date) -> Option<Date> {
        let standing = |version: &&Version| {
            version.policy.id == policy && !version.is_withdrawn && !version.is_replaced && version.from > day
        };
        let next = self.all.iter().filter(standing).map(|version| version.from).min();
        next.map(|day| day.yesterday().unwrap())
    }
}
