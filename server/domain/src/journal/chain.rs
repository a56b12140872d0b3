//! What is hashed, and how.

use crate::db::{schema::journal, types::Instant};
use diesel::prelude::*;

/// A row as it is chained.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = journal)]
pub(super) struct Row {
    pub id: String,
    pub at: Instant,
    pub actor_account_id: Option<String>,
    pub on_behalf_of: Option<String>,
    pub act: String,
    pub object_kind: String,
    pub object_id: Option<String>,
    pub result: String,
    pub detail: String,
    pub request_id: Option<String>,
    pub content_hash: String,
    pub sequence: Option<i64>,
    pub previous_hash: Option<String>,
    pub chain_hash: Option<String>,
}

/// The newest link of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its place, from 1; 0 for an empty journal.
    pub sequence: i64,
    /// Its hash.
    pub hash: String,
}

impl Head {
    /// The head of an empty journal.
    pub fn empty() -> Self {
        Self { sequence: 0, hash: blake3::hash(b"tongban journal").to_hex().to_string() }
    }

    /// The head after one more row.
    pub(super) fn after(&self, content_hash: &str) -> Self {
        let sequence = self.sequence + 1;
        let hash = digest(&[Some(&self.hash), Some(&sequence.to_string()), Some(content_hash)]);
        Self { sequence, hash }
    }

    /// As it is kept: `12 ab34…`.
    pub(super) fn to_text(&self) -> String {
        format!("{} {}", self.sequence, self.hash)
    }

    /// Reads a kept head.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        let (sequence, hash) = text.trim().split_once(' ')?;
        Some(Self { sequence: sequence.parse().ok()?, hash: hash.to_owned() })
    }
}

/// The hash of what a row says.
pub(super) fn content_hash(row: &Row) -> String {
    digest(&[
        Some(&row.id),
        Some(&row.at.0.to_string()),
        row.actor_account_id.as_deref(),
        row.on_behalf_of.as_deref(),
        Some(&row.act),
        Some(&row.object_kind),
        row.object_id.as_deref(),
        Some(&row.result),
        Some(&row.detail),
        row.request_id.as_deref(),
    ])
}

/// Hashes fields one after the other, each with its length, so that no two lists give the same bytes.
fn digest(fields: &[Option<&str>]) -> String {
    let mut hasher = blake3::Hasher::new();
    for field in fields {
        match field {
            None => hasher.update(&[0]),
            Some(text) => hasher.update(&[1]).update(&(text.len() as u64).to_be_bytes()).update(text.as_bytes()),
        };
    }
    hasher.finalize().to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_do_not_run_into_each_other() {
        assert_ne!(digest(&[Some("ab"), Some("c")]), digest(&[Some("a"), Some("bc")]));
        assert_ne!(digest(&[Some(""), None]), digest(&[None, Some("")]));
        assert_eq!(Head::from_text(&Head::empty().to_text()), Some(Head::empty()));
    }
}
