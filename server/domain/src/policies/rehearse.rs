//! Rehearsal: how many a document would reach, and whom; who would get more or less than by the version that holds. Nothing
//! is written to anybody, and of residents only counts and sums are kept. In a large city it looks at a sample.

mod progress;

use super::{
    checking,
    desk::difference,
    published,
    versions::{
        record::{self, VersionRecord},
        schedule,
    },
};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        pools::Priority,
        schema::{jobs as job_rows, residents},
    },
    error::Error,
    identity::roles,
    journal::{self, Act},
    operations::jobs::{self, Job, NewJob, SliceOutcome, SliceWrites},
    residents::facts::facts_of_slice,
};
use contract::{
    error::FieldError,
    identity::{Actor, Role},
    policies::Rehearsal,
};
use diesel::prelude::*;
use progress::Progress;
use std::{sync::Arc, time::Duration};

/// Kind of the job.
pub const KIND: &str = "policies.rehearse";
/// Residents evaluated in one slice.
const RESIDENTS_PER_SLICE: i64 = 1_000;
/// Residents looked at in a large city: slices of neighbouring numbers, evenly spread.
const SAMPLE: i64 = 200_000;
/// How long a request helps a rehearsal along.
const HELP: Duration = Duration::from_millis(1_500);

/// Counts whom a version would reach, as its text stands now. Gives the address to go to.
///
/// # Errors
/// `Forbidden` for anybody but authors and publishers; `Invalid` when the document has problems; `NotFound`; the store is
/// away.
pub fn rehearse(cx: &Context, actor: &Actor, version: &str) -> Result<String, Error> {
    roles::must_have(actor, &[Role::Author, Role::Publisher])?;
    let before = cx.read(|connection| record::load(connection, version))?;
    if checking::checked(cx, actor, &before.content)?.policy.is_none() {
        return Err(Error::Invalid(vec![FieldError::new("rehearse", "error-desk-has-problems")]));
    }
    let job = cx.write(Priority::Person, |tx| {
        if before.content != record::load(tx, version)?.content {
            return Err(Error::Invalid(vec![FieldError::new("rehearse", "error-desk-changed")]));
        }
        let act = Act::done("policies.rehearse", "policy-version", Some(version)).by(actor.account.as_str());
        journal::record(tx, cx.now(), &act)?;
        enqueue(cx, tx, version)
    })?;
    jobs::run_for(cx, &job, HELP)?;
    Ok(format!("/desk/{version}"))
}

/// Starts a rehearsal of one version as its text stands now. Gives the job.
///
/// # Errors
/// The store is away.
pub fn enqueue(cx: &Context, tx: &mut Connection, version: &str) -> Result<String, Error> {
    let total: i64 = residents::table.count().get_result(tx)?;
    let now = cx.now();
    jobs::start(tx, now, NewJob { kind: KIND, payload: version, total, priority: 5, run_at: now })
}

/// One slice of a rehearsal. Only the job's own row is written. A text that was changed meanwhile is counted from the
/// beginning; one that has problems by now is not counted on.
///
/// # Errors
/// The store is away; a published document does not check.
pub fn slice(cx: &Context, job: &Job) -> Result<SliceWrites, Error> {
    let version = job.payload.as_str();
    let found = job.cursor.as_deref().map(serde_json::from_str::<Progress>).transpose().map_err(Error::caused_by)?;
    let row = cx.read(|connection| record::load(connection, version))?;
    let mut progress = found
        .filter(|progress| progress.is_of(&row))
        .unwrap_or_else(|| Progress::of(&row, numbers_to_skip(job.progress_total)));
    let checked = policy::check::check(&row.content, &cx.vocabulary, &cx.parameters);
    let Some(policy) = checked.policy.map(Arc::new) else { return written(&progress, 0, End::Reached) };
    // As on the first day on which it would hold.
    let on = schedule::first_day(&policy, cx.today()).unwrap_or_else(|| cx.today());
    let (after, before, people) = cx.read(|connection| {
        let before = match difference::before(connection, &policy, cx.today())? {
            None => None,
            Some(id) => {
                let policy = published::compiled(cx, connection, &id)?.policy;
                Some((id, published::together_with(cx, connection, &[Arc::clone(&policy)])?, policy))
            }
        };
        let after = published::together_with(cx, connection, &[Arc::clone(&policy)])?;
        Ok((after, before, facts_of_slice(cx, connection, progress.next, RESIDENTS_PER_SLICE)?))
    })?;
    progress.compare(before.as_ref().map(|(id, _, policy)| (id.as_str(), policy.as_ref())), &policy, on);
    for (number, _, facts) in &people {
        let was = before.as_ref().map(|(_, set, policy)| published::verdict(set, policy, facts, on));
        progress.count(was, published::verdict(&after, &policy, facts, on), facts, on);
        progress.next = number + 1;
    }
    progress.next += progress.skip;
    let done = i64::try_from(people.len()).unwrap_or(i64::MAX);
    let is_over = people.is_empty() || (progress.skip > 0 && progress.evaluated >= SAMPLE);
    written(&progress, done, if is_over { End::Reached } else { End::ToCome })
}

/// Whether somebody is left to look at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Reached,
    ToCome,
}

fn written(progress: &Progress, done: i64, end: End) -> Result<SliceWrites, Error> {
    let state = serde_json::to_string(progress).map_err(Error::caused_by)?;
    let outcome = match end {
        End::Reached => SliceOutcome { finished: Some(state), done, ..SliceOutcome::default() },
        End::ToCome => SliceOutcome { cursor: Some(state), done, ..SliceOutcome::default() },
    };
    Ok(Box::new(move |_| Ok(outcome.clone())))
}

/// How many numbers are left out after each slice, so that a large city is looked at in slices all over it.
fn numbers_to_skip(residents: i64) -> i64 {
    match residents > SAMPLE {
        true => residents / (SAMPLE / RESIDENTS_PER_SLICE) - RESIDENTS_PER_SLICE,
        false => 0,
    }
}

/// The newest rehearsal of a version, finished or on its way, of its text as it stands and beside the version that it would
/// replace now.
///
/// # Errors
/// The store is away.
pub fn newest(
    cx: &Context,
    connection: &mut Connection,
    version: &VersionRecord,
    before: Option<&str>,
) -> Result<Option<Rehearsal>, Error> {
    let row: Option<(Option<String>, Option<String>, i64)> = job_rows::table
        .filter(job_rows::kind.eq(KIND).and(job_rows::payload.eq(&version.id)))
        .order((job_rows::created_at.desc(), job_rows::id.desc()))
        .select((job_rows::cursor, job_rows::result, job_rows::progress_total))
        .first(connection)
        .optional()?;
    let Some((cursor, result, residents)) = row else { return Ok(None) };
    let is_over = result.is_some();
    let progress: Progress = match result.or(cursor) {
        Some(state) => serde_json::from_str(&state).map_err(Error::caused_by)?,
        None => Progress::of(version, numbers_to_skip(residents)).beside(before),
    };
    let wanted = if is_over { progress.evaluated } else { residents.min(SAMPLE) };
    let is_of_now = progress.is_of(version) && progress.is_beside(before);
    Ok(is_of_now.then(|| progress.shown(cx, residents, wanted)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_town_is_looked_at_whole_and_a_large_city_in_slices_all_over_it() {
        for residents in [0, 300, SAMPLE] {
            assert_eq!(numbers_to_skip(residents), 0);
        }
        for residents in [SAMPLE + 1, 1_000_000, 25_000_000] {
            let step = RESIDENTS_PER_SLICE + numbers_to_skip(residents);
            let slices = SAMPLE / RESIDENTS_PER_SLICE;
            assert!(step * (slices - 1) < residents && step * (slices + 1) > residents - slices, "{residents}: {step}");
        }
    }
}
