//! Rehearsal: how many a document would reach, and whom. Nothing is written to anybody.

use super::{matching, published, versions::in_force};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        schema::{jobs as job_rows, policy_versions, residents},
    },
    error::Error,
    operations::jobs::{self, Job, NewJob, SliceOutcome, SliceWrites},
    residents::facts::facts_of_slice,
};
use contract::policies::{Rehearsal, RehearsalGroup};
use diesel::prelude::*;
use jiff::civil::Date;
use policy::{
    calendar::{AgeRule, LeapDayRule, age},
    decision::{AmountValue, Verdict},
    document::Period,
    text::Text,
    value::{Facts, Value},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};

/// Kind of the job.
pub const KIND: &str = "policies.rehearse";
/// Residents evaluated in one slice.
const RESIDENTS_PER_SLICE: i64 = 1_000;

/// What the job works on, and what it found so far: the state travels in the cursor, so that a slice is one
/// transaction and a killed server goes on where it stopped.
#[derive(Default, Serialize, Deserialize)]
struct Progress {
    next: i64,
    evaluated: i64,
    eligible: i64,
    undetermined: i64,
    entering: i64,
    leaving: i64,
    sum: i64,
    money_by_month: bool,
    by_age: BTreeMap<String, i64>,
    by_sex: BTreeMap<String, i64>,
    by_district: BTreeMap<String, i64>,
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

/// One slice of a rehearsal. Only the job's own row is written.
///
/// # Errors
/// The store is away; the document does not check any more.
pub fn slice(cx: &Context, job: &Job) -> Result<SliceWrites, Error> {
    let version = job.payload.as_str();
    let mut progress: Progress = job
        .cursor
        .as_deref()
        .map_or_else(|| Ok(Progress::default()), serde_json::from_str)
        .map_err(Error::caused_by)?;
    let (policy_id, text): (String, String) = cx.read(|connection| {
        let row = policy_versions::table.find(version);
        Ok(row.select((policy_versions::policy_id, policy_versions::content)).first(connection)?)
    })?;
    let policy = policy::check::check(&text, &cx.vocabulary, &cx.parameters)
        .policy
        .map(Arc::new)
        .ok_or_else(|| Error::fault("a rehearsed document has problems"))?;
    let (set, before, people) = cx.read(|connection| {
        let in_force = in_force::on(connection, cx.today())?;
        let published = in_force.into_iter().find(|found| found.policy == policy_id).map(|found| found.version);
        let before = match &published {
            Some(id) => matching::eligible(connection, id)?,
            None => roaring::RoaringTreemap::new(),
        };
        let set = published::together_with(cx, connection, &[Arc::clone(&policy)])?;
        Ok((set, before, facts_of_slice(cx, connection, progress.next, RESIDENTS_PER_SLICE)?))
    })?;
    progress.money_by_month = policy.benefit.as_ref().is_some_and(|benefit| benefit.period == Period::Month);
    for (number, _, facts) in &people {
        let (verdict, amount) = published::verdict(&set, &policy, facts, cx.today());
        let was = u64::try_from(*number).is_ok_and(|number| before.contains(number));
        progress.count(verdict, amount, was, facts, cx.today());
        progress.next = number + 1;
    }
    let done = i64::try_from(people.len()).unwrap_or(i64::MAX);
    let state = serde_json::to_string(&progress).map_err(Error::caused_by)?;
    let outcome = match people.is_empty() {
        true => SliceOutcome { finished: Some(state), ..SliceOutcome::default() },
        false => SliceOutcome { cursor: Some(state), done, ..SliceOutcome::default() },
    };
    Ok(Box::new(move |_| Ok(outcome.clone())))
}

/// The newest rehearsal of a version, finished or on its way.
///
/// # Errors
/// The store is away.
pub fn newest(cx: &Context, connection: &mut Connection, version: &str) -> Result<Option<Rehearsal>, Error> {
    let row: Option<(Option<String>, Option<String>, i64)> = job_rows::table
        .filter(job_rows::kind.eq(KIND).and(job_rows::payload.eq(version)))
        .order(job_rows::created_at.desc())
        .select((job_rows::cursor, job_rows::result, job_rows::progress_total))
        .first(connection)
        .optional()?;
    let Some((cursor, result, residents)) = row else { return Ok(None) };
    let progress: Progress = match result.or(cursor) {
        Some(state) => serde_json::from_str(&state).map_err(Error::caused_by)?,
        None => Progress::default(),
    };
    Ok(Some(progress.shown(cx, residents)))
}

impl Progress {
    fn count(&mut self, verdict: Verdict, amount: Option<AmountValue>, was: bool, facts: &Facts, today: Date) {
        self.evaluated += 1;
        match verdict {
            Verdict::Eligible => {
                self.eligible += 1;
                self.entering += i64::from(!was);
                if let Some(AmountValue::Money(money)) = amount {
                    self.sum += money.0;
                }
                if let Some(Value::Date(born)) = facts.get("dob").map(|fact| &fact.value) {
                    let decade = age(*born, today, AgeRule::Birthday, LeapDayRule::Feb28).max(0) / 10 * 10;
                    *self.by_age.entry(format!("{decade:03}")).or_default() += 1;
                }
                for (attribute, counts) in [("sex", &mut self.by_sex), ("residence_district", &mut self.by_district)] {
                    if let Some(Value::Code(code)) = facts.get(attribute).map(|fact| &fact.value) {
                        *counts.entry(code.clone()).or_default() += 1;
                    }
                }
            }
            Verdict::Undetermined => self.undetermined += 1,
            Verdict::NotEligible => self.leaving += i64::from(was),
        }
    }

    fn shown(&self, cx: &Context, residents: i64) -> Rehearsal {
        let coded = |attribute: &str, counts: &BTreeMap<String, i64>| RehearsalGroup {
            attribute: attribute.to_owned(),
            rows: counts
                .iter()
                .map(|(code, count)| {
                    let name = cx.vocabulary.attribute(attribute).and_then(|known| known.code(code));
                    (name.map_or_else(|| Text::same(code.as_str()), |code| code.name.clone()), *count)
                })
                .collect(),
        };
        let by_age = RehearsalGroup {
            attribute: "age".to_owned(),
            rows: self
                .by_age
                .iter()
                .map(|(decade, count)| {
                    let from: i64 = decade.parse().unwrap_or_default();
                    (Text::new(format!("{from}–{} 岁", from + 9), format!("{from}–{}", from + 9)), *count)
                })
                .collect(),
        };
        Rehearsal {
            evaluated: self.evaluated,
            residents,
            eligible: self.eligible,
            undetermined: self.undetermined,
            entering: self.entering,
            leaving: self.leaving,
            monthly_fen: self.money_by_month.then_some(self.sum),
            groups: vec![by_age, coded("residence_district", &self.by_district), coded("sex", &self.by_sex)],
        }
    }
}
