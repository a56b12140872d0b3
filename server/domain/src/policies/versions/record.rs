//! Versions in the store: loading one, and moving it on. Nothing else writes how far a version has got. Every move holds
//! the version as it was read (its revision) and leaves an event and a row of the journal.

use super::transitions::{VersionEvent, VersionStage};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        schema::{policy_version_events as events, policy_versions},
        types::{Instant, Stored, StoredDate, codes},
    },
    error::Error,
    journal::{self, Act},
};
use contract::{identity::Actor, policies::VersionState};
use diesel::prelude::*;
use jiff::civil::Date;
use serde_json::json;

codes!(VersionStage);

/// The row of a version, as long as nobody moved it since it was read.
macro_rules! as_read {
    ($record:expr) => {
        policy_versions::table.find(&$record.id).filter(policy_versions::revision.eq($record.revision))
    };
}

/// One version as stored.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = policy_versions)]
pub struct VersionRecord {
    /// Version id.
    pub id: String,
    /// Policy id.
    #[diesel(column_name = policy_id)]
    pub policy: String,
    /// Version text.
    pub version: String,
    #[diesel(column_name = state)]
    stage: Stored<VersionStage>,
    /// The document.
    pub content: String,
    /// Title, in Chinese.
    pub title_zh: String,
    /// Title, in English.
    pub title_en: String,
    /// Field.
    pub field: String,
    /// Hash of the document.
    pub content_hash: String,
    /// The first day that the document itself names.
    pub valid_from: String,
    valid_to: Option<StoredDate>,
    holds_from: Option<StoredDate>,
    ends_on: Option<StoredDate>,
    /// Why it is to be, or was, withdrawn.
    pub withdrawal_reason: Option<String>,
    withdrawal_account_id: Option<String>,
    /// What the second person wrote to it when they sent it back last.
    pub remark: Option<String>,
    /// The account of whoever wrote the remark.
    pub remark_account_id: Option<String>,
    /// When the remark was written.
    pub remark_at: Option<Instant>,
    /// Who published it.
    pub publisher_account_id: Option<String>,
    /// When it was published.
    pub published_at: Option<Instant>,
    /// Revision of the row.
    pub revision: i32,
}

impl VersionRecord {
    /// How far it has got.
    pub fn stage(&self) -> VersionStage {
        self.stage.0
    }

    /// The first day on which it holds, once published.
    pub fn holds_from(&self) -> Option<Date> {
        self.holds_from.map(|day| day.0)
    }

    /// The last day on which it holds, where there is one.
    pub fn ends_on(&self) -> Option<Date> {
        self.ends_on.map(|day| day.0)
    }

    /// The last day that the document itself names.
    pub fn valid_to(&self) -> Option<Date> {
        self.valid_to.map(|day| day.0)
    }

    /// How far it has got, as people are shown it on a day.
    pub fn shown(&self, today: Date) -> VersionState {
        shown(self.stage(), (self.holds_from(), self.ends_on(), self.valid_to()), today)
    }

    /// Whether this person proposed to withdraw it.
    pub fn is_withdrawal_of(&self, actor: &Actor) -> bool {
        self.withdrawal_account_id.as_deref() == Some(actor.account.as_str())
    }
}

/// How far a version has got, as people are shown it on a day: first day, last day, and the last day that its document
/// names.
pub fn shown(
    stage: VersionStage,
    (from, last, valid_to): (Option<Date>, Option<Date>, Option<Date>),
    today: Date,
) -> VersionState {
    match stage {
        VersionStage::Draft => VersionState::Draft,
        VersionStage::Approved => VersionState::Approved,
        VersionStage::Superseded => VersionState::Superseded,
        VersionStage::Withdrawn => VersionState::Withdrawn,
        VersionStage::ThrownAway => VersionState::ThrownAway,
        VersionStage::Published | VersionStage::WithdrawalProposed => {
            if last.is_some_and(|last| last < today) {
                if last == valid_to { VersionState::Ended } else { VersionState::Superseded }
            } else if stage == VersionStage::WithdrawalProposed {
                VersionState::WithdrawalProposed
            } else if from.is_some_and(|from| from > today) {
                VersionState::Waiting
            } else {
                VersionState::Published
            }
        }
    }
}

/// One version.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn load(connection: &mut Connection, version: &str) -> Result<VersionRecord, Error> {
    policy_versions::table
        .find(version)
        .select(VersionRecord::as_select())
        .first(connection)
        .optional()?
        .ok_or(Error::NotFound)
}

/// The versions of a policy that are published, whether they hold today or not.
///
/// # Errors
/// The store is away.
pub fn published_of(connection: &mut Connection, policy: &str) -> Result<Vec<VersionRecord>, Error> {
    Ok(policy_versions::table
        .filter(policy_versions::policy_id.eq(policy))
        .filter(
            policy_versions::state
                .eq_any([VersionStage::Published.as_str(), VersionStage::WithdrawalProposed.as_str()]),
        )
        .order(policy_versions::holds_from)
        .select(VersionRecord::as_select())
        .load(connection)?)
}

/// Moves a version on, and writes who did it among its events and into the journal. What an event brings along (a text, days, a reason) the
/// caller writes in the same transaction.
///
/// # Errors
/// A fault where the event cannot happen: callers ask [`VersionStage::next`] first. Somebody else moved it meanwhile
/// (retried by the caller's transaction); the store is away.
pub fn apply(
    cx: &Context,
    tx: &mut Connection,
    record: &VersionRecord,
    event: VersionEvent,
    (act, by): (&'static str, Option<&Actor>),
) -> Result<VersionRecord, Error> {
    let stage = record
        .stage()
        .next(event)
        .ok_or_else(|| Error::fault(format!("{event:?} of a {}", record.stage().as_str())))?;
    let rows = diesel::update(as_read!(record))
        .set((policy_versions::state.eq(Stored(stage)), policy_versions::revision.eq(record.revision + 1)))
        .execute(tx)?;
    moved(rows)?;
    let event = (
        events::policy_version_id.eq(&record.id),
        events::revision.eq(record.revision + 1),
        events::event.eq(event.as_str()),
        events::state.eq(Stored(stage)),
        events::actor_account_id.eq(by.map(|actor| actor.account.as_str())),
        events::at.eq(cx.now()),
    );
    diesel::insert_into(events::table).values(event).execute(tx)?;
    let mut done = Act::done(act, "policy-version", Some(&record.id)).with(json!({ "policy": &record.policy }));
    if let Some(actor) = by {
        done = done.by(actor.account.as_str());
    }
    journal::record(tx, cx.now(), &done)?;
    Ok(VersionRecord { stage: Stored(stage), revision: record.revision + 1, ..record.clone() })
}

/// Puts a version under the policy that its document names; under another one it gets another version text.
///
/// # Errors
/// Somebody else moved it meanwhile (retried by the caller's transaction); the store is away.
pub fn name(tx: &mut Connection, version: &VersionRecord, policy: &str) -> Result<VersionRecord, Error> {
    if version.policy == policy {
        return Ok(version.clone());
    }
    let text = free_version(tx, policy)?;
    let rows = diesel::update(as_read!(version))
        .set((
            policy_versions::policy_id.eq(policy),
            policy_versions::version.eq(&text),
            policy_versions::revision.eq(version.revision + 1),
        ))
        .execute(tx)?;
    moved(rows)?;
    let revision = version.revision + 1;
    Ok(VersionRecord { policy: policy.to_owned(), version: text, revision, ..version.clone() })
}

/// Gives a version its days. Whoever saw others on a page is asked again.
///
/// # Errors
/// Somebody else moved it meanwhile (retried by the caller's transaction); the store is away.
pub fn set_days(
    tx: &mut Connection,
    version: &VersionRecord,
    from: Date,
    last: Option<Date>,
) -> Result<VersionRecord, Error> {
    let (holds_from, ends_on, revision) = (Some(Stored(from)), last.map(Stored), version.revision + 1);
    let rows = diesel::update(as_read!(version))
        .set((
            policy_versions::holds_from.eq(holds_from),
            policy_versions::ends_on.eq(ends_on),
            policy_versions::revision.eq(revision),
        ))
        .execute(tx)?;
    moved(rows)?;
    Ok(VersionRecord { holds_from, ends_on, revision, ..version.clone() })
}

fn moved(rows: usize) -> Result<(), Error> {
    match rows {
        0 => Err(Error::Repeat("a version was moved by somebody else".into())),
        _ => Ok(()),
    }
}

/// A version text that no version of a policy has: the next number.
///
/// # Errors
/// The store is away.
pub fn free_version(tx: &mut Connection, policy: &str) -> Result<String, Error> {
    let taken: Vec<String> = policy_versions::table
        .filter(policy_versions::policy_id.eq(policy))
        .select(policy_versions::version)
        .load(tx)?;
    let mut number = taken.len() + 1;
    while taken.contains(&number.to_string()) {
        number += 1;
    }
    Ok(number.to_string())
}
