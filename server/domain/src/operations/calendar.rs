//! The calendar of the city: every day in order, each once. A day begins and ends policies, then touches people; the next
//! one waits until that is done, over all processes. A day is a civil date of the city's zone, however long it is.

use crate::{
    context::{Clock, Context},
    db::{
        connection::Connection,
        dialect,
        pools::Priority,
        schema::{city_settings, jobs},
    },
    error::{Error, Result},
    identity::roles,
    journal::{self, Act},
    policies::{matching, new_day, validity},
};
use contract::{
    error::FieldError,
    identity::{Actor, Role},
    operations::{WaitingDays, WaitingReason},
};
use diesel::prelude::*;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;
use std::sync::{Mutex, PoisonError};

/// Name of the setting that every start of such work writes.
const STEP: &str = "calendar-step";
/// Name of the setting that holds the day up to which an administrator let days pass.
const YES: &str = "calendar-yes";
/// So many days are caught up after a stop without asking.
pub const MOST_DAYS_UNASKED: i32 = 31;
/// A clock may be put right by so many milliseconds while the program runs.
const TOLERANCE_MS: i64 = 15 * 60 * 1_000;

/// How the calendar stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Every day up to today is done. So it is with a clock that went back: nothing is done twice.
    UpToDate(Date),
    /// The next day to be done.
    Goes(Date),
    /// The next days wait for the yes of an administrator.
    Waits(WaitingDays),
}

/// How the calendar stands.
///
/// # Errors
/// The store is away.
pub fn standing(cx: &Context, connection: &mut Connection) -> Result<Standing> {
    let today = cx.clock.today();
    let Some(done) = new_day::last_done(connection)? else {
        // A city that has not begun to count begins today.
        return Ok(Standing::Goes(today));
    };
    let yes = yes(connection)?;
    if yes.is_some_and(|until| until >= today) {
        // In every process: from here on time passes as it does.
        cx.watch().believe(&*cx.clock);
    }
    if done >= today {
        return Ok(Standing::UpToDate(done));
    }
    let next = done.tomorrow().unwrap_or(today);
    let waits = |reason| Ok(Standing::Waits(WaitingDays { done, today, reason }));
    // The yes holds for its days, also while they are being done and the next one begins.
    if yes.is_some_and(|until| until >= next) {
        return Ok(Standing::Goes(next));
    }
    if cx.watch().latest_day(&*cx.clock) < next {
        return waits(WaitingReason::Sooner);
    }
    if !cx.configuration.demonstration && done.until(today).map_or(i32::MAX, |span| span.get_days()) > MOST_DAYS_UNASKED
    {
        return waits(WaitingReason::Many);
    }
    Ok(Standing::Goes(next))
}

/// Starts the next work that the calendar asks for, unless some is on its way. Gives the jobs that have to be done before
/// the next step; none when nothing is asked for. Two processes never start the same: who comes second finds it started.
///
/// # Errors
/// The store is away.
pub fn go_on(cx: &Context, tx: &mut Connection) -> Result<Vec<String>> {
    dialect::lock_key(tx, "calendar")?;
    let on_their_way = on_their_way(tx)?;
    if !on_their_way.is_empty() {
        return Ok(on_their_way.into_iter().map(|(id, _)| id).collect());
    }
    let standing = standing(cx, tx)?;
    let on_day = cx.on_day(standing.day());
    let mut started = validity::begin_and_end(&on_day, tx)?;
    if started.is_empty() && matches!(standing, Standing::Goes(_)) {
        started.push(new_day::enqueue(&on_day, tx)?);
    }
    if !started.is_empty() {
        // Whoever looked at the calendar before this was written, and starts something all the same, fails to serialise.
        set(tx, STEP, cx.now().0.to_string())?;
    }
    Ok(started)
}

/// The day as on which something is decided at once that changes in the middle of it: a version that is published or
/// withdrawn. None while an earlier day waits, or its work is on its way; what changes is then part of its own day.
///
/// # Errors
/// The store is away.
pub fn day_at_hand(cx: &Context, connection: &mut Connection) -> Result<Option<Date>> {
    Ok(match standing(cx, connection)? {
        Standing::UpToDate(day) => Some(day),
        Standing::Goes(day) if day >= cx.clock.today() && !is_behind(connection, day)? => Some(day),
        Standing::Goes(_) | Standing::Waits(_) => None,
    })
}

/// Whoever changes which versions hold on which days comes after everybody else who does, and after whoever starts the work
/// of a day: what was judged by versions that are others by now is judged again.
///
/// # Errors
/// The store is away.
pub fn come_after_others(cx: &Context, tx: &mut Connection) -> Result<()> {
    dialect::lock_key(tx, "calendar")?;
    set(tx, STEP, cx.now().0.to_string())
}

/// An administrator lets the days up to the one that they saw pass. Gives the address to go to.
///
/// # Errors
/// `Forbidden` for anybody but administrators; the calendar does not wait, or for another day; the store is away.
pub fn let_pass(cx: &Context, actor: &Actor, day: &str) -> Result<String> {
    roles::must_have(actor, &[Role::Administrator])?;
    cx.write(Priority::Person, |tx| {
        let Standing::Waits(waiting) = standing(cx, tx)? else {
            return Err(not_that_day());
        };
        let until = day.parse::<Date>().ok().filter(|day| *day > waiting.done && *day <= waiting.today);
        let until = until.ok_or_else(not_that_day)?;
        set(tx, YES, until.to_string())?;
        let details = json!({ "done": waiting.done, "until": until });
        journal::record(
            tx,
            cx.now(),
            &Act::done("operations.days", "city", None).by(actor.account.as_str()).with(details),
        )
    })?;
    Ok("/operations".to_owned())
}

fn not_that_day() -> Error {
    Error::Invalid(vec![FieldError::new("tasks", "error-calendar-goes")])
}

impl Standing {
    /// The day whose work is done: while days wait, the last one is not over.
    pub fn day(&self) -> Date {
        match self {
            Self::UpToDate(day) | Self::Goes(day) => *day,
            Self::Waits(waiting) => waiting.done,
        }
    }
}

/// What a program saw of the clock since it started: a day that comes sooner than time passed was not made by time.
#[derive(Debug)]
pub struct ClockWatch(Mutex<Seen>);

#[derive(Clone, Copy, Debug)]
struct Seen {
    clock_ms: i64,
    monotonic_ms: i64,
}

impl ClockWatch {
    /// Watches from now on.
    pub fn since_now(clock: &dyn Clock) -> Self {
        Self(Mutex::new(Seen { clock_ms: clock.now_ms(), monotonic_ms: clock.monotonic_ms() }))
    }

    /// The latest day that can have come since.
    fn latest_day(&self, clock: &dyn Clock) -> Date {
        let seen = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = clock.monotonic_ms().saturating_sub(seen.monotonic_ms).saturating_add(TOLERANCE_MS);
        clock.day_of(seen.clock_ms.saturating_add(passed))
    }

    /// Somebody said that the clock is right.
    fn believe(&self, clock: &dyn Clock) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) =
            Seen { clock_ms: clock.now_ms(), monotonic_ms: clock.monotonic_ms() };
    }
}

fn yes(connection: &mut Connection) -> Result<Option<Date>> {
    let stored: Option<String> =
        city_settings::table.find(YES).select(city_settings::value).first(connection).optional()?;
    stored.map(|day| day.parse().map_err(Error::caused_by)).transpose()
}

fn set(tx: &mut Connection, name: &str, value: String) -> Result<()> {
    let row = (city_settings::name.eq(name), city_settings::value.eq(value));
    dialect::upsert(tx, diesel::insert_into(city_settings::table).values(row), &["name"], &["value"])?;
    Ok(())
}

/// The jobs of the calendar that are not finished, with their payloads. Whatever holds policies against everybody is one of
/// them.
fn on_their_way(connection: &mut Connection) -> Result<Vec<(String, String)>> {
    let kinds = [matching::KIND, validity::KIND, new_day::KIND];
    Ok(jobs::table
        .filter(jobs::kind.eq_any(kinds).and(jobs::state.eq_any(["waiting", "running"])))
        .order(jobs::created_at)
        .select((jobs::id, jobs::payload))
        .load(connection)?)
}

/// What every job of the calendar says of itself.
#[derive(Deserialize)]
struct OfDay {
    #[serde(default)]
    day: Option<Date>,
}

/// Whether work of a day before this one is on its way.
fn is_behind(connection: &mut Connection, day: Date) -> Result<bool> {
    for (_, payload) in on_their_way(connection)? {
        let of: OfDay = serde_json::from_str(&payload).map_err(Error::caused_by)?;
        if of.day.is_some_and(|of| of < day) {
            return Ok(true);
        }
    }
    Ok(false)
}
