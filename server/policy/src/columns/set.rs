//! Many policies for all residents: in the order of their references, with "the better of".

use super::{Columns, Others, Outcome};
use crate::lowered::LoweredSet;
use roaring::RoaringBitmap;
use std::{collections::BTreeSet, num::NonZeroUsize};

impl Columns {
    /// Decides every policy in force for all residents, and tells the id and the outcome of each, in the order of the set.
    pub fn decide_set(&self, set: &LoweredSet, threads: NonZeroUsize, tell: impl FnMut(&str, &Outcome)) {
        let all: Vec<usize> = (0..set.policies.len()).collect();
        self.decide_places(set, &all, threads, tell);
    }

    /// Decides these policies (by their places) for all residents, and tells of them and of every policy that they need.
    pub fn decide_places(
        &self,
        set: &LoweredSet,
        places: &[usize],
        threads: NonZeroUsize,
        tell: impl FnMut(&str, &Outcome),
    ) {
        self.decide_some(set, &set.needed(places), threads, tell);
    }

    /// Decides these policies (by their places) for some residents only, and tells of them and of every policy that
    /// they need. The rows of the outcomes are places in `rows`.
    pub fn decide_set_rows(&self, set: &LoweredSet, places: &[usize], rows: &[u32], tell: impl FnMut(&str, &Outcome)) {
        let needed = set.needed(places);
        let lowered = needed.iter().filter_map(|place| set.policies.get(*place)?.lowered.as_ref());
        let attributes: BTreeSet<&String> = lowered.flat_map(|lowered| &lowered.attributes).collect();
        let attributes: Vec<String> = attributes.into_iter().cloned().collect();
        self.select(&attributes, rows).decide_some(set, &needed, NonZeroUsize::MIN, tell);
    }

    fn decide_some(
        &self,
        set: &LoweredSet,
        places: &BTreeSet<usize>,
        threads: NonZeroUsize,
        mut tell: impl FnMut(&str, &Outcome),
    ) {
        let mut others = Others::default();
        let mut rest = places.clone();
        while let Some(place) = rest.pop_first() {
            let group = set.group(place);
            let mut members: Vec<(&str, bool, Outcome)> = Vec::new();
            for policy in set.policies.get(group.clone()).unwrap_or_default() {
                match &policy.lowered {
                    Some(lowered) => {
                        members.push((&policy.id, policy.referred, self.decide_with(lowered, &others, threads)));
                    }
                    None if policy.referred => others.insert(&policy.id, &Outcome::nobody(), self.rows()),
                    None => {}
                }
            }
            let mut outcomes: Vec<(&str, &mut Outcome)> =
                members.iter_mut().map(|(id, _, outcome)| (*id, outcome)).collect();
            keep_the_better(&mut outcomes);
            for (id, referred, outcome) in &members {
                tell(id, outcome);
                if *referred {
                    others.insert(id, outcome, self.rows());
                }
            }
            rest.retain(|place| !group.contains(place));
        }
    }
}

/// Of those that are granted only the one with the greatest amount stays; of two that are the same, the earlier by id. As
/// long as one is undetermined, nobody knows which.
fn keep_the_better(members: &mut [(&str, &mut Outcome)]) {
    if members.len() < 2 {
        return;
    }
    let mut open = RoaringBitmap::new();
    let (mut granted, mut contested) = (RoaringBitmap::new(), RoaringBitmap::new());
    for (_, outcome) in members.iter() {
        open |= &outcome.undetermined;
        contested |= &granted & &outcome.yes;
        granted |= &outcome.yes;
    }
    let mut lost = vec![RoaringBitmap::new(); members.len()];
    for row in contested - &open {
        let granted = members.iter().enumerate().filter(|(_, (_, outcome))| outcome.yes.contains(row));
        let worth = |outcome: &Outcome| outcome.amount(row).unwrap_or_default();
        let best = granted
            .clone()
            .max_by(|(_, left), (_, right)| worth(left.1).cmp(&worth(right.1)).then(right.0.cmp(left.0)))
            .map(|(place, _)| place);
        for (place, _) in granted.filter(|(place, _)| Some(*place) != best) {
            lost.get_mut(place).map(|rows| rows.insert(row));
        }
    }
    for ((_, outcome), lost) in members.iter_mut().zip(lost) {
        let waiting = &outcome.yes & &open;
        let kept = &outcome.yes - &waiting - lost;
        outcome.amounts.keep(&outcome.yes, &kept);
        outcome.undetermined |= waiting;
        outcome.yes = kept;
    }
}
