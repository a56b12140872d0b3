//! "What could I be entitled to?": which question comes next, and how each policy stands after the answers so far.
//!
//! Pure, so that the server and the visitor's own device ask the same questions in the same order. An answer is a
//! value or "I don't know"; what is not known is never taken for a no.

mod order;

pub use order::next_question;

use crate::{
    decision::{Decision, Verdict},
    document::Policy,
    value::{Fact, Facts, Value},
    vocabulary::Attribute,
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The answers of one visitor by attribute id, in no order that matters. No value means "I don't know".
/// `Debug` prints the names alone.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<String, Option<Value>>);

impl Answers {
    /// Nothing answered.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes an answer in place of an earlier one to the same question.
    pub fn tell(&mut self, attribute: &str, value: Option<Value>) {
        self.0.insert(attribute.to_owned(), value);
    }

    /// The answer to a question: none when it was not answered, `Some(None)` for "I don't know".
    pub fn get(&self, attribute: &str) -> Option<Option<&Value>> {
        self.0.get(attribute).map(Option::as_ref)
    }

    /// All answers, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<&Value>)> {
        self.0.iter().map(|(attribute, value)| (attribute.as_str(), value.as_ref()))
    }

    /// How many questions were answered, "I don't know" included.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The answers, and what follows from them, of what nobody is asked for too. What the person answered stays, "I don't
    /// know" too.
    pub fn completed(&self, attributes: &[Attribute], on: Date) -> Self {
        let mut all = self.clone();
        // What an answer follows from stands further up.
        for attribute in attributes {
            if all.get(&attribute.id).is_some() {
                continue;
            }
            let follows = attribute.answered_by.iter().find_map(|by| {
                let answer = all.get(&by.attribute).flatten()?;
                by.follows(answer, on)
            });
            if let Some(value) = follows {
                all.tell(&attribute.id, Some(value));
            }
        }
        all
    }

    /// The answers as facts that hold on a day, told by the person.
    pub fn facts(&self, on: Date) -> Facts {
        let mut facts = Facts::new();
        for (attribute, value) in &self.0 {
            if let Some(value) = value {
                facts.insert(attribute, told(value.clone(), on));
            }
        }
        facts
    }
}

impl std::fmt::Debug for Answers {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}

/// What the person says of themselves.
fn told(value: Value, on: Date) -> Fact {
    Fact { value, department: "self".into(), as_of: on, delivery: "".into() }
}

/// How one policy stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Every condition is met by the answers.
    Entitled,
    /// Something is still unknown.
    Maybe,
    /// A condition is not met.
    Not,
    /// None of its facts was told, so nothing can be said.
    NotChecked,
    /// Every fact was told, and yet the rule gave no answer (a calculation failed).
    NoResult,
}

/// How a policy stands after the answers (completed by what follows from them), and the decision behind it.
pub fn standing(policy: &Policy, answers: &Answers, on: Date) -> (Standing, Decision) {
    let decision = policy.evaluate(&answers.facts(on), on);
    let told = || policy.attributes().iter().any(|attribute| matches!(answers.get(attribute), Some(Some(_))));
    let standing = match decision.verdict {
        Verdict::Eligible => Standing::Entitled,
        Verdict::NotEligible => Standing::Not,
        Verdict::Undetermined if decision.has_no_result() => Standing::NoResult,
        Verdict::Undetermined if told() => Standing::Maybe,
        Verdict::Undetermined => Standing::NotChecked,
    };
    (standing, decision)
}

#[cfg(test)]
mod tests;
