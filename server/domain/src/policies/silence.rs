//! Policies whose offers end when nobody answers: so many days after their person was told, with a word some days before.

use super::{
    ahead,
    offers::{
        news::notice_of,
        record::{self, Found, OfferRecord},
        transitions::OfferEvent,
    },
    published,
};
use crate::{
    context::Context,
    db::{connection::Connection, dialect, pools::Priority},
    error::Error,
    journal::{self, Act},
    notices::NewNotice,
};
use contract::{ids::ResidentId, notices::NoticeKind};
use jiff::{Span, civil::Date};
use policy::document::Silence;
use serde_json::json;
use std::{
    ops::Bound,
    sync::atomic::{AtomicBool, Ordering},
};

/// So many days before an offer ends for silence its person is reminded.
pub const DAYS_BEFORE: i64 = 7;
/// Offers in one slice.
const OFFERS_PER_SLICE: i64 = 500;

/// Ends the next offers that nobody had answered in time on the context's day. Answers how many; none when none is left.
///
/// # Errors
/// The store is away.
pub fn end_unanswered(cx: &Context, tx: &mut Connection) -> Result<i64, Error> {
    let mut ended: i64 = 0;
    for (policy, days) in waiting_policies(cx, tx)? {
        let told = (Bound::Unbounded, Bound::Included(days_ago(cx, days)));
        let next = record::unanswered(tx, &policy, told, None, OFFERS_PER_SLICE)?;
        if next.is_empty() {
            continue;
        }
        let (mut events, mut notices) = (Vec::new(), Vec::new());
        for offer in &next {
            let found = Found { event: OfferEvent::Unanswered, terms: None };
            let news = record::found(cx, tx, offer, &found, &mut events)?;
            let resident = ResidentId::from_text(&offer.resident_id);
            let kind = news.and_then(|news| notice_of(&news));
            notices.extend(kind.map(|kind| NewNotice::about_offer(cx, &resident, kind, &offer.id)));
        }
        record::write_events(tx, &events)?;
        dialect::bulk_insert(tx, &notices)?;
        let details = json!({ "policy": policy, "day": cx.today(), "offers": next.len() });
        journal::record(tx, cx.now(), &Act::done("policies.silence-slice", "offers", None).with(details))?;
        ended = ended.saturating_add(i64::try_from(next.len()).unwrap_or(i64::MAX));
    }
    Ok(ended)
}

/// Reminds everybody whose offer ends within some days, once, slice by slice until the program stops. Answers how many were
/// reminded.
///
/// # Errors
/// The store is away.
pub fn remind(cx: &Context, stop: &AtomicBool) -> Result<i64, Error> {
    let policies = cx.read(|connection| waiting_policies(cx, connection))?;
    let mut reminded: i64 = 0;
    // A policy that waits no longer than the reminder takes needs none.
    for (policy, days) in policies.into_iter().filter(|(_, days)| *days > DAYS_BEFORE) {
        let mut last = None;
        while !stop.load(Ordering::Relaxed) {
            let (told, next) = cx.write(Priority::Job, |tx| remind_next(cx, tx, (&policy, days), last.as_ref()))?;
            reminded = reminded.saturating_add(told);
            if next.is_none() {
                break;
            }
            last = next;
        }
    }
    Ok(reminded)
}

/// Reminds the people of the next offers of a policy beyond one. Answers how many were reminded, and the last of these offers.
fn remind_next(
    cx: &Context,
    tx: &mut Connection,
    (policy, days): (&str, i64),
    beyond: Option<&OfferRecord>,
) -> Result<(i64, Option<OfferRecord>), Error> {
    let soon = (Bound::Excluded(days_ago(cx, days)), Bound::Included(days_ago(cx, days - DAYS_BEFORE)));
    let next = record::unanswered(tx, policy, soon, beyond, OFFERS_PER_SLICE)?;
    let mut notices = Vec::new();
    for offer in &next {
        let ends = offer.told_on()?.saturating_add(Span::new().days(days));
        if ahead::once(tx, &offer.resident_id, policy, NoticeKind::SoonLapsed, ends)? {
            let subject = ("offer", offer.id.as_str());
            notices.push(NewNotice::of_day(cx, &offer.resident_id, NoticeKind::SoonLapsed, subject, ends));
        }
    }
    dialect::bulk_insert(tx, &notices)?;
    Ok((i64::try_from(notices.len()).unwrap_or(i64::MAX), next.into_iter().next_back()))
}

/// The policies in force that do not wait for ever, and for how many days each waits.
fn waiting_policies(cx: &Context, connection: &mut Connection) -> Result<Vec<(String, i64)>, Error> {
    let in_force = published::in_force(cx, connection)?;
    let waits = |policy: &policy::document::Policy| match policy.silence {
        Silence::EndsAfterDays => policy.silence_days.map(i64::from),
        Silence::StaysOpen => None,
    };
    Ok(in_force.iter().filter_map(|one| Some((one.policy.id.clone(), waits(&one.policy)?))).collect())
}

fn days_ago(cx: &Context, days: i64) -> Date {
    cx.today().saturating_sub(Span::new().days(days))
}
