//! The verdicts that an application is frozen with: of what was applied for, which its answers may choose.

use super::record::ApplicationRecord;
use crate::{
    context::Context,
    db::connection::Connection,
    error::Error,
    policies::published::{self, Published},
    services::{
        document::Item,
        journey::{self, Typed},
    },
};
use policy::{decision::Decision, document::Policy, value::Facts};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, sync::Arc};

/// The verdict on one policy.
pub struct Judged {
    /// The policy, as it was in force when the application was sent.
    pub published: Published,
    /// Its decision on the facts of then.
    pub decision: Decision,
}

/// The verdict on one policy, as stored.
#[derive(Serialize, Deserialize)]
struct Frozen {
    version: String,
    decision: Decision,
}

/// What was applied for, as it is stored.
#[derive(Serialize, Deserialize)]
struct AppliedFor {
    judged: Vec<Frozen>,
    /// Policies that were not in force.
    not_in_force: Vec<String>,
}

/// What stands in the store. Before policies without a verdict were kept there were verdicts alone, and before an item could
/// ask for several policies one decision stood alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Stored {
    All(AppliedFor),
    Several(Vec<Frozen>),
    One(Decision),
}

/// The policies that were applied for: those that the chosen answers name, otherwise the item's own.
pub fn applied_for<'a>(item: &'a Item, typed: &Typed) -> Vec<&'a str> {
    let chosen = journey::visible(item, typed).into_iter().flat_map(|question| {
        let answers = typed.get(&question.id).map(Vec::as_slice).unwrap_or_default();
        question.options.iter().filter(|option| answers.contains(&option.id))
    });
    let named: BTreeSet<&str> = chosen.filter_map(|option| option.policy.as_deref()).collect();
    if named.is_empty() { item.policy.as_deref().into_iter().collect() } else { named.into_iter().collect() }
}

/// The verdicts of today on what is applied for; a policy that is not in force has none.
///
/// # Errors
/// The store is away.
pub fn judge(
    cx: &Context,
    connection: &mut Connection,
    applied_for: &[&str],
    facts: &Facts,
) -> Result<Vec<Judged>, Error> {
    if applied_for.is_empty() {
        return Ok(Vec::new());
    }
    let set = published::together(cx, connection)?;
    let in_force = published::in_force(cx, connection)?.into_iter();
    Ok(in_force
        .filter(|published| applied_for.contains(&published.policy.id.as_str()))
        .map(|published| {
            let decision = published::decision(&set, &published.policy, facts, cx.today());
            Judged { published, decision }
        })
        .collect())
}

/// What was applied for as it is stored, before it is sealed: the verdicts, and the policies that have none; nothing where no
/// policy is asked for.
///
/// # Errors
/// It cannot be written down.
pub fn frozen(judged: &[Judged], applied_for: &[&str]) -> Result<Option<Vec<u8>>, Error> {
    let has_none = |policy: &&&str| !judged.iter().any(|judged| judged.published.policy.id == **policy);
    let not_in_force = applied_for.iter().filter(has_none).map(|policy| (*policy).to_owned()).collect();
    written(judged, not_in_force)
}

fn written(judged: &[Judged], not_in_force: Vec<String>) -> Result<Option<Vec<u8>>, Error> {
    if judged.is_empty() && not_in_force.is_empty() {
        return Ok(None);
    }
    let judged = judged
        .iter()
        .map(|judged| Frozen { version: judged.published.id.as_str().to_owned(), decision: judged.decision.clone() })
        .collect();
    serde_json::to_vec(&AppliedFor { judged, not_in_force }).map(Some).map_err(Error::caused_by)
}

/// The verdicts that an application was frozen with.
///
/// # Errors
/// They cannot be opened; the store is away.
pub fn of_application(
    cx: &Context,
    connection: &mut Connection,
    application: &ApplicationRecord,
) -> Result<Vec<Judged>, Error> {
    opened(cx, application)?
        .judged
        .into_iter()
        .map(|Frozen { version, decision }| {
            Ok(Judged { published: published::compiled(cx, connection, &version)?, decision })
        })
        .collect()
}

/// The policies that were applied for and have no verdict, because they were not in force.
///
/// # Errors
/// They cannot be opened.
pub fn not_in_force(cx: &Context, application: &ApplicationRecord, item: &Item) -> Result<Vec<String>, Error> {
    let AppliedFor { judged, not_in_force } = opened(cx, application)?;
    // Applications of before do not say which: where there is no verdict at all, the item's own policy has none.
    let own = item.policy.iter().filter(|_| judged.is_empty() && not_in_force.is_empty());
    Ok(own.cloned().chain(not_in_force.iter().cloned()).collect())
}

/// The same versions on other facts, as of the day on which the application was sent; as they are stored.
///
/// # Errors
/// They cannot be opened or written down; the store is away.
pub fn again(
    cx: &Context,
    connection: &mut Connection,
    application: &ApplicationRecord,
    facts: &Facts,
) -> Result<Option<Vec<u8>>, Error> {
    let mut judged = of_application(cx, connection, application)?;
    let versions: Vec<Arc<Policy>> = judged.iter().map(|judged| Arc::clone(&judged.published.policy)).collect();
    let set = published::together_with(cx, connection, &versions)?;
    let sent_on = cx.day_of(application.submitted_at);
    for one in &mut judged {
        one.decision = published::decision(&set, &one.published.policy, facts, sent_on);
    }
    written(&judged, opened(cx, application)?.not_in_force)
}

fn opened(cx: &Context, application: &ApplicationRecord) -> Result<AppliedFor, Error> {
    let Some(sealed) = &application.decision_sealed else {
        return Ok(AppliedFor { judged: Vec::new(), not_in_force: Vec::new() });
    };
    let plain = cx.keys.open("applications", &application.id, "decision_sealed", sealed)?;
    Ok(match serde_json::from_slice(&plain).map_err(Error::caused_by)? {
        Stored::All(all) => all,
        Stored::Several(judged) => AppliedFor { judged, not_in_force: Vec::new() },
        Stored::One(decision) => {
            let version = application.policy_version_id.clone().ok_or(Error::NotFound)?;
            AppliedFor { judged: vec![Frozen { version, decision }], not_in_force: Vec::new() }
        }
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use super::*;
    use crate::services::{document, seeds::ITEMS};

    fn item(name: &str) -> Item {
        document::parse(ITEMS.iter().find(|(id, _)| id.ends_with(name)).unwrap().1).unwrap()
    }

    fn chosen(values: &[&str]) -> Typed {
        Typed::from([("allowances".to_owned(), values.iter().map(|value| (*value).to_owned()).collect())])
    }

    #[test]
    fn what_was_chosen_is_judged() {
        let allowances = item("/disability-allowances");
        for (values, policies) in [
            (&["living"][..], &["disability-living-allowance"][..]),
            (&["care"], &["disability-care-allowance"]),
            (&["living", "care"], &["disability-care-allowance", "disability-living-allowance"]),
            // Nothing chosen yet, or something that is no choice: the item's own policy.
            (&[], &["disability-care-allowance"]),
            (&["house"], &["disability-care-allowance"]),
        ] {
            assert_eq!(applied_for(&allowances, &chosen(values)), policies, "{values:?}");
        }
        assert_eq!(applied_for(&item("/care-needs-assessment"), &Typed::new()), ["care-needs-assessment"]);
    }
}
