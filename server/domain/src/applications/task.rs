//! The work on an application: it goes as the application goes, and has no way of its own.

use crate::db::types::codes;
use contract::applications::ApplicationState;

/// How the work on an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskState {
    /// The department works on it, and its clock runs.
    Running,
    /// The resident was asked, and the clock stands still.
    Paused,
    /// There is nothing more to do.
    Done,
}

impl TaskState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Running, Self::Paused, Self::Done];

    /// Of an application that stands so.
    pub fn of(application: ApplicationState) -> Self {
        match application {
            ApplicationState::Submitted => Self::Running,
            ApplicationState::WaitingForResident => Self::Paused,
            ApplicationState::Granted | ApplicationState::Refused | ApplicationState::Withdrawn => Self::Done,
        }
    }

    /// Stable name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Done => "done",
        }
    }

    /// Reads a stored name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

codes!(TaskState);
