//! What waits for an answer. Somebody of a department sees the disputes that are at it, a supervisor those of every department
//! whose day has passed. The list names no resident.

use super::{record::DisputeRecord, view};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        schema::{dispute_events, disputes},
        types::Stored,
    },
    error::Error,
    identity::reach::{Reach, is_about, reach},
    policies::catalogue::department_name,
};
use contract::{
    casework::WorkList,
    disputes::{DisputeEvent, DisputeState, DisputesPage},
    identity::Actor,
    paging::Wanted,
};
use diesel::{dsl::exists, prelude::*};

/// Disputes on one page.
const PER_PAGE: u32 = 50;

type Boxed = disputes::BoxedQuery<'static, <Connection as diesel::Connection>::Backend>;

/// `/disputes`. `page` is the page that the address names.
///
/// # Errors
/// `Forbidden` for whoever answers for nobody; the store is away.
pub fn disputes_page(cx: &Context, actor: &Actor, list: WorkList, page: &str) -> Result<DisputesPage, Error> {
    let reach = reach(actor)?;
    cx.read(|connection| {
        let mut counts = [0; 2];
        for (count, list) in counts.iter_mut().zip(WorkList::ALL) {
            *count = listed(cx, &reach, list).count().get_result(connection)?;
        }
        let count = WorkList::ALL.into_iter().zip(counts).find(|(one, _)| *one == list).map_or(0, |(_, count)| count);
        let wanted = Wanted::from_query(page, PER_PAGE);
        let all = listed(cx, &reach, list);
        let sorted = match list {
            WorkList::Open => all.order((disputes::due_on, disputes::id)),
            WorkList::Done => all.order((disputes::created_at.desc(), disputes::id)),
        };
        let rows: Vec<DisputeRecord> = sorted
            .limit(i64::from(wanted.per_page))
            .offset(wanted.offset(count))
            .select(DisputeRecord::as_select())
            .load(connection)?;
        Ok(DisputesPage {
            list,
            rows: rows.iter().map(|record| view::row(cx, record)).collect(),
            department: match &reach {
                Reach::Department(department) => Some(department_name(cx, department)),
                Reach::Late => None,
            },
            counts,
            today: cx.today(),
            number: wanted.among(count),
        })
    })
}

/// A dispute that this member of staff may read: one that is at their department or was, so that a late answer comes back to
/// whoever typed it; for a supervisor one whose day has passed.
///
/// # Errors
/// `NotFound`; `Forbidden` for whoever answers for nobody; the store is away.
pub fn reachable(cx: &Context, connection: &mut Connection, actor: &Actor, id: &str) -> Result<DisputeRecord, Error> {
    let one = disputes::table.into_boxed().filter(disputes::id.eq(id.to_owned()));
    let one = match reach(actor)? {
        Reach::Late => one.filter(is_late(cx.today().to_string())),
        Reach::Department(department) => {
            let was_there = dispute_events::table
                .filter(dispute_events::dispute_id.eq(disputes::id))
                .filter(dispute_events::kind.eq(Stored(DisputeEvent::PassedOn)))
                .filter(dispute_events::department.eq(department.clone()));
            one.filter(disputes::department.eq(department).or(exists(was_there)))
        }
    };
    one.select(DisputeRecord::as_select()).first(connection).optional()?.ok_or(Error::NotFound)
}

/// Whether somebody may answer what they may read: it is open, at their department or late, and not about themselves.
pub fn may_answer(cx: &Context, actor: &Actor, dispute: &DisputeRecord) -> bool {
    let is_theirs = reach(actor).is_ok_and(|reach| reach.takes(&dispute.department, dispute.due(), cx.today()));
    is_theirs && dispute.state() == DisputeState::Open && !is_about(actor, &dispute.resident_id)
}

fn listed(cx: &Context, reach: &Reach, list: WorkList) -> Boxed {
    let all = disputes::table.into_boxed();
    let all = match reach {
        Reach::Late => all.filter(is_late(cx.today().to_string())),
        Reach::Department(department) => all.filter(disputes::department.eq(department.clone())),
    };
    match list {
        WorkList::Open => all.filter(disputes::state.eq(Stored(DisputeState::Open))),
        WorkList::Done => all.filter(disputes::state.ne(Stored(DisputeState::Open))),
    }
}

/// The day has passed without an answer, now or before it was answered.
#[diesel::dsl::auto_type(no_type_alias)]
fn is_late(today: String) -> _ {
    let open: Stored<DisputeState> = Stored(DisputeState::Open);
    let is_past = disputes::state.eq(open).and(disputes::due_on.lt(today));
    is_past.or(disputes::told_late_for.is_not_null())
}
