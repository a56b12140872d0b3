//! Writing an act.

use super::chain::{Row, content_hash};
use crate::{
    db::{
        connection::Connection,
        schema::journal,
        types::{Instant, new_id, to_json},
    },
    error::Result,
};
use diesel::prelude::*;

/// An act for the journal. Carries no personal data: identifiers and codes only.
#[derive(Clone, Debug)]
pub struct Act<'a> {
    /// Who acted; nothing for the city itself (jobs, the clock) and for people who are not signed in.
    pub actor_account_id: Option<&'a str>,
    /// For whom, when a helper or a caseworker acts for somebody.
    pub on_behalf_of: Option<&'a str>,
    /// What was done: a stable name such as `application-submitted`.
    pub act: &'a str,
    /// The kind of thing it was done to.
    pub object_kind: &'a str,
    /// Which one.
    pub object_id: Option<&'a str>,
    /// How it ended: `done`, `refused`, or a code.
    pub result: &'a str,
    /// More, as JSON; no personal data. `Value::Null` when there is nothing more.
    pub detail: serde_json::Value,
    /// The request in whose log lines the rest stands.
    pub request_id: Option<&'a str>,
}

impl<'a> Act<'a> {
    /// An act that was done, by nobody in particular, until said otherwise.
    pub fn done(act: &'a str, object_kind: &'a str, object_id: Option<&'a str>) -> Self {
        Self {
            actor_account_id: None,
            on_behalf_of: None,
            act,
            object_kind,
            object_id,
            result: "done",
            detail: serde_json::Value::Null,
            request_id: None,
        }
    }

    /// Who acted.
    #[must_use]
    pub fn by(mut self, account_id: &'a str) -> Self {
        self.actor_account_id = Some(account_id);
        self
    }

    /// More about it, without personal data.
    #[must_use]
    pub fn with(mut self, detail: serde_json::Value) -> Self {
        self.detail = detail;
        self
    }
}

/// Writes the act in its own transaction, without reading the chain. Answers the row's identifier. When this fails, the
/// act fails with it.
pub fn record(tx: &mut Connection, now: Instant, act: &Act<'_>) -> Result<String> {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let mut row = Row {
        id: new_id(now),
        at: now,
        actor_account_id: owned(act.actor_account_id),
        on_behalf_of: owned(act.on_behalf_of),
        act: act.act.to_owned(),
        object_kind: act.object_kind.to_owned(),
        object_id: owned(act.object_id),
        result: act.result.to_owned(),
        detail: to_json(&act.detail)?,
        request_id: owned(act.request_id),
        content_hash: String::new(),
        sequence: None,
        previous_hash: None,
        chain_hash: None,
    };
    row.content_hash = content_hash(&row);
    diesel::insert_into(journal::table)
        .values((
            journal::id.eq(&row.id),
            journal::at.eq(row.at),
            journal::actor_account_id.eq(&row.actor_account_id),
            journal::on_behalf_of.eq(&row.on_behalf_of),
            journal::act.eq(&row.act),
            journal::object_kind.eq(&row.object_kind),
            journal::object_id.eq(&row.object_id),
            journal::result.eq(&row.result),
            journal::detail.eq(&row.detail),
            journal::request_id.eq(&row.request_id),
            journal::content_hash.eq(&row.content_hash),
        ))
        .execute(tx)?;
    Ok(row.id)
}
