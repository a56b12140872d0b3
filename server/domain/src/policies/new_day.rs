//! A new day for people: whoever the calendar may have changed something for is held against every policy in force on that
//! day, and nobody else is opened; then the offers end that nobody had answered in time by that day. On the last day that is
//! caught up everybody is told, once, however many days there were.

use super::{
    matching::{self, Who},
    offers::{
        news::notice_of,
        record::{self, News},
    },
    silence,
};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        dialect,
        schema::{city_settings, residents},
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

/// Kind of the job.
pub const KIND: &str = "policies.new-day";
/// Residents decided in one slice.
const RESIDENTS_PER_SLICE: i64 = 500;
/// Offers whose people are told in one slice.
const OFFERS_PER_SLICE: i64 = 1_000;
/// Name of the setting that holds the last day whose work is done.
const SETTING: &str = "day";

#[derive(Serialize, Deserialize)]
struct Payload {
    day: Date,
}

/// Where the next slice begins.
#[derive(Serialize, Deserialize)]
enum Cursor {
    /// At a resident's number.
    Residents(i64),
    /// With offers that nobody answers.
    Silence,
    /// With telling people.
    Telling,
}

/// Starts the work of the context's day. Gives the job.
///
/// # Errors
/// The store is away.
pub fn enqueue(cx: &Context, tx: &mut Connection) -> Result<String, Error> {
    let day = cx.today();
    let due = residents::look_again_on.le(day.to_string()).assume_not_null().or(residents::look_again_on.is_null());
    let total: i64 = residents::table.filter(due).count().get_result(tx)?;
    let payload = serde_json::to_string(&Payload { day }).map_err(Error::caused_by)?;
    let now = cx.now();
    jobs::start(tx, now, NewJob { kind: KIND, payload: &payload, total, priority: 0, run_at: now })
}

/// The last day whose work is done; nothing in a city that has not begun to count.
///
/// # Errors
/// The store is away; the setting holds no day.
pub fn last_done(connection: &mut Connection) -> Result<Option<Date>, Error> {
    let stored: Option<String> =
        city_settings::table.find(SETTING).select(city_settings::value).first(connection).optional()?;
    stored.map(|day| day.parse().map_err(Error::caused_by)).transpose()
}

/// One slice: the next residents whom the day touches; then the next offers that nobody answered in time; then, on the last
/// day, the next who are to be told; then the day is done.
///
/// # Errors
/// The store is away; a version cannot be read.
pub fn slice(cx: &Context, job: &Job) -> Result<SliceWrites, Error> {
    let payload: Payload = serde_json::from_str(&job.payload).map_err(Error::caused_by)?;
    let cursor = job.cursor.as_deref().map(serde_json::from_str).transpose().map_err(Error::caused_by)?;
    let cx = cx.on_day(payload.day);
    match cursor.unwrap_or(Cursor::Residents(0)) {
        Cursor::Residents(from) => decide(cx, from),
        Cursor::Silence => Ok(Box::new(move |tx| end_unanswered(&cx, tx))),
        Cursor::Telling => Ok(Box::new(move |tx| tell(&cx, tx))),
    }
}

fn decide(cx: Context, from: i64) -> Result<SliceWrites, Error> {
    let in_force = cx.read(|connection| matching::versions_in_force(&cx, connection))?;
    let held = matching::hold(&cx, &in_force, Who::Due(from, RESIDENTS_PER_SLICE))?;
    let next = match held.last {
        Some(last) => Cursor::Residents(last + 1),
        None => Cursor::Silence,
    };
    let next = to_text(&next)?;
    Ok(Box::new(move |tx| {
        if matching::versions_in_force(&cx, tx)? != in_force {
            return Err(Error::busy("the policies in force changed while a slice was decided"));
        }
        matching::no_delivery_since(tx, held.delivered)?;
        matching::write_all(&cx, tx, &held)?;
        if held.people > 0 {
            let details = json!({ "day": cx.today(), "residents": held.people });
            journal::record(tx, cx.now(), &Act::done("policies.new-day-slice", "residents", None).with(details))?;
        }
        Ok(SliceOutcome { cursor: Some(next.clone()), done: held.people, ..SliceOutcome::default() })
    }))
}

fn end_unanswered(cx: &Context, tx: &mut Connection) -> Result<SliceOutcome, Error> {
    let next = match silence::end_unanswered(cx, tx)? {
        0 => Cursor::Telling,
        _ => Cursor::Silence,
    };
    Ok(SliceOutcome { cursor: Some(to_text(&next)?), ..SliceOutcome::default() })
}

/// Tells the next people how their offers stand, where that is news to them. While later days wait, nobody is told yet.
fn tell(cx: &Context, tx: &mut Connection) -> Result<SliceOutcome, Error> {
    let next = match cx.is_last_day() {
        true => record::untold(tx, OFFERS_PER_SLICE)?,
        false => Vec::new(),
    };
    if next.is_empty() {
        let row = (city_settings::name.eq(SETTING), city_settings::value.eq(cx.today().to_string()));
        dialect::upsert(tx, diesel::insert_into(city_settings::table).values(row), &["name"], &["value"])?;
        return Ok(SliceOutcome { finished: Some(String::new()), ..SliceOutcome::default() });
    }
    let mut notices = Vec::new();
    for offer in &next {
        let news = News { before: offer.told(), after: offer.to_tell() };
        let resident = ResidentId::from_text(&offer.resident_id);
        notices.extend(notice_of(&news).map(|kind| NewNotice::about_offer(cx, &resident, kind, &offer.id)));
        record::tell(cx, tx, &offer.id, news.after)?;
    }
    dialect::bulk_insert(tx, &notices)?;
    Ok(SliceOutcome { cursor: Some(to_text(&Cursor::Telling)?), ..SliceOutcome::default() })
}

fn to_text(cursor: &Cursor) -> Result<String, Error> {
    serde_json::to_string(cursor).map_err(Error::caused_by)
}
