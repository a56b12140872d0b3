//! Publishing: a second person puts a version in force, and everybody it is meant for hears of it.

use super::{checking, desk, matching, published};
use crate::{
    context::Context,
    db::{connection::Connection, pools::Priority, schema::policy_versions},
    error::Error,
    journal::{self, Act},
    operations::{jobs, repeat},
};
use contract::{
    error::FieldError,
    fields::Fields,
    identity::{Actor, Role},
    policies::VersionState,
};
use diesel::prelude::*;
use policy::{document::Policy, problem::Problem, set::PolicySet};
use serde_json::json;
use std::{sync::Arc, time::Duration};

/// How long the request itself helps the matching along: a town is done when the page comes back.
const HELP: Duration = Duration::from_millis(1_500);

/// Puts a handed-over version in force and starts matching. Gives the address to go to.
///
/// # Errors
/// `Forbidden` for whoever wrote, last changed or handed over the version, and for anybody but publishers; `Invalid` when it is not ready;
/// `Conflict` when it was changed meanwhile.
pub fn publish(cx: &Context, actor: &Actor, version: &str, fields: &Fields) -> Result<String, Error> {
    if !actor.is(Role::Publisher) {
        return Err(Error::Forbidden);
    }
    let here = format!("/desk/{version}");
    // What takes a moment comes before the transaction: nobody else waits for it.
    let (before, _) =
        cx.read(|connection| Ok((desk::row(connection, version)?, published::in_force(cx, connection)?)))?;
    let policy = match before.state() {
        VersionState::Approved => checking::checked(cx, actor, &before.content)?.policy,
        _ => None,
    };
    let job = cx.write(Priority::Person, |tx| {
        let row = desk::row(tx, version)?;
        let fingerprint = repeat::fingerprint(&[version, fields.first("revision")]);
        let mut job = None;
        repeat::once(cx, tx, actor, "policies.publish", fields.first("key"), &fingerprint, |tx| {
            // Two pairs of eyes: the law of the desk, held here beside the data.
            if row.is_work_of(actor) {
                return Err(Error::Forbidden);
            }
            let fault = match row.state() {
                VersionState::Approved
                    if fields.first("revision") != row.revision.to_string() || row.content != before.content =>
                {
                    Some("error-desk-changed")
                }
                VersionState::Approved => None,
                _ => Some("error-desk-not-handed-over"),
            };
            let Some(policy) = policy.clone().filter(|_| fault.is_none()) else {
                let code = fault.unwrap_or("error-desk-has-problems");
                return Err(Error::Invalid(vec![FieldError::new("publish", code)]));
            };
            if let Some(problem) = fits(cx, tx, policy.clone())? {
                let (code, found) = ("error-desk-does-not-fit", problem.found);
                return Err(Error::Invalid(vec![FieldError::new("publish", code).with("policy", found)]));
            }
            diesel::update(
                policy_versions::table
                    .filter(policy_versions::policy_id.eq(&policy.id).and(policy_versions::state.eq("published"))),
            )
            .set(policy_versions::state.eq(VersionState::Superseded.as_str()))
            .execute(tx)?;
            diesel::update(policy_versions::table.find(version))
                .set((
                    policy_versions::state.eq(VersionState::Published.as_str()),
                    policy_versions::publisher_account_id.eq(actor.account.as_str()),
                    policy_versions::published_at.eq(cx.now()),
                    policy_versions::revision.eq(row.revision + 1),
                ))
                .execute(tx)?;
            journal::record(
                tx,
                cx.now(),
                &Act::done("policies.publish", "policy-version", Some(version))
                    .by(actor.account.as_str())
                    .with(json!({ "policy": &policy.id })),
            )?;
            job = Some(matching::enqueue(cx, tx, &[version.to_owned()])?);
            Ok(here.clone())
        })?;
        Ok(job)
    })?;
    if let Some(job) = job {
        jobs::run_for(cx, &job, HELP)?;
    }
    Ok(here)
}

/// What is wrong when a policy joins those in force: a reference to one that is not there, or in a circle.
fn fits(cx: &Context, tx: &mut Connection, policy: Policy) -> Result<Option<Problem>, Error> {
    let others = published::in_force(cx, tx)?.into_iter().map(|published| published.policy);
    let others = others.filter(|other| other.id != policy.id).collect::<Vec<_>>();
    let all = others.into_iter().chain([Arc::new(policy)]);
    Ok(PolicySet::new(all).err().and_then(|problems| problems.into_iter().next()))
}
