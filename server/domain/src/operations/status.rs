//! `/operations`: counts and the newest jobs, for administrators. No personal data.

use crate::{
    context::Context,
    db::{
        schema::{applications, jobs, offers, residents},
        types::Stored,
    },
    error::Error,
    journal,
    policies::offers::transitions::{OfferProgress, OfferVerdict},
};
use contract::{
    applications::ApplicationState,
    ids::JobId,
    operations::{JobRow, OperationsPage},
};
use diesel::prelude::*;

/// Counts, and the newest jobs.
///
/// # Errors
/// The store is away.
pub fn operations_page(cx: &Context) -> Result<OperationsPage, Error> {
    cx.read(|connection| {
        let open = [ApplicationState::Submitted.as_str(), ApplicationState::WaitingForResident.as_str()];
        let rows: Vec<(String, String, String, i64, i64)> = jobs::table
            .order(jobs::created_at.desc())
            .limit(20)
            .select((jobs::id, jobs::kind, jobs::state, jobs::progress_done, jobs::progress_total))
            .load(connection)?;
        Ok(OperationsPage {
            residents: residents::table.count().get_result(connection)?,
            offers: offers::table
                .filter(offers::progress.eq(Stored(OfferProgress::Open)))
                .filter(offers::verdict.eq(Stored(OfferVerdict::Eligible)))
                .count()
                .get_result(connection)?,
            applications: applications::table
                .filter(applications::state.eq_any(open))
                .count()
                .get_result(connection)?,
            jobs: rows
                .into_iter()
                .map(|(id, kind, state, done, total)| JobRow { id: JobId(id), kind, state, done, total })
                .collect(),
            database: cx.pools.database_name().to_owned(),
            alarms: journal::open_alarms(connection)?,
        })
    })
}
