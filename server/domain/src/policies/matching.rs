//! Matching: holding policies against the whole city, in slices that can be resumed. Only differences are written.
//!
//! A fault never means no: only yes→no ends an offer; yes→undetermined keeps it and says that it is being checked.

use super::published::{self, Published};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        dialect,
        pools::Priority,
        schema::{jobs as job_rows, notices, offers, policy_results, policy_versions, residents},
    },
    error::Error,
    journal::{self, Act},
    operations::jobs::{self, Job, NewJob, SliceOutcome, SliceWrites},
    residents::facts::facts_of_slice,
};
use contract::{ids::ResidentId, notices::NoticeKind, policies::OfferState};
use diesel::prelude::*;
use policy::{
    decision::{AmountValue, Verdict},
    document::{Delivery, Policy},
};
use roaring::RoaringTreemap;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// Kind of the job.
pub const KIND: &str = "policies.match";
/// Residents read in one slice; with some dozens of policies a slice then writes some ten thousand rows at most.
const RESIDENTS_PER_SLICE: i64 = 500;

#[derive(Serialize, Deserialize)]
struct Payload {
    versions: Vec<String>,
}

/// Starts matching these published versions against everybody, and with them every version in force whose outcome
/// rests on theirs. Gives the job.
///
/// # Errors
/// The store is away.
pub fn enqueue(cx: &Context, tx: &mut Connection, versions: &[String]) -> Result<String, Error> {
    let total: i64 = residents::table.count().get_result(tx)?;
    let versions = with_those_that_rest_on(cx, tx, versions)?;
    let payload = serde_json::to_string(&Payload { versions }).map_err(Error::caused_by)?;
    let now = cx.now();
    jobs::start(tx, now, NewJob { kind: KIND, payload: &payload, total, priority: 0, run_at: now })
}

fn with_those_that_rest_on(cx: &Context, tx: &mut Connection, versions: &[String]) -> Result<Vec<String>, Error> {
    let (in_force, set) = (published::in_force(cx, tx)?, published::together(cx, tx)?);
    let named = in_force.iter().filter(|published| versions.iter().any(|version| version == published.id.as_str()));
    let resting: BTreeSet<&str> = named.flat_map(|published| set.resting_on(&published.policy.id)).collect();
    let more = in_force.iter().filter(|published| resting.contains(published.policy.id.as_str()));
    let more = more.map(|published| published.id.as_str().to_owned()).filter(|id| !versions.contains(id));
    Ok(versions.iter().cloned().chain(more).collect())
}

/// The oldest matching that is not finished.
///
/// # Errors
/// The store is away.
pub fn unfinished(cx: &Context) -> Result<Option<String>, Error> {
    cx.read(|connection| {
        Ok(job_rows::table
            .filter(job_rows::kind.eq(KIND).and(job_rows::state.eq_any(["waiting", "running"])))
            .order(job_rows::created_at)
            .select(job_rows::id)
            .first(connection)
            .optional()?)
    })
}

/// One slice: the next residents, all versions of the job. Reading and deciding happen outside the writer.
///
/// # Errors
/// The store is away; a version cannot be read.
pub fn slice(cx: &Context, job: &Job) -> Result<SliceWrites, Error> {
    let payload: Payload = serde_json::from_str(&job.payload).map_err(Error::caused_by)?;
    let from: i64 = job.cursor.as_deref().map_or(Ok(0), str::parse).map_err(Error::caused_by)?;
    let held = hold(cx, &payload.versions, from, RESIDENTS_PER_SLICE)?;
    let Some(last) = held.last else {
        let finished = SliceOutcome { finished: Some(String::new()), ..SliceOutcome::default() };
        return Ok(Box::new(move |_| Ok(finished.clone())));
    };
    let next = last + 1;
    let cx = cx.clone();
    Ok(Box::new(move |tx| {
        for (published, decided) in &held.decided {
            write_differences(&cx, tx, published.id.as_str(), &published.policy, decided)?;
            extend_result(&cx, tx, published.id.as_str(), decided, from == 0)?;
            tell_of_failures(&cx, tx, published, decided)?;
        }
        let act = Act::done("policies.match-slice", "residents", None).with(json!({ "from": from, "to": next }));
        journal::record(tx, cx.now(), &act)?;
        Ok(SliceOutcome { cursor: Some(next.to_string()), done: held.people, ..SliceOutcome::default() })
    }))
}

/// Holds every version in force against one resident at once, and writes the offers.
///
/// # Errors
/// The store is away; a version cannot be read.
pub fn match_one(cx: &Context, number: i64) -> Result<(), Error> {
    let versions = cx.read(|connection| versions_in_force(cx, connection))?;
    let held = hold(cx, &versions, number, 1)?;
    cx.write(Priority::Person, |tx| {
        for (published, decided) in &held.decided {
            write_differences(cx, tx, published.id.as_str(), &published.policy, decided)?;
            tell_of_failures(cx, tx, published, decided)?;
        }
        Ok(())
    })
}

/// The published versions that are in force today, in the order of their import.
///
/// # Errors
/// The store is away.
pub fn versions_in_force(cx: &Context, connection: &mut Connection) -> Result<Vec<String>, Error> {
    let today = cx.today().to_string();
    Ok(policy_versions::table
        .filter(policy_versions::state.eq("published"))
        .filter(policy_versions::valid_from.le(&today))
        .filter(policy_versions::valid_to.is_null().or(policy_versions::valid_to.ge(&today)))
        .order(policy_versions::id)
        .select(policy_versions::id)
        .load(connection)?)
}

/// Some residents, and what each version decides for them.
struct Held {
    /// Number of the last one; none when nobody is left.
    last: Option<i64>,
    people: i64,
    decided: Vec<(Published, Vec<Decided>)>,
}

fn hold(cx: &Context, versions: &[String], from: i64, most: i64) -> Result<Held, Error> {
    let (people, versions, set) = cx.read(|connection| {
        let people = facts_of_slice(cx, connection, from, most)?;
        let versions = versions
            .iter()
            .map(|version| published::compiled(cx, connection, version))
            .collect::<Result<Vec<_>, _>>()?;
        let policies: Vec<Arc<Policy>> = versions.iter().map(|published| Arc::clone(&published.policy)).collect();
        let set = published::together_with(cx, connection, &policies)?;
        Ok((people, versions, set))
    })?;
    let decided = versions
        .into_iter()
        .map(|published| {
            let decided = people
                .iter()
                .map(|(number, resident, facts)| {
                    let (verdict, amount) = published::verdict(&set, &published.policy, facts, cx.today());
                    let has_no_result = verdict == Verdict::Undetermined
                        && published::decision(&set, &published.policy, facts, cx.today()).has_no_result();
                    Decided { number: *number, resident: resident.clone(), verdict, amount, has_no_result }
                })
                .collect();
            (published, decided)
        })
        .collect();
    let last = people.last().map(|(number, _, _)| *number);
    Ok(Held { last, people: i64::try_from(people.len()).unwrap_or(i64::MAX), decided })
}

struct Decided {
    number: i64,
    resident: ResidentId,
    verdict: Verdict,
    amount: Option<AmountValue>,
    /// Every fact is known, and yet nothing could be worked out.
    has_no_result: bool,
}

/// A calculation that fails for somebody is written down: nobody may be left without an answer unnoticed.
fn tell_of_failures(
    cx: &Context,
    tx: &mut Connection,
    published: &Published,
    decided: &[Decided],
) -> Result<(), Error> {
    let residents = decided.iter().filter(|decided| decided.has_no_result).count();
    if residents == 0 {
        return Ok(());
    }
    let details = json!({ "policy": published.policy.id, "residents": residents });
    let act = Act::done("policies.no-result", "policy-version", Some(published.id.as_str())).with(details);
    journal::record(tx, cx.now(), &act)?;
    Ok(())
}

#[derive(Queryable)]
struct Existing {
    id: String,
    resident: String,
    version: String,
    state: String,
    amount_fen: Option<i64>,
}

fn write_differences(
    cx: &Context,
    tx: &mut Connection,
    version: &str,
    policy: &Arc<Policy>,
    decided: &[Decided],
) -> Result<(), Error> {
    let ids: Vec<&str> = decided.iter().map(|decided| decided.resident.as_str()).collect();
    let existing: HashMap<String, Existing> = offers::table
        .filter(offers::policy_id.eq(&policy.id).and(offers::resident_id.eq_any(ids)))
        .select((offers::id, offers::resident_id, offers::policy_version_id, offers::state, offers::amount_fen))
        .load::<Existing>(tx)?
        .into_iter()
        .map(|row| (row.resident.clone(), row))
        .collect();
    let (mut new_offers, mut new_notices) = (Vec::new(), Vec::new());
    for decided in decided {
        match (decided.verdict, existing.get(decided.resident.as_str())) {
            (Verdict::Eligible, None) => {
                let offer = cx.new_id();
                new_notices.push(notice_row(cx, &decided.resident, first_notice(policy), &offer));
                new_offers.push(offer_row(cx, &offer, version, policy, decided));
            }
            (Verdict::Eligible, Some(row)) => renew(cx, tx, version, policy, decided, row)?,
            (Verdict::NotEligible, Some(row)) if row.state != OfferState::Ended.as_str() => {
                move_to(tx, row, OfferState::Ended)?;
                new_notices.push(notice_row(cx, &decided.resident, NoticeKind::OfferEnded, &row.id));
            }
            (Verdict::Undetermined, Some(row)) if may_need_checking(&row.state) => {
                move_to(tx, row, OfferState::BeingChecked)?;
            }
            (Verdict::NotEligible | Verdict::Undetermined, _) => {}
        }
    }
    dialect::bulk_insert(tx, &new_offers)?;
    dialect::bulk_insert(tx, &new_notices)?;
    Ok(())
}

fn first_notice(policy: &Policy) -> NoticeKind {
    match policy.delivery_here {
        Delivery::Automatic => NoticeKind::OfferGranted,
        Delivery::Confirm | Delivery::Apply | Delivery::ApplyThenAutomatic | Delivery::Inform => NoticeKind::OfferFound,
    }
}

/// An offer as it is written.
#[derive(Insertable)]
#[diesel(table_name = offers, treat_none_as_default_value = false)]
struct NewOffer {
    id: String,
    resident_id: String,
    policy_id: String,
    policy_version_id: String,
    state: String,
    delivery: String,
    amount_fen: Option<i64>,
    amount_hours: Option<i64>,
    period: Option<String>,
    decided_on: String,
    created_at: i64,
    revision: i32,
}

crate::bulk_row!(NewOffer => offers);

fn offer_row(cx: &Context, id: &str, version: &str, policy: &Policy, decided: &Decided) -> NewOffer {
    let state = match policy.delivery_here {
        Delivery::Automatic => OfferState::Granted,
        Delivery::Confirm | Delivery::Apply | Delivery::ApplyThenAutomatic | Delivery::Inform => OfferState::Open,
    };
    let (amount_fen, amount_hours) = amounts(decided.amount);
    NewOffer {
        id: id.to_owned(),
        resident_id: decided.resident.as_str().to_owned(),
        policy_id: policy.id.clone(),
        policy_version_id: version.to_owned(),
        state: state.as_str().to_owned(),
        delivery: policy.delivery_here.as_str().to_owned(),
        amount_fen,
        amount_hours,
        period: policy.benefit.as_ref().map(|benefit| benefit.period.as_str().to_owned()),
        decided_on: cx.today().to_string(),
        created_at: cx.now().0,
        revision: 1,
    }
}

fn amounts(amount: Option<AmountValue>) -> (Option<i64>, Option<i64>) {
    match amount {
        Some(AmountValue::Money(money)) => (Some(money.0), None),
        Some(AmountValue::Hours(hours)) => (None, Some(hours)),
        None => (None, None),
    }
}

/// A notice as it is written.
#[derive(Insertable)]
#[diesel(table_name = notices, treat_none_as_default_value = false)]
struct NewNotice {
    id: String,
    resident_id: String,
    kind: String,
    subject_kind: String,
    subject_id: String,
    arguments: String,
    created_at: i64,
}

crate::bulk_row!(NewNotice => notices);

fn notice_row(cx: &Context, resident: &ResidentId, kind: NoticeKind, offer: &str) -> NewNotice {
    NewNotice {
        id: cx.new_id(),
        resident_id: resident.as_str().to_owned(),
        kind: kind.as_str().to_owned(),
        subject_kind: "offer".to_owned(),
        subject_id: offer.to_owned(),
        arguments: "{}".to_owned(),
        created_at: cx.now().0,
    }
}

/// Still, or again, eligible: the offer follows the new version and amount; one that had ended opens again.
fn renew(
    cx: &Context,
    tx: &mut Connection,
    version: &str,
    policy: &Policy,
    decided: &Decided,
    row: &Existing,
) -> Result<(), Error> {
    let (amount_fen, amount_hours) = amounts(decided.amount);
    let again = row.state == OfferState::Ended.as_str() || row.state == OfferState::BeingChecked.as_str();
    if row.version == version && row.amount_fen == amount_fen && !again {
        return Ok(());
    }
    let state = match (again, policy.delivery_here) {
        (true, Delivery::Automatic) => OfferState::Granted.as_str(),
        (true, _) => OfferState::Open.as_str(),
        (false, _) => row.state.as_str(),
    };
    diesel::update(offers::table.find(&row.id))
        .set((
            offers::policy_version_id.eq(version),
            offers::amount_fen.eq(amount_fen),
            offers::amount_hours.eq(amount_hours),
            offers::state.eq(state),
            offers::decided_on.eq(cx.today().to_string()),
            offers::revision.eq(offers::revision + 1),
        ))
        .execute(tx)?;
    Ok(())
}

fn may_need_checking(state: &str) -> bool {
    matches!(
        OfferState::from_text(state),
        Some(OfferState::Open | OfferState::Granted | OfferState::Applied | OfferState::Later)
    )
}

fn move_to(tx: &mut Connection, row: &Existing, state: OfferState) -> Result<(), Error> {
    diesel::update(offers::table.find(&row.id))
        .set((offers::state.eq(state.as_str()), offers::revision.eq(offers::revision + 1)))
        .execute(tx)?;
    Ok(())
}

/// Adds a slice to the stored result of a version: two disjoint bitmaps of residents' numbers.
fn extend_result(
    cx: &Context,
    tx: &mut Connection,
    version: &str,
    decided: &[Decided],
    first: bool,
) -> Result<(), Error> {
    let stored: Option<(Vec<u8>, Vec<u8>, i64)> = match first {
        true => None,
        false => policy_results::table
            .find(version)
            .select((policy_results::eligible, policy_results::undetermined, policy_results::amount_fen))
            .first(tx)
            .optional()?,
    };
    let (mut eligible, mut undetermined, mut sum) = match stored {
        None => (RoaringTreemap::new(), RoaringTreemap::new(), 0),
        Some((eligible, undetermined, sum)) => (read_bitmap(&eligible)?, read_bitmap(&undetermined)?, sum),
    };
    for decided in decided {
        let number = u64::try_from(decided.number).map_err(Error::caused_by)?;
        match decided.verdict {
            Verdict::Eligible => {
                eligible.insert(number);
                sum += amounts(decided.amount).0.unwrap_or(0);
            }
            Verdict::Undetermined => {
                undetermined.insert(number);
            }
            Verdict::NotEligible => {}
        }
    }
    let row = (
        policy_results::policy_version_id.eq(version),
        policy_results::evaluated_on.eq(cx.today().to_string()),
        policy_results::eligible.eq(bitmap_bytes(&eligible)?),
        policy_results::undetermined.eq(bitmap_bytes(&undetermined)?),
        policy_results::eligible_count.eq(count(&eligible)),
        policy_results::undetermined_count.eq(count(&undetermined)),
        policy_results::amount_fen.eq(sum),
        policy_results::state.eq("current"),
    );
    let set =
        ["evaluated_on", "eligible", "undetermined", "eligible_count", "undetermined_count", "amount_fen", "state"];
    dialect::upsert(tx, diesel::insert_into(policy_results::table).values(row), &["policy_version_id"], &set)?;
    Ok(())
}

/// The residents who get a version, as it was last matched.
///
/// # Errors
/// The store is away; the stored bitmap cannot be read.
pub fn eligible(connection: &mut Connection, version: &str) -> Result<RoaringTreemap, Error> {
    let stored: Option<Vec<u8>> =
        policy_results::table.find(version).select(policy_results::eligible).first(connection).optional()?;
    stored.map_or_else(|| Ok(RoaringTreemap::new()), |bytes| read_bitmap(&bytes))
}

fn read_bitmap(bytes: &[u8]) -> Result<RoaringTreemap, Error> {
    RoaringTreemap::deserialize_from(bytes).map_err(Error::caused_by)
}

fn bitmap_bytes(bitmap: &RoaringTreemap) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::with_capacity(bitmap.serialized_size());
    bitmap.serialize_into(&mut bytes).map_err(Error::caused_by)?;
    Ok(bytes)
}

fn count(bitmap: &RoaringTreemap) -> i64 {
    i64::try_from(bitmap.len()).unwrap_or(i64::MAX)
}
