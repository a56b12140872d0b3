//! Operations: what administrators see, and the pages for when something is amiss.

use crate::ids::JobId;
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
    /// The newest jobs.
    pub jobs: Vec<JobRow>,
    /// `sqlite` or `postgresql`.
    pub database: String,
    /// Alarms of the journal that nobody has ended.
    pub alarms: Vec<crate::journal::JournalAlarm>,
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
