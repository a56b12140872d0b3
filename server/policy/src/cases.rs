//! Cases: residents with the verdict that is expected for them, run before anybody can publish.

use crate::{
    decision::{AmountValue, Decision, Truth, Verdict},
    document::Policy,
    evaluate::Outcomes,
    text::Text,
    value::{Facts, Value},
};
use jiff::civil::Date;

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
    /// What it says, in the words of the document: `eligible, amount 180.00`.
    pub expected: String,
    /// What came out, in the same form.
    pub found: String,
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
        outcome(case, &self.evaluate_with(&case.facts, case.on, &case.others))
    }
}

fn outcome(case: &Case, decision: &Decision) -> CaseOutcome {
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
        expected: described(
            case.verdict,
            case.amount,
            [case.failing.as_deref(), case.missing.as_deref(), case.open.as_deref()],
        ),
        found: described(
            decision.verdict,
            amount,
            [Some(failing.as_slice()), Some(&decision.missing), Some(&decision.open)],
        ),
    }
}

fn same(expected: Option<&[String]>, found: &[String]) -> bool {
    expected.is_none_or(|expected| {
        expected.iter().all(|id| found.contains(id)) && found.iter().all(|id| expected.contains(id))
    })
}

fn described(verdict: Verdict, amount: Option<AmountValue>, ids: [Option<&[String]>; 3]) -> String {
    let mut text = verdict.as_str().to_owned();
    if let Some(amount) = amount {
        text.push_str(&format!(", amount {amount}"));
    }
    for (word, ids) in ["failing", "missing", "open"].into_iter().zip(ids) {
        if let Some(ids) = ids.filter(|ids| !ids.is_empty()) {
            text.push_str(&format!(", {word} [{}]", ids.join(", ")));
        }
    }
    text
}
