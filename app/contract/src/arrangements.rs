//! Arrangements: what follows a yes. The department that carries out what was offered calls by a day, agrees on a day with
//! the resident, and says when it was done, or why not.

use crate::{casework::WorkList, error::FieldError, ids::ArrangementId, paging::PageNumber, policies::ShownAmount};
use jiff::civil::Date;
use policy::text::Text;
use serde::{Deserialize, Serialize};

/// How an arrangement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ArrangementState {
    /// The department has to carry it out.
    Open,
    /// It was done.
    Done,
    /// It could not be done, and the department said why.
    NotDone,
    /// The resident took the yes back.
    TakenBack,
}

impl ArrangementState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Open, Self::Done, Self::NotDone, Self::TakenBack];

    /// Stable name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::NotDone => "not-done",
            Self::TakenBack => "taken-back",
        }
    }

    /// Reads a stored name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// What can happen to an arrangement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ArrangementEvent {
    /// The resident said yes.
    Opened,
    /// The department and the resident agreed on a day.
    Appointed,
    /// The promised day passed, and nothing was done.
    Late,
    /// It was done.
    Done,
    /// It could not be done.
    NotDone,
    /// The resident took the yes back.
    TakenBack,
}

impl ArrangementEvent {
    /// Every event.
    pub const ALL: [Self; 6] = [Self::Opened, Self::Appointed, Self::Late, Self::Done, Self::NotDone, Self::TakenBack];

    /// Stable name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Appointed => "appointed",
            Self::Late => "late",
            Self::Done => "done",
            Self::NotDone => "not-done",
            Self::TakenBack => "taken-back",
        }
    }

    /// Reads a stored name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.as_str() == text)
    }
}

/// What the day of an arrangement means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Agreed {
    /// By then the department calls.
    NotYet,
    /// On that day it is done, as the department and the resident agreed.
    OnADay,
}

/// How the department reaches the resident, as the resident is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reached {
    /// The city knows a telephone number.
    ByTelephone,
    /// It knows none: the resident has to say one.
    NotKnown,
}

/// Whether the resident can take a yes back here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TakingBack {
    /// With one press.
    Possible,
    /// Only by saying so to whoever calls.
    Over,
}

/// Whether the policy says yes of the person today. What was promised is answered either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PolicyToday {
    /// Yes.
    StillYes,
    /// No, not known, or the policy is over.
    NotNow,
}

/// What becomes of a yes, as its resident reads it with the offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnArrangement {
    /// How it stands.
    pub state: ArrangementState,
    /// The department that carries it out.
    pub department: Text,
    /// The day by which it calls; the agreed day, once there is one.
    pub due: Date,
    /// Whether the two have agreed on that day.
    pub agreed: Agreed,
    /// The day has passed, and nothing was done.
    pub overdue: bool,
    /// The first year on its way whose public holidays are not announced yet: the day may still move.
    pub unannounced_year: Option<i16>,
    /// How it reaches the resident.
    pub reached: Reached,
    /// Whether the yes can be taken back here.
    pub taking_back: TakingBack,
    /// What the policy says meanwhile.
    pub policy: PolicyToday,
    /// The day on which it was done.
    pub done_on: Option<Date>,
    /// Why it could not be done.
    pub reason: Option<String>,
}

/// One arrangement in a list of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArrangementRow {
    /// The arrangement.
    pub id: ArrangementId,
    /// The policy's title.
    pub title: Text,
    /// The resident's name.
    pub resident: String,
    /// The department that carries it out.
    pub department: Text,
    /// How it stands.
    pub state: ArrangementState,
    /// When the resident said yes.
    pub accepted_on: Date,
    /// The day by which the department calls; the agreed day, once there is one.
    pub due: Date,
    /// Whether the two have agreed on that day.
    pub agreed: Agreed,
}

/// `/arrangements?state=open|done`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArrangementsPage {
    /// Which list.
    pub list: WorkList,
    /// Arrangements, the one due first on top; of those that are done the newest.
    pub rows: Vec<ArrangementRow>,
    /// The department of whoever looks; none for supervisors, who see what is overdue anywhere.
    pub department: Option<Text>,
    /// Arrangements in each list.
    pub counts: [i64; 2],
    /// Today in Shanghai.
    pub today: Date,
    /// Which page of the list this is.
    pub number: PageNumber,
}

/// One step of an arrangement; never edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArrangementStep {
    /// What happened.
    pub event: ArrangementEvent,
    /// When, epoch milliseconds; shown in Shanghai time.
    pub at: i64,
    /// The day that was agreed on, or on which it was done.
    pub day: Option<Date>,
    /// Why it could not be done.
    pub words: Option<String>,
}

/// `/arrangements/<id>`. The agreed day is posted to `/arrangements/<id>/appoint` (`day-year`, `day-month`, `day-day`), what
/// came of it to `/arrangements/<id>/done` (`on-year`, `on-month`, `on-day`) and `/arrangements/<id>/not-done` (`reason`), each
/// with `revision` and `key`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArrangementPage {
    /// The arrangement, as in the list.
    pub row: ArrangementRow,
    /// What the resident gets; `{amount}` stands for the amount.
    pub headline: Text,
    /// How much.
    pub amount: Option<ShownAmount>,
    /// The resident's telephone number, where the city knows one.
    pub telephone: Option<String>,
    /// The district in which the resident lives, where the city knows it.
    pub district: Option<Text>,
    /// What the policy says of the resident meanwhile.
    pub policy: PolicyToday,
    /// The day has passed, and nothing was done.
    pub overdue: bool,
    /// The first year on its way whose public holidays are not announced yet: the day may still move.
    pub unannounced_year: Option<i16>,
    /// Steps, newest first.
    pub steps: Vec<ArrangementStep>,
    /// What was typed into the three forms: field name and value.
    pub typed: Vec<(String, String)>,
    /// What needs mending.
    pub errors: Vec<FieldError>,
    /// Revision for the forms.
    pub revision: i32,
    /// Idempotency key for the forms.
    pub key: String,
    /// Whether this person may answer: it is open, at their department or overdue, and not about themselves.
    pub may_answer: bool,
}
