//! What is said ahead: what the calendar will make true for somebody within a month, and what it will end, as long as the
//! facts stay as they are. Only those whom a bound of the calendar touches in that time are opened, each once, and everybody
//! where a version begins in that time that waits for its day.
//!
//! A version that begins goes on from the one before it: what it takes from people ends, and what it brings to them, also of a
//! policy that does not hold yet, becomes true.

use super::{
    offers::{
        delivery_to,
        transitions::{OfferProgress, OfferVerdict},
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
        schema::{city_settings, foretold, offers, policy_versions, residents},
        types::Stored,
        update_each::update_each,
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
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::atomic::{AtomicBool, Ordering},
};

/// So many days ahead.
pub const DAYS_AHEAD: i64 = 30;
/// Nobody is looked at more seldom than after so many days.
const LONGEST_LOOK: i64 = 400;
/// Residents opened in one slice.
const RESIDENTS_PER_SLICE: i64 = 500;
/// Residents whose day is set in one slice.
const DAYS_PER_SLICE: i64 = 2_000;
/// Name of the setting that holds the waiting versions of which everybody looks ahead.
const LOOKED_FOR: &str = "looked-ahead-for";

const SET_LOOK_AHEAD: &str = "UPDATE residents SET look_ahead_on = new.ahead FROM new WHERE residents.id = new.id";

/// Lets everybody look ahead of the versions that were published since and begin later, in slices until the program stops.
///
/// # Errors
/// The store is away.
pub fn look_for_beginnings(cx: &Context, stop: &AtomicBool) -> Result<(), Error> {
    let (waiting, known) = cx.read(|connection| {
        let stored: Option<String> =
            city_settings::table.find(LOOKED_FOR).select(city_settings::value).first(connection).optional()?;
        Ok((in_force::beginning_after(connection, cx.today())?, stored.unwrap_or_default()))
    })?;
    let is_known = |version: &str| known.split(' ').any(|known| known == version);
    let new = waiting.iter().filter(|(version, _)| !is_known(version)).map(|(_, day)| *day);
    let Some(first) = new.min() else { return Ok(()) };
    let mut next = Some(0);
    while let Some(from) = next {
        if stop.load(Ordering::Relaxed) {
            return Ok(());
        }
        next = cx.write(Priority::Job, |tx| look_no_later_than(tx, from, day_before(first)))?;
    }
    let looked_for: Vec<&str> = waiting.iter().map(|(version, _)| version.as_str()).collect();
    cx.write(Priority::Job, |tx| {
        let row = (city_settings::name.eq(LOOKED_FOR), city_settings::value.eq(looked_for.join(" ")));
        dialect::upsert(tx, diesel::insert_into(city_settings::table).values(row), &["name"], &["value"])?;
        Ok(())
    })
}

/// Sets the day of the next residents from a number on who would look ahead later. Answers the number after them; nothing when
/// nobody is left.
fn look_no_later_than(tx: &mut Connection, from: i64, day: Date) -> Result<Option<i64>, Error> {
    let numbers: Vec<i64> = residents::table
        .filter(residents::number.ge(from))
        .order(residents::number)
        .limit(DAYS_PER_SLICE)
        .select(residents::number)
        .load(tx)?;
    let Some(last) = numbers.last() else { return Ok(None) };
    let later = residents::look_ahead_on.gt(day.to_string()).assume_not_null();
    diesel::update(residents::table.filter(residents::number.between(from, *last).and(later)))
        .set(residents::look_ahead_on.eq(day.to_string()))
        .execute(tx)?;
    Ok(Some(last.saturating_add(1)))
}

/// Looks ahead for the next people. Answers for how many; none when nobody is left.
///
/// # Errors
/// The store is away; a version cannot be read.
pub fn look_ahead(cx: &Context) -> Result<i64, Error> {
    let until = cx.today().saturating_add(Span::new().days(DAYS_AHEAD));
    let (people, stretches, begins) = cx.read(|connection| {
        let people = facts_of_coming(cx, connection, RESIDENTS_PER_SLICE)?;
        let stretches = if people.is_empty() { Vec::new() } else { stretches(cx, connection, until)? };
        Ok((people, stretches, in_force::next_beginning(connection, until)?))
    })?;
    if people.is_empty() {
        return Ok(0);
    }
    let periods = periods(&stretches, until);
    let seen: Vec<Seen> = people
        .into_iter()
        .map(|(_, resident, facts)| {
            let coming = coming(&periods, &facts, cx.today());
            Seen { resident, coming, next: next_look(&stretches, begins, &facts, until) }
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

impl Stretch {
    /// The first day after `on`, and not after `until`, on which anything turns for somebody.
    fn turns(&self, facts: &Facts, on: Date, until: Date) -> Option<Date> {
        self.in_force.iter().map(|one| published::look_again(&self.set, &one.policy, facts, on, until)).min()
    }
}

/// What was seen ahead for somebody.
struct Seen {
    resident: ResidentId,
    coming: Vec<Coming>,
    /// When to look ahead again.
    next: Date,
}

/// A policy that is in force, its verdict and its amount.
type Decided<'a> = (&'a Policy, (Verdict, Option<KnownAmount>));

/// What comes of a policy by itself.
struct Coming {
    policy: String,
    on: Date,
    kind: NoticeKind,
    /// The day from which one can apply for it, where its document says.
    apply_from: Option<Date>,
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

/// Days in which a policy can turn by the calendar alone: the same version of it is in force, or none.
struct Period<'a> {
    from: Date,
    last: Date,
    version: Option<&'a Published>,
    /// The policies that it is decided with.
    set: &'a PolicySet,
}

impl Period<'_> {
    fn stands_alone(&self) -> bool {
        self.version.is_none_or(|version| self.set.stands_alone(&version.policy.id))
    }

    /// Whether other days are the same to the policy: what is in force beside it then is nothing to it.
    fn goes_on_in(&self, other: &Self) -> bool {
        let ids = [self, other].map(|period| period.version.map(|version| version.id.as_str()));
        ids[0] == ids[1] && self.stands_alone() && other.stands_alone()
    }

    fn verdict(&self, facts: &Facts, day: Date) -> Option<Decided<'_>> {
        self.version.map(|one| (&*one.policy, published::verdict(self.set, &one.policy, facts, day)))
    }

    /// The next day after one on which the policy may turn, if it comes within these days.
    fn next_day(&self, facts: &Facts, day: Date) -> Option<Date> {
        // One day more, so that what turns on the last one is not taken for the end of the search.
        let beyond = self.last.tomorrow().ok()?;
        let next = published::look_again(self.set, &self.version?.policy, facts, day, beyond);
        (next > day && next <= self.last).then_some(next)
    }
}

/// The days ahead of every policy that is in force on one of them, in order.
fn periods(stretches: &[Stretch], until: Date) -> BTreeMap<&str, Vec<Period<'_>>> {
    let all = stretches.iter().flat_map(|stretch| &stretch.in_force);
    let mut periods: BTreeMap<&str, Vec<Period<'_>>> =
        all.map(|one| (one.policy.id.as_str(), Vec::with_capacity(stretches.len()))).collect();
    for (place, Stretch { from, in_force, set }) in stretches.iter().enumerate() {
        let last = stretches.get(place.saturating_add(1)).and_then(|next| next.from.yesterday().ok()).unwrap_or(until);
        let versions: HashMap<&str, &Published> = in_force.iter().map(|one| (one.policy.id.as_str(), one)).collect();
        for (id, periods) in &mut periods {
            let period = Period { from: *from, last, version: versions.get(id).copied(), set };
            match periods.last_mut() {
                Some(before) if before.goes_on_in(&period) => before.last = last,
                _ => periods.push(period),
            }
        }
    }
    periods
}

/// The first turn of each policy within the days ahead, of those as well that do not hold yet.
fn coming(periods: &BTreeMap<&str, Vec<Period<'_>>>, facts: &Facts, today: Date) -> Vec<Coming> {
    periods.iter().filter_map(|(id, periods)| first_turn(id, periods, facts, today)).collect()
}

fn first_turn(id: &str, periods: &[Period<'_>], facts: &Facts, today: Date) -> Option<Coming> {
    let now = periods.first()?.verdict(facts, today);
    for (place, period) in periods.iter().enumerate() {
        // What was in force before may be gone, or another version.
        if place > 0
            && let Some(coming) = turn(id, now, period.verdict(facts, period.from), today, period.from)
        {
            return Some(coming);
        }
        let mut day = period.from;
        while let Some(next) = period.next_day(facts, day) {
            if let Some(coming) = turn(id, now, period.verdict(facts, next), today, next) {
                return Some(coming);
            }
            day = next;
        }
    }
    None
}

/// What it is to somebody that a policy is decided otherwise on a day than it is today, if it is anything.
fn turn(id: &str, now: Option<Decided<'_>>, then: Option<Decided<'_>>, today: Date, on: Date) -> Option<Coming> {
    let before = now.map_or(Verdict::NotEligible, |(_, outcome)| outcome.0);
    let (kind, apply_from) = match (before, then) {
        (Verdict::NotEligible, Some((policy, (Verdict::Eligible, amount)))) => {
            let apply_from = policy.apply_from(on, today);
            match delivery_to(policy, amount) {
                Delivery::Automatic => (NoticeKind::SoonGranted, None),
                Delivery::Apply | Delivery::ApplyThenAutomatic => (NoticeKind::SoonToApply, apply_from),
                // One applies elsewhere, and need not wait.
                Delivery::Inform if apply_from.is_some_and(|from| from < on) => (NoticeKind::SoonToApply, apply_from),
                Delivery::Confirm | Delivery::Inform => (NoticeKind::SoonFound, None),
            }
        }
        // A fact that will be missing ends nothing.
        (Verdict::Eligible, None | Some((_, (Verdict::NotEligible, _)))) => (NoticeKind::SoonEnded, None),
        _ => return None,
    };
    Some(Coming { policy: id.to_owned(), on, kind, apply_from })
}

/// The day on which to look ahead of the first turn that was not seen, or of the next version that begins.
fn next_look(stretches: &[Stretch], begins: Option<Date>, facts: &Facts, until: Date) -> Date {
    let longest = until.saturating_add(Span::new().days(LONGEST_LOOK));
    let turn = stretches.last().and_then(|stretch| stretch.turns(facts, until, longest));
    day_before(turn.into_iter().chain(begins).min().unwrap_or(longest))
}

fn foretell(cx: &Context, tx: &mut Connection, seen: &[Seen], until: Date) -> Result<(), Error> {
    let ids: Vec<&str> = seen.iter().map(|seen| seen.resident.as_str()).collect();
    let offers = offers_of(tx, &ids)?;
    let mut notices = Vec::new();
    let looks: Vec<_> = seen.iter().map(|seen| [seen.resident.as_str().to_owned(), seen.next.to_string()]).collect();
    update_each(tx, SET_LOOK_AHEAD, ["id", "ahead"], &looks)?;
    for Seen { resident, coming, .. } in seen {
        for turn in coming {
            let offer = offers.get(&(resident.as_str().to_owned(), turn.policy.clone()));
            if !is_news(turn.kind, offer) || !once(tx, resident.as_str(), &turn.policy, turn.kind, turn.on)? {
                continue;
            }
            let subject = match offer {
                Some(offer) => ("offer", offer.id.as_str()),
                None => ("policy", turn.policy.as_str()),
            };
            notices.push(match turn.apply_from {
                Some(from) => NewNotice::to_apply(cx, resident.as_str(), subject, turn.on, from),
                None => NewNotice::of_day(cx, resident.as_str(), turn.kind, subject, turn.on),
            });
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
