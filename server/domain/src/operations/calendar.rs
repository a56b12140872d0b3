//! The calendar of the city: every day in order, each once. A day begins and ends policies, then touches people; the next
//! one waits until that is done, over all processes.

use crate::{
    context::Context,
    db::{
        connection::Connection,
        dialect,
        pools::Priority,
        schema::{city_settings, jobs},
    },
    error::Result,
    policies::{matching, new_day, validity},
};
use diesel::prelude::*;
use jiff::civil::Date;
use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread::sleep,
    time::Duration,
};

/// Pause between two looks at the calendar.
const LOOK: Duration = Duration::from_millis(500);
/// Name of the setting that every start of such work writes.
const STEP: &str = "calendar-step";
/// Work of the calendar that failed is started anew after this long.
const MINUTES_AFTER_FAILURE: i64 = 10;

/// Looks at the calendar until `stop` is set. Runs on a thread of its own.
pub fn run_keeper(cx: &Context, stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        let waits = cx.read(|connection| is_waiting(cx, connection));
        let started = match waits {
            Ok(true) => cx.write(Priority::Job, |tx| go_on(cx, tx)).map(drop),
            Ok(false) => Ok(()),
            Err(error) => Err(error),
        };
        if let Err(error) = started {
            tracing::error!(%error, "the calendar could not go on; it is tried again");
        }
        sleep(LOOK);
    }
}

/// Starts the next work that the calendar asks for; none while some is on its way. Gives the jobs. Two processes never
/// start the same: who comes second finds it started.
///
/// # Errors
/// The store is away.
pub fn go_on(cx: &Context, tx: &mut Connection) -> Result<Vec<String>> {
    dialect::lock_key(tx, "calendar")?;
    if is_busy(cx, tx)? {
        return Ok(Vec::new());
    }
    let day = next_day(cx, tx)?;
    let on_day = day.map_or_else(|| cx.clone(), |day| cx.on_day(day));
    let mut started = validity::begin_and_end(&on_day, tx)?;
    if started.is_empty() && day.is_some() {
        started.push(new_day::enqueue(&on_day, tx)?);
    }
    if !started.is_empty() {
        // Whoever looked at the calendar before this was written, and starts something all the same, fails to serialise.
        let row = (city_settings::name.eq(STEP), city_settings::value.eq(cx.now().0.to_string()));
        dialect::upsert(tx, diesel::insert_into(city_settings::table).values(row), &["name"], &["value"])?;
    }
    Ok(started)
}

/// The next day whose work is not done. A city that has not begun to count begins today; a clock that went back does
/// nothing twice.
fn next_day(cx: &Context, connection: &mut Connection) -> Result<Option<Date>> {
    let today = cx.clock.today();
    Ok(match new_day::last_done(connection)? {
        None => Some(today),
        Some(done) if done < today => Some(done.tomorrow().unwrap_or(today)),
        Some(_) => None,
    })
}

/// A look without the writer, so that an idle city writes nothing.
fn is_waiting(cx: &Context, connection: &mut Connection) -> Result<bool> {
    if is_busy(cx, connection)? {
        return Ok(false);
    }
    Ok(next_day(cx, connection)?.is_some() || validity::is_due(cx, connection)?)
}

fn is_busy(cx: &Context, connection: &mut Connection) -> Result<bool> {
    let kinds = [matching::KIND, validity::KIND, new_day::KIND];
    let on_its_way = jobs::state.eq_any(["waiting", "running"]);
    let since = cx.now().plus_minutes(-MINUTES_AFTER_FAILURE);
    let failed_just_now = jobs::state.eq("failed").and(jobs::finished_at.gt(since).assume_not_null());
    let busy: Option<String> = jobs::table
        .filter(jobs::kind.eq_any(kinds).and(on_its_way.or(failed_just_now)))
        .select(jobs::id)
        .first(connection)
        .optional()?;
    Ok(busy.is_some())
}
