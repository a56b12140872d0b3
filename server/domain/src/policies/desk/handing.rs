//! From hand to hand: an author hands a draft to a second person and may take it back; the second person may send it back
//! with a remark. Publishing it is [`publish`](super::super::publish)'s business.

use super::{
    super::{
        checking, rehearse,
        versions::{
            hands,
            record::{self, VersionRecord},
            transitions::{VersionEvent, VersionStage},
        },
    },
    difference,
    writing::is_as_seen,
};
use crate::{
    context::Context,
    db::{connection::Connection, pools::Priority, schema::policy_versions},
    error::Error,
    identity::roles,
    operations::{jobs, repeat},
};
use contract::{
    error::FieldError,
    fields::Fields,
    identity::{Actor, Role},
    policies::HandAct,
    typed,
};
use diesel::prelude::*;
use policy::document::Policy;
use std::time::Duration;

/// Longest remark, in characters.
const LONGEST_REMARK: usize = 2_000;
/// How long the request itself helps to count whom the version would reach.
const HELP: Duration = Duration::from_millis(1_500);

/// Hands a draft without problems to a second person, for whom it is rehearsed as it was handed over. Gives the address to go
/// to.
///
/// # Errors
/// `Forbidden` for anybody but authors; `Invalid` when it has problems or was changed meanwhile; `NotFound`; the store is away.
pub fn hand_over(cx: &Context, actor: &Actor, version: &str, fields: &Fields) -> Result<String, Error> {
    roles::must_have(actor, &[Role::Author])?;
    let before = cx.read(|connection| record::load(connection, version))?;
    let policy = match before.stage() {
        VersionStage::Draft => checking::checked(cx, actor, &before.content)?.policy,
        _ => None,
    };
    let rehearsal = cx.write(Priority::Person, |tx| {
        let row = record::load(tx, version)?;
        // What was checked is what is handed over.
        let is_as_checked = before.stage() == VersionStage::Draft && row.content == before.content;
        let policy = match (row.stage(), &policy) {
            (VersionStage::Approved, _) => return Ok(None),
            (VersionStage::Draft, _) if !is_as_checked || !is_as_seen(&row, fields) => {
                return Err(invalid("hand-over", "error-desk-changed"));
            }
            (VersionStage::Draft, None) => return Err(invalid("hand-over", "error-desk-has-problems")),
            (VersionStage::Draft, Some(policy)) => policy,
            _ => return Err(invalid("hand-over", "error-desk-not-a-draft")),
        };
        record::apply(cx, tx, &row, VersionEvent::HandedOver, ("policies.hand-over", Some(actor)))?;
        hands::leave(cx, tx, version, actor, HandAct::HandedOver)?;
        rehearsed(cx, tx, &row, policy)
    })?;
    if let Some(job) = rehearsal {
        jobs::run_for(cx, &job, HELP)?;
    }
    Ok(format!("/desk/{version}"))
}

/// The second person sees whom it reaches without asking for it. Gives the job, where nobody counted this text before.
fn rehearsed(cx: &Context, tx: &mut Connection, row: &VersionRecord, policy: &Policy) -> Result<Option<String>, Error> {
    let before = difference::before(tx, policy, cx.today())?;
    match rehearse::newest(cx, tx, row, before.as_deref())? {
        Some(_) => Ok(None),
        None => rehearse::enqueue(cx, tx, &row.id).map(Some),
    }
}

/// Whoever wrote, changed or handed over a version takes it back to mend it, before it is published. Gives the address to go
/// to.
///
/// # Errors
/// `Forbidden` for everybody else; `Invalid` when it was published, or handed over anew, meanwhile; `NotFound`; the store is
/// away.
pub fn take_back(cx: &Context, actor: &Actor, version: &str, fields: &Fields) -> Result<String, Error> {
    roles::must_have(actor, &[Role::Author])?;
    cx.write(Priority::Person, |tx| {
        let row = record::load(tx, version)?;
        if !hands::are_of(tx, version, actor)? {
            return Err(Error::Forbidden);
        }
        match row.stage() {
            VersionStage::Draft => {}
            VersionStage::Approved if is_as_seen(&row, fields) => {
                record::apply(cx, tx, &row, VersionEvent::TakenBack, ("policies.take-back", Some(actor)))?;
            }
            VersionStage::Approved => return Err(invalid("take-back", "error-desk-moved-on")),
            _ => return Err(invalid("take-back", "error-desk-not-a-draft")),
        }
        Ok(format!("/desk/{version}"))
    })
}

/// The second person sends a version back with a remark: it is a draft again. Gives the address to go to.
///
/// # Errors
/// `Forbidden` for anybody but publishers, and for whoever wrote, changed or handed it over; `Invalid` without a remark, when
/// it was taken back, sent back or published meanwhile, or when this form was sent before with other words; `NotFound`; the
/// store is away.
pub fn send_back(cx: &Context, actor: &Actor, version: &str, fields: &Fields) -> Result<String, Error> {
    roles::must_have(actor, &[Role::Publisher])?;
    let remark: &str = &typed::seen(fields.first("remark"));
    typed::words("remark", remark, LONGEST_REMARK, "error-desk-remark-missing")?;
    cx.write(Priority::Person, |tx| {
        let row = record::load(tx, version)?;
        let fingerprint = repeat::fingerprint(&[version, remark]);
        let repeat = repeat::once(cx, tx, actor, "policies.send-back", fields.first("key"), &fingerprint, |tx| {
            if hands::are_of(tx, version, actor)? {
                return Err(Error::Forbidden);
            }
            if row.stage() != VersionStage::Approved || !is_as_seen(&row, fields) {
                return Err(invalid("remark", "error-desk-moved-on"));
            }
            record::apply(cx, tx, &row, VersionEvent::SentBack, ("policies.send-back", Some(actor)))?;
            diesel::update(policy_versions::table.find(version))
                .set((
                    policy_versions::remark.eq(remark),
                    policy_versions::remark_account_id.eq(actor.account.as_str()),
                    policy_versions::remark_at.eq(cx.now()),
                ))
                .execute(tx)?;
            Ok(format!("/desk/{version}"))
        })?;
        repeat.or_ask_again("remark")
    })
}

fn invalid(field: &str, code: &str) -> Error {
    Error::Invalid(vec![FieldError::new(field, code)])
}
