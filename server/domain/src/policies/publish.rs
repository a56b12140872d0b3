//! Publishing: a second person puts a version in force, and everybody it is meant for hears of it.

use super::{
    checking, matching, published,
    versions::{
        hands, in_force, record, schedule,
        transitions::{VersionEvent, VersionStage},
    },
};
use crate::{
    context::Context,
    db::{connection::Connection, pools::Priority, schema::policy_versions},
    error::Error,
    identity::roles,
    operations::{calendar, jobs, repeat},
};
use contract::{
    error::FieldError,
    fields::Fields,
    identity::{Actor, Role},
};
use diesel::prelude::*;
use jiff::civil::Date;
use policy::{
    document::Policy,
    problem::{Problem, ProblemCode},
    set::PolicySet,
};
use std::{collections::BTreeSet, sync::Arc, time::Duration};

/// How long the request itself helps the matching along: a town is done when the page comes back.
const HELP: Duration = Duration::from_millis(1_500);

/// Puts a handed-over version in force from its first day on; one that begins today is matched at once, unless days before it
/// still wait for their work: then with today's. Gives the address to go to.
///
/// # Errors
/// `Forbidden` for whoever wrote, changed or handed over the version at any time, and for anybody but publishers; `Invalid` when it is
/// not ready, was changed meanwhile, or is published already.
pub fn publish(cx: &Context, actor: &Actor, version: &str, fields: &Fields) -> Result<String, Error> {
    roles::must_have(actor, &[Role::Publisher])?;
    let here = format!("/desk/{version}");
    // What takes a moment comes before the transaction: nobody else waits for it.
    let (before, _) =
        cx.read(|connection| Ok((record::load(connection, version)?, published::in_force(cx, connection)?)))?;
    let policy = match before.stage() {
        VersionStage::Approved => checking::checked(cx, actor, &before.content)?.policy,
        _ => None,
    };
    let job = cx.write(Priority::Person, |tx| {
        calendar::come_after_others(cx, tx)?;
        let row = record::load(tx, version)?;
        let fingerprint = repeat::fingerprint(&[version, fields.first("revision")]);
        let mut job = None;
        let repeat = repeat::once(cx, tx, actor, "policies.publish", fields.first("key"), &fingerprint, |tx| {
            // Two pairs of eyes: the law of the desk, held here beside the data.
            if hands::are_of(tx, version, actor)? {
                return Err(Error::Forbidden);
            }
            let fault = match row.stage() {
                VersionStage::Approved
                    if fields.first("revision") != row.revision.to_string() || row.content != before.content =>
                {
                    Some("error-desk-changed")
                }
                VersionStage::Approved => None,
                VersionStage::Draft | VersionStage::ThrownAway => Some("error-desk-not-handed-over"),
                VersionStage::Published
                | VersionStage::WithdrawalProposed
                | VersionStage::Superseded
                | VersionStage::Withdrawn => Some("error-desk-published-before"),
            };
            let Some(policy) = policy.clone().filter(|_| fault.is_none()) else {
                let code = fault.unwrap_or("error-desk-has-problems");
                return Err(Error::Invalid(vec![FieldError::new("publish", code)]));
            };
            let Some(from) = schedule::first_day(&policy, cx.today()) else {
                return Err(Error::Invalid(vec![FieldError::new("publish", "error-desk-over")]));
            };
            let last = schedule::last_day(tx, (&policy.id, version), from, policy.valid_to)?;
            if let Some(problem) = fits(cx, tx, policy.clone(), (from, last))? {
                let (code, found) = ("error-desk-does-not-fit", problem.found);
                return Err(Error::Invalid(vec![FieldError::new("publish", code).with("policy", found)]));
            }
            let version = record::apply(cx, tx, &row, VersionEvent::Published, ("policies.publish", Some(actor)))?;
            // A document that could not be read at first may name another policy now.
            let version = record::name(tx, &version, &policy.id)?;
            diesel::update(policy_versions::table.find(&version.id))
                .set((
                    policy_versions::publisher_account_id.eq(actor.account.as_str()),
                    policy_versions::published_at.eq(cx.now()),
                ))
                .execute(tx)?;
            schedule::begin(cx, tx, &version, from, policy.valid_to)?;
            if let Some(day) = calendar::day_at_hand(cx, tx)?.filter(|day| from <= *day) {
                job = Some(matching::enqueue(&cx.on_day(day), tx, &[version.id])?);
            }
            Ok(here.clone())
        })?;
        repeat.or_ask_again("publish")?;
        Ok(job)
    })?;
    if let Some(job) = job {
        jobs::run_for(cx, &job, HELP)?;
    }
    Ok(here)
}

/// What is wrong when a policy joins those in force on its first day, or those that begin while it holds: a reference to one
/// that is not there, or in a circle.
fn fits(
    cx: &Context,
    tx: &mut Connection,
    policy: Policy,
    (from, last): (Date, Option<Date>),
) -> Result<Option<Problem>, Error> {
    let policy = Arc::new(policy);
    match wrong_on(cx, tx, &policy, from)?.into_iter().next() {
        Some(problem) => Ok(Some(problem)),
        None => wrong_later(cx, tx, &policy, (from, last)),
    }
}

/// What is wrong when a policy goes on from a day to another: it does not go together with one that holds on the first day, or
/// begins meanwhile.
pub(super) fn wrong_when_it_goes_on(
    cx: &Context,
    tx: &mut Connection,
    policy: &Arc<Policy>,
    (from, last): (Date, Option<Date>),
) -> Result<Option<Problem>, Error> {
    match wrong_on(cx, tx, policy, from)?.into_iter().find(hinders_what_holds) {
        Some(problem) => Ok(Some(problem)),
        None => wrong_later(cx, tx, policy, (from, last)),
    }
}

/// What a policy asks about may end before it does; nobody decides by it from then on.
fn hinders_what_holds(problem: &Problem) -> bool {
    problem.code != ProblemCode::UnknownPolicy
}

/// What is wrong on a day after the first on which another policy begins while this one holds.
fn wrong_later(
    cx: &Context,
    tx: &mut Connection,
    policy: &Arc<Policy>,
    (from, last): (Date, Option<Date>),
) -> Result<Option<Problem>, Error> {
    let later: BTreeSet<Date> = in_force::beginning_after(tx, from)?.into_iter().map(|(_, day)| day).collect();
    for day in later.into_iter().filter(|day| last.is_none_or(|last| *day <= last)) {
        let wrong = wrong_on(cx, tx, policy, day)?.into_iter().find(hinders_what_holds);
        if wrong.is_some() {
            return Ok(wrong);
        }
    }
    Ok(None)
}

/// What is wrong on a day with a policy among the others. What is wrong without it, because another policy ended that somebody
/// asks about, is not its fault.
fn wrong_on(cx: &Context, tx: &mut Connection, policy: &Arc<Policy>, day: Date) -> Result<Vec<Problem>, Error> {
    let others = published::in_force_on(cx, tx, day)?.into_iter().map(|published| published.policy);
    let mut others: Vec<Arc<Policy>> = others.filter(|other| other.id != policy.id).collect();
    loop {
        let problems_of = |policies: &[Arc<Policy>]| PolicySet::new(policies.iter().cloned()).err().unwrap_or_default();
        let problems = problems_of(&[others.as_slice(), &[Arc::clone(policy)]].concat());
        let known = problems_of(&others);
        let same = |one: &Problem, other: &Problem| {
            (one.code, &one.path, &one.found) == (other.code, &other.path, &other.found)
        };
        let is_new = |problem: &&Problem| !known.iter().any(|before| same(before, problem));
        if problems.is_empty() || problems.iter().any(|problem| is_new(&problem)) {
            return Ok(problems.iter().filter(is_new).cloned().collect());
        }
        // Without those that cannot be decided anyway: a circle is only seen when every reference is there.
        others.retain(|other| !problems.iter().any(|problem| problem.path == other.id));
    }
}
