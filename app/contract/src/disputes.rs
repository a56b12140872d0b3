//! Disputes: a resident says that a fact is wrong, and the department that owns the fact answers.

use crate::{
    applications::{OptionView, QuestionKind},
    casework::WorkList,
    error::FieldError,
    ids::{DisputeId, OfferId},
    paging::PageNumber,
    policies::{OfferState, ShownAmount},
    residents::{FactView, ShownValue},
};
use jiff::civil::Date;
use policy::text::Text;
use serde::{Deserialize, Serialize};

/// How a dispute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DisputeState {
    /// A department checks the fact.
    Open,
    /// The department delivered another value.
    Corrected,
    /// The department found the fact right, and said why.
    Upheld,
    /// The resident took it back.
    TakenBack,
}

impl DisputeState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Open, Self::Corrected, Self::Upheld, Self::TakenBack];

    /// Stable name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Corrected => "corrected",
            Self::Upheld => "upheld",
            Self::TakenBack => "taken-back",
        }
    }

    /// Reads a stored name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// What can happen to a dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DisputeEvent {
    /// The resident said that the fact is wrong.
    Opened,
    /// The resident added a word.
    WordAdded,
    /// A department passed it on to the right one.
    PassedOn,
    /// The promised day passed without an answer.
    Late,
    /// The department delivered another value.
    Corrected,
    /// The department found the fact right.
    Upheld,
    /// The resident took it back.
    TakenBack,
}

impl DisputeEvent {
    /// Every event.
    pub const ALL: [Self; 7] =
        [Self::Opened, Self::WordAdded, Self::PassedOn, Self::Late, Self::Corrected, Self::Upheld, Self::TakenBack];

    /// Stable name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::WordAdded => "word-added",
            Self::PassedOn => "passed-on",
            Self::Late => "late",
            Self::Corrected => "corrected",
            Self::Upheld => "upheld",
            Self::TakenBack => "taken-back",
        }
    }

    /// Reads a stored name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.as_str() == text)
    }
}

/// One step of a dispute; never edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeStep {
    /// What happened.
    pub event: DisputeEvent,
    /// The department at which it was then.
    pub department: Text,
    /// The department that it was passed on to.
    pub to: Option<Text>,
    /// When, epoch milliseconds; shown in Shanghai time.
    pub at: i64,
    /// Words that go with it: of the resident, or the reason of the department.
    pub words: Option<String>,
    /// The value before a correction, where there was one, and the value after it.
    pub change: Option<(Option<ShownValue>, ShownValue)>,
}

/// How an offer stood, or stands: its state and what it gives.
pub type OfferStands = (OfferState, Option<ShownAmount>);

/// What a corrected fact did to one offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferOutcome {
    /// The offer.
    pub offer: OfferId,
    /// The policy's title.
    pub title: Text,
    /// How it stood; nothing when it was found by the correction.
    pub before: Option<OfferStands>,
    /// How it stood afterwards.
    pub after: OfferStands,
}

/// What everybody who may see a dispute sees of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeView {
    /// The dispute.
    pub id: DisputeId,
    /// How it stands.
    pub state: DisputeState,
    /// The fact as it is known today.
    pub fact: FactView,
    /// The department at which it is.
    pub department: Text,
    /// The day by which the department answers.
    pub due: Date,
    /// The day has passed, and there is no answer.
    pub overdue: bool,
    /// The first year on its way whose public holidays are not announced yet: the day may still move.
    pub unannounced_year: Option<i16>,
    /// Steps, newest first.
    pub steps: Vec<DisputeStep>,
    /// What a correction did to offers.
    pub outcomes: Vec<OfferOutcome>,
}

/// `/data/disputes/<id>`: the resident's own dispute. A word is posted to `/data/disputes/<id>/word` (`word`, `key`), taking
/// it back to `/data/disputes/<id>/take-back` (`key`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnDisputePage {
    /// The dispute.
    pub dispute: DisputeView,
    /// The offer from which it came: its address and title.
    pub offer: Option<(String, Text)>,
    /// What was typed as another word.
    pub typed: String,
    /// What needs mending.
    pub errors: Vec<FieldError>,
    /// Idempotency key for the forms here.
    pub key: String,
}

/// A form to say that a fact is wrong: `/offers/<id>/dispute`, `/data/dispute`, `/data/dispute/<attribute>`; posted to its own
/// address with `attribute`, `statement` and `key`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeForm {
    /// Where it is posted to.
    pub action: String,
    /// The page before.
    pub back: String,
    /// The facts to choose from; a single one is not asked about.
    pub facts: Vec<FactView>,
    /// What was typed: attribute and statement.
    pub typed: (String, String),
    /// What needs mending.
    pub errors: Vec<FieldError>,
    /// Idempotency key.
    pub key: String,
}

/// One dispute in a list of the resident's own, or of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeRow {
    /// The dispute.
    pub id: DisputeId,
    /// Attribute id of the vocabulary.
    pub attribute: String,
    /// The attribute's name.
    pub fact: Text,
    /// The department at which it is.
    pub department: Text,
    /// How it stands.
    pub state: DisputeState,
    /// When it was opened.
    pub opened_on: Date,
    /// The day by which the department answers.
    pub due: Date,
}

/// `/disputes?state=open|done`. It names no resident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputesPage {
    /// Which list.
    pub list: WorkList,
    /// Disputes, the one due first on top; of those that are done the newest.
    pub rows: Vec<DisputeRow>,
    /// The department of whoever looks; none for supervisors, who see what is overdue anywhere.
    pub department: Option<Text>,
    /// Disputes in each list.
    pub counts: [i64; 2],
    /// Today in Shanghai.
    pub today: Date,
    /// Which page of the list this is.
    pub number: PageNumber,
}

/// `/disputes/<id>`. Answers are posted to `/disputes/<id>/correct` (`value`, or its parts for a date), `/disputes/<id>/uphold`
/// (`reason`) and `/disputes/<id>/pass-on` (`department`), each with `revision` and `key`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputePage {
    /// The dispute.
    pub dispute: DisputeView,
    /// The resident's name.
    pub resident: String,
    /// What input a corrected value needs; none where no single input holds it.
    pub input: Option<QuestionKind>,
    /// Options of a coded value.
    pub options: Vec<OptionView>,
    /// Departments to which it can be passed on.
    pub departments: Vec<OptionView>,
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
