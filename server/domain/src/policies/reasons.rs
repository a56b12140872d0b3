//! From a trace to reasons that people can read: every criterion, the facts it used, where they came from and since
//! when.

use crate::residents::facts::fact_view;
use contract::{
    policies::{ComputedValue, Reason, ShownAmount, VerdictView},
    residents::ShownValue,
};
use policy::{
    decision::{Comparison, CriterionTrace, Decision},
    document::Policy,
    sentence::Phrase,
    text::Text,
    value::{Fact, Value},
    vocabulary::Vocabulary,
};

/// The reasons of a decision, in the order of the document.
pub fn reasons(vocabulary: &Vocabulary, policy: &Policy, decision: &Decision) -> Vec<Reason> {
    decision
        .criteria
        .iter()
        .map(|trace| {
            let criterion = policy.criteria.iter().find(|criterion| criterion.id == trace.id);
            Reason {
                label: criterion.map_or_else(|| Text::same(trace.id.as_str()), |criterion| criterion.label.clone()),
                result: trace.result,
                facts: facts(vocabulary, trace),
                computed: trace
                    .comparisons
                    .iter()
                    .filter_map(|made| computed(vocabulary, policy, &trace.id, made))
                    .collect(),
                basis: criterion.and_then(|criterion| criterion.basis.clone()),
            }
        })
        .collect()
}

/// The verdict for caseworkers.
pub fn verdict_view(vocabulary: &Vocabulary, policy: &Policy, decision: &Decision) -> VerdictView {
    let name = |attribute: &String| {
        vocabulary.attribute(attribute).map_or_else(|| Text::same(attribute.as_str()), |known| known.name.clone())
    };
    VerdictView {
        policy: policy.id.clone(),
        version: policy.version.clone(),
        title: policy.title.clone(),
        verdict: decision.verdict,
        amount: ShownAmount::of(decision),
        reasons: reasons(vocabulary, policy, decision),
        missing: decision.missing.iter().map(name).collect(),
        open: policy.open_texts(&decision.open),
        has_no_result: decision.has_no_result(),
    }
}

fn facts(vocabulary: &Vocabulary, trace: &CriterionTrace) -> Vec<contract::residents::FactView> {
    trace
        .readings
        .iter()
        .map(|reading| {
            let fact = match (&reading.value, &reading.department, reading.as_of, &reading.delivery) {
                (Some(value), Some(department), Some(as_of), Some(delivery)) => Some(Fact {
                    value: value.clone(),
                    department: department.clone(),
                    as_of,
                    delivery: delivery.clone(),
                }),
                _ => None,
            };
            fact_view(vocabulary, &reading.attribute, fact.as_ref())
        })
        .collect()
}

/// Only what was worked out needs saying: a plain fact against a bound is already in the label and the fact.
fn computed(
    vocabulary: &Vocabulary,
    policy: &Policy,
    criterion: &str,
    comparison: &Comparison,
) -> Option<ComputedValue> {
    let (left, right) = (comparison.left.as_ref()?, comparison.right.as_ref()?);
    let phrase = policy.compared_phrase(criterion, &comparison.expression, vocabulary)?;
    let is_worked_out = !matches!(phrase, Phrase::Named(_) | Phrase::Today | Phrase::Int(..) | Phrase::Money(_));
    is_worked_out.then(|| ComputedValue {
        phrase,
        value: plain(left),
        operator: comparison.operator.to_string(),
        bound: plain(right),
    })
}

fn plain(value: &Value) -> ShownValue {
    match value {
        Value::Bool(value) => ShownValue::Bool(*value),
        Value::Int(value) => ShownValue::Int(*value, None),
        Value::Money(value) => ShownValue::Money(value.0),
        Value::Date(value) => ShownValue::Date(*value),
        Value::Code(text) | Value::Text(text) => ShownValue::Text(text.clone()),
        Value::Codes(_) | Value::Members(_) => ShownValue::Text(value.to_string()),
    }
}
