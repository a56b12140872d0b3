//! Which version of each policy holds on a day: the latest that has begun and has not ended. The days of the published
//! versions of a policy never overlap ([`schedule`](super::schedule) sees to it), so one query answers for any day, past
//! or to come.

use crate::{
    db::{connection::Connection, schema::policy_versions, types::StoredDate},
    error::Error,
};
use diesel::prelude::*;
use jiff::civil::Date;

/// A version that holds on a day.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct InForce {
    /// Policy id.
    pub policy: String,
    /// The version.
    pub version: String,
}

/// The versions in force on a day, in the order in which they were made.
///
/// # Errors
/// The store is away.
pub fn on(connection: &mut Connection, day: Date) -> Result<Vec<InForce>, Error> {
    let day = day.to_string();
    Ok(policy_versions::table
        .filter(policy_versions::holds_from.le(&day))
        .filter(policy_versions::ends_on.is_null().or(policy_versions::ends_on.ge(&day)))
        .order(policy_versions::id)
        .select((policy_versions::policy_id, policy_versions::id))
        .load(connection)?)
}

/// The published versions that begin after a day.
///
/// # Errors
/// The store is away.
pub fn after(connection: &mut Connection, day: Date) -> Result<Vec<InForce>, Error> {
    let later = policy_versions::table.filter(begins_after(day));
    Ok(later.order(policy_versions::id).select((policy_versions::policy_id, policy_versions::id)).load(connection)?)
}

/// The published versions that begin after a day, each with its first day, in the order of their days.
///
/// # Errors
/// The store is away.
pub fn beginning_after(connection: &mut Connection, day: Date) -> Result<Vec<(String, Date)>, Error> {
    let rows: Vec<(String, Option<StoredDate>)> = policy_versions::table
        .filter(begins_after(day))
        .order((policy_versions::holds_from, policy_versions::id))
        .select((policy_versions::id, policy_versions::holds_from))
        .load(connection)?;
    Ok(rows.into_iter().filter_map(|(version, day)| Some((version, day?.0))).collect())
}

/// The first day after a day on which a published version begins.
///
/// # Errors
/// The store is away.
pub fn next_beginning(connection: &mut Connection, day: Date) -> Result<Option<Date>, Error> {
    Ok(beginning_after(connection, day)?.first().map(|(_, begins)| *begins))
}

/// A version begins after a day, and holds on one at least.
#[diesel::dsl::auto_type(no_type_alias)]
fn begins_after(day: Date) -> _ {
    let day: String = day.to_string();
    let has_a_day = policy_versions::ends_on.is_null().or(policy_versions::ends_on.ge(policy_versions::holds_from));
    policy_versions::holds_from.gt(day).and(has_a_day)
}
