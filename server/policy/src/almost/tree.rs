//! What it takes to get a policy, as one tree: every criterion, and an amount that is known.
//!
//! Everything is said of the typed form as it stands, with what is wanted of each piece; so nothing is copied, and what
//! a piece needs is asked of the scalar evaluation itself.

use super::uses;
use crate::{
    decision::Truth,
    document::{Band, OpenEffect, Policy},
    evaluate::{Scope, record::Silent},
    expression::typed::{Condition, Number},
};

/// Attributes by their slots, one bit each.
pub(crate) type Slots = u64;

/// How deep "the same as" is taken apart: every level says both sides twice.
const SAME_DEPTH: u32 = 4;

/// A part of what it takes.
pub(super) enum Node<'p> {
    All(Vec<Node<'p>>),
    Any(Vec<Node<'p>>),
    Leaf(Leaf<'p>),
}

/// A piece that is asked as a whole.
pub(super) struct Leaf<'p> {
    pub(super) asks: Asks<'p>,
    /// What it must come out as.
    pub(super) wanted: bool,
    /// Whose facts it reads.
    pub(super) uses: Slots,
    /// Facts that are missing and without which nothing is known of it.
    pub(super) lacks: Slots,
    /// Whether it is so with today's facts.
    pub(super) holds: bool,
}

/// What a piece asks.
#[derive(Clone, Copy)]
pub(super) enum Asks<'p> {
    /// A condition.
    Condition(&'p Condition),
    /// A number from a bound, included, to another, excluded.
    Range(&'p Number, Option<i64>, Option<i64>),
    /// An amount that can be worked out and is not negative.
    Amount(&'p Number),
}

/// Whose tree it is, and what is missing of them.
struct Person<'p> {
    scope: Scope<'p>,
    missing: Slots,
}

/// The tree of a policy.
pub(super) fn of<'p>(policy: &'p Policy, scope: &Scope<'p>) -> Node<'p> {
    let person = &Person { scope: *scope, missing: scope.missing() };
    let mut parts = criteria(policy, person);
    if let Some(benefit) = &policy.benefit {
        let mut ways = Vec::with_capacity(benefit.bands.len());
        for (index, band) in benefit.bands.iter().enumerate() {
            let earlier = benefit.bands.iter().take(index);
            let mut way: Vec<Node<'p>> =
                earlier.map(|band| matches(band, benefit.by.as_ref(), false, person)).collect();
            way.push(matches(band, benefit.by.as_ref(), true, person));
            way.push(leaf(Asks::Amount(&band.amount), true, person));
            ways.push(Node::All(way));
        }
        parts.push(Node::Any(ways));
    }
    Node::All(parts)
}

/// Somebody who meets every criterion and whom no band matches.
pub(super) fn of_gap<'p>(policy: &'p Policy, scope: &Scope<'p>) -> Node<'p> {
    let person = &Person { scope: *scope, missing: scope.missing() };
    let mut parts = criteria(policy, person);
    if let Some(benefit) = &policy.benefit {
        parts.extend(benefit.bands.iter().map(|band| matches(band, benefit.by.as_ref(), false, person)));
    }
    Node::All(parts)
}

/// That every criterion is met, and that no open question concerns the person which leaves the verdict either way.
fn criteria<'p>(policy: &'p Policy, person: &Person<'p>) -> Vec<Node<'p>> {
    let met = policy.criteria.iter().map(|criterion| (&criterion.condition, true));
    let either_way = policy.open_points().filter(|point| point.effect == OpenEffect::EitherWay);
    let parts = met.chain(either_way.map(|point| (&point.when, false)));
    parts.map(|(asked, wanted)| condition(asked, wanted, person, SAME_DEPTH)).collect()
}

/// That a band matches, or that it is known not to.
fn matches<'p>(band: &'p Band, by: Option<&'p Number>, wanted: bool, person: &Person<'p>) -> Node<'p> {
    let mut parts = Vec::new();
    if let (Some(by), true) = (by, band.from.is_some() || band.to.is_some()) {
        parts.push(leaf(Asks::Range(by, band.from, band.to), wanted, person));
    }
    parts.extend(band.when.as_ref().map(|when| condition(when, wanted, person, SAME_DEPTH)));
    if wanted { Node::All(parts) } else { Node::Any(parts) }
}

fn condition<'p>(asked: &'p Condition, wanted: bool, person: &Person<'p>, depth: u32) -> Node<'p> {
    let parts = |members: &'p [Condition]| members.iter().map(|part| condition(part, wanted, person, depth)).collect();
    match (asked, wanted) {
        (Condition::All(members), true) | (Condition::Any(members), false) => Node::All(parts(members)),
        (Condition::All(members), false) | (Condition::Any(members), true) => Node::Any(parts(members)),
        (Condition::Same { sides, wanted: same }, wanted) if depth > 0 => {
            let both = |left, right| {
                let (left, right) = ((&sides.0, left), (&sides.1, right));
                Node::All([left, right].map(|(side, wanted)| condition(side, wanted, person, depth - 1)).into())
            };
            let same = *same == wanted;
            Node::Any(vec![both(true, same), both(false, !same)])
        }
        _ => leaf(Asks::Condition(asked), wanted, person),
    }
}

fn leaf<'p>(asks: Asks<'p>, wanted: bool, person: &Person<'p>) -> Node<'p> {
    let mut used = 0;
    let needs_all = match asks {
        Asks::Condition(condition) => {
            uses::of_condition(condition, &mut used);
            uses::needs_all(condition)
        }
        Asks::Range(number, ..) | Asks::Amount(number) => {
            uses::of_number(number, &mut used);
            uses::number_needs_all(number)
        }
    };
    let lacks = if needs_all { used & person.missing } else { 0 };
    Node::Leaf(Leaf { asks, wanted, uses: used, lacks, holds: holds(asks, wanted, &person.scope) })
}

/// Whether a piece comes out as wanted.
pub(super) fn holds<'p>(asks: Asks<'p>, wanted: bool, scope: &Scope<'p>) -> bool {
    match asks {
        Asks::Condition(condition) => scope.condition(condition, &mut Silent) == Truth::of(wanted),
        Asks::Range(number, from, to) => {
            let within = |value: i64| from.is_none_or(|from| from <= value) && to.is_none_or(|to| value < to);
            scope.number(number, &mut Silent).is_some_and(|value| within(value) == wanted)
        }
        Asks::Amount(number) => scope.number(number, &mut Silent).is_some_and(|amount| amount >= 0) == wanted,
    }
}

impl Node<'_> {
    /// Whether it can be so when some facts may be anything. A piece that reads one of them counts as possible.
    pub(super) fn is_possible(&self, chosen: Slots) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.is_possible(chosen)),
            Self::Any(parts) => parts.iter().any(|part| part.is_possible(chosen)),
            Self::Leaf(leaf) => leaf.holds || (leaf.uses & chosen != 0 && leaf.lacks & !chosen == 0),
        }
    }

    /// Facts of which at least one more has to change, of something that is not possible: none when there is no way.
    pub(super) fn blame(&self, chosen: Slots, free: Slots) -> Slots {
        match self {
            Self::All(parts) => {
                let hindering = parts.iter().filter(|part| !part.is_possible(chosen));
                hindering.map(|part| part.blame(chosen, free)).min_by_key(|slots| slots.count_ones()).unwrap_or(0)
            }
            Self::Any(parts) => parts.iter().fold(0, |slots, part| slots | part.blame(chosen, free)),
            Self::Leaf(leaf) => match leaf.lacks & !chosen {
                0 => leaf.uses & free & !chosen,
                // Every one of them has to be known, so one of them is enough to go on with.
                lacks if lacks & !free == 0 => lacks & lacks.wrapping_neg(),
                _ => 0,
            },
        }
    }

    /// How many pieces it has.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::All(parts) | Self::Any(parts) => 1 + parts.iter().map(Self::size).sum::<usize>(),
            Self::Leaf(_) => 1,
        }
    }

    /// Every fact that it reads.
    pub(super) fn uses(&self) -> Slots {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().fold(0, |slots, part| slots | part.uses()),
            Self::Leaf(leaf) => leaf.uses,
        }
    }
}
