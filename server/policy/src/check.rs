//! From the text of a policy document to a checked policy, or to everything that is wrong with it.

mod bands;
mod benefit;
mod cases;
mod constant;
mod criteria;
mod facts;
mod head;
mod open;
mod reach;
mod rules;

use crate::{
    almost::gap,
    budget::{self, Budget},
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
    /// How many steps of its budget the check took.
    pub steps: u64,
}

/// Reads a policy document, holds it against the vocabulary and the parameters, and runs its cases: with no more than
/// [`budget::STEPS`] of work. Where they are used up is a problem with its place.
pub fn check(text: &str, vocabulary: &Vocabulary, parameters: &Parameters) -> Checked {
    check_within(text, vocabulary, parameters, &Budget::of(budget::STEPS))
}

/// The same, with as much work as the budget holds. A document that was checked and published before is read without a
/// limit: it is never taken away from anybody because a limit changed.
pub fn check_within(text: &str, vocabulary: &Vocabulary, parameters: &Parameters, budget: &Budget) -> Checked {
    let (policy, problems) =
        reader::read_within(text, budget, |reader, table| document(reader, table, vocabulary, parameters));
    Checked { policy, problems, steps: budget.used() }
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
    checker.set_budget(reader.budget());
    let criteria = criteria::read(reader, &mut root, &mut checker);
    let benefit = benefit::read(reader, &mut root, &mut checker, &criteria);
    let open_questions = open::read(reader, &mut root, &mut checker, &criteria, benefit.is_some());
    let benefit_place = root.key_span("benefit");
    let unit = benefit.as_ref().map(|benefit| benefit.unit);
    let (cases, places) = cases::read(reader, &mut root, vocabulary, &criteria, &open_questions, unit);
    root.finish(reader);
    rules::hold(reader, &root, &head);
    let tables = checker.into_tables();
    if !reader.is_clean() {
        return None;
    }
    let policy = head.into_policy(criteria, benefit, open_questions, own, cases, tables)?;
    let gap = gap::nobodys_band(&policy, vocabulary, reader.budget());
    if !reader.may_go_on(benefit_place.clone(), "benefit") {
        return None;
    }
    if let Some(person) = gap {
        let values: Vec<String> = person.iter().map(|(id, value)| format!("{id} = {value}")).collect();
        reader.problem(ProblemCode::NoBand, benefit_place, "benefit.band", "[[benefit.band]]", values.join(", "));
    }
    for (case, (span, path)) in policy.cases.iter().zip(places) {
        reader.budget().spend(case.steps(&policy));
        if !reader.may_go_on(span.clone(), &path) {
            return None;
        }
        let outcome = policy.run_case(case);
        if !outcome.passed {
            let failure = policy.case_failure(&outcome, vocabulary);
            reader.failed_case(span, &path, &outcome, failure);
        }
    }
    Some(policy)
}

#[cfg(test)]
mod tests;
