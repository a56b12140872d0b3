//! Reading a vocabulary document.

use super::{Attribute, Code, Department, Sensitivity, ValueType, Vocabulary};
use crate::{
    problem::{Problem, ProblemCode, nearest},
    reader::{self, Reader, Section, Spanned},
    text::Text,
};
use toml_edit::Table;

const UNITS: &[&str] = &["years", "months", "levels", "days", "persons", "count"];

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
    "age",
    "months_between",
    "div",
    "min",
    "max",
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
    for mut section in root.tables(reader, "attribute") {
        if let Some(attribute) = attribute(reader, &mut section, &vocabulary) {
            add(reader, &section, &mut vocabulary, attribute);
        }
    }
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
    let aliases = section.strings(reader, "aliases").unwrap_or_default();
    let value_type = section.needed_word(reader, "type", ValueType::ALL, ValueType::as_str);
    let unit = section.word(reader, "unit", UNITS, |unit| unit);
    let department = section.needed_string(reader, "department");
    let sensitivity = section.needed_word(reader, "sensitivity", Sensitivity::ALL, Sensitivity::as_str);
    let changeable = section.needed_bool(reader, "changeable");
    let codes = codes(reader, section);
    section.finish(reader);
    let department = department.and_then(|department| known_department(reader, department, &vocabulary.departments));
    let value_type = value_type?;
    if value_type == ValueType::Code && codes.is_empty() && !section.has("codes") {
        section.needed(reader, "codes", "[ { id = \"…\", name = { zh = \"…\", en = \"…\" } } ]");
    }
    for (key, belongs_to) in [("codes", ValueType::Code), ("unit", ValueType::Int)] {
        if section.has(key) && value_type != belongs_to {
            let (span, path) = (section.key_span(key), section.path_of(key));
            let expected = format!("type = \"{}\"", belongs_to.as_str());
            reader.problem(
                ProblemCode::WrongValue,
                span,
                &path,
                expected,
                format!("type = \"{}\"", value_type.as_str()),
            );
        }
    }
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
    })
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
        let taken = vocabulary.find(name).is_some() || RESERVED.contains(&name.as_str());
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

fn known_department(reader: &mut Reader<'_>, id: Spanned<String>, known: &[Department]) -> Option<String> {
    if known.iter().any(|department| department.id == id.value) {
        return Some(id.value);
    }
    let ids: Vec<&str> = known.iter().map(|department| department.id.as_str()).collect();
    let suggestion = nearest(&id.value, ids.iter().copied());
    reader.suggest(ProblemCode::UnknownWord, id.span, &id.path, ids.join(" | "), id.value, suggestion);
    None
}
