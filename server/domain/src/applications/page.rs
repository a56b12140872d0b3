//! The person's own applications: receipt, clock, timeline, answers.

use super::{
    decision, events, judged,
    record::{self, ApplicationRecord},
    reply::may_take_up_again,
};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        schema::{application_events, applications},
        types::Stored,
    },
    error::Error,
    operations::undo,
    policies::catalogue::department_name,
    services::items,
};
use contract::{
    applications::{ApplicationPage, ApplicationRow, ApplicationState, ApplicationsPage, EventKind},
    identity::Actor,
    ids::{ApplicationId, ResidentId},
};
use diesel::prelude::*;

/// `/applications/<id>`.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn application_page(cx: &Context, actor: &Actor, id: &str, just_sent: bool) -> Result<ApplicationPage, Error> {
    cx.read(|connection| {
        let stored = record::own(connection, actor, id)?;
        let item = items::version_of(cx, connection, &stored.item_id, &stored.item_version)?;
        let timeline = events::timeline(cx, connection, id)?;
        let state = stored.state();
        let question = match state {
            ApplicationState::WaitingForResident => {
                timeline.iter().find(|event| event.kind == EventKind::Asked).and_then(|event| event.detail.clone())
            }
            _ => None,
        };
        let appeal = match state {
            ApplicationState::Refused => decision::appeal(&judged::of_application(cx, connection, &stored)?),
            _ => Vec::new(),
        };
        Ok(ApplicationPage {
            id: ApplicationId(stored.id.clone()),
            receipt_number: stored.receipt_number.clone(),
            item_title: item.title.clone(),
            state,
            clock: stored.clock(cx)?,
            submitted_at: stored.submitted_at.0,
            due: stored.due()?,
            department: department_name(cx, &item.department),
            may_take_up_again: may_take_up_again(&stored, &timeline, cx.now()),
            timeline,
            answers: stored.answers(cx)?,
            after: item.after.clone(),
            question,
            typed: String::new(),
            key: crate::operations::repeat::new_key(),
            errors: Vec::new(),
            just_sent,
            may_withdraw: stored.may_withdraw(cx.now()),
            decided: decision::decided(cx, &stored, &item)?,
            appeal,
        })
    })
}

/// `/applications`.
///
/// # Errors
/// The store is away.
pub fn applications_page(cx: &Context, actor: &Actor) -> Result<ApplicationsPage, Error> {
    let Some(resident) = &actor.resident else { return Ok(ApplicationsPage { applications: Vec::new() }) };
    cx.read(|connection| {
        let rows: Vec<ApplicationRecord> = applications::table
            .filter(applications::resident_id.eq(resident.as_str()))
            .order(applications::submitted_at.desc())
            .limit(100)
            .select(ApplicationRecord::as_select())
            .load(connection)?;
        let list = rows.iter().map(|stored| row(cx, connection, stored)).collect::<Result<Vec<_>, Error>>()?;
        Ok(ApplicationsPage { applications: list })
    })
}

/// What a resident took back a moment ago, and can still go on with.
///
/// # Errors
/// The store is away.
pub fn withdrawn_just_now(
    cx: &Context,
    connection: &mut Connection,
    resident: &ResidentId,
) -> Result<Vec<ApplicationRow>, Error> {
    let withdrawn: Vec<ApplicationRecord> = applications::table
        .filter(applications::resident_id.eq(resident.as_str()))
        .filter(applications::state.eq(Stored(ApplicationState::Withdrawn)))
        .order(applications::submitted_at.desc())
        .select(ApplicationRecord::as_select())
        .load(connection)?;
    let ids: Vec<&str> = withdrawn.iter().map(|stored| stored.id.as_str()).collect();
    let just_now: Vec<String> = application_events::table
        .filter(application_events::application_id.eq_any(ids))
        .filter(application_events::kind.eq(EventKind::Withdrawn.as_str()))
        .filter(application_events::at.gt(undo::begins(cx.now()).0))
        .select(application_events::application_id)
        .load(connection)?;
    let mut rows = Vec::new();
    for stored in withdrawn.iter().filter(|stored| just_now.contains(&stored.id)) {
        if may_take_up_again(stored, &events::timeline(cx, connection, &stored.id)?, cx.now()) {
            rows.push(row(cx, connection, stored)?);
        }
    }
    Ok(rows)
}

fn row(cx: &Context, connection: &mut Connection, stored: &ApplicationRecord) -> Result<ApplicationRow, Error> {
    let item = items::version_of(cx, connection, &stored.item_id, &stored.item_version)?;
    Ok(ApplicationRow {
        id: ApplicationId(stored.id.clone()),
        receipt_number: stored.receipt_number.clone(),
        item_title: item.title.clone(),
        state: stored.state(),
        due: stored.due()?,
    })
}
