//! Cases: residents with the verdict that is expected for them, run before anybody can publish.

use crate::{
    decision::{AmountValue, Decision, Truth, Verdict},
    document::Policy,
    evaluate::Outcomes,
    problem::CaseFailure,
    text::Text,
    value::{Facts, Value},
    vocabulary::Vocabulary,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One case of a policy document. What it does not state is not compared.
#[derive(Clone, Debug)]
pub struct Case {
    /// Who it is about.
    pub name: Text,
    /// The day of the decision.
    pub on: Date,
    /// What is known; the rest is unknown.
    pub facts: Facts,
    /// What other policies gave; the rest is undetermined.
    pub others: Outcomes,
    /// The expected verdict.
    pub verdict: Verdict,
    /// The expected amount.
    pub amount: Option<AmountValue>,
    /// Ids of exactly those criteria that are expected to be no.
    pub failing: Option<Vec<String>>,
    /// Ids of exactly those attributes that are expected to be missing.
    pub missing: Option<Vec<String>>,
    /// Ids of exactly those open questions that are expected to reach into the answer.
    pub open: Option<Vec<String>>,
}

/// How one case came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseOutcome {
    /// Who it is about.
    pub name: Text,
    /// Whether it came out as it says.
    pub passed: bool,
    /// What it says, by the ids of the document.
    pub expected: CaseResult<String>,
    /// What came out.
    pub found: CaseResult<String>,
}

/// A verdict with what belongs to it: `N` is an id for programs, or a name for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseResult<N> {
    /// The verdict.
    pub verdict: Verdict,
    /// The amount; none where there is none, or where a case does not say it.
    pub amount: Option<AmountValue>,
    /// The criteria that are not met, as far as they are said.
    pub failing: Vec<N>,
    /// The attributes that are missing, as far as they are said.
    pub missing: Vec<N>,
    /// The open questions that reach into the answer, as far as they are said.
    pub open: Vec<N>,
}

impl fmt::Display for CaseResult<String> {
    /// In the words of the document: `eligible, amount 180.00`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.verdict.as_str())?;
        if let Some(amount) = self.amount {
            write!(formatter, ", amount {amount}")?;
        }
        for (word, ids) in [("failing", &self.failing), ("missing", &self.missing), ("open", &self.open)] {
            if !ids.is_empty() {
                write!(formatter, ", {word} [{}]", ids.join(", "))?;
            }
        }
        Ok(())
    }
}

impl Case {
    /// How many steps it takes to run: as long as the rules are, once for the resident and once for each member of a list.
    pub(crate) fn steps(&self, policy: &Policy) -> usize {
        let criteria: usize = policy.criteria.iter().map(|criterion| criterion.when_text.len()).sum();
        let points = policy.open_points().filter_map(|point| point.when_text.as_ref());
        let points: usize = points.map(String::len).sum();
        let bands = policy.benefit.iter().flat_map(|benefit| &benefit.bands);
        let bands: usize =
            bands.map(|band| 8 + band.amount_text.len() + band.when_text.as_ref().map_or(0, String::len)).sum();
        let members: usize = self
            .facts
            .iter()
            .map(|(_, fact)| match &fact.value {
                Value::Members(members) => members.len(),
                _ => 0,
            })
            .sum();
        // A comparison is written with about sixteen bytes.
        (criteria + points + bands) / 16 * (1 + members) + policy.tables.attributes.len() + 1
    }
}

impl Policy {
    /// Runs every case.
    pub fn run_cases(&self) -> Vec<CaseOutcome> {
        self.cases.iter().map(|case| self.run_case(case)).collect()
    }

    /// Runs one case.
    pub(crate) fn run_case(&self, case: &Case) -> CaseOutcome {
        outcome(case, self.evaluate_with(&case.facts, case.on, &case.others))
    }

    /// What a case says and what came out, by the names that people know.
    pub(crate) fn case_failure(&self, outcome: &CaseOutcome, vocabulary: &Vocabulary) -> CaseFailure {
        CaseFailure {
            expected: self.named_result(&outcome.expected, vocabulary),
            found: self.named_result(&outcome.found, vocabulary),
        }
    }

    fn named_result(&self, result: &CaseResult<String>, vocabulary: &Vocabulary) -> CaseResult<Text> {
        let names = |ids: &[String], find: &dyn Fn(&str) -> Option<Text>| -> Vec<Text> {
            ids.iter().map(|id| find(id).unwrap_or_else(|| Text::same(id.as_str()))).collect()
        };
        let criterion = |id: &str| self.criteria.iter().find(|known| known.id == id).map(|known| known.label.clone());
        let attribute = |id: &str| vocabulary.attribute(id).map(|known| known.name.clone());
        let question = |id: &str| self.open_question(id).map(|known| known.text.clone());
        CaseResult {
            verdict: result.verdict,
            amount: result.amount,
            failing: names(&result.failing, &criterion),
            missing: names(&result.missing, &attribute),
            open: names(&result.open, &question),
        }
    }
}

fn outcome(case: &Case, decision: Decision) -> CaseOutcome {
    let failing: Vec<String> = decision
        .criteria
        .iter()
        .filter(|criterion| criterion.result == Truth::No)
        .map(|criterion| criterion.id.clone())
        .collect();
    let amount = decision.amount.map(|amount| amount.value);
    let passed = case.verdict == decision.verdict
        && (case.amount.is_none() || case.amount == amount)
        && same(case.failing.as_deref(), &failing)
        && same(case.missing.as_deref(), &decision.missing)
        && same(case.open.as_deref(), &decision.open);
    CaseOutcome {
        name: case.name.clone(),
        passed,
        expected: CaseResult {
            verdict: case.verdict,
            amount: case.amount,
            failing: case.failing.clone().unwrap_or_default(),
            missing: case.missing.clone().unwrap_or_default(),
            open: case.open.clone().unwrap_or_default(),
        },
        found: CaseResult {
            verdict: decision.verdict,
            amount,
            failing,
            missing: decision.missing,
            open: decision.open,
        },
    }
}

fn same(expected: Option<&[String]>, found: &[String]) -> bool {
    expected.is_none_or(|expected| {
        expected.iter().all(|id| found.contains(id)) && found.iter().all(|id| expected.contains(id))
    })
}
