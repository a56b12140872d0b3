//! How the last run of a task went, as the store keeps it.

use super::{FIRST_PAUSE_MS, LONGEST_PAUSE_MS, Lease};
use crate::{
    context::Context,
    db::{connection::Connection, dialect::insert_if_absent, schema::scheduled_tasks, types::Instant},
    error::{Error, Result},
};
use diesel::prelude::*;

/// How the last run of a task went.
#[derive(Clone, Debug, Default, Queryable, Selectable)]
#[diesel(table_name = scheduled_tasks)]
pub struct TaskRecord {
    /// Somebody asked for a run.
    pub asked_at: Option<Instant>,
    /// When the last run began.
    pub started_at: Option<Instant>,
    /// When it ended.
    pub finished_at: Option<Instant>,
    /// When the last run that went well ended.
    pub succeeded_at: Option<Instant>,
    /// How much the last run did.
    pub done: i64,
    /// Runs that failed in a row.
    pub failures: i32,
    /// Why the last one failed: a code, and a place in the program.
    pub error: Option<String>,
    retry_at: Option<Instant>,
    held_until: Option<i64>,
}

impl TaskRecord {
    /// Whether somebody runs it now, or stopped in the middle of it.
    pub fn is_running(&self) -> bool {
        self.held_until.is_some()
    }

    /// When the pause after a failure ends; nothing when there is none. A clock that was set back ends it.
    pub fn pause_ends(&self, now: Instant) -> Option<Instant> {
        self.retry_at.filter(|at| *at > now && *at <= now.plus_ms(LONGEST_PAUSE_MS))
    }
}

/// The record of a task, empty before its first run.
///
/// # Errors
/// The store is away.
pub fn find(connection: &mut Connection, name: &str) -> Result<TaskRecord> {
    Ok(scheduled_tasks::table
        .find(name)
        .select(TaskRecord::as_select())
        .first(connection)
        .optional()?
        .unwrap_or_default())
}

/// Somebody wants a task to run now.
///
/// # Errors
/// The store is away.
pub fn ask(cx: &Context, tx: &mut Connection, name: &str) -> Result<()> {
    insert_if_absent(tx, diesel::insert_into(scheduled_tasks::table).values(scheduled_tasks::name.eq(name)))?;
    diesel::update(scheduled_tasks::table.find(name)).set(scheduled_tasks::asked_at.eq(cx.now())).execute(tx)?;
    Ok(())
}

/// How far a run got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reached {
    /// Nothing waits any more.
    Everything,
    /// The program stops: something may be left, which is done as soon as it runs again.
    TheStop,
}

/// Writes how a run went, and gives the task back.
pub(super) fn finish(
    cx: &Context,
    tx: &mut Connection,
    lease: &Lease,
    before: &TaskRecord,
    (outcome, reached): (&Result<i64>, Reached),
) -> Result<()> {
    let came = Came::of(cx, before, outcome, reached);
    let rows = diesel::update(lease.row()).set((&came, scheduled_tasks::held_until.eq(None::<i64>))).execute(tx)?;
    lease.still_held(rows)?;
    // What somebody asked for stays asked for until it was done, or failed: a program that stops in the middle leaves it to
    // the next. Who asked meanwhile asked for another run.
    if let Some(asked) = before.asked_at.filter(|_| outcome.is_err() || reached == Reached::Everything) {
        let answered = lease.row().filter(scheduled_tasks::asked_at.eq(asked));
        diesel::update(answered).set(scheduled_tasks::asked_at.eq(None::<Instant>)).execute(tx)?;
    }
    Ok(())
}

/// Writes how a run went of a task that every process has for itself.
pub(super) fn finish_own(
    cx: &Context,
    tx: &mut Connection,
    name: &str,
    began: Instant,
    before: &TaskRecord,
    outcome: &Result<i64>,
) -> Result<()> {
    insert_if_absent(tx, diesel::insert_into(scheduled_tasks::table).values(scheduled_tasks::name.eq(name)))?;
    let came = Came::of(cx, before, outcome, Reached::Everything);
    let began = (scheduled_tasks::started_at.eq(began), scheduled_tasks::asked_at.eq(None::<Instant>));
    diesel::update(scheduled_tasks::table.find(name)).set((&came, began)).execute(tx)?;
    Ok(())
}

#[derive(AsChangeset)]
#[diesel(table_name = scheduled_tasks, treat_none_as_null = true)]
struct Came {
    finished_at: Option<Instant>,
    succeeded_at: Option<Instant>,
    done: i64,
    failures: i32,
    error: Option<String>,
    retry_at: Option<Instant>,
}

impl Came {
    fn of(cx: &Context, before: &TaskRecord, outcome: &Result<i64>, reached: Reached) -> Self {
        let now = cx.now();
        match outcome {
            Ok(done) => Self {
                finished_at: Some(now),
                succeeded_at: match reached {
                    Reached::Everything => Some(now),
                    Reached::TheStop => before.succeeded_at,
                },
                done: *done,
                failures: 0,
                error: None,
                retry_at: None,
            },
            Err(error) => {
                let failures = before.failures.saturating_add(1);
                Self {
                    finished_at: Some(now),
                    succeeded_at: before.succeeded_at,
                    done: 0,
                    failures,
                    error: Some(Error::for_operations(error)),
                    retry_at: Some(now.plus_ms(pause_ms(failures))),
                }
            }
        }
    }
}

/// The pause after so many failures in a row, in milliseconds.
fn pause_ms(failures: i32) -> i64 {
    let doublings = u32::try_from(failures.clamp(1, 20)).unwrap_or(1) - 1;
    FIRST_PAUSE_MS.saturating_mul(1 << doublings).min(LONGEST_PAUSE_MS)
}

#[cfg(test)]
mod tests {
    use super::pause_ms;

    #[test]
    fn pauses_grow_to_ten_minutes() {
        assert_eq!([1, 2, 3, 10, 11, 1_000].map(pause_ms), [1_000, 2_000, 4_000, 512_000, 600_000, 600_000]);
    }
}
