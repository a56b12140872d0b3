//! What the lists show of a document, as far as it can be read.

use super::super::versions::record::VersionRecord;
use jiff::civil::Date;
use policy::{
    document::{Field, Policy},
    text::Text,
};
use toml::{Table, Value};

/// What the lists show of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Policy id.
    pub policy: String,
    /// Title.
    pub title: Text,
    /// Field.
    pub field: String,
    /// First day.
    pub valid_from: String,
    /// Last day.
    pub valid_to: Option<String>,
}

impl Head {
    /// Of a document without problems.
    pub fn of(policy: &Policy) -> Self {
        Self {
            policy: policy.id.clone(),
            title: policy.title.clone(),
            field: policy.field.as_str().to_owned(),
            valid_from: policy.valid_from.to_string(),
            valid_to: policy.valid_to.map(|day| day.to_string()),
        }
    }

    /// Of a document with problems, so that it can be found again. Nothing where it does not say under which id it stands and
    /// what it is called, or cannot be read at all.
    pub fn as_far_as_it_goes(text: &str, today: Date) -> Option<Self> {
        let document: Table = text.parse().ok()?;
        let title = document.get("title")?;
        let named = |language: &str| title.get(language).and_then(Value::as_str).map(str::trim).unwrap_or_default();
        let policy = document.get("id").and_then(Value::as_str).filter(|id| is_id(id))?;
        let title = match (named("zh"), named("en")) {
            ("", "") => return None,
            ("", only) | (only, "") => Text::same(only),
            (zh, en) => Text::new(zh, en),
        };
        let field =
            document.get("field").and_then(Value::as_str).and_then(known_field).unwrap_or(Field::SocialSecurity);
        let day =
            |key: &str| document.get(key).and_then(Value::as_datetime).and_then(|day| day.to_string().parse().ok());
        let from: Date = day("valid_from").unwrap_or(today);
        Some(Self {
            policy: policy.to_owned(),
            title,
            field: field.as_str().to_owned(),
            valid_from: from.to_string(),
            valid_to: day("valid_to").map(|day: Date| day.to_string()),
        })
    }

    /// As a version stands in the lists: a text that cannot be read for the moment does not lose its name.
    pub fn as_before(version: &VersionRecord) -> Self {
        Self {
            policy: version.policy.clone(),
            title: Text::new(&version.title_zh, &version.title_en),
            field: version.field.clone(),
            valid_from: version.valid_from.clone(),
            valid_to: version.valid_to().map(|day| day.to_string()),
        }
    }
}

fn known_field(name: &str) -> Option<Field> {
    Field::ALL.iter().copied().find(|field| field.as_str() == name)
}

/// An id as the checker takes it: it stands in addresses.
fn is_id(id: &str) -> bool {
    let part = |part: char| part.is_ascii_lowercase() || part.is_ascii_digit() || "-_".contains(part);
    id.len() <= 64 && id.starts_with(|first: char| first.is_ascii_lowercase()) && id.chars().all(part)
}

/// A document's hash: with it a seed that was imported once is recognised, and a rehearsal of another text.
pub fn content_hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]

    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_document_with_problems_keeps_its_name() {
        let today = date(2026, 11, 29);
        let text = "id = \"test\"\nvalid_from = 2027-01-01\ntitle = { zh = \"问候金\", en = \"Greeting\" }\nwhen = 3";
        let head = Head::as_far_as_it_goes(text, today).unwrap();
        assert_eq!((head.policy.as_str(), head.valid_from.as_str()), ("test", "2027-01-01"));
        assert_eq!(head.title, Text::new("问候金", "Greeting"));
        for nameless in
            ["id = ", "id = \"test\"", "title = { zh = \"问候金\" }", "id = \"A b\"\ntitle = { zh = \"x\" }"]
        {
            assert_eq!(Head::as_far_as_it_goes(nameless, today), None, "{nameless}");
        }
    }
}
