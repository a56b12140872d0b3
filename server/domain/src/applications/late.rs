//! Promised days that pass without a decision: the applicant is told that nobody forgot them, once, and the case says so.

use super::events::{self, Event};
use crate::{
    context::Context,
    db::{connection::Connection, dialect, pools::Priority, schema::applications},
    error::Error,
    journal::{self, Act},
    notices::NewNotice,
};
use contract::{
    applications::{ActorKind, ApplicationState, EventKind},
    notices::NoticeKind,
};
use diesel::prelude::*;
use jiff::civil::Date;

/// Applications in one slice.
const PER_SLICE: i64 = 200;

type Row = (String, String, String);

/// Tells the next applicants whose promised day has passed. Answers how many; none when none is left.
///
/// # Errors
/// The store is away.
pub fn tell(cx: &Context) -> Result<i64, Error> {
    cx.write(Priority::Job, |tx| {
        let late = late(cx, tx, PER_SLICE)?;
        let mut notices = Vec::new();
        for (id, resident, due) in &late {
            let event = Event { kind: EventKind::Late, actor: ActorKind::Portal, account: None, detail: None };
            events::add(cx, tx, id, event)?;
            let row = applications::table.find(id);
            diesel::update(row).set(applications::told_late_for.eq(due)).execute(tx)?;
            let day: Date = due.parse().map_err(Error::caused_by)?;
            let subject = ("application", id.as_str());
            notices.push(NewNotice::of_day(cx, resident, NoticeKind::ApplicationLate, subject, day));
            journal::record(tx, cx.now(), &Act::done("applications.late", "application", Some(id)))?;
        }
        dialect::bulk_insert(tx, &notices)?;
        Ok(i64::try_from(late.len()).unwrap_or(i64::MAX))
    })
}

/// Applications whose clock runs and whose day has passed. A day that was moved since is told anew.
fn late(cx: &Context, connection: &mut Connection, most: i64) -> Result<Vec<Row>, Error> {
    let told = applications::told_late_for
        .is_null()
        .or(applications::told_late_for.assume_not_null().ne(applications::due_on));
    Ok(applications::table
        .filter(applications::state.eq(ApplicationState::Submitted.as_str()).and(applications::paused_at.is_null()))
        .filter(applications::due_on.lt(cx.today().to_string()))
        .filter(told)
        .order((applications::due_on, applications::id))
        .limit(most)
        .select((applications::id, applications::resident_id, applications::due_on))
        .load(connection)?)
}
