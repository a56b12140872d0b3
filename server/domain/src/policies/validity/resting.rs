//! Policies whose outcome rests on one that stopped: what they say changes for everybody on that day, though nothing of
//! their own does. Where one begins, [`matching::enqueue`](super::matching::enqueue) takes them along.

use super::{in_force::InForce, matching, published};
use crate::{
    context::Context,
    db::{connection::Connection, schema::policy_versions},
    error::Error,
    operations::jobs,
};
use diesel::prelude::*;
use policy::document::Policy;
use std::{collections::BTreeMap, sync::Arc};

/// A version that stopped, and its last day.
type Stopped = (String, String, Option<String>);

/// The versions in force that were last matched while a policy still held on which they rest, and which holds no more.
///
/// # Errors
/// The store is away; a version cannot be read.
pub(super) fn to_match_again(
    cx: &Context,
    connection: &mut Connection,
    in_force: &[InForce],
) -> Result<Vec<String>, Error> {
    let matched: Vec<(String, Option<String>)> = policy_versions::table
        .filter(policy_versions::id.eq_any(in_force.iter().map(|found| found.version.as_str())))
        .filter(policy_versions::matched_on.is_not_null())
        .select((policy_versions::policy_id, policy_versions::matched_on))
        .load(connection)?;
    let matched: BTreeMap<String, String> =
        matched.into_iter().filter_map(|(policy, day)| Some((policy, day?))).collect();
    let Some(earliest) = matched.values().min() else { return Ok(Vec::new()) };
    let stopped: Vec<Stopped> = policy_versions::table
        .filter(policy_versions::ends_on.ge(earliest).and(policy_versions::ends_on.lt(cx.today().to_string())))
        .filter(policy_versions::ends_on.ge(policy_versions::holds_from))
        .filter(policy_versions::policy_id.ne_all(in_force.iter().map(|found| found.policy.as_str())))
        .order(policy_versions::ends_on)
        .select((policy_versions::policy_id, policy_versions::id, policy_versions::ends_on))
        .load(connection)?;
    let resting = resting_on(cx, connection, &stopped)?;
    let is_older = |policy: &String, last: &String| matched.get(policy).is_some_and(|day| day <= last);
    let again =
        in_force.iter().filter(|found| resting.get(&found.policy).is_some_and(|last| is_older(&found.policy, last)));
    Ok(again.map(|found| found.version.clone()).collect())
}

/// What rests on a policy that is stopped today counts as never matched: it may have been matched today already. What is
/// being matched begins again: the first people were decided while the policy held.
///
/// # Errors
/// The store is away; a version cannot be read.
pub(in crate::policies) fn forget(cx: &Context, tx: &mut Connection, policy: &str, version: &str) -> Result<(), Error> {
    let in_force = super::in_force::on(tx, cx.today())?;
    if in_force.iter().any(|found| found.policy == policy) {
        return Ok(());
    }
    let stopped = (policy.to_owned(), version.to_owned(), Some(cx.today().to_string()));
    let resting = resting_on(cx, tx, &[stopped])?;
    if resting.is_empty() {
        return Ok(());
    }
    let versions = in_force.iter().filter(|found| resting.contains_key(&found.policy));
    diesel::update(policy_versions::table)
        .filter(policy_versions::id.eq_any(versions.map(|found| found.version.as_str())))
        .set(policy_versions::matched_on.eq(None::<String>))
        .execute(tx)?;
    jobs::begin_again(tx, matching::KIND)
}

/// The policies whose outcome rests on some that stopped, each with the last day of the latest of these.
fn resting_on(
    cx: &Context,
    connection: &mut Connection,
    stopped: &[Stopped],
) -> Result<BTreeMap<String, String>, Error> {
    if stopped.is_empty() {
        return Ok(BTreeMap::new());
    }
    let in_force = published::in_force(cx, connection)?;
    let mut over: BTreeMap<&str, (Arc<Policy>, &str)> = BTreeMap::new();
    for (policy, version, last) in stopped {
        let document = published::compiled(cx, connection, version)?.policy;
        over.insert(policy, (document, last.as_deref().unwrap_or_default()));
    }
    // Putting all together takes a moment, and few policies ask about others.
    let asks =
        |one: &Policy, other: &str| one.refers_to().any(|id| id == other) || one.better_of.iter().any(|id| id == other);
    let concerns =
        |over: &Policy| in_force.iter().any(|found| asks(&found.policy, &over.id) || asks(over, &found.policy.id));
    if !over.values().any(|(document, _)| concerns(document)) {
        return Ok(BTreeMap::new());
    }
    let documents: Vec<Arc<Policy>> = over.values().map(|(document, _)| Arc::clone(document)).collect();
    let set = published::together_with(cx, connection, &documents)?;
    let mut resting: BTreeMap<String, String> = BTreeMap::new();
    for (policy, (_, last)) in &over {
        for id in set.resting_on(policy) {
            let latest = resting.entry(id.to_owned()).or_default();
            if latest.as_str() < *last {
                (*last).clone_into(latest);
            }
        }
    }
    Ok(resting)
}
