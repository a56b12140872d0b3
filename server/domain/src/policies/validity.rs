//! What a day does to policies: versions that begin on it are held against everybody, and offers of policies that are
//! over end, with a notice. Also what was never matched is: policies that came with an update of the program; and what rests
//! on a policy that is over is matched anew.

pub(super) mod resting;

use super::{
    matching,
    offers::{
        news::notice_of,
        record::{self, Found, OfferRecord},
        transitions::{OfferEvent, OfferVerdict},
    },
    published,
    versions::in_force,
};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        dialect,
        schema::{jobs as job_rows, offers, policy_versions},
    },
    error::Error,
    journal::{self, Act},
    notices::NewNotice,
    operations::jobs::{self, Job, NewJob, SliceOutcome, SliceWrites},
};
use contract::ids::ResidentId;
use diesel::prelude::*;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;

/// Kind of the job that ends offers.
pub const KIND: &str = "policies.end";
/// Offers ended in one slice.
const OFFERS_PER_SLICE: i64 = 500;

#[derive(Serialize, Deserialize)]
struct Payload {
    policies: BTreeSet<String>,
    /// The day on which they are over; none in work of an earlier release: the day on which it is done.
    #[serde(default)]
    day: Option<Date>,
}

/// Starts what the context's day asks for. Gives the jobs.
///
/// # Errors
/// The store is away.
pub fn begin_and_end(cx: &Context, tx: &mut Connection) -> Result<Vec<String>, Error> {
    let due = due(cx, tx)?;
    let mut started = Vec::new();
    if !due.to_match.is_empty() {
        started.push(matching::enqueue(cx, tx, &due.to_match)?);
    }
    if !due.over.is_empty() {
        let now = cx.now();
        let payload = Payload { policies: due.over, day: Some(cx.today()) };
        let payload = serde_json::to_string(&payload).map_err(Error::caused_by)?;
        started.push(jobs::start(
            tx,
            now,
            NewJob { kind: KIND, payload: &payload, total: 0, priority: 0, run_at: now },
        )?);
    }
    Ok(started)
}

/// Whether there is anything to begin or to end.
///
/// # Errors
/// The store is away.
pub fn is_due(cx: &Context, connection: &mut Connection) -> Result<bool, Error> {
    let due = due(cx, connection)?;
    Ok(!due.to_match.is_empty() || !due.over.is_empty())
}

/// What a day asks for and is not on its way.
struct Due {
    /// Versions in force that nobody was held against yet, or not since a policy stopped on which they rest.
    to_match: Vec<String>,
    /// Policies of which none is in force, and which are still offered.
    over: BTreeSet<String>,
}

fn due(cx: &Context, connection: &mut Connection) -> Result<Due, Error> {
    let today = cx.today();
    let in_force = in_force::on(connection, today)?;
    let waiting = payloads_on_their_way(connection, matching::KIND)?;
    let never_matched: Vec<String> = policy_versions::table
        .filter(policy_versions::id.eq_any(in_force.iter().map(|found| found.version.as_str())))
        .filter(policy_versions::matched_on.is_null())
        .order(policy_versions::id)
        .select(policy_versions::id)
        .load(connection)?;
    let again = resting::to_match_again(cx, connection, &in_force)?;
    let to_match: Vec<String> = never_matched
        .into_iter()
        .chain(again)
        .filter(|version| !waiting.iter().any(|payload| names(payload, version)))
        .collect();
    let holding: BTreeSet<&str> = in_force.iter().map(|found| found.policy.as_str()).collect();
    let ending = payloads_on_their_way(connection, KIND)?;
    let mut over = BTreeSet::new();
    for policy in begun_by(connection, today)? {
        let is_over = !holding.contains(policy.as_str()) && !ending.iter().any(|payload| names(payload, &policy));
        if is_over && still_offered(connection, &policy)? {
            over.insert(policy);
        }
    }
    Ok(Due { to_match, over })
}

/// One slice: ends the next offers of the policies that are over.
///
/// # Errors
/// The store is away.
pub fn slice(cx: &Context, job: &Job) -> Result<SliceWrites, Error> {
    let payload: Payload = serde_json::from_str(&job.payload).map_err(Error::caused_by)?;
    let cx = payload.day.map_or_else(|| cx.clone(), |day| cx.on_day(day));
    Ok(Box::new(move |tx| {
        // A policy that holds again meanwhile is the business of its matching.
        let in_force = in_force::on(tx, cx.today())?;
        let over: Vec<&str> = payload
            .policies
            .iter()
            .map(String::as_str)
            .filter(|policy| !in_force.iter().any(|found| found.policy == *policy))
            .collect();
        let next: Vec<OfferRecord> = offers::table
            .filter(offers::policy_id.eq_any(&over).and(offers::verdict.eq_any(HOLDING.map(OfferVerdict::as_str))))
            .order((offers::policy_id, offers::id))
            .limit(OFFERS_PER_SLICE)
            .select(OfferRecord::as_select())
            .load(tx)?;
        if next.is_empty() {
            return Ok(SliceOutcome { finished: Some(String::new()), ..SliceOutcome::default() });
        }
        let (mut events, mut notices) = (Vec::new(), Vec::new());
        for record in &next {
            let found = Found { event: OfferEvent::PolicyEnded, terms: None };
            let news = record::found(&cx, tx, record, &found, &mut events)?;
            let kind = news.and_then(|news| notice_of(&news));
            let resident = ResidentId::from_text(&record.resident_id);
            notices.extend(kind.map(|kind| NewNotice::about_offer(&cx, &resident, kind, &record.id)));
        }
        record::write_events(tx, &events)?;
        dialect::bulk_insert(tx, &notices)?;
        let act =
            Act::done("policies.end-slice", "offers", None).with(json!({ "policies": &over, "offers": next.len() }));
        journal::record(tx, cx.now(), &act)?;
        let done = i64::try_from(next.len()).map_err(Error::caused_by)?;
        Ok(SliceOutcome { cursor: Some(String::new()), done, ..SliceOutcome::default() })
    }))
}

/// Verdicts with which an offer is still one.
const HOLDING: [OfferVerdict; 2] = [OfferVerdict::Eligible, OfferVerdict::Undetermined];

fn payloads_on_their_way(tx: &mut Connection, kind: &str) -> Result<Vec<String>, Error> {
    Ok(job_rows::table
        .filter(job_rows::kind.eq(kind).and(job_rows::state.eq_any(["waiting", "running"])))
        .select(job_rows::payload)
        .load(tx)?)
}

/// Whether the JSON of a payload holds this text.
fn names(payload: &str, text: &str) -> bool {
    payload.contains(&format!("\"{text}\""))
}

/// Policies of which a version has begun.
fn begun_by(tx: &mut Connection, day: Date) -> Result<BTreeSet<String>, Error> {
    let begun: Vec<String> = policy_versions::table
        .filter(policy_versions::holds_from.le(day.to_string()))
        .select(policy_versions::policy_id)
        .distinct()
        .load(tx)?;
    Ok(begun.into_iter().collect())
}

fn still_offered(tx: &mut Connection, policy: &str) -> Result<bool, Error> {
    let first: Option<String> = offers::table
        .filter(offers::policy_id.eq(policy).and(offers::verdict.eq_any(HOLDING.map(OfferVerdict::as_str))))
        .select(offers::id)
        .first(tx)
        .optional()?;
    Ok(first.is_some())
}
