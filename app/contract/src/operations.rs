//! Operations: what administrators see, and the pages for when something is amiss.

use crate::{error::FieldError, ids::JobId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// `/operations`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationsPage {
    /// Residents in the register.
    pub residents: i64,
    /// Open offers.
    pub offers: i64,
    /// Open applications.
    pub applications: i64,
    /// What the city does by itself.
    pub tasks: Vec<TaskRow>,
    /// Days that wait for a yes.
    pub waiting_days: Option<WaitingDays>,
    /// The newest jobs.
    pub jobs: Vec<JobRow>,
    /// `sqlite` or `postgresql`.
    pub database: String,
    /// Alarms of the journal that nobody has ended.
    pub alarms: Vec<crate::journal::JournalAlarm>,
    /// Why what was just asked for was not done.
    pub errors: Vec<FieldError>,
}

/// One job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobRow {
    /// The job.
    pub id: JobId,
    /// What it does: a stable name such as `policies.match`.
    pub kind: String,
    /// waiting, running, done or failed.
    pub state: String,
    /// Units done.
    pub done: i64,
    /// Units in all.
    pub total: i64,
    /// Why its last slice failed, as a code and a place in the program; nothing once one went well.
    pub error: Option<String>,
    /// Slices that failed in a row.
    pub failures: i32,
}

/// Something that the city does by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRow {
    /// Stable name, such as `new-day`.
    pub name: String,
    /// Whether it is running now.
    pub is_running: bool,
    /// Whether somebody asked for a run that has not been yet.
    pub is_asked_for: bool,
    /// When it last ended (milliseconds since 1970, UTC); nothing when it has not run yet.
    pub last_run: Option<i64>,
    /// How much it did then: days, jobs, rows, files.
    pub done: i64,
    /// Why it failed then, as a code and a place in the program.
    pub error: Option<String>,
    /// Runs that failed in a row.
    pub failures: i32,
    /// When it runs next.
    pub next: NextRun,
    /// What it does about the days on which the city stood still.
    pub catching_up: CatchingUp,
}

/// What a task does about the days on which the city stood still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CatchingUp {
    /// Every day, in order.
    EveryDay,
    /// Once, for all of them.
    Once,
    /// Nothing: what was to be said on those days is over.
    NotAtAll,
}

/// When a task runs next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NextRun {
    /// At once; late by so many milliseconds.
    Now {
        /// Since something waits, in milliseconds.
        late_ms: i64,
    },
    /// Then (milliseconds since 1970, UTC).
    At(i64),
    /// After a failure, once more.
    Again {
        /// When the pause ends (milliseconds since 1970, UTC).
        at: i64,
        /// Since something waits, in milliseconds; the pause is no excuse.
        late_ms: i64,
    },
    /// As soon as there is something to do.
    WhenNeeded,
    /// When the day that is on its way is done.
    AfterNewDay,
    /// When an administrator says yes.
    AfterYes,
}

/// Days that the calendar does not let pass by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingDays {
    /// The last day that is done.
    pub done: Date,
    /// The day that the clock shows.
    pub today: Date,
    /// Why they wait.
    pub reason: WaitingReason,
}

/// Why days wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WaitingReason {
    /// The city stood still for longer than is caught up unasked.
    Many,
    /// The clock was set forward while the program ran.
    Sooner,
}

/// Why a page cannot be shown. Status and words follow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Obstacle {
    /// 404: no such page, or not this person's.
    NotFound,
    /// 403: signed in, but not for this.
    Forbidden,
    /// 400: the form did not arrive whole; nothing was done.
    Incomplete,
    /// 413: the form was larger than the limit.
    TooLarge,
    /// 429: too many tries.
    TooManyTries {
        /// When one may try again, in seconds from now.
        seconds: u32,
    },
    /// 503: the store is busy or away; nothing was lost.
    Busy,
    /// 500: a fault on our side, with a number for the log.
    Fault,
}
