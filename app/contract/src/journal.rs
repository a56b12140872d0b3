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
    /// Place of the first keyed row.
    pub keyed_from: Option<i64>,
    /// Alarms that nobody has ended, the oldest first.
    pub alarms: Vec<JournalAlarm>,
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

/// What is wrong with the journal, or with one row of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Problem {
    /// What the row says is not what was written.
    Edited,
    /// The row at this place is gone.
    Missing,
    /// The row does not follow the one before it: rows were exchanged, or their hashes changed.
    OutOfOrder,
    /// Rows at the end are gone: a kept head names more than there is.
    Truncated,
    /// The chain no longer leads to the head that was kept: it was made anew, or an older copy was written on.
    Replaced,
    /// Nothing proves where the keyed part of the chain begins: the mark is gone, or was made with other keys.
    NotKeyed,
    /// The head that was kept outside the rows is gone.
    HeadMissing,
    /// The file that keeps the head holds something else.
    HeadBroken,
}

/// The head of the chain and the head that was kept outside the database do not agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalAlarm {
    /// When it was noticed, epoch milliseconds.
    pub at: i64,
    /// What is wrong.
    pub problem: Problem,
    /// The place that the kept head names; nothing when no head was found.
    pub kept: Option<i64>,
    /// The last place of the chain when it was noticed.
    pub found: i64,
}
