//! The queue in order of what is due. A caseworker sees their district, a supervisor every district.

use crate::{
    applications::record::ApplicationRecord,
    context::Context,
    db::{
        connection::Connection,
        pools::Priority,
        schema::{application_events, applications, residents},
    },
    error::Error,
    journal::{self, Act},
    residents::districts,
    services::items,
};
use contract::{
    applications::{ApplicationState, EventKind},
    casework::{QueueFilter, QueuePage, QueueRow},
    identity::{Actor, Role},
    ids::ApplicationId,
    paging::Wanted,
};
use diesel::prelude::*;
use serde_json::json;

/// Cases on one page.
const PER_PAGE: u32 = 50;

/// `/casework`. `page` is the page that the address names. Whose names stand on it is journalled, once a page.
///
/// # Errors
/// The store is away.
pub fn queue_page(cx: &Context, actor: &Actor, filter: QueueFilter, page: &str) -> Result<QueuePage, Error> {
    cx.write(Priority::Person, |connection| {
        let counts = lists_of(actor)
            .into_iter()
            .map(|list| Ok((list, of_list(actor, list).count().get_result(connection)?)))
            .collect::<Result<Vec<(QueueFilter, i64)>, Error>>()?;
        let wanted = Wanted::from_query(page, PER_PAGE);
        // A list that is not for this person is none.
        let Some((filter, count)) =
            counts.iter().copied().find(|(list, _)| *list == filter).or(counts.first().copied())
        else {
            return Err(Error::NotFound);
        };
        let rows: Vec<ApplicationRecord> = of_list(actor, filter)
            .order((applications::due_on, applications::submitted_at, applications::id))
            .limit(i64::from(wanted.per_page))
            .offset(wanted.offset(count))
            .select(ApplicationRecord::as_select())
            .load(connection)?;
        let rows = rows.iter().map(|stored| row(cx, connection, stored)).collect::<Result<Vec<_>, _>>()?;
        if !rows.is_empty() {
            let read: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
            let details = json!({ "list": filter.as_str(), "applications": read });
            let act = Act::done("casework.list", "applications", None).by(actor.account.as_str()).with(details);
            journal::record(connection, cx.now(), &act)?;
        }
        Ok(QueuePage {
            filter,
            rows,
            district: match actor.is(Role::Supervisor) {
                true => None,
                false => actor.district.as_deref().and_then(districts::district),
            },
            counts,
            today: cx.today(),
            number: wanted.among(count),
        })
    })
}

type Boxed<'a> = applications::BoxedQuery<'a, <Connection as diesel::Connection>::Backend>;

/// The applications that this member of staff may see: a caseworker those of the district, and those whose district nobody
/// knows, so that nobody's clock runs unseen.
pub fn in_reach(actor: &Actor) -> Boxed<'static> {
    let all = applications::table.into_boxed();
    match actor.is(Role::Supervisor) {
        true => all,
        false => {
            let own = applications::district.eq(actor.district.clone().unwrap_or_default()).assume_not_null();
            all.filter(own.or(applications::district.is_null()))
        }
    }
}

/// The lists that a member of staff sees: what was decided otherwise than the verdict says is for supervisors.
fn lists_of(actor: &Actor) -> Vec<QueueFilter> {
    let is_for = |list: &QueueFilter| *list != QueueFilter::AgainstVerdict || actor.is(Role::Supervisor);
    QueueFilter::ALL.into_iter().filter(is_for).collect()
}

fn of_list(actor: &Actor, list: QueueFilter) -> Boxed<'static> {
    let listed = in_reach(actor).filter(applications::state.eq_any(states(list)));
    match list {
        QueueFilter::AgainstVerdict => listed.filter(applications::against_verdict.eq(true)),
        QueueFilter::Open | QueueFilter::Waiting | QueueFilter::Done => listed,
    }
}

fn states(filter: QueueFilter) -> Vec<&'static str> {
    let states: &[ApplicationState] = match filter {
        QueueFilter::Open => &[ApplicationState::Submitted],
        QueueFilter::Waiting => &[ApplicationState::WaitingForResident],
        QueueFilter::Done | QueueFilter::AgainstVerdict => {
            &[ApplicationState::Granted, ApplicationState::Refused, ApplicationState::Withdrawn]
        }
    };
    states.iter().map(|state| state.as_str()).collect()
}

fn row(cx: &Context, connection: &mut Connection, stored: &ApplicationRecord) -> Result<QueueRow, Error> {
    let item = items::version_of(cx, connection, &stored.item_id, &stored.item_version)?;
    let newest: Option<String> = application_events::table
        .filter(application_events::application_id.eq(&stored.id))
        .order(application_events::sequence.desc())
        .select(application_events::kind)
        .first(connection)
        .optional()?;
    let news = matches!(
        newest.as_deref().and_then(EventKind::from_text),
        Some(EventKind::Submitted | EventKind::Answered | EventKind::FactCorrected)
    );
    Ok(QueueRow {
        id: ApplicationId(stored.id.clone()),
        receipt_number: stored.receipt_number.clone(),
        item_title: item.title.clone(),
        resident: resident_name(cx, connection, &stored.resident_id)?,
        district: stored.district.as_deref().and_then(districts::district),
        state: stored.state(),
        due: stored.due()?,
        news,
    })
}

/// A resident's name, for staff who may see the case.
///
/// # Errors
/// The store is away; the name cannot be opened.
pub fn resident_name(cx: &Context, connection: &mut Connection, resident: &str) -> Result<String, Error> {
    let sealed: Vec<u8> = residents::table.find(resident).select(residents::name_sealed).first(connection)?;
    cx.keys.open_text("residents", resident, "name_sealed", &sealed).map(|name| name.to_string())
}
