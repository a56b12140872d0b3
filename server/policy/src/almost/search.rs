//! The smallest sets of facts whose change is enough.
//!
//! Sets grow one fact at a time, smallest first. While something cannot be so whatever the chosen facts become, one of
//! the facts that hinder it has to be chosen too; so every set that is enough is met, and none is looked at twice.

use super::{
    inverse::{Inverse, samples},
    tree::{Leaf, Node, Slots, holds},
    values::Values,
};
use crate::{budget::Budget, evaluate::Scope, expression::typed::AttributeSlot, value::Value, vocabulary::Attribute};
use std::{cell::Cell, collections::BTreeSet};

/// Most changes that are still called "almost".
pub(super) const MOST_CHANGES: u32 = 6;
/// Most sets of one size that are looked at.
const MOST_SETS: usize = 500;
/// Most regions of one set; where a comparison joins facts there is one for each value that was tried.
const MOST_REGIONS: usize = 64;
/// Most ways of one set that are answered.
const MOST_WAYS: usize = 4;

/// Most comparisons that are turned around for one person and policy: a document that needs more is not searched to
/// the end.
const MOST_TURNED: u32 = 20_000;

/// Steps that turning one comparison around takes.
const STEPS_OF_TURNING: usize = 16;

/// What each chosen fact has to become: with any of these values together it is enough.
pub(super) type Region = Vec<(AttributeSlot, Values)>;

/// What was found.
pub(super) enum Found {
    /// It is so already.
    Already,
    /// The ways, each of the same and smallest number of facts.
    Ways(Vec<Region>),
    /// Proved: none of the facts that may change can do it.
    None,
    /// Too much to look at, or something that cannot be turned around.
    CannotSay,
}

/// What a search has at hand, and how much it may still do.
struct Search<'a, 's> {
    attributes: &'s [Option<&'a Attribute>],
    left: Cell<u32>,
    /// What is left to do for the whole document.
    budget: &'s Budget,
    /// Whether regions were left out: then finding none proves nothing.
    is_cut: Cell<bool>,
}

/// Looks for the smallest sets. `free` are the facts that may change, `most` how many of them at once;
/// `attributes` are by slot.
pub(super) fn smallest<'a>(
    node: &Node<'a>,
    scope: Scope<'a>,
    attributes: &[Option<&'a Attribute>],
    free: Slots,
    most: u32,
    budget: &Budget,
) -> Found {
    let pieces = node.size();
    if !budget.spend(pieces) {
        return Found::CannotSay;
    }
    if node.is_possible(0) {
        return Found::Already;
    }
    let (mut frontier, mut is_certain) = (BTreeSet::from([0]), true);
    let free = free & node.uses();
    let search = Search { attributes, left: Cell::new(MOST_TURNED), budget, is_cut: Cell::new(false) };
    for size in 0..=most {
        let (mut ways, mut wider) = (Vec::new(), BTreeSet::new());
        for chosen in &frontier {
            if !budget.spend(2 * pieces) {
                return Found::CannotSay;
            }
            let more = match node.is_possible(*chosen) {
                false => node.blame(*chosen, free),
                true => {
                    search.is_cut.set(false);
                    match search.regions(node, &scope, *chosen) {
                        Some(found) if !found.is_empty() => {
                            ways.extend(merged(found, budget).into_iter().take(MOST_WAYS));
                            continue;
                        }
                        Some(_) => is_certain &= !search.is_cut.get(),
                        None => is_certain = false,
                    }
                    free & !chosen
                }
            };
            wider.extend(bits(more).map(|slot| chosen | 1 << slot));
        }
        if !ways.is_empty() {
            // A smaller set that could not be judged may be enough as well.
            return if is_certain { Found::Ways(ways) } else { Found::CannotSay };
        }
        if wider.is_empty() {
            return if is_certain { Found::None } else { Found::CannotSay };
        }
        if wider.len() > MOST_SETS || size == most {
            return Found::CannotSay;
        }
        frontier = wider;
    }
    Found::CannotSay
}

fn bits(slots: Slots) -> impl Iterator<Item = usize> {
    (0..64).filter(move |slot| slots >> slot & 1 == 1)
}

impl<'a> Search<'a, '_> {
    /// Regions in which a part is so. `None`: cannot be worked out, or too many.
    fn regions(&self, node: &Node<'a>, scope: &Scope<'a>, chosen: Slots) -> Option<Vec<Region>> {
        match node {
            Node::Leaf(leaf) if leaf.uses & chosen == 0 => Some(if leaf.holds { vec![Vec::new()] } else { Vec::new() }),
            Node::Leaf(leaf) if leaf.lacks & !chosen != 0 => Some(Vec::new()),
            Node::Leaf(leaf) => self.of_leaf(leaf, scope, leaf.uses & chosen),
            Node::All(parts) => {
                // What cannot be at all comes first, and what leaves nothing ends it.
                if !self.budget.spend(2 * node.size()) {
                    return None;
                }
                if !parts.iter().all(|part| part.is_possible(chosen)) {
                    return Some(Vec::new());
                }
                let mut together = vec![Region::new()];
                for part in parts.iter().filter(|part| part.uses() & chosen != 0) {
                    let own = self.regions(part, scope, chosen)?;
                    if !self.budget.spend(own.len() * together.len()) {
                        return None;
                    }
                    let pairs = together.iter().flat_map(|left| own.iter().filter_map(|right| both(left, right)));
                    together = self.cut(merged(pairs.collect(), self.budget));
                    if together.is_empty() {
                        break;
                    }
                }
                Some(together)
            }
            Node::Any(parts) => {
                let mut either = Vec::new();
                for part in parts {
                    either.extend(self.regions(part, scope, chosen)?);
                }
                Some(self.cut(merged(either, self.budget)))
            }
        }
    }

    fn cut(&self, mut regions: Vec<Region>) -> Vec<Region> {
        self.is_cut.set(self.is_cut.get() || regions.len() > MOST_REGIONS);
        regions.truncate(MOST_REGIONS);
        regions
    }

    fn of_leaf<'b>(&self, leaf: &Leaf<'b>, scope: &Scope<'b>, chosen: Slots) -> Option<Vec<Region>>
    where
        'a: 'b,
    {
        self.left.set(self.left.get().checked_sub(1)?);
        if !self.budget.spend(STEPS_OF_TURNING) {
            return None;
        }
        let slots: Vec<usize> = bits(chosen).collect();
        let attribute = |slot: usize| self.attributes.get(slot).copied().flatten();
        if let [slot] = slots.as_slice() {
            let inverse = Inverse { scope: *scope, slot: AttributeSlot(*slot), attribute: attribute(*slot)? };
            let values = inverse.values(leaf.asks, leaf.wanted)?;
            return Some(if values.is_empty() { Vec::new() } else { vec![vec![(AttributeSlot(*slot), values)]] });
        }
        // Several facts in one comparison: the one with the fewest values is tried value by value.
        let tried = slots.iter().filter_map(|slot| {
            let attribute = attribute(*slot)?;
            Some((*slot, attribute, samples(attribute)?))
        });
        let (slot, attribute, values) = tried.min_by_key(|(_, _, values)| values.len())?;
        let is_every = values.iter().all(|value| !matches!(value, Value::Int(_)));
        let mut found = Vec::new();
        for value in values {
            let others = scope.told(AttributeSlot(slot), &value, |scope| {
                let leaf = Leaf { holds: holds(leaf.asks, leaf.wanted, scope), ..*leaf };
                self.of_leaf(&leaf, scope, chosen & !(1 << slot))
            })??;
            let only = Values::only(attribute, &value)?;
            found.extend(others.into_iter().filter_map(|region| both(&region, &[(AttributeSlot(slot), only.clone())])));
        }
        let found = merged(found, self.budget);
        (is_every || !found.is_empty()).then_some(found)
    }
}

/// What lies in both. `None`: nothing does.
fn both(left: &[(AttributeSlot, Values)], right: &[(AttributeSlot, Values)]) -> Option<Region> {
    let mut region: Region = left.to_vec();
    for (slot, values) in right {
        match region.iter_mut().find(|(known, _)| known == slot) {
            Some((_, known)) => {
                *known = known.intersect(values);
                if known.is_empty() {
                    return None;
                }
            }
            None => region.push((*slot, values.clone())),
        }
    }
    region.sort_by_key(|(slot, _)| slot.0);
    Some(region)
}

/// Regions that differ in one fact alone become one, as long as there are such.
fn merged(mut regions: Vec<Region>, budget: &Budget) -> Vec<Region> {
    let mut at = 0;
    while at < regions.len() && budget.spend(regions.len() - at) {
        let joined = (at + 1..regions.len()).find_map(|other| {
            let joined = joined(regions.get(at)?, regions.get(other)?)?;
            Some((other, joined))
        });
        match joined {
            Some((other, joined)) => {
                regions.swap_remove(other);
                if let Some(region) = regions.get_mut(at) {
                    *region = joined;
                }
                at = 0;
            }
            None => at += 1,
        }
    }
    regions
}

fn joined(left: &Region, right: &Region) -> Option<Region> {
    let same_facts = left.len() == right.len() && left.iter().zip(right).all(|(left, right)| left.0 == right.0);
    if !same_facts {
        return None;
    }
    let differing = left.iter().zip(right).filter(|(left, right)| left.1 != right.1).count();
    let union = |(left, right): (&(AttributeSlot, Values), &(AttributeSlot, Values))| (left.0, left.1.union(&right.1));
    (differing <= 1).then(|| left.iter().zip(right).map(union).collect())
}
