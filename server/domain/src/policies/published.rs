//! Published policies, compiled. The text in the store is the truth; the compiled form is kept by version id, and a
//! published version never changes, so what is kept is never stale.

use crate::{
    context::Context,
    db::{connection::Connection, schema::policy_versions},
    error::Error,
};
use contract::ids::PolicyVersionId;
use diesel::prelude::*;
use policy::document::Policy;
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
    let today = cx.today().to_string();
    let ids: Vec<String> = policy_versions::table
        .filter(policy_versions::state.eq("published"))
        .filter(policy_versions::valid_from.le(&today))
        .filter(policy_versions::valid_to.is_null().or(policy_versions::valid_to.ge(&today)))
        .order(policy_versions::policy_id)
        .select(policy_versions::id)
        .load(connection)?;
    ids.iter().map(|id| compiled(cx, connection, id)).collect()
}

/// Every published version that begins after today, by id.
///
/// # Errors
/// The store is away; a published document does not check.
pub fn coming(cx: &Context, connection: &mut Connection) -> Result<Vec<Published>, Error> {
    let ids: Vec<String> = policy_versions::table
        .filter(policy_versions::state.eq("published"))
        .filter(policy_versions::valid_from.gt(cx.today().to_string()))
        .order(policy_versions::policy_id)
        .select(policy_versions::id)
        .load(connection)?;
    ids.iter().map(|id| compiled(cx, connection, id)).collect()
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
    let checked = policy::check::check(&text, &cx.vocabulary, &cx.parameters);
    let policy = checked.policy.map(Arc::new).ok_or_else(|| {
        let first = checked.problems.first().map(|problem| problem.code.as_str()).unwrap_or_default();
        Error::fault(format!("policy version {version} does not check: {first}"))
    })?;
    cx.compiled_policies.put(version, Arc::clone(&policy));
    Ok(Published { id, policy })
}

/// The published version of one policy in force today.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn by_policy(cx: &Context, connection: &mut Connection, policy: &str) -> Result<Published, Error> {
    in_force(cx, connection)?.into_iter().find(|published| published.policy.id == policy).ok_or(Error::NotFound)
}
