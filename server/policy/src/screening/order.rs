//! Which question next: the one whose answer decides most policies, on average over answers that people give.

use super::{Answers, told};
use crate::{
    decision::Verdict,
    document::Policy,
    value::{Facts, Money, Value},
    vocabulary::{Attribute, ValueType},
};
use jiff::{Span, civil::Date};

/// Ages, in years, that stand for a date in the past: around the bounds that policies have.
const AGES: [i32; 14] = [0, 2, 5, 12, 17, 25, 38, 48, 57, 62, 67, 74, 82, 92];
/// Whole numbers: grades, doses, months.
const NUMBERS: [i64; 10] = [0, 1, 2, 3, 4, 5, 6, 12, 24, 60];
/// Yuan a month.
const YUAN: [i64; 8] = [0, 800, 1_500, 2_000, 3_000, 5_000, 8_000, 20_000];

/// The question to ask next, or none when no answer can change how a policy stands.
///
/// Policies are open while they are undetermined. Of the facts that they miss, the one comes first whose answer decides
/// most of them on average over sample answers; among equals, the one that the policies nearest to a decision miss,
/// and then the one that stands first among the attributes. What was answered with "I don't know" is not asked again.
/// A question that presupposes another waits for it, and falls away when that is answered with no or none.
pub fn next_question<'a>(
    policies: &[&Policy],
    attributes: &'a [Attribute],
    answers: &Answers,
    on: Date,
) -> Option<&'a Attribute> {
    let facts = answers.facts(on);
    let open: Vec<(&Policy, Vec<String>)> = policies
        .iter()
        .map(|policy| (*policy, policy.evaluate(&facts, on)))
        .filter(|(_, decision)| decision.verdict == Verdict::Undetermined)
        .map(|(policy, decision)| (policy, decision.missing))
        .collect();
    let candidates = attributes.iter().filter(|attribute| is_open(attribute, answers));
    let mut best: Option<(u64, u64, &Attribute)> = None;
    for attribute in candidates {
        let missed: Vec<&(&Policy, Vec<String>)> =
            open.iter().filter(|(_, missing)| missing.contains(&attribute.id)).collect();
        if missed.is_empty() {
            continue;
        }
        let policies: Vec<&Policy> = missed.iter().map(|(policy, _)| *policy).collect();
        let decided = decided_on_average(&policies, attribute, &facts, on);
        // A policy that misses one fact alone counts for as much as two that miss two.
        let near: u64 = missed.iter().map(|(_, missing)| 1_000 / missing.len().max(1) as u64).sum();
        if best.is_none_or(|(most, nearest, _)| (decided, near) > (most, nearest)) {
            best = Some((decided, near, attribute));
        }
    }
    let mut next = best.map(|(_, _, attribute)| attribute)?;
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

/// How many policies an answer decides, in thousandths, on average over the sample answers.
fn decided_on_average(policies: &[&Policy], attribute: &Attribute, facts: &Facts, on: Date) -> u64 {
    let samples = samples(attribute, on);
    let mut facts = facts.clone();
    let mut decided = 0_u64;
    let count = samples.len().max(1) as u64;
    for sample in samples {
        facts.insert(&attribute.id, told(sample, on));
        let settled = policies.iter().filter(|policy| policy.decide(&facts, on).0 != Verdict::Undetermined);
        decided += settled.count() as u64;
    }
    decided * 1_000 / count
}

/// Answers that people give to a question.
fn samples(attribute: &Attribute, on: Date) -> Vec<Value> {
    match attribute.value_type {
        ValueType::Bool => vec![Value::Bool(true), Value::Bool(false)],
        ValueType::Code => attribute.codes.iter().map(|code| Value::Code(code.id.clone())).collect(),
        ValueType::Int => NUMBERS.map(Value::Int).to_vec(),
        ValueType::Money => YUAN.map(|yuan| Value::Money(Money(yuan * 100))).to_vec(),
        ValueType::Date => {
            AGES.iter().filter_map(|age| on.checked_sub(Span::new().years(*age)).ok()).map(Value::Date).collect()
        }
        ValueType::Text | ValueType::Codes | ValueType::Members => Vec::new(),
    }
}
