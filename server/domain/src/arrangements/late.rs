//! Promised days that pass without anything being done: the resident is told whom to call, and the arrangement goes to the
//! supervisor as well, once for each day.

use super::record::{self, ArrangementRecord};
use crate::{
    context::Context,
    db::{connection::Connection, dialect, pools::Priority, schema::arrangements, types::Stored},
    error::Error,
    notices::NewNotice,
};
use contract::{arrangements::ArrangementState, notices::NoticeKind};
use diesel::prelude::*;

/// Arrangements in one slice.
const PER_SLICE: i64 = 200;

/// Marks the next arrangements whose day has passed. Answers how many; none when none is left.
///
/// # Errors
/// The store is away.
pub fn tell(cx: &Context) -> Result<i64, Error> {
    cx.write(Priority::Job, |tx| {
        let late = late(cx, tx)?;
        let mut notices = Vec::new();
        for arrangement in &late {
            record::mark_late(cx, tx, arrangement)?;
            let subject = ("offer", arrangement.offer.as_str());
            let resident = &arrangement.resident_id;
            let kind = NoticeKind::ArrangementLate;
            notices.push(NewNotice::of_day(cx, resident, kind, subject, arrangement.due()));
        }
        dialect::bulk_insert(tx, &notices)?;
        Ok(i64::try_from(late.len()).unwrap_or(i64::MAX))
    })
}

/// Open arrangements whose day has passed. A day that was agreed on since is told anew.
fn late(cx: &Context, connection: &mut Connection) -> Result<Vec<ArrangementRecord>, Error> {
    let told = arrangements::told_late_for
        .is_null()
        .or(arrangements::told_late_for.assume_not_null().ne(arrangements::due_on));
    Ok(arrangements::table
        .filter(arrangements::state.eq(Stored(ArrangementState::Open)))
        .filter(arrangements::due_on.lt(cx.today().to_string()))
        .filter(told)
        .order((arrangements::due_on, arrangements::id))
        .limit(PER_SLICE)
        .select(ArrangementRecord::as_select())
        .load(connection)?)
}
