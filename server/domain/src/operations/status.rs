//! `/operations`: counts, what the city does by itself, and the newest jobs, for administrators. No personal data.

use crate::{
    context::Context,
    db::{
        connection::Connection,
        pools::Priority,
        schema::{applications, jobs, offers, residents},
        types::Stored,
    },
    error::Error,
    identity::roles,
    journal::{self, Act},
    operations::{
        calendar::{self, Standing},
        jobs::Job,
        tasks::{self, Next, Task},
    },
    policies::offers::transitions::{OfferProgress, OfferVerdict},
};
use contract::{
    applications::ApplicationState,
    identity::{Actor, Role},
    ids::JobId,
    operations::{JobRow, NextRun, OperationsPage, TaskRow},
};
use diesel::prelude::*;

/// Counts, what the city does by itself, and the newest jobs.
///
/// # Errors
/// `Forbidden` for anybody but administrators; the store is away.
pub fn operations_page(cx: &Context, actor: &Actor) -> Result<OperationsPage, Error> {
    roles::must_have(actor, &[Role::Administrator])?;
    cx.read(|connection| {
        let waiting_days = match calendar::standing(cx, connection)? {
            Standing::Waits(days) => Some(days),
            Standing::Goes(_) | Standing::UpToDate(_) => None,
        };
        let tasks = cx.tasks.all().iter().map(|task| task_row(cx, connection, task)).collect::<Result<_, _>>()?;
        let open = [ApplicationState::Submitted.as_str(), ApplicationState::WaitingForResident.as_str()];
        let rows: Vec<Job> =
            jobs::table.order(jobs::created_at.desc()).limit(20).select(Job::as_select()).load(connection)?;
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
            tasks,
            waiting_days,
            jobs: rows.into_iter().map(job_row).collect(),
            database: cx.pools.database_name().to_owned(),
            alarms: journal::open_alarms(connection)?,
            errors: Vec::new(),
        })
    })
}

/// An administrator wants a task to run now. Gives the address to go to.
///
/// # Errors
/// `Forbidden` for anybody but administrators; there is no such task; the store is away.
pub fn ask_for_task(cx: &Context, actor: &Actor, name: &str) -> Result<String, Error> {
    roles::must_have(actor, &[Role::Administrator])?;
    let task = cx.tasks.all().iter().find(|task| task.name == name).ok_or(Error::NotFound)?;
    cx.write(Priority::Person, |tx| {
        tasks::record::ask(cx, tx, task.name)?;
        let act = Act::done("operations.task", "task", Some(task.name)).by(actor.account.as_str());
        journal::record(tx, cx.now(), &act).map(drop)
    })?;
    Ok("/operations".to_owned())
}

fn job_row(job: Job) -> JobRow {
    JobRow {
        id: JobId(job.id),
        kind: job.kind,
        state: job.state,
        done: job.progress_done,
        total: job.progress_total,
        error: job.error,
        failures: job.failures,
    }
}

fn task_row(cx: &Context, connection: &mut Connection, task: &Task) -> Result<TaskRow, Error> {
    let now = cx.now();
    let record = tasks::record::find(connection, task.name)?;
    let next = match ((task.next)(cx, connection, &record)?, record.pause_ends(now)) {
        (Next::AfterYes, _) => NextRun::AfterYes,
        (Next::WhenNeeded, _) => NextRun::WhenNeeded,
        (Next::AfterNewDay, _) => NextRun::AfterNewDay,
        (Next::Now(since) | Next::At(since), Some(pause)) => {
            NextRun::Again { at: pause.0, late_ms: now.0.saturating_sub(since.0).max(0) }
        }
        (Next::Now(since), None) => NextRun::Now { late_ms: now.0.saturating_sub(since.0).max(0) },
        (Next::At(at), None) if at <= now => NextRun::Now { late_ms: now.0.saturating_sub(at.0) },
        (Next::At(at), None) => NextRun::At(at.0),
    };
    Ok(TaskRow {
        name: task.name.to_owned(),
        is_running: record.is_running(),
        is_asked_for: record.asked_at.is_some(),
        last_run: record.finished_at.map(|at| at.0),
        done: record.done,
        error: record.error,
        failures: record.failures,
        next,
        catching_up: task.catching_up,
    })
}
