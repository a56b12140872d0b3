//! Withdrawing a published version: one person proposes it with a reason, a second person withdraws it or keeps it. Until
//! then it goes on holding.

use super::{
    publish, published, validity,
    versions::{
        record, schedule,
        transitions::{VersionEvent, VersionStage},
    },
};
use crate::{
    context::Context,
    db::{pools::Priority, schema::policy_versions},
    error::Error,
    identity::roles,
    operations::{calendar, jobs, repeat},
};
use contract::{
    error::FieldError,
    fields::Fields,
    identity::{Actor, Role},
    typed,
};
use diesel::prelude::*;
use std::time::Duration;

/// Longest reason, in characters.
const LONGEST_REASON: usize = 2_000;
/// How long the request itself helps along what follows.
const HELP: Duration = Duration::from_millis(1_500);

/// Proposes to withdraw a published version. Gives the address to go to.
///
/// # Errors
/// `Forbidden` for anybody but authors and publishers; `Invalid` without a reason, or when it is not published any more;
/// `NotFound`; the store is away.
pub fn propose(cx: &Context, actor: &Actor, version: &str, fields: &Fields) -> Result<String, Error> {
    roles::must_have(actor, &[Role::Author, Role::Publisher])?;
    let reason: &str = &typed::seen(fields.first("reason"));
    typed::words("reason", reason, LONGEST_REASON, "error-withdrawal-reason-missing")?;
    cx.write(Priority::Person, |tx| {
        let row = record::load(tx, version)?;
        let fingerprint = repeat::fingerprint(&[version, reason]);
        let key = fields.first("key");
        let repeat = repeat::once(cx, tx, actor, "policies.propose-withdrawal", key, &fingerprint, |tx| {
            if row.stage() != VersionStage::Published || fields.first("revision") != row.revision.to_string() {
                return Err(Error::Invalid(vec![FieldError::new("reason", "error-withdrawal-changed")]));
            }
            let by = ("policies.propose-withdrawal", Some(actor));
            record::apply(cx, tx, &row, VersionEvent::WithdrawalProposed, by)?;
            diesel::update(policy_versions::table.find(version))
                .set((
                    policy_versions::withdrawal_reason.eq(reason),
                    policy_versions::withdrawal_account_id.eq(actor.account.as_str()),
                ))
                .execute(tx)?;
            Ok(format!("/desk/{version}"))
        })?;
        repeat.or_ask_again("reason")
    })
}

/// A second person withdraws a version, or keeps it (`decision` = `withdraw` | `keep`). Gives the address to go to.
///
/// # Errors
/// `Forbidden` for whoever proposed it, and for anybody but publishers; `Invalid` when there is nothing to decide, or it was
/// decided meanwhile, or the version before would go on and does not go together with other policies; `NotFound`; the store is
/// away.
pub fn settle(cx: &Context, actor: &Actor, version: &str, fields: &Fields) -> Result<String, Error> {
    roles::must_have(actor, &[Role::Publisher])?;
    let here = format!("/desk/{version}");
    let decision = fields.first("decision");
    let started = cx.write(Priority::Person, |tx| {
        calendar::come_after_others(cx, tx)?;
        let row = record::load(tx, version)?;
        let fingerprint = repeat::fingerprint(&[version, decision]);
        let mut started = Vec::new();
        let key = fields.first("key");
        let repeat = repeat::once(cx, tx, actor, "policies.settle-withdrawal", key, &fingerprint, |tx| {
            if row.is_withdrawal_of(actor) {
                return Err(Error::Forbidden);
            }
            let unchanged = fields.first("revision") == row.revision.to_string();
            let (event, act) = match decision {
                "withdraw" => (VersionEvent::Withdrawn, "policies.withdraw"),
                "keep" => (VersionEvent::Kept, "policies.keep"),
                _ => return Err(Error::Invalid(vec![FieldError::new("decision", "error-withdrawal-decision")])),
            };
            if row.stage() != VersionStage::WithdrawalProposed || !unchanged {
                return Err(Error::Invalid(vec![FieldError::new("decision", "error-withdrawal-changed")]));
            }
            let row = record::apply(cx, tx, &row, event, (act, Some(actor)))?;
            match event {
                VersionEvent::Withdrawn => {
                    if let Some((before, first, last)) = schedule::going_on(cx, tx, &row)? {
                        let policy = published::compiled(cx, tx, &before.id)?.policy;
                        if let Some(problem) = publish::wrong_when_it_goes_on(cx, tx, &policy, (first, last))? {
                            let error = FieldError::new("decision", "error-withdrawal-does-not-fit");
                            return Err(Error::Invalid(vec![error.with("policy", problem.found)]));
                        }
                    }
                    schedule::withdraw(cx, tx, &row)?;
                    // While days wait it still holds on those before today; what follows is then part of today's work.
                    if let Some(day) = calendar::day_at_hand(cx, tx)? {
                        let cx = cx.on_day(day);
                        validity::resting::forget(&cx, tx, &row.policy, version)?;
                        started = validity::begin_and_end(&cx, tx)?;
                    }
                }
                _ => {
                    diesel::update(policy_versions::table.find(version))
                        .set((
                            policy_versions::withdrawal_reason.eq(None::<String>),
                            policy_versions::withdrawal_account_id.eq(None::<String>),
                        ))
                        .execute(tx)?;
                }
            }
            Ok(here.clone())
        })?;
        repeat.or_ask_again("decision")?;
        Ok(started)
    })?;
    for job in started {
        jobs::run_for(cx, &job, HELP)?;
    }
    Ok(here)
}
