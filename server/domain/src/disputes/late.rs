//! Promised days that pass without an answer: the dispute goes to the supervisor as well, once for each day, and says so.

use super::record::{self, DisputeRecord, Step};
use crate::{
    context::Context,
    db::{connection::Connection, pools::Priority, schema::disputes, types::Stored},
    error::Error,
};
use contract::disputes::{DisputeEvent, DisputeState};
use diesel::prelude::*;

/// Disputes in one slice.
const PER_SLICE: i64 = 200;

/// Marks the next disputes whose day has passed. Answers how many; none when none is left.
///
/// # Errors
/// The store is away.
pub fn tell(cx: &Context) -> Result<i64, Error> {
    cx.write(Priority::Job, |tx| {
        let late = late(cx, tx)?;
        for dispute in &late {
            record::apply(cx, tx, dispute, &Step::of(DisputeEvent::Late, None))?;
        }
        Ok(i64::try_from(late.len()).unwrap_or(i64::MAX))
    })
}

/// Open disputes whose day has passed. A day that was moved since is told anew.
fn late(cx: &Context, connection: &mut Connection) -> Result<Vec<DisputeRecord>, Error> {
    let told = disputes::told_late_for.is_null().or(disputes::told_late_for.assume_not_null().ne(disputes::due_on));
    Ok(disputes::table
        .filter(disputes::state.eq(Stored(DisputeState::Open)).and(disputes::due_on.lt(cx.today().to_string())))
        .filter(told)
        .order((disputes::due_on, disputes::id))
        .limit(PER_SLICE)
        .select(DisputeRecord::as_select())
        .load(connection)?)
}
