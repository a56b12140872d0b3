//! What waits for the person: questions from caseworkers, drafts, and applications on their way.

use super::{
    drafts::{self, transitions::DraftState},
    record::{self, ApplicationRecord},
};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        schema::{applications, drafts as draft_rows},
        types::Stored,
    },
    error::Error,
    services::items,
};
use contract::{
    applications::ApplicationState,
    identity::Actor,
    ids::DraftId,
    policies::{WaitingKind, WaitingLine},
};
use diesel::prelude::*;

/// Lines for the home page: questions first, then drafts, then what is on its way.
///
/// # Errors
/// The store is away.
pub fn lines(cx: &Context, connection: &mut Connection, actor: &Actor) -> Result<Vec<WaitingLine>, Error> {
    let Some(resident) = &actor.resident else { return Ok(Vec::new()) };
    let stored: Vec<ApplicationRecord> = applications::table
        .filter(applications::resident_id.eq(resident.as_str()).and(applications::state.eq_any(record::OPEN)))
        .order(applications::due_on)
        .limit(20)
        .select(ApplicationRecord::as_select())
        .load(connection)?;
    let mut lines = Vec::new();
    for stored in &stored {
        let item = items::version_of(cx, connection, &stored.item_id, &stored.item_version)?;
        let kind = match stored.state() {
            ApplicationState::WaitingForResident => WaitingKind::Question,
            _ => WaitingKind::Application,
        };
        lines.push(WaitingLine {
            kind,
            title: item.title.clone(),
            address: format!("/applications/{}", stored.id),
            due: Some(stored.due()?),
            receipt_number: Some(stored.receipt_number.clone()),
        });
    }
    let open_drafts: Vec<(String, String, String)> = draft_rows::table
        .filter(draft_rows::account_id.eq(actor.account.as_str()).and(draft_rows::state.eq(Stored(DraftState::Open))))
        .order(draft_rows::updated_at.desc())
        .limit(10)
        .select((draft_rows::id, draft_rows::item_id, draft_rows::item_version))
        .load(connection)?;
    for (id, item, version) in open_drafts {
        let item = items::version_of(cx, connection, &item, &version)?;
        lines.push(WaitingLine {
            kind: WaitingKind::Draft,
            title: item.title.clone(),
            address: drafts::next_address(cx, connection, &DraftId(id))?,
            due: None,
            receipt_number: None,
        });
    }
    lines.sort_by_key(|line| match line.kind {
        WaitingKind::Question => 0,
        WaitingKind::Draft => 1,
        WaitingKind::Application => 2,
    });
    Ok(lines)
}
