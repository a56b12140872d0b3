//! Published policies, compiled. The text in the store is the truth; the compiled form is kept by version id, and a
//! published version never changes, so what is kept is never stale.

use super::versions::{in_force, transitions::VersionStage};
use crate::{
    context::Context,
    db::{connection::Connection, schema::policy_versions},
    error::Error,
};
use contract::ids::PolicyVersionId;
use diesel::prelude::*;
use jiff::civil::Date;
use policy::{
    budget::Budget,
    decision::{Decision, KnownAmount, Verdict},
    document::Policy,
    set::PolicySet,
    value::Facts,
};
use std::sync::Arc;

/// One published version.
#[derive(Clone)]
pub struct Published {
    /// The version's row.
    pub id: PolicyVersionId,
    /// The document, checked and compiled.
    pub policy: Arc<Policy>,
}

/// Every policy in force today, by id.
///
/// # Errors
/// The store is away; a published document does not check (a fault: it did when it was published).
pub fn in_force(cx: &Context, connection: &mut Connection) -> Result<Vec<Published>, Error> {
    in_force_on(cx, connection, cx.today())
}

/// Every policy that was, is or will be in force on a day, as far as it is published now; by id.
///
/// # Errors
/// As [`in_force`].
pub fn in_force_on(cx: &Context, connection: &mut Connection, day: Date) -> Result<Vec<Published>, Error> {
    let mut found = in_force::on(connection, day)?;
    found.sort_by(|one, other| one.policy.cmp(&other.policy));
    found.iter().map(|found| compiled(cx, connection, &found.version)).collect()
}

/// Every published version that begins after today, by id.
///
/// # Errors
/// The store is away; a published document does not check.
pub fn coming(cx: &Context, connection: &mut Connection) -> Result<Vec<Published>, Error> {
    let mut found = in_force::after(connection, cx.today())?;
    found.sort_by(|one, other| one.policy.cmp(&other.policy));
    found.iter().map(|found| compiled(cx, connection, &found.version)).collect()
}

/// One version, published or once published.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn compiled(cx: &Context, connection: &mut Connection, version: &str) -> Result<Published, Error> {
    let id = PolicyVersionId::from_text(version);
    if let Some(policy) = cx.compiled_policies.get(version) {
        return Ok(Published { id, policy });
    }
    let text: String = policy_versions::table
        .find(version)
        .select(policy_versions::content)
        .first(connection)
        .optional()?
        .ok_or(Error::NotFound)?;
    // It was checked before it was published: no limit takes it away now.
    let checked = policy::check::check_within(&text, &cx.vocabulary, &cx.parameters, &Budget::unlimited());
    let policy = checked.policy.map(Arc::new).ok_or_else(|| {
        let first = checked.problems.first().map(|problem| problem.code.as_str()).unwrap_or_default();
        Error::fault(format!("policy version {version} does not check: {first}"))
    })?;
    cx.compiled_policies.put(version, Arc::clone(&policy));
    Ok(Published { id, policy })
}

/// The version of a policy that was published for the latest days, with its last day; nothing where none ever was.
///
/// # Errors
/// The store is away; a published document does not check.
pub fn latest(
    cx: &Context,
    connection: &mut Connection,
    policy: &str,
) -> Result<Option<(Published, Option<Date>)>, Error> {
    let row: Option<(String, Option<String>)> = policy_versions::table
        .filter(policy_versions::policy_id.eq(policy).and(policy_versions::holds_from.is_not_null()))
        .order((policy_versions::holds_from.desc(), policy_versions::id.desc()))
        .select((policy_versions::id, policy_versions::ends_on))
        .first(connection)
        .optional()?;
    let Some((version, ends_on)) = row else { return Ok(None) };
    let ends_on = ends_on.map(|day| day.parse()).transpose().map_err(Error::caused_by)?;
    Ok(Some((compiled(cx, connection, &version)?, ends_on)))
}

/// The version of a policy that was decided before one that holds today; nothing where there was none. What a version that was
/// withdrawn decided was decided again then.
///
/// # Errors
/// The store is away; a published document does not check.
pub fn before(cx: &Context, connection: &mut Connection, version: &Published) -> Result<Option<Published>, Error> {
    let before: Option<String> = policy_versions::table
        .filter(policy_versions::policy_id.eq(&version.policy.id).and(policy_versions::id.ne(version.id.as_str())))
        .filter(policy_versions::holds_from.le(cx.today().to_string()))
        .filter(policy_versions::state.ne(VersionStage::Withdrawn.as_str()))
        .order((policy_versions::holds_from.desc(), policy_versions::published_at.desc()))
        .select(policy_versions::id)
        .first(connection)
        .optional()?;
    before.map(|before| compiled(cx, connection, &before)).transpose()
}

/// Every policy in force today, together: each is decided with the verdicts of those that it refers to.
///
/// # Errors
/// As [`in_force`].
pub fn together(cx: &Context, connection: &mut Connection) -> Result<PolicySet, Error> {
    together_with(cx, connection, &[])
}

/// The same, with these versions in the place of those in force.
///
/// # Errors
/// As [`in_force`].
pub fn together_with(cx: &Context, connection: &mut Connection, versions: &[Arc<Policy>]) -> Result<PolicySet, Error> {
    let in_force = in_force(cx, connection)?.into_iter().map(|published| published.policy);
    let mut policies: Vec<Arc<Policy>> =
        in_force.filter(|policy| !versions.iter().any(|version| version.id == policy.id)).collect();
    policies.extend(versions.iter().cloned());
    loop {
        match PolicySet::new(policies.iter().cloned()) {
            Ok(set) => return Ok(set),
            // One that refers to what is not there is left out, and evaluated by itself it is undetermined: never a no.
            Err(problems) => {
                let before = policies.len();
                policies.retain(|policy| !problems.iter().any(|problem| problem.path == policy.id));
                tracing::error!(left_out = before - policies.len(), "published policies do not go together");
                if policies.len() == before {
                    return Ok(PolicySet::default());
                }
            }
        }
    }
}

/// The decision of a version for one resident today, with what the policies gave that it refers to.
pub fn decision(set: &PolicySet, policy: &Policy, facts: &Facts, today: Date) -> Decision {
    let settled = set.evaluate_one(&policy.id, facts, today);
    settled.map_or_else(|| policy.evaluate(facts, today), |settled| settled.decision)
}

/// The verdict and amount of [`decision`], without reasons.
pub fn verdict(set: &PolicySet, policy: &Policy, facts: &Facts, today: Date) -> (Verdict, Option<KnownAmount>) {
    match set.stands_alone(&policy.id) {
        true => policy.decide(facts, today),
        false => set.decide(&policy.id, facts, today).unwrap_or_else(|| policy.decide(facts, today)),
    }
}

/// The first day after `on`, and not after `until`, on which the calendar may give another [`verdict`]; one that refers to a
/// policy that is not there, and so stands outside the set, is decided by itself.
pub fn look_again(set: &PolicySet, policy: &Policy, facts: &Facts, on: Date, until: Date) -> Date {
    match set.get(&policy.id) {
        Some(_) => set.look_again(&policy.id, facts, on, until),
        None => policy.look_again(facts, on, until),
    }
}

/// The published version of one policy in force today; where none is, the first one that waits for its day.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn by_policy_or_coming(cx: &Context, connection: &mut Connection, policy: &str) -> Result<Published, Error> {
    match by_policy(cx, connection, policy) {
        Err(Error::NotFound) => {
            let coming = coming(cx, connection)?.into_iter().filter(|published| published.policy.id == policy);
            coming.min_by_key(|published| published.policy.valid_from).ok_or(Error::NotFound)
        }
        found => found,
    }
}

/// The published version of one policy in force today.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn by_policy(cx: &Context, connection: &mut Connection, policy: &str) -> Result<Published, Error> {
    in_force(cx, connection)?.into_iter().find(|published| published.policy.id == policy).ok_or(Error::NotFound)
}
