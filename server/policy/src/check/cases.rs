//! The cases of a policy document.

use crate::{
    cases::Case,
    decision::{AmountValue, Verdict},
    document::{AmountUnit, Criterion},
    problem::{ProblemCode, nearest},
    reader::{Reader, Section, Spanned, civil_date},
    value::{Fact, Facts, Money, Value},
    vocabulary::{Attribute, ValueType, Vocabulary},
};
use jiff::civil::Date;
use std::ops::Range;

/// Where a case stands.
type Place = (Range<usize>, String);

pub(super) fn read(
    reader: &mut Reader<'_>,
    root: &mut Section<'_>,
    vocabulary: &Vocabulary,
    criteria: &[Criterion],
    unit: Option<AmountUnit>,
) -> (Vec<Case>, Vec<Place>) {
    let (mut cases, mut places) = (Vec::new(), Vec::new());
    let sections = root.tables(reader, "case");
    if sections.is_empty() {
        reader.problem(ProblemCode::NoCases, 0..0, "case", "[[case]]", "");
    }
    for mut section in sections {
        if let Some(case) = case(reader, &mut section, vocabulary, criteria, unit) {
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
    unit: Option<AmountUnit>,
) -> Option<Case> {
    let name = section.needed_text(reader, "name");
    let on = section.needed_date(reader, "on").map(|on| on.value);
    let verdict = section.needed_word(reader, "verdict", Verdict::ALL, Verdict::as_str);
    let amount = section.string(reader, "amount").and_then(|amount| amount_of(reader, amount, unit));
    let failing = section.strings(reader, "failing").map(|ids| {
        let known = criteria.iter().map(|criterion| criterion.id.as_str()).collect::<Vec<_>>();
        ids.into_iter().filter_map(|id| known_criterion(reader, id, &known)).collect()
    });
    let missing = section.strings(reader, "missing").map(|names| {
        let attributes = names.into_iter().filter_map(|name| known_attribute(reader, &name, vocabulary));
        attributes.map(|attribute| attribute.id.clone()).collect()
    });
    let facts_table = section.table(reader, "facts");
    if facts_table.is_none() && !section.has("facts") {
        section.needed(reader, "facts", "{ dob = 1944-05-01 }");
    }
    section.finish(reader);
    let facts = facts(reader, &facts_table?, vocabulary, on?);
    Some(Case { name: name?, on: on?, facts, verdict: verdict?, amount, failing, missing })
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

/// A criterion with a fault of its own is not among the known ones: then nothing is said about it here.
fn known_criterion(reader: &mut Reader<'_>, id: Spanned<String>, known: &[&str]) -> Option<String> {
    if !known.contains(&id.value.as_str()) && reader.is_clean() {
        let suggestion = nearest(&id.value, known.iter().copied());
        reader.suggest(ProblemCode::UnknownName, id.span, &id.path, known.join(" | "), id.value, suggestion);
        return None;
    }
    Some(id.value)
}

fn known_attribute<'v>(
    reader: &mut Reader<'_>,
    name: &Spanned<String>,
    vocabulary: &'v Vocabulary,
) -> Option<&'v Attribute> {
    let found = vocabulary.find(&name.value);
    if found.is_none() {
        let suggestion = nearest(&name.value, vocabulary.all_names());
        let (span, found) = (name.span.clone(), name.value.clone());
        reader.suggest(ProblemCode::UnknownName, span, &name.path, "", found, suggestion);
    }
    found
}

fn facts(reader: &mut Reader<'_>, section: &Section<'_>, vocabulary: &Vocabulary, on: Date) -> Facts {
    let mut facts = Facts::new();
    for (key, value, span) in section.entries() {
        let Some(attribute) = known_attribute(reader, &key, vocabulary) else { continue };
        let Some(value) = value.and_then(|value| fact_value(reader, attribute, value, &span, &key.path)) else {
            continue;
        };
        let (department, delivery) = (attribute.department.clone(), "case".to_owned());
        facts.insert(&attribute.id, Fact { value, department, as_of: on, delivery });
    }
    facts
}

fn fact_value(
    reader: &mut Reader<'_>,
    attribute: &Attribute,
    written: &toml_edit::Value,
    span: &Range<usize>,
    path: &str,
) -> Option<Value> {
    let (value, expected) = match attribute.value_type {
        ValueType::Bool => (written.as_bool().map(Value::Bool), "true | false"),
        ValueType::Int => (written.as_integer().map(Value::Int), "12"),
        ValueType::Money => (written.as_str().and_then(Money::parse).map(Value::Money), "\"1200.00\""),
        ValueType::Date => (civil_date(written).map(Value::Date), "1944-05-01"),
        ValueType::Text => (written.as_str().map(|text| Value::Text(text.to_owned())), "\"…\""),
        ValueType::Code => return code(reader, attribute, written, span, path),
    };
    if value.is_none() {
        let found = written.as_str().map_or_else(|| written.type_name().to_owned(), |text| format!("\"{text}\""));
        reader.problem(ProblemCode::WrongType, span.clone(), path, expected, found);
    }
    value
}

fn code(
    reader: &mut Reader<'_>,
    attribute: &Attribute,
    written: &toml_edit::Value,
    span: &Range<usize>,
    path: &str,
) -> Option<Value> {
    let listed: Vec<String> = attribute.codes.iter().take(8).map(|code| format!("\"{}\"", code.id)).collect();
    let (problem, found) = match (written.as_str(), written.as_integer()) {
        (Some(name), _) => match attribute.find_code(name) {
            Some(code) => return Some(Value::Code(code.id.clone())),
            None => (ProblemCode::UnknownCode, name.to_owned()),
        },
        (None, Some(number)) => (ProblemCode::NumberForCode, number.to_string()),
        (None, None) => (ProblemCode::WrongType, written.type_name().to_owned()),
    };
    let suggestion = nearest(&found, attribute.codes.iter().flat_map(|code| [code.id.as_str(), code.name.zh.as_str()]));
    let suggestion = suggestion.map(|name| format!("\"{name}\""));
    reader.suggest(problem, span.clone(), path, listed.join(" | "), found, suggestion);
    None
}
