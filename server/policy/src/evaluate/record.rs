//! What is written down while evaluating: everything for reasons, nothing for speed.

use super::Scope;
use crate::{
    decision::{Comparison, Reading},
    expression::typed::{AttributeSlot, PolicySlot},
};

/// Writes down what an evaluation does.
pub(crate) trait Record {
    /// Whether the outcome alone matters, so that what cannot change it may be left out.
    const SILENT: bool;

    /// A fact was read; `known` says whether it was there.
    fn read(&mut self, attribute: AttributeSlot, known: bool);

    /// The outcome of another policy was needed and is not known.
    fn waits_for(&mut self, policy: PolicySlot);

    /// A comparison was made. The closure is called only when it is kept.
    fn compared(&mut self, comparison: impl FnOnce() -> Comparison);

    /// A place to go back to with [`Record::forget_missing`].
    fn mark(&self) -> usize;

    /// The part since a mark came out known: what was missing in it does not matter.
    fn forget_missing(&mut self, mark: usize);
}

/// Writes nothing down.
pub(crate) struct Silent;

impl Record for Silent {
    const SILENT: bool = true;

    fn read(&mut self, _: AttributeSlot, _: bool) {}

    fn waits_for(&mut self, _: PolicySlot) {}

    fn compared(&mut self, _: impl FnOnce() -> Comparison) {}

    fn mark(&self) -> usize {
        0
    }

    fn forget_missing(&mut self, _: usize) {}
}

/// Counts what is missing of a member, and writes nothing else down.
#[derive(Default)]
pub(super) struct Lacking(usize);

impl Lacking {
    pub(super) fn is_empty(&self) -> bool {
        self.0 == 0
    }
}

impl Record for Lacking {
    const SILENT: bool = true;

    fn read(&mut self, _: AttributeSlot, known: bool) {
        self.0 += usize::from(!known);
    }

    fn waits_for(&mut self, _: PolicySlot) {}

    fn compared(&mut self, _: impl FnOnce() -> Comparison) {}

    fn mark(&self) -> usize {
        self.0
    }

    fn forget_missing(&mut self, mark: usize) {
        self.0 = mark;
    }
}

/// What an open question needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    Fact(AttributeSlot),
    Policy(PolicySlot),
}

/// Writes everything down.
#[derive(Default)]
pub(super) struct Trace {
    pub(super) comparisons: Vec<Comparison>,
    /// Missing facts and outcomes that matter.
    pub(super) missing: Vec<Need>,
    read: Vec<AttributeSlot>,
}

impl Record for Trace {
    const SILENT: bool = false;

    fn read(&mut self, attribute: AttributeSlot, known: bool) {
        if !self.read.contains(&attribute) {
            self.read.push(attribute);
        }
        if !known {
            self.missing.push(Need::Fact(attribute));
        }
    }

    fn waits_for(&mut self, policy: PolicySlot) {
        self.missing.push(Need::Policy(policy));
    }

    fn compared(&mut self, comparison: impl FnOnce() -> Comparison) {
        self.comparisons.push(comparison());
    }

    fn mark(&self) -> usize {
        self.missing.len()
    }

    fn forget_missing(&mut self, mark: usize) {
        self.missing.truncate(mark);
    }
}

impl Trace {
    /// The facts that were read since the last time, with where they came from.
    pub(super) fn take_readings(&mut self, scope: &Scope<'_>) -> Vec<Reading> {
        let ids = self.read.drain(..).filter_map(|slot| scope.tables.attributes.get(slot.0));
        ids.map(|id| {
            let fact = scope.facts.get(id);
            Reading {
                attribute: id.clone(),
                value: fact.map(|fact| fact.value.clone()),
                department: fact.map(|fact| fact.department.clone()),
                as_of: fact.map(|fact| fact.as_of),
                delivery: fact.map(|fact| fact.delivery.clone()),
            }
        })
        .collect()
    }
}
