//! The journal as auditors read it.

use crate::ids::JournalId;
use crate::paging::PageNumber;
use serde::{Deserialize, Serialize};

/// `/journal`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalPage {
    /// Rows, newest first.
    pub rows: Vec<JournalRow>,
    /// Rows in all.
    pub total: i64,
    /// Rows not sealed yet (at most a second's worth).
    pub unsealed: i64,
    /// The head of the chain, hexadecimal.
    pub head: Option<String>,
    /// Which page of the list this is.
    pub number: PageNumber,
}

/// One act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalRow {
    /// The row.
    pub id: JournalId,
    /// When, epoch milliseconds.
    pub at: i64,
    /// The account that acted; none for the portal itself.
    pub actor: Option<String>,
    /// What was done: a stable name such as `applications.submit`.
    pub act: String,
    /// On what kind of thing.
    pub object_kind: String,
    /// On which.
    pub object: Option<String>,
    /// How it ended.
    pub result: String,
    /// Its place in the chain.
    pub sequence: Option<i64>,
}
