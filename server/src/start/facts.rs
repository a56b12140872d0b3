//! Facts as files: TOML as they stand in the cases of policies, or JSON.

use super::rules::line;
use crate::config::ConfigError;
use jiff::civil::Date;
use policy::{check::read_facts, value::Facts, vocabulary::Vocabulary};
use serde_json::Value;

/// Reads facts; `name` says where they come from when something is wrong.
///
/// # Errors
/// What is wrong, a line each.
pub(super) fn facts(name: &str, text: &str, vocabulary: &Vocabulary, on: Date) -> Result<Facts, ConfigError> {
    let toml = match text.trim_start().starts_with('{') {
        false => text.to_owned(),
        true => {
            let value: Value = serde_json::from_str(text).map_err(|error| no_json(name, &error))?;
            let facts = value.as_object().ok_or_else(|| ConfigError::new("cli-facts-no-object", &[("file", &name)]))?;
            facts.iter().map(|(key, value)| format!("{} = {}\n", quoted(key), written(value))).collect()
        }
    };
    read_facts(&toml, vocabulary, on).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(|problem| line(name, problem)).collect();
        ConfigError::lines(&lines)
    })
}

fn no_json(name: &str, error: &serde_json::Error) -> ConfigError {
    ConfigError::new("cli-facts-no-json", &[("file", &name), ("line", &error.line()), ("column", &error.column())])
}

/// A JSON value as TOML says it. A date is a text in JSON and none in TOML.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) if text.len() == 10 && text.parse::<Date>().is_ok() => text.clone(),
        Value::String(text) => quoted(text),
        Value::Array(values) => format!("[{}]", values.iter().map(written).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| format!("{} = {}", quoted(key), written(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        // TOML has no null: it is said to be of the wrong type.
        other => other.to_string().replace("null", "\"\""),
    }
}

/// A text in quotes, with the escapes that JSON and TOML share.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
