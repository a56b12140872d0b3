//! Away with every passkey, for a city that moves to another host: they would open nothing there.

use super::relying_party::kept_host;
use crate::{
    context::Context,
    db::{
        pools::Priority,
        schema::{accounts, passkey_ceremonies, passkeys},
    },
    error::Result,
    journal::{self, Act},
    notices,
};
use contract::{ids::ResidentId, notices::NoticeKind};
use diesel::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;

/// What became of the passkeys.
#[derive(Debug, PartialEq, Eq)]
pub enum Forgotten {
    /// So many are gone.
    All(i64),
    /// None is: they were made for this host, or for none yet.
    OfAnotherHost(Option<String>),
}

/// Takes away every passkey, where they were made for this host, and tells those of residents. Staff need new codes.
///
/// # Errors
/// The store is away.
pub fn forget(cx: &Context, host: &str) -> Result<Forgotten> {
    cx.write(Priority::Person, |tx| {
        let kept = kept_host(tx)?;
        if kept.as_deref() != Some(host) {
            return Ok(Forgotten::OfAnotherHost(kept));
        }
        let of: Vec<(String, Option<String>)> = passkeys::table
            .inner_join(accounts::table.on(accounts::id.eq(passkeys::account_id)))
            .select((accounts::id, accounts::resident_id))
            .load(tx)?;
        diesel::delete(passkey_ceremonies::table).execute(tx)?;
        diesel::delete(passkeys::table).execute(tx)?;
        let count = i64::try_from(of.len()).unwrap_or(i64::MAX);
        for (account, resident) in BTreeSet::from_iter(of) {
            let act = Act::done("identity.passkeys-forgotten", "account", Some(&account));
            journal::record(tx, cx.now(), &act.with(json!({ "host": host })))?;
            if let Some(resident) = resident.map(ResidentId) {
                notices::notify(cx, tx, &resident, NoticeKind::PasskeyRemoved, "account", &account)?;
            }
        }
        Ok(Forgotten::All(count))
    })
}
