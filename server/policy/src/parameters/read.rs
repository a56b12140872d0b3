//! Reading parameters: the city's document, or the ones of a policy.

use super::{DatedValue, Parameter, Parameters};
use crate::{
    problem::{Problem, ProblemCode},
    reader::{self, Reader, Section},
    value::{Money, Value},
};
use toml_edit::Table;

pub(super) fn read(text: &str) -> Result<Parameters, Vec<Problem>> {
    let (parameters, problems) = reader::read(text, |reader, table: &Table| {
        let mut root = Section::root(table);
        let parameters = read_all(reader, &mut root);
        root.finish(reader);
        Some(parameters)
    });
    parameters.ok_or(problems)
}

/// The `[[parameter]]` blocks of a document.
pub(crate) fn read_all(reader: &mut Reader<'_>, root: &mut Section<'_>) -> Parameters {
    let mut all = Parameters::default();
    for mut section in root.tables(reader, "parameter") {
        let id = section.needed_id(reader, "id");
        let name = section.needed_text(reader, "name");
        let aliases = section.strings(reader, "aliases").unwrap_or_default();
        let is_money = section.needed_word(reader, "type", &["money", "int"], |word| word).map(|word| word == "money");
        let values = is_money.map(|is_money| values(reader, &mut section, is_money));
        if is_money.is_none() {
            section.tables(reader, "values");
        }
        section.finish(reader);
        let (Some(id), Some(name), Some(is_money), Some(values)) = (id, name, is_money, values) else { continue };
        let aliases: Vec<String> = aliases.into_iter().map(|alias| alias.value).collect();
        for name in [&id.value, &name.zh, &name.en].into_iter().chain(&aliases) {
            if all.find(name).is_some() {
                reader.problem(ProblemCode::Duplicate, id.span.clone(), &id.path, "", name);
            }
        }
        all.parameters.push(Parameter { id: id.value, name, aliases, is_money, values });
    }
    all
}

fn values(reader: &mut Reader<'_>, section: &mut Section<'_>, is_money: bool) -> Vec<DatedValue> {
    let mut values: Vec<(DatedValue, std::ops::Range<usize>, String)> = Vec::new();
    let sections = section.tables(reader, "values");
    if sections.is_empty() {
        section.needed(reader, "values", "[ { from = 2026-01-01, value = \"…\" } ]");
    }
    for mut section in sections {
        let (from, to) = (section.needed_date(reader, "from"), section.date(reader, "to"));
        let value = value(reader, &mut section, is_money);
        let source = section.string(reader, "source").map(|source| source.value);
        section.finish(reader);
        let (Some(from), Some(value)) = (from, value) else { continue };
        if let Some(to) = to.as_ref().filter(|to| to.value < from.value) {
            let found = to.value.to_string();
            reader.problem(ProblemCode::DatesReversed, to.span.clone(), &to.path, format!(">= {}", from.value), found);
        }
        let dated = DatedValue { from: from.value, to: to.map(|to| to.value), value, source };
        values.push((dated, section.span(), section.path().to_owned()));
    }
    values.sort_by_key(|(dated, ..)| dated.from);
    for pair in values.windows(2) {
        let [(earlier, ..), (later, span, path)] = pair else { continue };
        if earlier.from == later.from || earlier.to.is_some_and(|last| last >= later.from) {
            let found = later.from.to_string();
            reader.problem(ProblemCode::ParameterOverlap, span.clone(), path, "", found);
        }
    }
    values.into_iter().map(|(dated, ..)| dated).collect()
}

fn value(reader: &mut Reader<'_>, section: &mut Section<'_>, is_money: bool) -> Option<Value> {
    if !is_money {
        let found = section.int(reader, "value");
        if found.is_none() && !section.has("value") {
            section.needed(reader, "value", "12");
        }
        return found.map(|found| Value::Int(found.value));
    }
    let written = section.needed_string(reader, "value")?;
    let money = Money::parse(&written.value).map(Value::Money);
    if money.is_none() {
        reader.problem(ProblemCode::WrongValue, written.span, &written.path, "\"1690.00\"", written.value);
    }
    money
}
