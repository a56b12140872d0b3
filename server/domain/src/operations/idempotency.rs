//! Repeated forms: an act that takes effect outside a draft is done once for each key.

use crate::{
    db::{connection::Connection, schema::idempotency_keys, types::Instant},
    error::Result,
};
use diesel::prelude::*;

/// Which act this is.
#[derive(Clone, Copy, Debug)]
pub struct Once<'a> {
    /// Whose act.
    pub account_id: &'a str,
    /// Name of the use case.
    pub use_case: &'a str,
    /// The key that the form carried.
    pub key: &'a str,
    /// Fingerprint of the body.
    pub fingerprint: &'a str,
    /// The time now.
    pub now: Instant,
}

/// What came of it. Each holds the outcome that the act had when it was done. Whoever asked for the act has to say what
/// becomes of another body: it is never dropped.
#[must_use = "another body than that of the first time must not be dropped"]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Done just now.
    First(String),
    /// Done before, with the same body: the same receipt.
    Same(String),
    /// Done before with another body: nothing was done now, and the page says what was done then.
    Different(String),
}

/// Does the act unless this key did it before, and keeps its outcome (an identifier or JSON, no personal data).
pub fn once(
    tx: &mut Connection,
    once: Once<'_>,
    act: impl FnOnce(&mut Connection) -> Result<String>,
) -> Result<Repeat> {
    let known: Option<(String, String)> = idempotency_keys::table
        .find((once.account_id, once.use_case, once.key))
        .select((idempotency_keys::fingerprint, idempotency_keys::outcome))
        .first(tx)
        .optional()?;
    if let Some((fingerprint, outcome)) = known {
        let same = fingerprint == once.fingerprint;
        return Ok(if same { Repeat::Same(outcome) } else { Repeat::Different(outcome) });
    }
    let outcome = act(tx)?;
    diesel::insert_into(idempotency_keys::table)
        .values((
            idempotency_keys::account_id.eq(once.account_id),
            idempotency_keys::use_case.eq(once.use_case),
            idempotency_keys::idempotency_key.eq(once.key),
            idempotency_keys::fingerprint.eq(once.fingerprint),
            idempotency_keys::outcome.eq(&outcome),
            idempotency_keys::created_at.eq(once.now),
        ))
        // Where the same form arrived twice at one moment, and the other was faster, all runs again and finds its outcome.
        .execute(tx)?;
    Ok(Repeat::First(outcome))
}
