//! From the text of a policy document to a checked policy, or to everything that is wrong with it.

mod bands;
mod benefit;
mod cases;
mod constant;
mod criteria;
mod facts;
mod head;
mod reach;
mod rules;

use crate::{
    almost::gap,
    document::Policy,
    expression::checker::Checker,
    parameters::{self, Parameters},
    problem::{Problem, ProblemCode},
    reader::{self, Reader, Section},
    value::Facts,
    vocabulary::Vocabulary,
};
use jiff::civil::Date;
use toml_edit::Table;

/// The outcome of a check.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The policy; only when nothing is wrong.
    pub policy: Option<Policy>,
    /// Everything that is wrong, in the order of the lines.
    pub problems: Vec<Problem>,
}

/// Reads a policy document, holds it against the vocabulary and the parameters, and runs its cases.
pub fn check(text: &str, vocabulary: &Vocabulary, parameters: &Parameters) -> Checked {
    let (policy, problems) = reader::read(text, |reader, table| document(reader, table, vocabulary, parameters));
    Checked { policy, problems }
}

/// Reads facts as they stand in a case, one attribute a line: `dob = 1944-05-01`.
///
/// # Errors
/// Everything that is wrong with them, in the order of the lines.
pub fn read_facts(text: &str, vocabulary: &Vocabulary, on: Date) -> Result<Facts, Vec<Problem>> {
    let (facts, problems) =
        reader::read(text, |reader, table| Some(facts::read(reader, &Section::root(table), vocabulary, on)));
    facts.ok_or(problems)
}

fn document(reader: &mut Reader<'_>, table: &Table, vocabulary: &Vocabulary, city: &Parameters) -> Option<Policy> {
    let mut root = Section::root(table);
    let head = head::read(reader, &mut root, vocabulary);
    let own = parameters::read::read_all(reader, &mut root);
    let validity = head.valid_from.map(|from| (from, head.valid_to));
    let mut checker = Checker::new(vocabulary, &own, city, validity);
    let criteria = criteria::read(reader, &mut root, &mut checker);
    let benefit = benefit::read(reader, &mut root, &mut checker, &criteria);
    let benefit_place = root.key_span("benefit");
    let unit = benefit.as_ref().map(|benefit| benefit.unit);
    let (cases, places) = cases::read(reader, &mut root, vocabulary, &criteria, unit);
    root.finish(reader);
    rules::hold(reader, &root, &head);
    let tables = checker.into_tables();
    if !reader.is_clean() {
        return None;
    }
    let policy = head.into_policy(criteria, benefit, own, cases, tables)?;
    if let Some(person) = gap::nobodys_band(&policy, vocabulary) {
        let values: Vec<String> = person.iter().map(|(id, value)| format!("{id} = {value}")).collect();
        reader.problem(ProblemCode::NoBand, benefit_place, "benefit.band", "[[benefit.band]]", values.join(", "));
    }
    for (outcome, (span, path)) in policy.run_cases().into_iter().zip(places) {
        if !outcome.passed {
            reader.problem(ProblemCode::CaseFailed, span, &path, outcome.expected, outcome.found);
        }
    }
    Some(policy)
}

#[cfg(test)]
mod tests;
