//! From when to when versions hold. The published versions of a policy never overlap: one that begins ends the one before
//! it, and one that is put before another ends where that begins. No version holds before the day of its publication.

use super::{
    record::{self, VersionRecord},
    transitions::VersionEvent,
};
use crate::{context::Context, db::connection::Connection, error::Error};
use jiff::civil::Date;
use policy::document::Policy;

/// The first day on which a document would hold if it were published on a day; nothing when it is over by then.
pub fn first_day(policy: &Policy, published: Date) -> Option<Date> {
    let from = policy.valid_from.max(published);
    policy.valid_to.is_none_or(|last| from <= last).then_some(from)
}

/// Gives a version that is being published its days, and ends those before it.
///
/// # Errors
/// The store is away.
pub fn begin(
    cx: &Context,
    tx: &mut Connection,
    version: &VersionRecord,
    from: Date,
    valid_to: Option<Date>,
) -> Result<(), Error> {
    let others = record::published_of(tx, &version.policy)?;
    let others: Vec<&VersionRecord> = others.iter().filter(|other| other.id != version.id).collect();
    for other in &others {
        let Some(first) = other.holds_from() else { continue };
        let goes_on = first <= from && other.ends_on().is_none_or(|last| last >= from);
        if !goes_on {
            continue;
        }
        let other = record::set_days(tx, other, first, Some(day_before(from)?))?;
        // What waits for its day goes on until then; only what is over for good is marked.
        if first == from || from <= cx.today() {
            record::apply(cx, tx, &other, VersionEvent::Replaced, ("policies.replace", None))?;
        }
    }
    let last = last_day(tx, (&version.policy, &version.id), from, valid_to)?;
    record::set_days(tx, version, from, last)?;
    Ok(())
}

/// The last day of a version of a policy that begins on a day: the one that its document names, or the eve of the next one.
///
/// # Errors
/// The store is away.
pub fn last_day(
    tx: &mut Connection,
    (policy, version): (&str, &str),
    from: Date,
    valid_to: Option<Date>,
) -> Result<Option<Date>, Error> {
    let others = record::published_of(tx, policy)?;
    let begins = others.iter().filter(|other| other.id != version).filter_map(VersionRecord::holds_from);
    let next = begins.filter(|first| *first > from).min();
    Ok(earlier(valid_to, next.map(day_before).transpose()?))
}

/// Takes the days of a version that is being withdrawn away, from today on. The version before one that has not begun
/// yet goes on.
///
/// # Errors
/// The store is away.
pub fn withdraw(cx: &Context, tx: &mut Connection, version: &VersionRecord) -> Result<(), Error> {
    let Some(first) = version.holds_from() else { return Ok(()) };
    let before = going_on(cx, tx, version)?;
    let yesterday = day_before(cx.today())?;
    record::set_days(tx, version, first, Some(earlier(version.ends_on(), Some(yesterday)).unwrap_or(yesterday)))?;
    if let Some((before, _, last)) = before
        && let Some(begun) = before.holds_from()
    {
        record::set_days(tx, &before, begun, last)?;
    }
    Ok(())
}

/// The version that goes on where one is withdrawn that has not begun yet, with the first and the last of the days that it
/// gets back.
///
/// # Errors
/// The store is away.
pub fn going_on(
    cx: &Context,
    tx: &mut Connection,
    version: &VersionRecord,
) -> Result<Option<(VersionRecord, Date, Option<Date>)>, Error> {
    let Some(first) = version.holds_from().filter(|first| *first > cx.today()) else { return Ok(None) };
    let others = record::published_of(tx, &version.policy)?;
    let others = others.into_iter().filter(|other| other.id != version.id);
    let next = others.clone().filter_map(|other| other.holds_from()).filter(|day| *day > first).min();
    let eve = day_before(first)?;
    let before = others.filter(|other| other.ends_on() == Some(eve)).max_by_key(VersionRecord::holds_from);
    let Some(before) = before else { return Ok(None) };
    let last = earlier(before.valid_to(), next.map(day_before).transpose()?);
    // One that ends by itself on the eve gets no day back.
    Ok(Some((before, first, last)).filter(|_| last.is_none_or(|last| last >= first)))
}

/// Leaves a version without a day on which it holds.
///
/// # Errors
/// The store is away.
pub fn leave_no_day(tx: &mut Connection, version: &VersionRecord, first: Date) -> Result<VersionRecord, Error> {
    record::set_days(tx, version, first, Some(day_before(first)?))
}

fn earlier(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn day_before(day: Date) -> Result<Date, Error> {
    day.yesterday().map_err(Error::caused_by)
}
