//! Matching: holding policies against the whole city, in slices that can be resumed. Only differences are written.
//!
//! A fault never means no: only yes→no ends an offer; yes→undetermined keeps it and says that it is being checked. How an
//! offer moves on is [`transitions`](super::offers::transitions)'s business.

mod results;

use super::{
    ahead, new_day,
    offers::{
        delivery_to,
        news::notice_of,
        record::{self, Amounts, Found, NewOffer, OfferRecord},
        transitions::OfferEvent,
    },
    published::{self, Published},
    versions::in_force,
};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        dialect,
        pools::Priority,
        schema::{policy_versions, residents},
        update_each::update_each,
    },
    error::Error,
    journal::{self, Act},
    notices::NewNotice,
    operations::{
        calendar,
        jobs::{self, Job, NewJob, SliceOutcome, SliceWrites},
    },
    residents::facts::{deliveries_so_far, facts_of_due, facts_of_slice},
};
use contract::ids::ResidentId;
use diesel::prelude::*;
use jiff::{Span, civil::Date};
use policy::{
    decision::{KnownAmount, Verdict},
    document::Policy,
    set::PolicySet,
    value::Facts,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

pub use results::eligible;
pub(super) use results::renew_result;

/// Kind of the job.
pub const KIND: &str = "policies.match";
/// Residents read in one slice; with some dozens of policies a slice then writes some ten thousand rows at most.
const RESIDENTS_PER_SLICE: i64 = 500;

#[derive(Serialize, Deserialize)]
struct Payload {
    versions: Vec<String>,
    /// The day as on which everybody is decided, whenever that is done; none in work of an earlier release.
    #[serde(default)]
    day: Option<Date>,
}

/// Starts matching these published versions against everybody, and with them every version in force whose outcome
/// rests on theirs. Gives the job.
///
/// # Errors
/// The store is away.
pub fn enqueue(cx: &Context, tx: &mut Connection, versions: &[String]) -> Result<String, Error> {
    let total: i64 = residents::table.count().get_result(tx)?;
    let versions = with_those_that_rest_on(cx, tx, versions)?;
    // The work may go on after midnight: the next day then finds what it changes.
    let payload = Payload { versions, day: Some(cx.today()) };
    let payload = serde_json::to_string(&payload).map_err(Error::caused_by)?;
    let now = cx.now();
    jobs::start(tx, now, NewJob { kind: KIND, payload: &payload, total, priority: 0, run_at: now })
}

/// Versions whose outcome rests on one of these, or did on the one before it: that may have had rivals which it sets free.
fn with_those_that_rest_on(cx: &Context, tx: &mut Connection, versions: &[String]) -> Result<Vec<String>, Error> {
    let (in_force, set) = (published::in_force(cx, tx)?, published::together(cx, tx)?);
    let mut resting: BTreeSet<String> = BTreeSet::new();
    for named in in_force.iter().filter(|published| versions.iter().any(|version| version == published.id.as_str())) {
        let policy = &named.policy;
        resting.extend(set.resting_on(&policy.id).map(str::to_owned));
        let before = published::before(cx, tx, named)?.map(|before| before.policy);
        if let Some(before) = before.filter(|before| before.better_of != policy.better_of) {
            let set = published::together_with(cx, tx, &[before])?;
            resting.extend(set.resting_on(&policy.id).map(str::to_owned));
        }
    }
    let more = in_force.iter().filter(|published| resting.contains(published.policy.id.as_str()));
    let more = more.map(|published| published.id.as_str().to_owned()).filter(|id| !versions.contains(id));
    Ok(versions.iter().cloned().chain(more).collect())
}

/// One slice: the next residents, all versions of the job. Reading and deciding happen outside the writer.
///
/// # Errors
/// The store is away; a version cannot be read.
pub fn slice(cx: &Context, job: &Job) -> Result<SliceWrites, Error> {
    let payload: Payload = serde_json::from_str(&job.payload).map_err(Error::caused_by)?;
    let cx = &payload.day.map_or_else(|| cx.clone(), |day| cx.on_day(day));
    let from: i64 = job.cursor.as_deref().map_or(Ok(0), str::parse).map_err(Error::caused_by)?;
    let in_force = cx.read(|connection| versions_in_force(cx, connection))?;
    // A version that was corrected, withdrawn or ended meanwhile reaches nobody any more.
    let versions: Vec<String> = payload.versions.into_iter().filter(|version| in_force.contains(version)).collect();
    let held = hold(cx, &versions, Who::From(from, RESIDENTS_PER_SLICE))?;
    let delivered = held.delivered;
    let is_everything = versions.len() == in_force.len();
    let cx = cx.clone();
    let Some(last) = held.last.filter(|_| !versions.is_empty()) else {
        let finished = SliceOutcome { finished: Some(String::new()), ..SliceOutcome::default() };
        return Ok(Box::new(move |tx| {
            diesel::update(policy_versions::table.filter(policy_versions::id.eq_any(&versions)))
                .set(policy_versions::matched_on.eq(cx.today().to_string()))
                .execute(tx)?;
            Ok(finished.clone())
        }));
    };
    let next = last + 1;
    Ok(Box::new(move |tx| {
        // What was decided outside the writer was decided by these; when they are others now, it is decided again.
        if versions_in_force(&cx, tx)? != in_force {
            return Err(Error::busy("the policies in force changed while a slice was decided"));
        }
        no_delivery_since(tx, delivered)?;
        for (published, decided) in &held.decided {
            let residents: Vec<&str> = decided.iter().map(|decided| decided.resident.as_str()).collect();
            let existing = record::of_policy(tx, &published.policy.id, &residents)?;
            write_differences(&cx, tx, published, decided, &existing)?;
            results::extend(&cx, tx, published.id.as_str(), decided, from == 0)?;
            tell_of_failures(&cx, tx, published, decided)?;
        }
        write_looks(tx, &held.looks, if is_everything { Looks::Whole } else { Looks::Part })?;
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
    cx.write(Priority::Person, |tx| decide_one(cx, tx, number))
}

/// The same inside the act that changed a fact: whoever sees the new fact sees what comes of it.
///
/// # Errors
/// `NotFound` when there is no such resident; the store is away; a version cannot be read.
pub fn decide_again(cx: &Context, tx: &mut Connection, resident: &ResidentId) -> Result<(), Error> {
    // A slice that is written at this moment was decided by the fact as it was: one of the two comes after the other.
    jobs::come_after_slices(tx, &[KIND, new_day::KIND])?;
    let row = residents::table.find(resident.as_str()).select(residents::number);
    let number: i64 = row.first(tx).optional()?.ok_or(Error::NotFound)?;
    decide_one(cx, tx, number)
}

fn decide_one(cx: &Context, tx: &mut Connection, number: i64) -> Result<(), Error> {
    // While days wait for their work nobody is decided ahead of them: each of those days finds what it changes.
    let cx = &cx.on_day(calendar::standing(cx, tx)?.day());
    let versions = versions_in_force(cx, tx)?;
    let known = Known::of(cx, tx, &versions, Who::From(number, 1))?;
    write_all(cx, tx, &decide(cx, known))
}

/// Writes what every policy in force decides for some residents.
pub(super) fn write_all(cx: &Context, tx: &mut Connection, held: &Held) -> Result<(), Error> {
    let residents: Vec<&str> = held.looks.iter().map(|look| look.resident.as_str()).collect();
    let offers = record::of_residents(tx, &residents)?;
    for (published, decided) in &held.decided {
        let existing = offers.get(&published.policy.id).map_or(&[][..], Vec::as_slice);
        renew_result(cx, tx, published, decided, existing)?;
        write_differences(cx, tx, published, decided, existing)?;
        tell_of_failures(cx, tx, published, decided)?;
    }
    write_looks(tx, &held.looks, Looks::Whole)
}

/// What was decided outside the writer was decided by the facts as they were; when some were delivered since, it is decided
/// again.
pub(super) fn no_delivery_since(tx: &mut Connection, delivered: i64) -> Result<(), Error> {
    match deliveries_so_far(tx)? == delivered {
        true => Ok(()),
        false => Err(Error::busy("facts were delivered while a slice was decided")),
    }
}

/// The versions that are in force today, in the order of their import.
///
/// # Errors
/// The store is away.
pub fn versions_in_force(cx: &Context, connection: &mut Connection) -> Result<Vec<String>, Error> {
    Ok(in_force::on(connection, cx.today())?.into_iter().map(|found| found.version).collect())
}

/// Whom to decide.
pub(super) enum Who {
    /// Residents from a number on, so many at most.
    From(i64, i64),
    /// Likewise, but only those for whom the calendar may have changed something.
    Due(i64, i64),
}

/// Some residents, and what each version decides for them.
pub(super) struct Held {
    /// Number of the last one; none when nobody is left.
    pub(super) last: Option<i64>,
    pub(super) people: i64,
    pub(super) decided: Vec<(Published, Vec<Decided>)>,
    /// When to look at each again.
    pub(super) looks: Vec<Look>,
    /// Deliveries that had arrived when their facts were read.
    pub(super) delivered: i64,
}

/// When to look at somebody again.
pub(super) struct Look {
    resident: ResidentId,
    /// The day on which the calendar may next change something.
    again: Date,
    /// The day on which to look ahead of that, or of the next version that begins.
    ahead: Date,
}

/// Nobody is looked at more seldom than after so many days.
const LONGEST_LOOK: i32 = 400;

pub(super) fn hold(cx: &Context, versions: &[String], who: Who) -> Result<Held, Error> {
    let known = cx.read(|connection| Known::of(cx, connection, versions, who))?;
    Ok(decide(cx, known))
}

/// Some residents with their facts, and the versions that they are held against: of one moment.
struct Known {
    people: Vec<(i64, ResidentId, Facts)>,
    versions: Vec<Published>,
    set: PolicySet,
    delivered: i64,
    /// The next day on which a version begins.
    begins: Option<Date>,
}

impl Known {
    fn of(cx: &Context, connection: &mut Connection, versions: &[String], who: Who) -> Result<Self, Error> {
        let people = match who {
            Who::From(number, most) => facts_of_slice(cx, connection, number, most)?,
            Who::Due(number, most) => facts_of_due(cx, connection, number, most)?,
        };
        let versions = versions
            .iter()
            .map(|version| published::compiled(cx, connection, version))
            .collect::<Result<Vec<_>, _>>()?;
        let policies: Vec<Arc<Policy>> = versions.iter().map(|published| Arc::clone(&published.policy)).collect();
        let set = published::together_with(cx, connection, &policies)?;
        let begins = in_force::next_beginning(connection, cx.today())?;
        Ok(Self { people, versions, set, delivered: deliveries_so_far(connection)?, begins })
    }
}

fn decide(cx: &Context, known: Known) -> Held {
    let Known { people, versions, set, delivered, begins } = known;
    let look = |(_, resident, facts): &(i64, ResidentId, Facts)| {
        let again = look_again(cx, &set, &versions, facts);
        let first = begins.map_or(again, |begins| begins.min(again));
        Look { resident: resident.clone(), again, ahead: ahead::day_before(first) }
    };
    let looks = people.iter().map(look).collect();
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
    Held { last, people: i64::try_from(people.len()).unwrap_or(i64::MAX), decided, looks, delivered }
}

/// The first day on which the calendar may change what any of these versions says of somebody.
fn look_again(cx: &Context, set: &PolicySet, versions: &[Published], facts: &Facts) -> Date {
    let today = cx.today();
    let until = today.saturating_add(Span::new().days(LONGEST_LOOK));
    let days = versions.iter().map(|one| published::look_again(set, &one.policy, facts, today, until));
    days.min().unwrap_or(until)
}

/// Whether all policies in force were looked at, or some.
#[derive(Clone, Copy)]
pub(super) enum Looks {
    /// The days are known.
    Whole,
    /// An earlier day that is known already stays; an unknown one stays unknown.
    Part,
}

pub(super) fn write_looks(tx: &mut Connection, looks: &[Look], which: Looks) -> Result<(), Error> {
    let rows: Vec<_> = looks
        .iter()
        .map(|look| [look.resident.as_str().to_owned(), look.again.to_string(), look.ahead.to_string()])
        .collect();
    let statement = match which {
        Looks::Whole => SET_LOOKS,
        Looks::Part => SET_EARLIER_LOOKS,
    };
    update_each(tx, statement, ["id", "again", "ahead"], &rows)?;
    Ok(())
}

const SET_LOOKS: &str = "UPDATE residents SET look_again_on = new.again, look_ahead_on = new.ahead \
    FROM new WHERE residents.id = new.id";
/// Each by itself: what was looked ahead of already was another policy's turn, even where it is the earlier one.
const SET_EARLIER_LOOKS: &str = "UPDATE residents SET \
    look_again_on = CASE WHEN look_again_on > new.again THEN new.again ELSE look_again_on END, \
    look_ahead_on = CASE WHEN look_ahead_on > new.ahead THEN new.ahead ELSE look_ahead_on END \
    FROM new WHERE residents.id = new.id AND (look_again_on > new.again OR look_ahead_on > new.ahead)";

/// What a version decides for one resident.
pub(super) struct Decided {
    number: i64,
    resident: ResidentId,
    verdict: Verdict,
    amount: Option<KnownAmount>,
    /// Every fact is known, and yet nothing could be worked out.
    has_no_result: bool,
}

/// A calculation that fails for somebody is written down: nobody may be left without an answer unnoticed.
pub(super) fn tell_of_failures(
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

/// Writes what differs from the offers as they are: new ones, and those that the policy moves on.
pub(super) fn write_differences(
    cx: &Context,
    tx: &mut Connection,
    published: &Published,
    decided: &[Decided],
    existing: &[OfferRecord],
) -> Result<(), Error> {
    let (version, policy) = (published.id.as_str(), &*published.policy);
    let existing: HashMap<&str, &OfferRecord> =
        existing.iter().map(|record| (record.resident_id.as_str(), record)).collect();
    let (mut new_offers, mut events, mut notices) = (Vec::new(), Vec::new(), Vec::new());
    for decided in decided {
        let amounts = Amounts::of(decided.amount);
        let delivery = delivery_to(policy, decided.amount);
        let Some(record) = existing.get(decided.resident.as_str()) else {
            if decided.verdict == Verdict::Eligible {
                let offer = cx.new_id();
                let new = NewOffer::new(cx, &offer, &decided.resident, version, (policy, delivery), amounts);
                let kind = new.news().and_then(|news| notice_of(&news));
                notices.extend(kind.map(|kind| NewNotice::about_offer(cx, &decided.resident, kind, &offer)));
                new_offers.push(new);
            }
            continue;
        };
        let found = match decided.verdict {
            Verdict::Eligible => Found { event: OfferEvent::FoundEligible(delivery), terms: Some((version, amounts)) },
            Verdict::Undetermined => Found { event: OfferEvent::FoundUndetermined, terms: None },
            Verdict::NotEligible => Found { event: OfferEvent::FoundNotEligible, terms: None },
        };
        let news = record::found(cx, tx, record, &found, &mut events)?;
        let kind = news.and_then(|news| notice_of(&news));
        notices.extend(kind.map(|kind| NewNotice::about_offer(cx, &decided.resident, kind, &record.id)));
    }
    dialect::bulk_insert(tx, &new_offers)?;
    record::write_events(tx, &events)?;
    dialect::bulk_insert(tx, &notices)?;
    Ok(())
}
