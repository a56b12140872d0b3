//! Which version of each policy holds on a day: the latest that has begun and has not ended. The days of the published
//! versions of a policy never overlap ([`schedule`](super::schedule) sees to it), so one query answers for any day, past
//! or to come.

use crate::{
    db::{connection::Connection, schema::policy_versions},
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
    let later = policy_versions::table
        .filter(policy_versions::holds_from.gt(day.to_string()))
        .filter(policy_versions::ends_on.is_null().or(policy_versions::ends_on.ge(policy_versions::holds_from)));
    Ok(later.order(policy_versions::id).select((policy_versions::policy_id, policy_versions::id)).load(connection)?)
}
