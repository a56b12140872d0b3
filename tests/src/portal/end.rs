//! What a portal leaves behind when its test ends: nothing. The test stands in for the worker and for whoever takes errands,
//! so that work which nobody could do, and errands which nobody could make out, fail the test that brought them about.

use diesel::prelude::*;
use domain::{
    context::Context,
    db::{
        connection::Connection,
        schema::{applications, jobs, outbox},
    },
    error::Result,
    operations::{jobs::run_for, outbox::hand_over},
};
use std::time::Duration;

/// What the program posts.
const ERRANDS: [&str; 3] = ["applications.submitted", "applications.undone", "applications.decided"];

/// Does what is waiting, and answers what is left: jobs that failed or that nobody can go on with, and errands that name no
/// application. A slice that failed is told of before it is tried again: a second try that goes well hides nothing.
pub(super) fn left_behind(cx: &Context) -> Result<Vec<String>> {
    let amiss = cx.read(|conn| amiss(conn, cx))?;
    if !amiss.is_empty() {
        return Ok(amiss);
    }
    while let Some(id) = cx.read(|conn| due(conn, cx))? {
        run_for(cx, &id, Duration::ZERO)?;
    }
    let unknown = cx.read(errands_of_nothing)?;
    while hand_over(cx, 1_000)? > 0 {}
    cx.read(|conn| {
        let jobs: Vec<(String, String, Option<String>)> =
            jobs::table.filter(jobs::state.ne("done")).select((jobs::kind, jobs::state, jobs::error)).load(conn)?;
        let errands: Vec<(String, String)> =
            outbox::table.filter(outbox::done_at.is_null()).select((outbox::kind, outbox::payload)).load(conn)?;
        let jobs = jobs.into_iter().map(|job| format!("job {job:?}"));
        let unknown = unknown.into_iter().map(|errand| format!("errand {errand:?} names no application"));
        Ok(jobs.chain(unknown).chain(errands.into_iter().map(|errand| format!("errand {errand:?}"))).collect())
    })
}

/// Jobs of which a slice failed, or that the program cannot do.
fn amiss(conn: &mut Connection, cx: &Context) -> Result<Vec<String>> {
    let jobs: Vec<(String, String, i32, Option<String>)> =
        jobs::table.select((jobs::kind, jobs::state, jobs::failures, jobs::error)).load(conn)?;
    let is_amiss = |(kind, state, failures, _): &(String, String, i32, Option<String>)| {
        state == "failed" || *failures > 0 || !cx.job_kinds.knows(kind)
    };
    Ok(jobs.into_iter().filter(is_amiss).map(|job| format!("job {job:?}")).collect())
}

/// The oldest job that somebody may go on with now.
fn due(conn: &mut Connection, cx: &Context) -> Result<Option<String>> {
    let waiting = jobs::state.eq("waiting").and(jobs::run_at.le(cx.now()));
    Ok(jobs::table.filter(waiting).order(jobs::created_at).select(jobs::id).first(conn).optional()?)
}

/// Errands that wait and name no application.
fn errands_of_nothing(conn: &mut Connection) -> Result<Vec<(String, String)>> {
    let waiting: Vec<(String, String)> =
        outbox::table.filter(outbox::done_at.is_null()).select((outbox::kind, outbox::payload)).load(conn)?;
    let mut unknown = Vec::new();
    for (kind, payload) in waiting {
        let named: Option<String> =
            applications::table.find(&payload).select(applications::id).first(conn).optional()?;
        if named.is_none() || !ERRANDS.contains(&kind.as_str()) {
            unknown.push((kind, payload));
        }
    }
    Ok(unknown)
}
