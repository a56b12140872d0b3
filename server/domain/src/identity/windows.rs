//! How often something happened under a key that names nobody, within ten minutes: the rows of `sign_in_failures`.

use crate::{
    db::{connection::Connection, dialect, schema::sign_in_failures, types::Instant},
    error::Error,
};
use diesel::prelude::*;

/// Length of a window. Short, so that nobody can trouble somebody else for long.
const WINDOW_MS: i64 = 10 * 60 * 1000;
/// A window that began later than this from now is over: the clock was set back.
const AHEAD_MS: i64 = 5 * 60 * 1000;

/// A row that is not over; a new one where there is none.
#[derive(Clone, Copy)]
pub(super) struct Window {
    /// When it began, epoch milliseconds.
    pub(super) started_at: i64,
    /// How often since then.
    pub(super) count: i32,
}

impl Window {
    /// The one that runs now.
    pub(super) fn read(connection: &mut Connection, key: &str, now: Instant) -> Result<Self, Error> {
        let row: Option<(i64, i32)> = sign_in_failures::table
            .filter(sign_in_failures::key.eq(key))
            .select((sign_in_failures::window_started_at, sign_in_failures::count))
            .first(connection)
            .optional()?;
        let running = row.filter(|(started_at, _)| (-AHEAD_MS..WINDOW_MS).contains(&(now.0 - started_at)));
        let (started_at, count) = running.unwrap_or((now.0, 0));
        Ok(Self { started_at, count })
    }

    /// How long it runs yet, in whole seconds.
    pub(super) fn seconds_left(&self, now: Instant) -> u32 {
        let left = (self.started_at + WINDOW_MS - now.0).clamp(1, WINDOW_MS);
        u32::try_from((left + 999) / 1000).unwrap_or(u32::MAX)
    }

    /// Writes that it happened once more.
    pub(super) fn add_one(&self, tx: &mut Connection, key: &str) -> Result<(), Error> {
        let row = diesel::insert_into(sign_in_failures::table).values((
            sign_in_failures::key.eq(key.to_owned()),
            sign_in_failures::window_started_at.eq(self.started_at),
            sign_in_failures::count.eq(self.count.saturating_add(1)),
        ));
        dialect::upsert(tx, row, &["key"], &["window_started_at", "count"])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_of_a_window_is_told_in_whole_seconds() {
        let window = Window { started_at: 1_000, count: 5 };
        assert_eq!(window.seconds_left(Instant(1_000)), 600);
        assert_eq!(window.seconds_left(Instant(600_001)), 1);
        // The clock was set back a little: nobody waits longer than a window.
        assert_eq!(window.seconds_left(Instant(0)), 600);
    }
}
