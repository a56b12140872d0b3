//! Many policies on one day, each after those it refers to.

use super::{Lowered, Unsupported};
use crate::set::PolicySet;
use jiff::civil::Date;
use std::{collections::BTreeSet, ops::Range};

/// The policies of a set on one day, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoweredSet {
    /// Each after those it refers to.
    pub policies: Vec<LoweredPolicy>,
    /// Those of which only the better is kept stand one after another: first and one past the last.
    pub groups: Vec<Range<usize>>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoweredPolicy {
    /// The policy's id.
    pub id: String,
    /// What it asks; none when it is not in force on the day. Then nobody gets it.
    pub lowered: Option<Lowered>,
    /// Whether another policy refers to it.
    pub referred: bool,
}

impl PolicySet {
    /// The policies as they ask on one day.
    ///
    /// # Errors
    /// The id of a policy that uses a construct that columns and SQL do not know, and the construct.
    pub fn lower(&self, on: Date) -> Result<LoweredSet, (String, Unsupported)> {
        let policies = self.policies.iter().zip(&self.referred).map(|(policy, referred)| {
            let lowered = policy.in_force(on).then(|| policy.lower(on)).transpose();
            let lowered = lowered.map_err(|unsupported| (policy.id.clone(), unsupported))?;
            Ok(LoweredPolicy { id: policy.id.clone(), lowered, referred: *referred })
        });
        Ok(LoweredSet { policies: policies.collect::<Result<_, _>>()?, groups: self.groups.clone() })
    }
}

impl LoweredSet {
    /// The place of a policy.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.policies.iter().position(|policy| policy.id == id)
    }

    /// The policies that must be decided for these: those they refer to, and those of which one is kept, at any remove.
    pub fn needed(&self, places: &[usize]) -> BTreeSet<usize> {
        let (mut needed, mut open) = (BTreeSet::new(), places.to_vec());
        while let Some(place) = open.pop() {
            if needed.insert(place) {
                open.extend(self.group(place));
                open.extend(self.references(place));
            }
        }
        needed
    }

    /// The policies of which, with this one, only the better is kept: this one alone where there is no other.
    pub fn group(&self, place: usize) -> Range<usize> {
        self.groups.iter().find(|group| group.contains(&place)).cloned().unwrap_or(place..place + 1)
    }

    /// The places of the policies that one refers to itself.
    pub fn references(&self, place: usize) -> impl Iterator<Item = usize> {
        let lowered = self.policies.get(place).and_then(|policy| policy.lowered.as_ref());
        lowered.into_iter().flat_map(|lowered| &lowered.policies).filter_map(|id| self.place(id))
    }
}
