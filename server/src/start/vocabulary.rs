//! `tongban vocabulary`: the data standard, for programs and for people.

use super::rules::load;
use crate::{
    cli::{Rules, VocabularyFormat},
    config::ConfigError,
    output::{self, say},
};
use policy::vocabulary::{Attribute, Vocabulary};
use serde_json::json;
use std::process::ExitCode;

/// Prints the vocabulary.
///
/// # Errors
/// A file cannot be read or has problems.
pub fn print(format: VocabularyFormat, rules: &Rules) -> Result<ExitCode, ConfigError> {
    let vocabulary = load(rules)?.vocabulary;
    match format {
        VocabularyFormat::Md => output::print(format_args!("{}", markdown(&vocabulary))),
        VocabularyFormat::Json => {
            let whole = json!({ "departments": vocabulary.departments(), "attributes": vocabulary.attributes() });
            say!("{whole:#}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn markdown(vocabulary: &Vocabulary) -> String {
    let mut text = String::from("# 数据标准 · Data standard\n");
    for department in vocabulary.departments() {
        let own: Vec<&Attribute> =
            vocabulary.attributes().iter().filter(|attribute| attribute.department == department.id).collect();
        if own.is_empty() {
            continue;
        }
        text.push_str(&format!("\n## {} · {} (`{}`)\n\n", department.name.zh, department.name.en, department.id));
        text.push_str("| id | 名称 | name | type | unit | values | sensitivity | changeable |\n|---|---|---|---|---|---|---|---|\n");
        for attribute in own {
            let codes = attribute.codes.iter().map(|code| format!("`{}` {} · {}", code.id, code.name.zh, code.name.en));
            let values: Vec<String> = codes.chain(attribute.has.iter().map(|id| format!("`{id}`"))).collect();
            let cells = [
                format!("`{}`", attribute.id),
                attribute.name.zh.clone(),
                attribute.name.en.clone(),
                attribute.value_type.as_str().to_owned(),
                attribute.unit.clone().unwrap_or_default(),
                values.join("; "),
                attribute.sensitivity.as_str().to_owned(),
                if attribute.changeable { "yes" } else { "no" }.to_owned(),
            ];
            let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
            text.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
    }
    text
}
