//! Time passes by tasks: whatever the city does by itself. A task has no input, may run twice without harm, and runs when
//! something waits for it, when its time has come, or when somebody asks; what belongs to a day, when that is done. Over all processes one runs it at a time. One
//! that fails, a panic included, is tried again after growing pauses, and stops no other.

mod lease;
pub mod record;
pub mod table;

mod deadlines;
mod deliver_outbox;
mod facts_again;
mod key_canary;
mod missed_searches;
mod new_day;
mod practice;
mod pruning;
pub mod sealing;
mod silence;
mod validity;
mod warnings;

pub use contract::operations::CatchingUp;
pub use lease::Lease;

use super::{
    calendar::{self, Standing},
    guard::guarded,
};
use crate::{
    context::Context,
    db::{connection::Connection, pools::Priority, types::Instant},
    error::Result,
};
use record::{Reached, TaskRecord};
use std::{
    fmt,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle, sleep},
    time::{Duration, Instant as Moment},
};

/// Something the city does by itself.
#[derive(Clone)]
pub struct Task {
    /// Stable name.
    pub name: &'static str,
    /// Where it runs.
    pub place: Place,
    /// What it does about the days on which the city stood still.
    pub catching_up: CatchingUp,
    /// Pause between two looks whether something waits for it.
    pub pause: Duration,
    /// When it is to run next. Reads only, so that an idle city writes nothing.
    pub next: Look,
    /// Does what waits, until nothing does or the program stops. Answers how much it did.
    pub run: Run,
}

/// Looks when a task is to run next.
pub type Look = Arc<dyn Fn(&Context, &mut Connection, &TaskRecord) -> Result<Next> + Send + Sync>;

/// What a task does. Gets a context whose writes hold on to the task, and whether the program stops.
pub type Run = Arc<dyn Fn(&Context, &AtomicBool) -> Result<i64> + Send + Sync>;

/// The tasks of a program, once they are known: some belong to things beside the city, such as the practice room.
#[derive(Debug, Default)]
pub struct Registry(OnceLock<Vec<Task>>);

impl Registry {
    /// Makes the tasks known. The first time counts.
    pub fn register(&self, tasks: Vec<Task>) {
        self.0.get_or_init(|| tasks);
    }

    /// Every task, in the order of the table.
    pub fn all(&self) -> &[Task] {
        self.0.get().map_or(&[], Vec::as_slice)
    }
}

impl fmt::Debug for Task {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Task").field(&self.name).finish()
    }
}

/// Where a task runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In one process at a time, for the whole city.
    OneProcess,
    /// In every process, for what is its own: its files, its practice room. What they share they guard themselves.
    EachProcess,
}

/// When a task is to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Something waits, since then.
    Now(Instant),
    /// At that time.
    At(Instant),
    /// As soon as there is something to do.
    WhenNeeded,
    /// When the day that is on its way is done.
    AfterNewDay,
    /// Something waits for the yes of an administrator.
    AfterYes,
}

/// What came of a look at a task.
#[derive(Debug)]
pub enum Ran {
    /// Nothing waits, its pause after a failure is not over, or somebody else runs it.
    NotNow,
    /// It ran, and did so much.
    Done(i64),
    /// It failed, and is tried again later.
    Failed(crate::error::Error),
}

/// After so many milliseconds a task that failed is tried again; each further failure in a row doubles it.
const FIRST_PAUSE_MS: i64 = 1_000;
/// The longest pause after failures, in milliseconds.
const LONGEST_PAUSE_MS: i64 = 600_000;
/// A task that has its own place in every process writes how its last run went at most this often, while it goes well.
const BETWEEN_RECORDS: Duration = Duration::from_secs(60);

/// Starts a thread for each task of the program, so that none waits for another. They end when `stop` is set.
pub fn start(cx: &Context, stop: &Arc<AtomicBool>) -> Vec<JoinHandle<()>> {
    cx.tasks
        .all()
        .iter()
        .map(|task| {
            let (cx, task, stop) = (cx.clone(), task.clone(), Arc::clone(stop));
            thread::spawn(move || run_until(&cx, &task, &stop))
        })
        .collect()
}

/// Runs a task whenever it is to run, until `stop` is set.
pub fn run_until(cx: &Context, task: &Task, stop: &AtomicBool) {
    let mut recorded = Recorded::default();
    while !stop.load(Ordering::Relaxed) {
        // Also the look and the record are guarded: nothing ends a task but the end of the program.
        match guarded(|| run_when_due(cx, task, stop, Some(&mut recorded))) {
            Ok(_) => {}
            Err(error) => tracing::error!(task = task.name, %error, "a task could not be looked at; it is tried again"),
        }
        let looked = Moment::now();
        while looked.elapsed() < task.pause && !stop.load(Ordering::Relaxed) {
            sleep(task.pause.min(Duration::from_millis(200)));
        }
    }
    if task.place == Place::EachProcess {
        // An orderly stop leaves nothing of a process undone.
        let _tried = guarded(|| run_when_due(cx, task, stop, Some(&mut recorded)));
    }
}

/// Runs a task if it is to run now. Answers what came of it.
///
/// # Errors
/// The store is away.
pub fn run_if_due(cx: &Context, task: &Task) -> Result<Ran> {
    run_when_due(cx, task, &AtomicBool::new(false), None)
}

fn run_when_due(cx: &Context, task: &Task, stop: &AtomicBool, recorded: Option<&mut Recorded>) -> Result<Ran> {
    let (record, next) = cx.read(|connection| {
        let record = record::find(connection, task.name)?;
        let next = (task.next)(cx, connection, &record)?;
        Ok((record, next))
    })?;
    if !is_due(cx.now(), &record, next) {
        return Ok(Ran::NotNow);
    }
    match task.place {
        Place::OneProcess => {
            let Some(lease) = cx.write(Priority::Job, |tx| Lease::take(cx, tx, task.name))? else {
                return Ok(Ran::NotNow);
            };
            let outcome = guarded(|| (task.run)(&cx.holding(lease.clone()), stop));
            let reached = match stop.load(Ordering::Relaxed) {
                true => Reached::TheStop,
                false => Reached::Everything,
            };
            cx.write(Priority::Job, |tx| record::finish(cx, tx, &lease, &record, (&outcome, reached)))?;
            Ok(told(task, outcome))
        }
        Place::EachProcess => {
            let began = cx.now();
            let outcome = guarded(|| (task.run)(cx, stop));
            if recorded.is_none_or(|recorded| recorded.is_worth_it(outcome.is_ok())) {
                cx.write(Priority::Job, |tx| record::finish_own(cx, tx, task.name, began, &record, &outcome))?;
            }
            Ok(told(task, outcome))
        }
    }
}

fn told(task: &Task, outcome: Result<i64>) -> Ran {
    match outcome {
        Ok(done) => Ran::Done(done),
        Err(error) => {
            tracing::error!(task = task.name, %error, "a task failed; it is tried again");
            Ran::Failed(error)
        }
    }
}

fn is_due(now: Instant, record: &TaskRecord, next: Next) -> bool {
    let is_now = match next {
        Next::Now(_) => true,
        Next::At(at) => at <= now,
        Next::WhenNeeded => false,
        // A day is on its way, or waits for a yes. Whoever asks means that one: they stay heard until it is done.
        Next::AfterNewDay | Next::AfterYes => return false,
    };
    record.asked_at.is_some() || is_now && record.pause_ends(now).is_none()
}

/// The next time of a task that runs once a day, after the day itself is done.
fn once_a_day(cx: &Context, connection: &mut Connection, record: &TaskRecord) -> Result<Next> {
    let today = cx.clock.today();
    let begins = |day| Instant(cx.clock.beginning_of(day));
    let tomorrow = today.tomorrow().map_or(Next::WhenNeeded, |tomorrow| Next::At(begins(tomorrow)));
    if record.succeeded_at.is_some_and(|last| last <= cx.now() && cx.day_of(last) == today) {
        return Ok(tomorrow);
    }
    Ok(match calendar::standing(cx, connection)? {
        Standing::UpToDate(done) if done == today => Next::Now(begins(today)),
        // A clock that went back says nothing twice.
        Standing::UpToDate(_) => tomorrow,
        Standing::Goes(_) => Next::AfterNewDay,
        Standing::Waits(_) => Next::AfterYes,
    })
}

/// When a task of each process runs, which does so every so long: by this process's own memory, for what another process
/// did says nothing of this one's files.
fn every(between: Duration, run: Run) -> (Look, Run) {
    let begun = Moment::now();
    let last: Arc<Mutex<Option<Moment>>> = Arc::default();
    let ended = Arc::clone(&last);
    let next = move |cx: &Context, _: &mut Connection, _: &TaskRecord| {
        let now = cx.now();
        let last = *last.lock().unwrap_or_else(PoisonError::into_inner);
        let due = last.map_or(begun, |last| last + between);
        let rest = due.saturating_duration_since(Moment::now());
        Ok(match rest.is_zero() {
            true => Next::Now(now.plus_ms(-milliseconds(due.elapsed()))),
            false => Next::At(now.plus_ms(milliseconds(rest).max(1))),
        })
    };
    let run = move |cx: &Context, stop: &AtomicBool| {
        let done = run(cx, stop)?;
        *ended.lock().unwrap_or_else(PoisonError::into_inner) = Some(Moment::now());
        Ok(done)
    };
    (Arc::new(next), Arc::new(run))
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// When this process last wrote how a task of its own went.
#[derive(Default)]
struct Recorded {
    at: Option<Moment>,
    went_well: bool,
}

impl Recorded {
    fn is_worth_it(&mut self, goes_well: bool) -> bool {
        let is_worth_it = !goes_well || !self.went_well || self.at.is_none_or(|at| at.elapsed() >= BETWEEN_RECORDS);
        if is_worth_it {
            *self = Self { at: Some(Moment::now()), went_well: goes_well };
        }
        is_worth_it
    }
}
