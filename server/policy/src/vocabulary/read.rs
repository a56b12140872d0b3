//! Reading a vocabulary document.

use super::{
    AnsweredBy, Attribute, Code, Department, MOST_IN_SET, Plain, Sensitivity, UNITS, ValueType, Vocabulary, impossible,
    received,
};
use crate::{
    expression::function,
    problem::{Problem, ProblemCode, nearest},
    reader::{self, Reader, Section, Spanned},
    text::Text,
};
use std::ops::Range;
use toml_edit::Table;

/// Names that mean something else in expressions.
const RESERVED: &[&str] = &[
    "today",
    "今天",
    "true",
    "false",
    "是",
    "否",
    "and",
    "or",
    "not",
    "in",
    "且",
    "或",
    "非",
    "属于",
    "不属于",
    "contains",
    "包含",
    "不包含",
    "包含任一",
    "包含全部",
    "不包含任一",
    "不包含全部",
];

pub(super) fn read(text: &str) -> Result<Vocabulary, Vec<Problem>> {
    let (vocabulary, problems) = reader::read(text, document);
    vocabulary.ok_or(problems)
}

fn document(reader: &mut Reader<'_>, table: &Table) -> Option<Vocabulary> {
    let mut root = Section::root(table);
    let mut vocabulary = Vocabulary::default();
    for mut section in root.tables(reader, "department") {
        vocabulary.departments.extend(department(reader, &mut section, &vocabulary.departments));
    }
    let mut lists = Vec::new();
    for mut section in root.tables(reader, "attribute") {
        if let Some(attribute) = attribute(reader, &mut section, &vocabulary) {
            if attribute.value_type == ValueType::Members {
                lists.push((section.key_span("has"), section.path_of("has"), attribute.has.clone()));
            }
            add(reader, &section, &mut vocabulary, attribute);
        }
    }
    for (span, path, has) in lists {
        members(reader, &vocabulary, &span, &path, &has);
    }
    vocabulary.impossible = impossible::read(reader, &mut root, &vocabulary);
    vocabulary.received = received::read(reader, &mut root, &vocabulary);
    root.finish(reader);
    if vocabulary.attributes.is_empty() && reader.is_clean() {
        root.needed(reader, "attribute", "[[attribute]]");
    }
    Some(vocabulary)
}

fn department(reader: &mut Reader<'_>, section: &mut Section<'_>, known: &[Department]) -> Option<Department> {
    let (id, name) = (section.needed_id(reader, "id"), section.needed_text(reader, "name"));
    section.finish(reader);
    let id = unique(reader, id?, |id| known.iter().any(|department| department.id == id))?;
    Some(Department { id, name: name? })
}

fn attribute(reader: &mut Reader<'_>, section: &mut Section<'_>, vocabulary: &Vocabulary) -> Option<Attribute> {
    let id = section.needed_id(reader, "id");
    let name = section.needed_text(reader, "name");
    let question = section.text(reader, "question");
    let question_after = section.string(reader, "question_after");
    let question_after = question_after.and_then(|after| asked_before(reader, after, vocabulary));
    let aliases = section.strings(reader, "aliases").unwrap_or_default();
    let value_type = section.needed_word(reader, "type", ValueType::ALL, ValueType::as_str);
    let unit = section.word(reader, "unit", UNITS, |unit| unit);
    let department = section.needed_string(reader, "department");
    let sensitivity = section.needed_word(reader, "sensitivity", Sensitivity::ALL, Sensitivity::as_str);
    let changeable = section.needed_bool(reader, "changeable");
    let codes = codes(reader, section);
    let has = section.strings(reader, "has").unwrap_or_default();
    let range = range(reader, section);
    let kept = section.strings(reader, "kept").unwrap_or_default();
    let answers = section.tables(reader, "answered_by");
    section.finish(reader);
    let department = department.and_then(|department| known_department(reader, department, &vocabulary.departments));
    let value_type = value_type?;
    fitting(reader, section, value_type);
    if value_type == ValueType::Codes && codes.len() > MOST_IN_SET {
        let (span, path) = (section.key_span("codes"), section.path_of("codes"));
        reader.problem(ProblemCode::TooMany, span, &path, format!("<= {MOST_IN_SET}"), codes.len().to_string());
    }
    let answered_by = |mut by| self::answered_by(reader, &mut by, vocabulary, value_type, &codes);
    let answered_by = answers.into_iter().filter_map(answered_by).collect();
    let kept = kept.into_iter().filter_map(|value| plain(reader, value_type, &codes, value)).collect();
    let id = unique(reader, id?, |id| vocabulary.ids.contains_key(id))?;
    Some(Attribute {
        id,
        name: name?,
        aliases: aliases.into_iter().map(|alias| alias.value).collect(),
        value_type,
        unit: unit.map(str::to_owned),
        department: department?,
        sensitivity: sensitivity?,
        changeable: changeable?,
        codes,
        has: has.into_iter().map(|id| id.value).collect(),
        question,
        question_after,
        answered_by,
        range,
        kept,
    })
}

/// `{ attribute = "employment_status", is = ["retired"], value = "false" }`, or `years` in place of `is`.
fn answered_by(
    reader: &mut Reader<'_>,
    section: &mut Section<'_>,
    vocabulary: &Vocabulary,
    value_type: ValueType,
    codes: &[Code],
) -> Option<AnsweredBy> {
    let attribute = section.needed_string(reader, "attribute");
    let attribute = attribute.and_then(|id| asked_before(reader, id, vocabulary));
    let years = section.int(reader, "years").map(|years| years.value);
    let is = section.strings(reader, "is").unwrap_or_default();
    let value = section.needed_string(reader, "value");
    section.finish(reader);
    if is.is_empty() && years.is_none() {
        section.needed(reader, "is", "[ \"…\" ]");
    }
    let attribute = attribute?;
    let known = vocabulary.attribute(&attribute)?;
    let is = is.into_iter().filter_map(|one| plain(reader, known.value_type, &known.codes, one)).collect();
    let value = plain(reader, value_type, codes, value?)?;
    Some(AnsweredBy { attribute, is, years, value })
}

fn plain(reader: &mut Reader<'_>, value_type: ValueType, codes: &[Code], text: Spanned<String>) -> Option<Plain> {
    let read = Plain::read(value_type, codes, &text.value);
    if read.is_none() {
        reader.problem(ProblemCode::WrongValue, text.span, &text.path, value_type.as_str(), text.value);
    }
    read
}

/// `{ least = 1, most = 20 }`.
fn range(reader: &mut Reader<'_>, section: &mut Section<'_>) -> Option<(i64, i64)> {
    let mut range = section.table(reader, "range")?;
    let (least, most) = (range.int(reader, "least"), range.int(reader, "most"));
    range.finish(reader);
    match (least, most) {
        (Some(least), Some(most)) if least.value <= most.value => Some((least.value, most.value)),
        _ => {
            let (span, path) = (section.key_span("range"), section.path_of("range"));
            reader.problem(ProblemCode::WrongValue, span, &path, "{ least = 1, most = 20 }", "");
            None
        }
    }
}

/// What is known of members is among the attributes, and no list of members itself.
fn members(reader: &mut Reader<'_>, vocabulary: &Vocabulary, span: &Range<usize>, path: &str, has: &[String]) {
    for id in has {
        match vocabulary.attribute(id).map(|known| known.value_type) {
            Some(ValueType::Members) => {
                let expected = "bool | int | money | date | code | codes | text";
                reader.problem(ProblemCode::WrongValue, span.clone(), path, expected, format!("{id}: members"));
            }
            Some(_) => {}
            None => {
                let suggestion = nearest(id, vocabulary.ids.keys().map(String::as_str));
                reader.suggest(ProblemCode::UnknownName, span.clone(), path, "", id, suggestion);
            }
        }
    }
    if has.is_empty() {
        reader.problem(ProblemCode::MissingKey, span.clone(), path, "[ \"dob\" ]", "[]");
    }
}

/// Keys that some types need and others must not have.
fn fitting(reader: &mut Reader<'_>, section: &Section<'_>, value_type: ValueType) {
    let codes = "[ { id = \"…\", name = { zh = \"…\", en = \"…\" } } ]";
    for (key, belongs_to, needed) in [
        ("codes", &[ValueType::Code, ValueType::Codes][..], Some(codes)),
        ("unit", &[ValueType::Int], None),
        ("range", &[ValueType::Int], None),
        ("has", &[ValueType::Members], Some("[ \"dob\" ]")),
    ] {
        match (section.has(key), belongs_to.contains(&value_type), needed) {
            (false, true, Some(needed)) => section.needed(reader, key, needed),
            (true, false, _) => {
                let (span, path) = (section.key_span(key), section.path_of(key));
                let expected: Vec<_> = belongs_to.iter().map(|kind| format!("type = \"{}\"", kind.as_str())).collect();
                let found = format!("type = \"{}\"", value_type.as_str());
                reader.problem(ProblemCode::WrongValue, span, &path, expected.join(" | "), found);
            }
            _ => {}
        }
    }
}

fn codes(reader: &mut Reader<'_>, section: &mut Section<'_>) -> Vec<Code> {
    let mut codes: Vec<Code> = Vec::new();
    for mut section in section.tables(reader, "codes") {
        let (id, name) = (section.needed_string(reader, "id"), section.needed_text(reader, "name"));
        section.finish(reader);
        let (Some(id), Some(name)) = (id, name) else { continue };
        if let Some(id) = unique(reader, id, |id| codes.iter().any(|code| code.id == id)) {
            codes.push(Code { id, name });
        }
    }
    codes
}

fn add(reader: &mut Reader<'_>, section: &Section<'_>, vocabulary: &mut Vocabulary, attribute: Attribute) {
    let index = vocabulary.attributes.len();
    let Text { zh, en } = attribute.name.clone();
    let names: Vec<String> = [zh, en].into_iter().chain(attribute.aliases.iter().cloned()).collect();
    for name in names.iter().chain([&attribute.id]) {
        let taken =
            vocabulary.find(name).is_some() || RESERVED.contains(&name.as_str()) || function::find(name).is_some();
        if taken {
            let (span, path) = (section.key_span("name"), section.path_of("name"));
            reader.problem(ProblemCode::Duplicate, span, &path, "", name);
        }
    }
    vocabulary.ids.insert(attribute.id.clone(), index);
    for name in names {
        vocabulary.names.entry(name).or_insert(index);
    }
    vocabulary.attributes.push(attribute);
}

fn unique(reader: &mut Reader<'_>, id: Spanned<String>, taken: impl FnOnce(&str) -> bool) -> Option<String> {
    if taken(&id.value) {
        reader.problem(ProblemCode::Duplicate, id.span, &id.path, "", id.value);
        return None;
    }
    Some(id.value)
}

/// An attribute that stands further up and has a question: so no question waits for itself.
fn asked_before(reader: &mut Reader<'_>, id: Spanned<String>, vocabulary: &Vocabulary) -> Option<String> {
    let asked = vocabulary.attributes.iter().filter(|attribute| attribute.question.is_some());
    let ids: Vec<&str> = asked.map(|attribute| attribute.id.as_str()).collect();
    if ids.contains(&id.value.as_str()) {
        return Some(id.value);
    }
    let suggestion = nearest(&id.value, ids.iter().copied());
    reader.suggest(ProblemCode::UnknownWord, id.span, &id.path, ids.join(" | "), id.value, suggestion);
    None
}

fn known_department(reader: &mut Reader<'_>, id: Spanned<String>, known: &[Department]) -> Option<String> {
    if known.iter().any(|department| department.id == id.value) {
        return Some(id.value);
    }
    let ids: Vec<&str> = known.iter().map(|department| department.id.as_str()).collect();
    let suggestion = nearest(&id.value, ids.iter().copied());
    reader.suggest(ProblemCode::UnknownWord, id.span, &id.path, ids.join(" | "), id.value, suggestion);
    None
}
