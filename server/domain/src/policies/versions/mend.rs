//! Versions of an earlier release that stand under a wrong policy: a document that could not be read when it was first
//! saved kept the name `unreadable` after it was mended, and one whose id was changed kept the old one. Two versions of one
//! policy then held at once, and no policy could be published any more.

use super::{
    record::{self, VersionRecord},
    schedule,
    transitions::VersionEvent,
};
use crate::{
    context::Context,
    db::{pools::Priority, schema::policy_versions},
    error::Error,
    journal::{self, Act},
    policies::published,
};
use diesel::prelude::*;
use serde_json::json;

/// Puts every published version under the policy that its document names, and gives it its days among the others.
///
/// # Errors
/// The store is away.
pub fn mend_names(cx: &Context) -> Result<(), Error> {
    let written: Vec<VersionRecord> = cx.read(|connection| {
        Ok(policy_versions::table
            .filter(policy_versions::seed.eq(false).and(policy_versions::holds_from.is_not_null()))
            .order((policy_versions::published_at, policy_versions::id))
            .select(VersionRecord::as_select())
            .load(connection)?)
    })?;
    for version in written {
        match cx.read(|connection| published::compiled(cx, connection, &version.id)) {
            Ok(published) if published.policy.id == version.policy => {}
            Ok(published) => cx.write(Priority::Job, |tx| mend(cx, tx, &version.id, &published.policy.id))?,
            // Whoever opens it sees why; the city starts all the same.
            Err(error) => tracing::error!(%error, version = version.id, "a published version cannot be read"),
        }
    }
    Ok(())
}

fn mend(cx: &Context, tx: &mut crate::db::connection::Connection, version: &str, policy: &str) -> Result<(), Error> {
    // Somebody else, or the one before it, may have moved it since it was found.
    let version = &record::load(tx, version)?;
    if version.policy == policy {
        return Ok(());
    }
    let details = json!({ "from": &version.policy, "to": policy });
    let act = Act::done("policies.mend-name", "policy-version", Some(&version.id)).with(details);
    let Some(first) = version.holds_from() else { return Ok(()) };
    let others = record::published_of(tx, policy)?;
    let is_replaced = others.iter().any(|other| other.holds_from() == Some(first));
    let stands = version.stage().next(VersionEvent::Replaced).is_some();
    if stands && is_replaced {
        let by = ("policies.replace", None);
        let without_days = schedule::leave_no_day(tx, version, first)?;
        let replaced = record::apply(cx, tx, &without_days, VersionEvent::Replaced, by)?;
        record::name(tx, &replaced, policy)?;
    } else {
        let named = record::name(tx, version, policy)?;
        if stands {
            schedule::begin(cx, tx, &named, first, version.valid_to())?;
        }
    }
    journal::record(tx, cx.now(), &act)?;
    Ok(())
}
