//! What is said ahead: what the calendar will make true for somebody within a month, and what it will end, as long as the
//! facts stay as they are. Only those whom a bound of the calendar touches in that time are opened, each once.
//!
//! A version that begins within the month goes on from the one before it, and ends nothing; what it brings to people for
//! the first time is told on its day.

use super::{
    offers::{
        delivery_to,
        transitions::{OfferProgress, OfferVerdict},
    },
    published::{self, Published},
};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        dialect,
        pools::Priority,
        schema::{foretold, offers, policy_versions, residents},
        types::Stored,
    },
    error::Error,
    journal::{self, Act},
    notices::NewNotice,
    residents::facts::facts_of_coming,
};
use contract::{ids::ResidentId, notices::NoticeKind};
use diesel::prelude::*;
use jiff::{Span, civil::Date};
use policy::{
    decision::{KnownAmount, Verdict},
    document::{Delivery, Policy},
    set::PolicySet,
    value::Facts,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// So many days ahead.
pub const DAYS_AHEAD: i64 = 30;
/// Nobody is looked at more seldom than after so many days.
const LONGEST_LOOK: i64 = 400;
/// Residents opened in one slice.
const RESIDENTS_PER_SLICE: i64 = 500;

/// Looks ahead for the next people. Answers for how many; none when nobody is left.
///
/// # Errors
/// The store is away; a version cannot be read.
pub fn look_ahead(cx: &Context) -> Result<i64, Error> {
    let until = cx.today().saturating_add(Span::new().days(DAYS_AHEAD));
    let (people, stretches) = cx.read(|connection| {
        let people = facts_of_coming(cx, connection, RESIDENTS_PER_SLICE)?;
        let stretches = if people.is_empty() { Vec::new() } else { stretches(cx, connection, until)? };
        Ok((people, stretches))
    })?;
    if people.is_empty() {
        return Ok(0);
    }
    let seen: Vec<Seen> = people
        .into_iter()
        .map(|(_, resident, facts)| {
            let coming = coming(&stretches, &facts, cx.today(), until);
            Seen { resident, coming, next: next_look(&stretches, &facts, until) }
        })
        .collect();
    cx.write(Priority::Job, |tx| foretell(cx, tx, &seen, until))?;
    Ok(i64::try_from(seen.len()).unwrap_or(i64::MAX))
}

/// The day on which to look ahead of a day.
pub fn day_before(day: Date) -> Date {
    day.saturating_sub(Span::new().days(DAYS_AHEAD))
}

/// Says something of a day to come, once.
///
/// # Errors
/// The store is away.
pub fn once(tx: &mut Connection, resident: &str, policy: &str, kind: NoticeKind, day: Date) -> Result<bool, Error> {
    let row = (
        foretold::resident_id.eq(resident),
        foretold::policy_id.eq(policy),
        foretold::kind.eq(kind.as_str()),
        foretold::on_day.eq(day.to_string()),
    );
    Ok(dialect::insert_if_absent(tx, diesel::insert_into(foretold::table).values(row))?)
}

/// Days on which the same versions are in force.
struct Stretch {
    from: Date,
    in_force: Vec<Published>,
    set: PolicySet,
}

/// What was seen ahead for somebody.
struct Seen {
    resident: ResidentId,
    coming: Vec<Coming>,
    /// When to look ahead again.
    next: Date,
}

/// A verdict with its amount.
type Outcome = (Verdict, Option<KnownAmount>);

/// What comes of a policy by itself.
struct Coming {
    policy: String,
    on: Date,
    kind: NoticeKind,
}

fn stretches(cx: &Context, connection: &mut Connection, until: Date) -> Result<Vec<Stretch>, Error> {
    type Days = (Option<Stored<Date>>, Option<Stored<Date>>);
    let days: Vec<Days> = policy_versions::table
        .filter(policy_versions::holds_from.is_not_null())
        .select((policy_versions::holds_from, policy_versions::ends_on))
        .load(connection)?;
    let mut begins = BTreeSet::from([cx.today()]);
    for (from, last) in days {
        let after = last.and_then(|day| day.0.tomorrow().ok());
        let turns = from.map(|day| day.0).into_iter().chain(after);
        begins.extend(turns.filter(|day| *day > cx.today() && *day <= until));
    }
    begins
        .into_iter()
        .map(|from| {
            let on_day = cx.on_day(from);
            let in_force = published::in_force(&on_day, connection)?;
            Ok(Stretch { from, in_force, set: published::together(&on_day, connection)? })
        })
        .collect()
}

/// The first turn of each policy within the days ahead.
fn coming(stretches: &[Stretch], facts: &Facts, today: Date, until: Date) -> Vec<Coming> {
    let Some(first) = stretches.first() else { return Vec::new() };
    let now = verdicts(first, facts, today);
    let mut turned: BTreeMap<&str, Coming> = BTreeMap::new();
    let mut day = today;
    while let Some(next) = next_day(stretches, facts, day, until) {
        let then = verdicts(stretch_of(stretches, first, next), facts, next);
        for (id, (policy, before)) in &now {
            let after = then.get(id);
            let kind = match (before.0, after.map(|(_, outcome)| *outcome)) {
                (Verdict::NotEligible, Some((Verdict::Eligible, amount))) => {
                    let policy = after.map_or(policy, |(policy, _)| policy);
                    match delivery_to(policy, amount) {
                        Delivery::Automatic => NoticeKind::SoonGranted,
                        Delivery::Apply | Delivery::ApplyThenAutomatic => NoticeKind::SoonToApply,
                        Delivery::Confirm | Delivery::Inform => NoticeKind::SoonFound,
                    }
                }
                // A fact that will be missing ends nothing.
                (Verdict::Eligible, None | Some((Verdict::NotEligible, _))) => NoticeKind::SoonEnded,
                _ => continue,
            };
            turned.entry(*id).or_insert_with(|| Coming { policy: (*id).to_owned(), on: next, kind });
        }
        day = next;
    }
    turned.into_values().collect()
}

/// The next day on which anything may turn, if it comes in time.
fn next_day(stretches: &[Stretch], facts: &Facts, day: Date, until: Date) -> Option<Date> {
    let first = stretches.first()?;
    let stretch = stretch_of(stretches, first, day);
    let begins = stretches.iter().map(|stretch| stretch.from).filter(|from| *from > day).min();
    // One day more, so that what turns on the last one is not taken for the end of the search.
    let beyond = until.tomorrow().ok()?;
    let turns = stretch.in_force.iter().map(|one| stretch.set.look_again(&one.policy.id, facts, day, beyond)).min();
    begins.into_iter().chain(turns).min().filter(|next| *next > day && *next <= until)
}

/// The day on which to look ahead of the first turn that was not seen.
fn next_look(stretches: &[Stretch], facts: &Facts, until: Date) -> Date {
    let longest = until.saturating_add(Span::new().days(LONGEST_LOOK));
    let turn = stretches.last().and_then(|stretch| {
        stretch.in_force.iter().map(|one| stretch.set.look_again(&one.policy.id, facts, until, longest)).min()
    });
    day_before(turn.unwrap_or(longest))
}

fn stretch_of<'a>(stretches: &'a [Stretch], first: &'a Stretch, day: Date) -> &'a Stretch {
    stretches.iter().rev().find(|stretch| stretch.from <= day).unwrap_or(first)
}

fn verdicts<'a>(stretch: &'a Stretch, facts: &Facts, day: Date) -> BTreeMap<&'a str, (&'a Policy, Outcome)> {
    stretch
        .in_force
        .iter()
        .map(|one| {
            let outcome = published::verdict(&stretch.set, &one.policy, facts, day);
            (one.policy.id.as_str(), (&*one.policy, outcome))
        })
        .collect()
}

fn foretell(cx: &Context, tx: &mut Connection, seen: &[Seen], until: Date) -> Result<(), Error> {
    let ids: Vec<&str> = seen.iter().map(|seen| seen.resident.as_str()).collect();
    let offers = offers_of(tx, &ids)?;
    let mut notices = Vec::new();
    for Seen { resident, coming, next } in seen {
        diesel::update(residents::table.find(resident.as_str()))
            .set(residents::look_ahead_on.eq(next.to_string()))
            .execute(tx)?;
        for turn in coming {
            let offer = offers.get(&(resident.as_str().to_owned(), turn.policy.clone()));
            if !is_news(turn.kind, offer) || !once(tx, resident.as_str(), &turn.policy, turn.kind, turn.on)? {
                continue;
            }
            let subject = match offer {
                Some(offer) => ("offer", offer.id.as_str()),
                None => ("policy", turn.policy.as_str()),
            };
            notices.push(NewNotice::of_day(cx, resident.as_str(), turn.kind, subject, turn.on));
        }
    }
    dialect::bulk_insert(tx, &notices)?;
    let details = json!({ "residents": seen.len(), "notices": notices.len(), "until": until });
    journal::record(tx, cx.now(), &Act::done("policies.ahead-slice", "residents", None).with(details)).map(drop)
}

struct Standing {
    id: String,
    progress: OfferProgress,
    verdict: OfferVerdict,
}

/// Nobody is told again of what they do not want, nor of the end of what they do not have.
fn is_news(kind: NoticeKind, offer: Option<&Standing>) -> bool {
    let Some(offer) = offer else { return kind != NoticeKind::SoonEnded };
    match offer.progress {
        OfferProgress::Never | OfferProgress::Refused | OfferProgress::NotCarriedOut => false,
        // What was said yes to is being arranged, whatever the calendar does.
        OfferProgress::Accepted => false,
        OfferProgress::Lapsed => kind != NoticeKind::SoonEnded,
        OfferProgress::Open
        | OfferProgress::Later
        | OfferProgress::Read
        | OfferProgress::Applied
        | OfferProgress::Granted => kind != NoticeKind::SoonEnded || offer.verdict == OfferVerdict::Eligible,
    }
}

fn offers_of(tx: &mut Connection, residents: &[&str]) -> Result<HashMap<(String, String), Standing>, Error> {
    type Row = (String, String, String, Stored<OfferProgress>, Stored<OfferVerdict>);
    let rows: Vec<Row> = offers::table
        .filter(offers::resident_id.eq_any(residents))
        .select((offers::resident_id, offers::policy_id, offers::id, offers::progress, offers::verdict))
        .load(tx)?;
    Ok(rows
        .into_iter()
        .map(|(resident, policy, id, progress, verdict)| {
            ((resident, policy), Standing { id, progress: progress.0, verdict: verdict.0 })
        })
        .collect())
}
