//! What is hashed, and how.

use crate::{
    crypto::keys::KeyRing,
    db::{schema::journal, types::Instant},
};
use diesel::prelude::*;
use zeroize::Zeroizing;

/// What the key of the chain is derived for.
const PURPOSE: &str = "tongban 2026-11-28 the chain of the journal";

/// The key of the chain: whoever has the database and not the keys of the city cannot make a link.
pub(super) struct ChainKey(Zeroizing<[u8; 32]>);

impl ChainKey {
    /// The one of this city.
    pub(super) fn of(keys: &KeyRing) -> Self {
        Self(keys.derived(PURPOSE))
    }

    /// A code over fields that nobody can make without the key.
    pub(super) fn code(&self, fields: &[&str]) -> String {
        let fields: Vec<Option<&str>> = fields.iter().map(|field| Some(*field)).collect();
        digest(blake3::Hasher::new_keyed(&self.0), &fields)
    }
}

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
    pub(super) fn after(&self, content_hash: &str, key: &ChainKey) -> Self {
        let sequence = self.sequence + 1;
        let hash = key.code(&[&self.hash, &sequence.to_string(), content_hash]);
        Self { sequence, hash }
    }

    /// The head after one more row, as releases before the keyed chain made it.
    pub(super) fn after_unkeyed(&self, content_hash: &str) -> Self {
        let sequence = self.sequence + 1;
        let fields = [Some(self.hash.as_str()), Some(&sequence.to_string()), Some(content_hash)];
        Self { sequence, hash: digest(blake3::Hasher::new(), &fields) }
    }

    /// As it is kept: `12 ab34…`.
    pub fn to_text(&self) -> String {
        format!("{} {}", self.sequence, self.hash)
    }

    /// Reads a kept head.
    pub fn from_text(text: &str) -> Option<Self> {
        let (sequence, hash) = text.trim().split_once(' ')?;
        let hash = blake3::Hash::from_hex(hash).ok()?;
        Some(Self { sequence: sequence.parse().ok().filter(|place| *place >= 0)?, hash: hash.to_hex().to_string() })
    }
}

/// The hash of what a row says.
pub(super) fn content_hash(row: &Row) -> String {
    let fields = [
        Some(row.id.as_str()),
        Some(&row.at.0.to_string()),
        row.actor_account_id.as_deref(),
        row.on_behalf_of.as_deref(),
        Some(&row.act),
        Some(&row.object_kind),
        row.object_id.as_deref(),
        Some(&row.result),
        Some(&row.detail),
        row.request_id.as_deref(),
    ];
    digest(blake3::Hasher::new(), &fields)
}

/// Hashes fields one after the other, each with its length, so that no two lists give the same bytes.
fn digest(mut hasher: blake3::Hasher, fields: &[Option<&str>]) -> String {
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
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use super::*;

    #[test]
    fn fields_do_not_run_into_each_other() {
        let digest = |fields: &[Option<&str>]| digest(blake3::Hasher::new(), fields);
        assert_ne!(digest(&[Some("ab"), Some("c")]), digest(&[Some("a"), Some("bc")]));
        assert_ne!(digest(&[Some(""), None]), digest(&[None, Some("")]));
    }

    #[test]
    fn a_head_is_read_as_it_was_kept_and_nothing_else_is() {
        assert_eq!(Head::from_text(&Head::empty().to_text()), Some(Head::empty()));
        let hash = Head::empty().hash;
        for broken in ["", "12", "12 ab", &format!("-1 {hash}"), &format!("x {hash}"), &format!("1 {hash} more")] {
            assert_eq!(Head::from_text(broken), None, "{broken}");
        }
    }

    #[test]
    fn a_link_needs_the_key() {
        let (one, other) = (KeyRing::fresh().unwrap(), KeyRing::fresh().unwrap());
        let link = |keys: &KeyRing| Head::empty().after("content", &ChainKey::of(keys)).hash;
        assert_eq!(link(&one), link(&one));
        assert_ne!(link(&one), link(&other));
        assert_ne!(link(&one), Head::empty().after_unkeyed("content").hash);
    }
}
