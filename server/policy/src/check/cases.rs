//! The cases of a policy document.

use super::facts;
use crate::{
    cases::Case,
    decision::{AmountValue, KnownAmount, Verdict},
    document::{AmountUnit, Criterion, OpenQuestion},
    evaluate::{Outcome, Outcomes},
    problem::ProblemCode,
    reader::{Reader, Section, Spanned},
    value::Money,
    vocabulary::{Attribute, Vocabulary},
};
use std::ops::Range;

/// Where a case stands.
type Place = (Range<usize>, String);

pub(super) fn read(
    reader: &mut Reader<'_>,
    root: &mut Section<'_>,
    vocabulary: &Vocabulary,
    criteria: &[Criterion],
    open_questions: &[OpenQuestion],
    unit: Option<AmountUnit>,
) -> (Vec<Case>, Vec<Place>) {
    let (mut cases, mut places) = (Vec::new(), Vec::new());
    let sections = root.tables(reader, "case");
    if sections.is_empty() {
        reader.problem(ProblemCode::NoCases, 0..0, "case", "[[case]]", "");
    }
    for mut section in sections {
        if !reader.may_go_on(section.span(), section.path()) {
            break;
        }
        if let Some(case) = case(reader, &mut section, vocabulary, criteria, open_questions, unit) {
            cases.push(case);
            places.push((section.span(), section.path().to_owned()));
        }
    }
    (cases, places)
}

fn case(
    reader: &mut Reader<'_>,
    section: &mut Section<'_>,
    vocabulary: &Vocabulary,
    criteria: &[Criterion],
    open_questions: &[OpenQuestion],
    unit: Option<AmountUnit>,
) -> Option<Case> {
    let name = section.needed_text(reader, "name");
    let on = section.needed_date(reader, "on").map(|on| on.value);
    let verdict = section.needed_word(reader, "verdict", Verdict::ALL, Verdict::as_str);
    let amount = section.string(reader, "amount").and_then(|amount| amount_of(reader, amount, unit));
    let failing = section.strings(reader, "failing").map(|ids| {
        let known = criteria.iter().map(|criterion| criterion.id.as_str()).collect::<Vec<_>>();
        ids.into_iter().filter_map(|id| known_id(reader, id, &known)).collect()
    });
    let open = section.strings(reader, "open").map(|ids| {
        let points = open_questions.iter().filter_map(|question| question.point.as_ref());
        let known = points.map(|point| point.id.as_str()).collect::<Vec<_>>();
        ids.into_iter().filter_map(|id| known_id(reader, id, &known)).collect()
    });
    let missing = section.strings(reader, "missing").map(|names| {
        let attributes = names.into_iter().filter_map(|name| known_attribute(reader, &name, vocabulary));
        attributes.map(|attribute| attribute.id.clone()).collect()
    });
    let facts_table = section.table(reader, "facts");
    if facts_table.is_none() && !section.has("facts") {
        section.needed(reader, "facts", "{ dob = 1944-05-01 }");
    }
    let others = section.table(reader, "others").map(|others| outcomes(reader, &others)).unwrap_or_default();
    section.finish(reader);
    let facts = facts::read(reader, &facts_table?, vocabulary, on?);
    Some(Case { name: name?, on: on?, facts, others, verdict: verdict?, amount, failing, missing, open })
}

fn amount_of(reader: &mut Reader<'_>, written: Spanned<String>, unit: Option<AmountUnit>) -> Option<AmountValue> {
    let (amount, expected) = match unit {
        Some(AmountUnit::Money) => (Money::parse(&written.value).map(AmountValue::Money), "\"180.00\""),
        Some(AmountUnit::Hours) => (written.value.parse().ok().map(AmountValue::Hours), "\"3\""),
        None => (None, "[benefit]"),
    };
    if amount.is_none() {
        reader.problem(ProblemCode::NotAnAmount, written.span, &written.path, expected, written.value);
    }
    amount
}

/// A criterion or question with a fault of its own is not among the known ones: then nothing is said about it here.
fn known_id(reader: &mut Reader<'_>, id: Spanned<String>, known: &[&str]) -> Option<String> {
    if !reader.budget().spend(known.len()) {
        return None;
    }
    if !known.contains(&id.value.as_str()) && reader.is_clean() {
        let suggestion = reader.nearest(&id.value, known.iter().copied());
        reader.suggest(ProblemCode::UnknownName, id.span, &id.path, known.join(" | "), id.value, suggestion);
        return None;
    }
    Some(id.value)
}

/// What other policies gave: a verdict, or the amount of one that was granted.
fn outcomes(reader: &mut Reader<'_>, section: &Section<'_>) -> Outcomes {
    let mut outcomes = Outcomes::default();
    for (policy, value, span) in section.entries() {
        let written = value.and_then(toml_edit::Value::as_str).unwrap_or_default();
        let amount = Money::parse(written).map(|money| KnownAmount::exact(AmountValue::Money(money)));
        let verdict = amount.map(|_| Verdict::Eligible).or_else(|| Verdict::parse(written));
        match verdict {
            Some(verdict) => outcomes.insert(&policy.value, Outcome { verdict, amount }),
            None => {
                let expected = "\"eligible\" | \"not-eligible\" | \"undetermined\" | \"180.00\"";
                reader.problem(ProblemCode::WrongValue, span, &policy.path, expected, written);
            }
        }
    }
    outcomes
}

pub(super) fn known_attribute<'v>(
    reader: &mut Reader<'_>,
    name: &Spanned<String>,
    vocabulary: &'v Vocabulary,
) -> Option<&'v Attribute> {
    let found = vocabulary.find(&name.value);
    if found.is_none() {
        let suggestion = reader.nearest(&name.value, vocabulary.all_names());
        let (span, found) = (name.span.clone(), name.value.clone());
        reader.suggest(ProblemCode::UnknownName, span, &name.path, "", found, suggestion);
    }
    found
}
