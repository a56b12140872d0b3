//! Said before somebody applies: what of the conditions is not met by what is known of them. It never stands in the way.

use super::judged;
use crate::{
    context::Context, db::connection::Connection, error::Error, policies::reasons::reasons, residents::facts::facts_of,
};
use contract::{applications::Advice, identity::Actor};
use policy::decision::{Truth, Verdict};

/// For each policy that is applied for and is not meant for this resident as things stand: the first condition that is not
/// met, with what is known of them. Nothing for others than residents.
///
/// # Errors
/// The store is away.
pub fn advice(
    cx: &Context,
    connection: &mut Connection,
    actor: Option<&Actor>,
    applied_for: &[&str],
) -> Result<Vec<Advice>, Error> {
    let Some(resident) = actor.and_then(|actor| actor.resident.as_ref()) else { return Ok(Vec::new()) };
    if applied_for.is_empty() {
        return Ok(Vec::new());
    }
    let facts = facts_of(cx, connection, resident)?;
    let judged = judged::judge(cx, connection, applied_for, &facts)?;
    let against = judged.iter().filter(|judged| judged.decision.verdict == Verdict::NotEligible);
    Ok(against
        .filter_map(|judged| {
            let policy = &judged.published.policy;
            let unmet = reasons(&cx.vocabulary, policy, &judged.decision);
            let unmet = unmet.into_iter().find(|reason| reason.result == Truth::No)?;
            Some(Advice { policy: policy.id.clone(), title: policy.title.clone(), unmet })
        })
        .collect())
}
