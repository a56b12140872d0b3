//! What a department has promised to carry out. Somebody of a department sees what is at it, a supervisor what is overdue at any.

use super::record::ArrangementRecord;
use crate::{
    casework::queue::resident_name,
    context::Context,
    db::{
        connection::Connection,
        pools::Priority,
        schema::{arrangements, policy_versions},
        types::Stored,
    },
    error::Error,
    identity::reach::{Reach, is_about, reach},
    journal::{self, Act},
    policies::catalogue::department_name,
};
use contract::{
    arrangements::{ArrangementRow, ArrangementState, ArrangementsPage},
    casework::WorkList,
    identity::Actor,
    ids::ArrangementId,
    paging::Wanted,
};
use diesel::prelude::*;
use policy::text::Text;
use serde_json::json;

/// Arrangements on one page.
const PER_PAGE: u32 = 50;

type Boxed = arrangements::BoxedQuery<'static, <Connection as diesel::Connection>::Backend>;

/// `/arrangements`. `page` is the page that the address names. Whose names stand on it is journalled, once a page.
///
/// # Errors
/// `Forbidden` for whoever works for no department; the store is away.
pub fn arrangements_page(cx: &Context, actor: &Actor, list: WorkList, page: &str) -> Result<ArrangementsPage, Error> {
    let reach = reach(actor)?;
    cx.write(Priority::Person, |tx| {
        let mut counts = [0; 2];
        for (count, list) in counts.iter_mut().zip(WorkList::ALL) {
            *count = listed(cx, &reach, list).count().get_result(tx)?;
        }
        let count = WorkList::ALL.into_iter().zip(counts).find(|(one, _)| *one == list).map_or(0, |(_, count)| count);
        let wanted = Wanted::from_query(page, PER_PAGE);
        let all = listed(cx, &reach, list);
        let sorted = match list {
            WorkList::Open => all.order((arrangements::due_on, arrangements::id)),
            WorkList::Done => all.order((arrangements::created_at.desc(), arrangements::id)),
        };
        let records: Vec<ArrangementRecord> = sorted
            .limit(i64::from(wanted.per_page))
            .offset(wanted.offset(count))
            .select(ArrangementRecord::as_select())
            .load(tx)?;
        let rows = records.iter().map(|record| row(cx, tx, record)).collect::<Result<Vec<_>, _>>()?;
        if !rows.is_empty() {
            let read: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
            let details = json!({ "list": list.as_str(), "arrangements": read });
            let act = Act::done("arrangements.list", "arrangements", None).by(actor.account.as_str()).with(details);
            journal::record(tx, cx.now(), &act)?;
        }
        Ok(ArrangementsPage {
            list,
            rows,
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

/// An arrangement that this member of staff may read: one of their department; for a supervisor one whose day has passed.
///
/// # Errors
/// `NotFound`; `Forbidden` for whoever works for no department; the store is away.
pub fn reachable(
    cx: &Context,
    connection: &mut Connection,
    actor: &Actor,
    id: &str,
) -> Result<ArrangementRecord, Error> {
    in_reach(cx, &reach(actor)?)
        .filter(arrangements::id.eq(id.to_owned()))
        .select(ArrangementRecord::as_select())
        .first(connection)
        .optional()?
        .ok_or(Error::NotFound)
}

/// Whether somebody may answer what they may read: it is open, at their department or late, and not their own.
pub fn may_answer(cx: &Context, actor: &Actor, record: &ArrangementRecord) -> bool {
    let is_theirs = reach(actor).is_ok_and(|reach| reach.takes(&record.department, record.due(), cx.today()));
    is_theirs && record.state() == ArrangementState::Open && !is_about(actor, &record.resident_id)
}

fn in_reach(cx: &Context, reach: &Reach) -> Boxed {
    let all = arrangements::table.into_boxed();
    match reach {
        Reach::Late => all.filter(is_late(cx.today().to_string())),
        Reach::Department(department) => all.filter(arrangements::department.eq(department.clone())),
    }
}

fn listed(cx: &Context, reach: &Reach, list: WorkList) -> Boxed {
    let all = in_reach(cx, reach);
    match list {
        WorkList::Open => all.filter(arrangements::state.eq(Stored(ArrangementState::Open))),
        WorkList::Done => all.filter(arrangements::state.ne(Stored(ArrangementState::Open))),
    }
}

/// The day has passed and nothing was done, now or before it was.
#[diesel::dsl::auto_type(no_type_alias)]
fn is_late(today: String) -> _ {
    let open: Stored<ArrangementState> = Stored(ArrangementState::Open);
    let is_past = arrangements::state.eq(open).and(arrangements::due_on.lt(today));
    is_past.or(arrangements::told_late_for.is_not_null())
}

/// One line of a list.
///
/// # Errors
/// The store is away; the name cannot be opened.
pub(super) fn row(
    cx: &Context,
    connection: &mut Connection,
    record: &ArrangementRecord,
) -> Result<ArrangementRow, Error> {
    let (zh, en): (String, String) = policy_versions::table
        .find(&record.version)
        .select((policy_versions::title_zh, policy_versions::title_en))
        .first(connection)?;
    Ok(ArrangementRow {
        id: ArrangementId(record.id.clone()),
        title: Text::new(zh, en),
        resident: resident_name(cx, connection, &record.resident_id)?,
        department: department_name(cx, &record.department),
        state: record.state(),
        accepted_on: record.accepted_on(cx),
        due: record.due(),
        agreed: record.agreed(),
    })
}
