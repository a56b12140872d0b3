//! Casework: the queue in order of what is due, the case, asking and deciding.

use crate::paging::PageNumber;
use crate::{
    applications::{AnswerRow, ApplicationState, Clock, TimelineEvent},
    error::FieldError,
    ids::ApplicationId,
    policies::VerdictView,
    residents::FactView,
};
use jiff::civil::Date;
use policy::text::Text;
use serde::{Deserialize, Serialize};

/// `/casework?state=open|waiting|done`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuePage {
    /// Which list.
    pub filter: QueueFilter,
    /// Cases, the one due first on top.
    pub rows: Vec<QueueRow>,
    /// The caseworker's district; none for supervisors, who see all.
    pub district: Option<Text>,
    /// Cases in each list.
    pub counts: [i64; 3],
    /// Today in Shanghai.
    pub today: Date,
    /// Which page of the list this is.
    pub number: PageNumber,
}

/// Which list of what departments have to answer or to carry out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum WorkList {
    /// To be done; for a supervisor what is overdue.
    #[default]
    Open,
    /// Done, or taken back by the resident.
    Done,
}

impl WorkList {
    /// Every list.
    pub const ALL: [Self; 2] = [Self::Open, Self::Done];

    /// The value in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
        }
    }

    /// Reads the address; anything else is the open list.
    pub fn from_text(text: &str) -> Self {
        Self::ALL.into_iter().find(|list| list.as_str() == text).unwrap_or_default()
    }
}

/// Which list of the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum QueueFilter {
    /// To be decided.
    #[default]
    Open,
    /// Waiting for the resident.
    Waiting,
    /// Decided or withdrawn.
    Done,
}

impl QueueFilter {
    /// Every list.
    pub const ALL: [Self; 3] = [Self::Open, Self::Waiting, Self::Done];

    /// The value in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Done => "done",
        }
    }

    /// Reads the address; anything else is the open list.
    pub fn from_text(text: &str) -> Self {
        Self::ALL.into_iter().find(|filter| filter.as_str() == text).unwrap_or_default()
    }
}

/// One case, one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRow {
    /// The application.
    pub id: ApplicationId,
    /// Receipt number.
    pub receipt_number: String,
    /// What is applied for.
    pub item_title: Text,
    /// The resident's name.
    pub resident: String,
    /// The resident's district.
    pub district: Option<Text>,
    /// How far it has got.
    pub state: ApplicationState,
    /// When it is due.
    pub due: Date,
    /// Something new since a caseworker last looked: a new case or an answer.
    pub news: bool,
}

/// `/casework/<application>`. Asking is posted to `/casework/<id>/ask` (`question`), deciding to `/casework/<id>/decide`
/// (`decision` = grant | refuse, `reason`); both carry `revision` and `key`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasePage {
    /// The application.
    pub id: ApplicationId,
    /// Receipt number.
    pub receipt_number: String,
    /// What is applied for.
    pub item_title: Text,
    /// The resident's name.
    pub resident: String,
    /// Birth date and age on the day of the request, where known.
    pub born: Option<(Date, i64)>,
    /// How far it has got.
    pub state: ApplicationState,
    /// The clock, while it is open.
    pub clock: Option<Clock>,
    /// The frozen answers.
    pub answers: Vec<AnswerRow>,
    /// The facts as they were when it was sent.
    pub facts: Vec<FactView>,
    /// The verdict on those facts, where the item has a policy.
    pub verdict: Option<VerdictView>,
    /// Events, newest first.
    pub timeline: Vec<TimelineEvent>,
    /// Other applications of this resident for the same thing that are open or were granted, newest first.
    pub others: Vec<OtherApplication>,
    /// Revision for the forms.
    pub revision: i32,
    /// Idempotency key for the forms.
    pub key: String,
    /// What was typed: question, decision, reason.
    pub typed: TypedDecision,
    /// What needs mending.
    pub errors: Vec<FieldError>,
    /// Somebody decided or changed the case in the meantime.
    pub changed_meanwhile: bool,
    /// Whether this person may act (not their own case, still open).
    pub may_act: bool,
}

/// Another application of the same resident for the same thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherApplication {
    /// The application.
    pub id: ApplicationId,
    /// Receipt number.
    pub receipt_number: String,
    /// How far it has got.
    pub state: ApplicationState,
    /// The day on which it was sent.
    pub sent_on: Date,
    /// Whether this member of staff may open it.
    pub in_reach: bool,
}

/// What was typed into the two forms of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedDecision {
    /// The question to the resident.
    pub question: String,
    /// `grant` or `refuse`, or empty.
    pub decision: String,
    /// The reason.
    pub reason: String,
}
