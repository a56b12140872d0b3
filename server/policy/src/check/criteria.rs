//! The conditions of a policy.

use super::constant;
use crate::{
    document::Criterion,
    expression::{checker::Checker, typed::Condition},
    problem::ProblemCode,
    reader::{Reader, Section, Spanned},
};

pub(super) fn read(reader: &mut Reader<'_>, root: &mut Section<'_>, checker: &mut Checker<'_>) -> Vec<Criterion> {
    let mut criteria: Vec<Criterion> = Vec::new();
    let mut places: Vec<Spanned<String>> = Vec::new();
    if !root.has("criterion") {
        root.needed(reader, "criterion", "[[criterion]]");
    }
    for mut section in root.tables(reader, "criterion") {
        let id = section.needed_id(reader, "id");
        let label = section.needed_text(reader, "label");
        let when = section.needed_string(reader, "when");
        let basis = section.string(reader, "basis").map(|basis| basis.value);
        section.finish(reader);
        let condition = when.as_ref().and_then(|when| condition(reader, when, checker));
        if let (Some(when), Some(condition)) = (&when, &condition) {
            constant(reader, when, condition, checker);
        }
        reader.budget().spend(criteria.len());
        if !reader.may_go_on(section.span(), section.path()) {
            break;
        }
        if let Some(id) = id.as_ref().filter(|id| criteria.iter().any(|criterion| criterion.id == id.value)) {
            reader.problem(ProblemCode::Duplicate, id.span.clone(), &id.path, "", &id.value);
        }
        let (Some(id), Some(label), Some(when), Some(condition)) = (id, label, when, condition) else { continue };
        places.push(when.clone());
        criteria.push(Criterion { id: id.value, label, when_text: when.value, basis, condition });
    }
    together(reader, &criteria, &places, checker);
    criteria
}

/// Criteria that nobody can meet together, though each of them by itself can be met.
fn together(reader: &mut Reader<'_>, criteria: &[Criterion], places: &[Spanned<String>], checker: &Checker<'_>) {
    if !reader.is_clean() {
        return;
    }
    let mut before: Vec<Condition> = Vec::new();
    for (criterion, place) in criteria.iter().zip(places) {
        before.push(criterion.condition.clone());
        let never = constant::never_together(&before, checker.tables(), checker.vocabulary(), reader.budget());
        if !reader.may_go_on(place.span.clone(), &place.path) {
            return;
        }
        if never {
            reader.problem(ProblemCode::NeverTrue, place.span.clone(), &place.path, "", &place.value);
            return;
        }
    }
}

/// A criterion that decides nothing is a slip.
pub(super) fn constant(reader: &mut Reader<'_>, when: &Spanned<String>, condition: &Condition, checker: &Checker<'_>) {
    let (tables, vocabulary) = (checker.tables(), checker.vocabulary());
    let budget = reader.budget();
    let never = constant::never(condition, tables, vocabulary, budget);
    let code = match (never, constant::always(condition, tables, vocabulary, budget)) {
        (true, _) => ProblemCode::NeverTrue,
        (false, true) => ProblemCode::AlwaysTrue,
        (false, false) => return,
    };
    reader.problem(code, when.span.clone(), &when.path, "", &when.value);
}

/// A yes/no expression in a string of the document.
pub(super) fn condition(
    reader: &mut Reader<'_>,
    when: &Spanned<String>,
    checker: &mut Checker<'_>,
) -> Option<Condition> {
    reader.budget().spend(when.value.len());
    match checker.check_condition(&when.value) {
        Ok(condition) => Some(condition),
        Err(faults) => {
            reader.faults(faults, when);
            None
        }
    }
}
