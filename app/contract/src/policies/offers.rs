//! What policies mean for a resident: offers with their reasons, and the home page.

use super::{ComingView, ShownAmount};
use crate::{
    applications::{ApplicationRow, OnItsWay, Sent},
    arrangements::OwnArrangement,
    disputes::DisputeView,
    error::FieldError,
    ids::OfferId,
    residents::{FactView, ShownValue},
};
use jiff::civil::Date;
use policy::{
    decision::Truth,
    document::{AmountBound, Basis, Confidence, Delivery, Field},
    sentence::Phrase,
    text::Text,
};
use serde::{Deserialize, Serialize};

/// How an offer stands, as people are shown it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OfferState {
    /// Waits for the resident's answer.
    Open,
    /// The resident said yes, and a department arranges it.
    Accepted,
    /// Granted without application, carried out after a yes, or granted by a decision.
    Granted,
    /// It could not be carried out after a yes; the department said why.
    NotCarriedOut,
    /// Read: the policy only informs.
    Read,
    /// An application was started or sent.
    Applied,
    /// The application was not granted; the decision says why.
    Refused,
    /// "Later": put aside, still open.
    Later,
    /// "Do not remind me again": put aside, until its person takes it up again.
    Never,
    /// A fact is missing now that was there before: kept, and being checked.
    BeingChecked,
    /// Nobody answered in time, and the policy says that it ends then.
    Lapsed,
    /// The resident no longer meets the conditions.
    Ended,
}

impl OfferState {
    /// Every state.
    pub const ALL: [Self; 12] = [
        Self::Open,
        Self::Accepted,
        Self::Granted,
        Self::NotCarriedOut,
        Self::Read,
        Self::Applied,
        Self::Refused,
        Self::Later,
        Self::Never,
        Self::BeingChecked,
        Self::Lapsed,
        Self::Ended,
    ];

    /// Whether its page asks if a fact behind it is wrong: while it waits, for an answer or for a fact. What was granted,
    /// said yes to, applied for, refused or not wanted has gone on; a fact behind it can be said to be wrong where all facts stand.
    pub fn can_be_disputed(self) -> bool {
        match self {
            Self::Open | Self::Later | Self::Read | Self::BeingChecked => true,
            Self::Accepted
            | Self::Granted
            | Self::NotCarriedOut
            | Self::Applied
            | Self::Refused
            | Self::Never
            | Self::Lapsed
            | Self::Ended => false,
        }
    }

    /// Stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Granted => "granted",
            Self::NotCarriedOut => "not-carried-out",
            Self::Read => "read",
            Self::Applied => "applied",
            Self::Refused => "refused",
            Self::Later => "later",
            Self::Never => "never",
            Self::BeingChecked => "being-checked",
            Self::Lapsed => "lapsed",
            Self::Ended => "ended",
        }
    }

    /// Reads a stable name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// Why: one condition, its result, and the facts that were read for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The condition in words.
    pub label: Text,
    /// Whether it is met.
    pub result: Truth,
    /// The facts it read.
    pub facts: Vec<FactView>,
    /// Values that were worked out, such as the age: name of the function, value, bound.
    pub computed: Vec<ComputedValue>,
    /// Article or clause.
    pub basis: Option<String>,
}

/// A value that was worked out from facts, and the bound it was held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComputedValue {
    /// What was worked out: an age, a sum.
    pub phrase: Phrase,
    /// Its value.
    pub value: ShownValue,
    /// Comparison as written: `>=`.
    pub operator: String,
    /// The bound.
    pub bound: ShownValue,
}

/// An offer as a card and as a page (`/offers/<id>`).
/// Answers are posted to `/offers/<id>/answer` with `answer` = accept | take-back | later | never |
/// again | apply, `key` and `revision`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferCard {
    /// The offer.
    pub id: OfferId,
    /// Policy id.
    pub policy: String,
    /// Field, for icon and accent.
    pub field: Field,
    /// What the person gets; `{amount}` stands for the amount.
    pub headline: Text,
    /// One sentence.
    pub summary: Text,
    /// What the person does.
    pub how: Text,
    /// How much.
    pub amount: Option<ShownAmount>,
    /// The open questions for which the amount is only a bound, or for which the offer is looked at.
    pub open: Vec<Text>,
    /// Since when.
    pub since: Date,
    /// How it reaches people here.
    pub delivery: Delivery,
    /// How it reaches people by its source.
    pub delivery_in_source: Delivery,
    /// How sure we are of the policy's text.
    pub confidence: Confidence,
    /// How far it has got.
    pub state: OfferState,
    /// Every condition with its facts.
    pub reasons: Vec<Reason>,
    /// First legal basis, for the small print.
    pub basis: Option<Basis>,
    /// The department that grants it.
    pub department: Text,
    /// The item that applies for it, when it must be applied for.
    pub item: Option<String>,
    /// The application for it, once it was sent.
    pub application: Option<Sent>,
    /// The application that is on its way for what this is applied for with, whether it began here or not.
    pub on_its_way: Option<OnItsWay>,
    /// What follows the resident's yes, where there was one.
    pub arrangement: Option<OwnArrangement>,
    /// Revision for the answer form.
    pub revision: i32,
    /// Idempotency key for the answer form.
    pub key: String,
}

/// `/offers/<id>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferPage {
    /// The offer.
    pub offer: OfferCard,
    /// What needs mending.
    pub errors: Vec<FieldError>,
    /// Disputes that came from here, and open ones about a fact that it read; newest first.
    pub disputes: Vec<DisputeView>,
    /// What changes by itself, while the person gets it.
    pub coming: ComingView,
}

/// `/put-aside`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutAsidePage {
    /// What was put off, then what was not wanted again.
    pub offers: Vec<OfferCard>,
    /// Applications that were taken back a moment ago and can still go on.
    pub withdrawn: Vec<ApplicationRow>,
}

/// `/` and `/offers`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomePage {
    /// The name in the account's own words; none for a visitor.
    pub name: Option<String>,
    /// Today in Shanghai.
    pub today: Date,
    /// What the city found, newest first.
    pub offers: Vec<OfferCard>,
    /// What they could have each month in cash.
    pub sum: Option<MonthlySum>,
    /// What waits for the person: drafts, questions from a caseworker.
    pub waiting: Vec<WaitingLine>,
    /// Unread notices.
    pub unread: u32,
    /// Verbs of the three fields: items by field.
    pub doors: Vec<(Field, Vec<(String, Text)>)>,
    /// Roles of staff who have no resident page: the home page sends them to their own.
    pub staff: bool,
}

/// `/offers`: what one could have, and what one has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffersPage {
    /// What the city found, newest first.
    pub offers: Vec<OfferCard>,
    /// What the person gets already by what is on record, whoever gave it.
    pub received: Vec<ReceivedLine>,
}

/// Something that somebody gets by what is on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedLine {
    /// What it is.
    pub title: Text,
    /// The department that says so.
    pub department: Text,
    /// The day of its word.
    pub as_of: Date,
}

/// What somebody could have each month in cash, together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthlySum {
    /// Fen.
    pub value: i64,
    /// Exact, or at least so much.
    pub bound: AmountBound,
    /// How many policies it is the sum of.
    pub of: usize,
}

/// One line of "waiting for you".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingLine {
    /// What kind of waiting.
    pub kind: WaitingKind,
    /// What it is about.
    pub title: Text,
    /// Where to go.
    pub address: String,
    /// When it is due, where it is.
    pub due: Option<Date>,
    /// The receipt number, of what was sent.
    pub receipt_number: Option<String>,
}

/// Why something waits for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WaitingKind {
    /// A draft to finish.
    Draft,
    /// A caseworker asks for something.
    Question,
    /// An application on its way.
    Application,
}
