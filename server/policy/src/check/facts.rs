//! The facts of a case.

use super::cases::known_attribute;
use crate::{
    problem::ProblemCode,
    reader::{Reader, Section, civil_date},
    value::{Fact, Facts, Member, Money, Value},
    vocabulary::{Attribute, ValueType, Vocabulary},
};
use jiff::civil::Date;
use std::ops::Range;

pub(super) fn read(reader: &mut Reader<'_>, section: &Section<'_>, vocabulary: &Vocabulary, on: Date) -> Facts {
    let mut facts = Facts::new();
    for (key, value, span) in section.entries() {
        let Some(attribute) = known_attribute(reader, &key, vocabulary) else { continue };
        let Some(value) = value else {
            reader.problem(ProblemCode::WrongType, span, &key.path, "[ { … } ]", "[[…]]");
            continue;
        };
        let Some(value) = fact_value(reader, vocabulary, attribute, value, &span, &key.path) else { continue };
        let (department, delivery) = (attribute.department.as_str().into(), "case".into());
        facts.insert(&attribute.id, Fact { value, department, as_of: on, delivery });
    }
    facts
}

fn fact_value(
    reader: &mut Reader<'_>,
    vocabulary: &Vocabulary,
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
        ValueType::Code => return code(reader, attribute, written, span, path).map(Value::Code),
        ValueType::Codes => match written.as_array() {
            Some(array) => {
                let codes = array.iter().map(|written| {
                    let span = written.span().unwrap_or_else(|| span.clone());
                    code(reader, attribute, written, &span, path)
                });
                // Every member is looked at, so that every problem is reported at once.
                let codes: Vec<Option<String>> = codes.collect();
                return codes.into_iter().collect::<Option<_>>().map(Value::Codes);
            }
            None => (None, "[ \"…\" ]"),
        },
        ValueType::Members => match written.as_array() {
            Some(array) => {
                let members = array.iter().enumerate().map(|(index, written)| {
                    let span = written.span().unwrap_or_else(|| span.clone());
                    member(reader, vocabulary, attribute, written, &span, &format!("{path}[{}]", index + 1))
                });
                let members: Vec<Option<Member>> = members.collect();
                return members.into_iter().collect::<Option<_>>().map(Value::Members);
            }
            None => (None, "[ { dob = 2024-05-01 } ]"),
        },
    };
    if value.is_none() {
        let found = written.as_str().map_or_else(|| written.type_name().to_owned(), |text| format!("\"{text}\""));
        reader.problem(ProblemCode::WrongType, span.clone(), path, expected, found);
    }
    value
}

/// One member of a list: what is known of it.
fn member(
    reader: &mut Reader<'_>,
    vocabulary: &Vocabulary,
    list: &Attribute,
    written: &toml_edit::Value,
    span: &Range<usize>,
    path: &str,
) -> Option<Member> {
    let Some(table) = written.as_inline_table() else {
        reader.problem(ProblemCode::WrongType, span.clone(), path, "{ dob = 2024-05-01 }", written.type_name());
        return None;
    };
    let mut values: Vec<Option<(String, Value)>> = Vec::new();
    for (key, value) in table.iter() {
        let span = value.span().unwrap_or_else(|| span.clone());
        let path = format!("{path}.{key}");
        let attribute = vocabulary.find(key).filter(|attribute| list.has.contains(&attribute.id));
        values.push(match attribute {
            Some(attribute) => fact_value(reader, vocabulary, attribute, value, &span, &path)
                .map(|value| (attribute.id.clone(), value)),
            None => {
                let suggestion = reader.nearest(key, list.has.iter().map(String::as_str));
                reader.suggest(ProblemCode::NotAboutMember, span, &path, list.has.join(" | "), key, suggestion);
                None
            }
        });
    }
    values.into_iter().collect()
}

fn code(
    reader: &mut Reader<'_>,
    attribute: &Attribute,
    written: &toml_edit::Value,
    span: &Range<usize>,
    path: &str,
) -> Option<String> {
    let listed: Vec<String> = attribute.codes.iter().take(8).map(|code| format!("\"{}\"", code.id)).collect();
    let (problem, found) = match (written.as_str(), written.as_integer()) {
        (Some(name), _) => match attribute.find_code(name) {
            Some(code) => return Some(code.id.clone()),
            None => (ProblemCode::UnknownCode, name.to_owned()),
        },
        (None, Some(number)) => (ProblemCode::NumberForCode, number.to_string()),
        (None, None) => (ProblemCode::WrongType, written.type_name().to_owned()),
    };
    let suggestion =
        reader.nearest(&found, attribute.codes.iter().flat_map(|code| [code.id.as_str(), code.name.zh.as_str()]));
    let suggestion = suggestion.map(|name| format!("\"{name}\""));
    reader.suggest(problem, span.clone(), path, listed.join(" | "), found, suggestion);
    None
}
