//! Which question next: the one whose answer decides most policies, on average over answers that people give.

use super::{Answers, told};
use crate::{
    calendar::months_later,
    decision::Verdict,
    document::Policy,
    value::{Facts, Money, Value},
    vocabulary::{Attribute, ValueType},
};
use jiff::civil::Date;
use std::cmp::Reverse;

/// Ages, in years, that stand for a date in the past: around the bounds that policies have.
const AGES: [i64; 14] = [0, 2, 5, 12, 17, 25, 38, 48, 57, 62, 67, 74, 82, 92];
/// Whole numbers: grades, doses, months.
const NUMBERS: [i64; 10] = [0, 1, 2, 3, 4, 5, 6, 12, 24, 60];
/// Yuan a month.
const YUAN: [i64; 8] = [0, 800, 1_500, 2_000, 3_000, 5_000, 8_000, 20_000];

/// The question to ask next, or none when no answer can change how a policy stands.
///
/// Policies are open while they are undetermined. Of the facts that they miss, the one comes first whose answer decides
/// most of them on average over sample answers; among equals, the one that the policies nearest to a decision miss,
/// and then the one that stands first among the attributes. What was answered with "I don't know" is not asked again.
/// A question that presupposes another waits for it, and falls away when that is answered with no or none; one that
/// another answer answers too falls away with that answer.
pub fn next_question<'a>(
    policies: &[&Policy],
    attributes: &'a [Attribute],
    answers: &Answers,
    on: Date,
) -> Option<&'a Attribute> {
    let answers = &answers.completed(attributes, on);
    let facts = answers.facts(on);
    let open: Vec<(&Policy, Vec<String>)> = policies
        .iter()
        .map(|policy| (*policy, policy.evaluate(&facts, on)))
        .filter(|(_, decision)| decision.verdict == Verdict::Undetermined)
        .map(|(policy, decision)| (policy, decision.missing))
        .collect();
    let candidates = attributes.iter().filter(|attribute| is_open(attribute, answers));
    let mut candidates: Vec<Candidate<'_, '_>> =
        candidates.enumerate().filter_map(|(place, attribute)| Candidate::of(place, attribute, &open)).collect();
    let mut best: Option<(u64, u64, Reverse<usize>, &Attribute)> = None;
    // Those that can decide most come first, so that the others need not be tried to their end.
    while let Some(most) = most_promising(&candidates) {
        let candidate = candidates.swap_remove(most);
        let most = best.map_or(0, |(most, ..)| most);
        let Some(decided) = candidate.decided_on_average(&facts, on, most) else { continue };
        let found = (decided, candidate.near, Reverse(candidate.place));
        if best.is_none_or(|(most, near, place, _)| found > (most, near, place)) {
            best = Some((found.0, found.1, found.2, candidate.attribute));
        }
    }
    let mut next = best.map(|(.., attribute)| attribute)?;
    // What it presupposes comes first.
    while let Some(before) = presupposed(next, attributes).filter(|before| answers.get(&before.id).is_none()) {
        next = before;
    }
    Some(next)
}

fn presupposed<'a>(attribute: &Attribute, attributes: &'a [Attribute]) -> Option<&'a Attribute> {
    let after = attribute.question_after.as_ref()?;
    attributes.iter().find(|other| other.id == *after && other.is_asked())
}

/// Not answered yet, and not pointless after the answer to what it presupposes.
fn is_open(attribute: &Attribute, answers: &Answers) -> bool {
    let pointless = attribute
        .question_after
        .as_ref()
        .and_then(|after| answers.get(after))
        .is_some_and(|before| matches!(before, None | Some(Value::Bool(false) | Value::Int(0))));
    attribute.is_asked() && answers.get(&attribute.id).is_none() && !pointless
}

fn most_promising(candidates: &[Candidate<'_, '_>]) -> Option<usize> {
    (0..candidates.len()).max_by_key(|index| candidates.get(*index).map(|one| (one.missed.len(), one.near)))
}

/// A question that could come next.
struct Candidate<'a, 'p> {
    /// Where it stands among the attributes.
    place: usize,
    attribute: &'a Attribute,
    /// The open policies that miss it.
    missed: Vec<&'p Policy>,
    /// How near they are to a decision: one that misses this fact alone counts for as much as two that miss two.
    near: u64,
}

impl<'a, 'p> Candidate<'a, 'p> {
    fn of(place: usize, attribute: &'a Attribute, open: &[(&'p Policy, Vec<String>)]) -> Option<Self> {
        let (mut missed, mut near) = (Vec::new(), 0);
        for (policy, missing) in open.iter().filter(|(_, missing)| missing.contains(&attribute.id)) {
            missed.push(*policy);
            near += 1_000 / missing.len().max(1) as u64;
        }
        (!missed.is_empty()).then_some(Self { place, attribute, missed, near })
    }

    /// How many policies an answer decides, in thousandths, on average over the sample answers; none as soon as that
    /// must be less than what another question decides.
    fn decided_on_average(&self, facts: &Facts, on: Date, least: u64) -> Option<u64> {
        let samples = samples(self.attribute, on);
        let mut facts = facts.clone();
        let (mut decided, mut left) = (0_u64, (samples.len() * self.missed.len()) as u64);
        let count = samples.len().max(1) as u64;
        for sample in samples {
            if (decided + left) * 1_000 / count < least {
                return None;
            }
            facts.insert(&self.attribute.id, told(sample, on));
            let settled = self.missed.iter().filter(|policy| policy.decide(&facts, on).0 != Verdict::Undetermined);
            decided += settled.count() as u64;
            left -= self.missed.len() as u64;
        }
        Some(decided * 1_000 / count)
    }
}

/// Answers that people give to a question.
fn samples(attribute: &Attribute, on: Date) -> Vec<Value> {
    match attribute.value_type {
        ValueType::Bool => vec![Value::Bool(true), Value::Bool(false)],
        ValueType::Code => attribute.codes.iter().map(|code| Value::Code(code.id.clone())).collect(),
        ValueType::Int => NUMBERS.map(Value::Int).to_vec(),
        ValueType::Money => YUAN.map(|yuan| Value::Money(Money(yuan * 100))).to_vec(),
        ValueType::Date => AGES.iter().filter_map(|age| months_later(on, -12 * age)).map(Value::Date).collect(),
        ValueType::Text | ValueType::Codes | ValueType::Members => Vec::new(),
    }
}
