//! The policy desk: versions, documents, rehearsals and the vocabulary.

use super::{BandView, DifferenceView, Reason, ShownAmount};
use crate::{error::FieldError, ids::PolicyVersionId};
use jiff::civil::Date;
use policy::{decision::Verdict, problem::Problem, text::Text};
use serde::{Deserialize, Serialize};

/// `/desk`: policy versions for authors and publishers. A new document is posted to `/desk` with `text` or `file`, `key`, and `act` = keep
/// where one with problems is to be a draft all the same. `/desk?on-year=…&on-month=…&on-day=…` shows what is in force on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskPage {
    /// Versions being worked on, newest first, then published ones by title.
    pub versions: Vec<VersionRow>,
    /// By which words the versions were looked for; then only those that fit are listed, best first.
    pub query: String,
    /// What was, is or will be in force on the day that was asked for.
    pub on_day: Option<(Date, Vec<VersionRow>)>,
    /// The day as it was typed: year, month, day.
    pub typed_day: [String; 3],
    /// The text of a new document that was posted and not taken.
    pub typed: String,
    /// What is wrong with that text.
    pub problems: Vec<Problem>,
    /// Idempotency key of the form for a new document.
    pub key: String,
    /// What needs mending.
    pub errors: Vec<FieldError>,
    /// Whether this person may write.
    pub may_write: bool,
}

/// One version of one policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionRow {
    /// The version.
    pub id: PolicyVersionId,
    /// Policy id.
    pub policy: String,
    /// Version text.
    pub version: String,
    /// Title.
    pub title: Text,
    /// How far it has got.
    pub state: VersionState,
    /// Who wrote it; none for seeds.
    pub author: Option<String>,
    /// Residents it reaches, once published.
    pub reached: Option<i64>,
}

/// How far a policy version has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VersionState {
    /// Being written; may have problems.
    Draft,
    /// Handed to a second person.
    Approved,
    /// Published, and begins on a later day.
    Waiting,
    /// In force.
    Published,
    /// In force or about to be; somebody proposes to withdraw it.
    WithdrawalProposed,
    /// A newer version took its place.
    Superseded,
    /// It ended on its last day.
    Ended,
    /// Withdrawn by a second person.
    Withdrawn,
    /// A draft that its author threw away.
    ThrownAway,
}

impl VersionState {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Draft,
        Self::Approved,
        Self::Waiting,
        Self::Published,
        Self::WithdrawalProposed,
        Self::Superseded,
        Self::Ended,
        Self::Withdrawn,
        Self::ThrownAway,
    ];

    /// Whether it is in force, or will be when its day comes.
    pub fn holds(self) -> bool {
        matches!(self, Self::Waiting | Self::Published | Self::WithdrawalProposed)
    }
}

/// What somebody did to a version before it was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HandAct {
    /// Wrote it.
    Created,
    /// Changed its text.
    Edited,
    /// Handed it to a second person.
    HandedOver,
}

impl HandAct {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Created, Self::Edited, Self::HandedOver];

    /// Stable name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Edited => "edited",
            Self::HandedOver => "handed-over",
        }
    }

    /// Reads a stored name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == text)
    }
}

/// One of those through whose hands a version went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandRow {
    /// What they did.
    pub act: HandAct,
    /// Who; none for somebody who is not with the city any more.
    pub name: Option<String>,
    /// When last, epoch milliseconds.
    pub at: i64,
}

/// What the second person wrote when they sent a version back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemarkView {
    /// The remark.
    pub words: String,
    /// Who; none for somebody who is not with the city any more.
    pub by: Option<String>,
    /// When, epoch milliseconds.
    pub at: i64,
}

/// `/desk/<version>/throw-away`: asks before a draft is thrown away. Posted to the same address (`revision`, `key`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThrowingAwayPage {
    /// The version.
    pub id: PolicyVersionId,
    /// Version text.
    pub version: String,
    /// Title, as far as it can be read.
    pub title: Text,
    /// Revision that the form carries.
    pub revision: i32,
    /// Idempotency key.
    pub key: String,
}

/// `/desk/<version>`: one document. `/desk/<version>/save` (`text`, `revision`), `/desk/<version>/rehearse` (`key`),
/// `/desk/<version>/hand-over` (`revision`, `key`), `/desk/<version>/take-back` (`revision`, `key`),
/// `/desk/<version>/send-back` (`remark`, `revision`, `key`), `/desk/<version>/publish` (`revision`, `key`),
/// `/desk/<version>/new-version` (`key`), `/desk/<version>/propose-withdrawal` (`reason`, `revision`, `key`),
/// `/desk/<version>/settle-withdrawal` (`decision` = withdraw | keep, `revision`, `key`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentPage {
    /// The version.
    pub id: PolicyVersionId,
    /// Policy id, as far as it can be read.
    pub policy: String,
    /// Version text.
    pub version: String,
    /// Title, as far as it can be read.
    pub title: Text,
    /// How far it has got.
    pub state: VersionState,
    /// The document as typed.
    pub text: String,
    /// Revision that the save form carries.
    pub revision: i32,
    /// Idempotency key for the acts on this page.
    pub key: String,
    /// Everything that is wrong with it, in the order of the lines.
    pub problems: Vec<Problem>,
    /// The conditions as a person reads them, when the document can be read.
    pub conditions: Vec<Text>,
    /// What it gives, and to whom.
    pub bands: Vec<BandView>,
    /// The day of these amounts; none for today.
    pub amounts_on: Option<Date>,
    /// The outcome of its cases.
    pub cases: Vec<(Text, bool)>,
    /// What it changes, before it is published.
    pub difference: Option<DifferenceView>,
    /// Who it would reach, once rehearsed.
    pub rehearsal: Option<Rehearsal>,
    /// Somebody saved in the meantime, another person or this one in another window: that text.
    pub newer: Option<String>,
    /// A text that came when it was no draft any more, and was not saved.
    pub unsaved: Option<String>,
    /// What needs mending outside the document's text.
    pub errors: Vec<FieldError>,
    /// First and last day on which it holds, once published.
    pub holds: Option<(Date, Option<Date>)>,
    /// Why it is to be, or was, withdrawn.
    pub withdrawal_reason: Option<String>,
    /// A reason that was typed and could not be taken.
    pub typed_reason: String,
    /// Who wrote, changed and handed it over, in the order of their acts; nobody for what came with the program.
    pub hands: Vec<HandRow>,
    /// Who published it, and when (epoch milliseconds).
    pub publisher: Option<(Option<String>, i64)>,
    /// What the second person wrote when they sent it back last.
    pub remark: Option<RemarkView>,
    /// A remark that was typed and could not be taken.
    pub typed_remark: String,
    /// Whether this person may write.
    pub may_write: bool,
    /// Whether this person may take back what was handed over.
    pub may_take_back: bool,
    /// Whether this person may throw the draft away: its author.
    pub may_throw_away: bool,
    /// Whether this person may publish it or send it back: a publisher who neither wrote, changed nor handed it over.
    pub may_publish: bool,
    /// Whether this person may propose to withdraw it.
    pub may_propose_withdrawal: bool,
    /// Whether this person may withdraw or keep it: a publisher who did not propose it.
    pub may_settle_withdrawal: bool,
}

/// The outcome of a rehearsal: nothing is written to anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rehearsal {
    /// Residents looked at so far.
    pub evaluated: i64,
    /// Residents to be looked at: all, or in a large city a sample. When `evaluated` is less, it still runs.
    pub wanted: i64,
    /// All residents.
    pub residents: i64,
    /// Would get it.
    pub eligible: i64,
    /// Cannot be decided for want of a fact.
    pub undetermined: i64,
    /// What becomes of them, compared with the version that it would replace.
    pub effects: Effects,
    /// What all who would get it get together, where it is money by the month.
    pub monthly: Option<ShownAmount>,
    /// Eligible by age group, then by district, then by sex: label and count.
    pub groups: Vec<RehearsalGroup>,
}

/// Who gains and who loses, among the residents looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effects {
    /// Would newly get it.
    pub gain: Moved,
    /// Would get it no longer.
    pub lose: Moved,
    /// Would get more.
    pub more: Moved,
    /// Would get less.
    pub less: Moved,
    /// Would get it in another unit or for another time, so that the two cannot be compared.
    pub otherwise: i64,
    /// Get it now, and could not be decided for want of a fact.
    pub doubtful: i64,
}

/// People, and what they gain or lose together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// How many.
    pub people: i64,
    /// How much together, where the policy gives amounts.
    pub together: Option<ShownAmount>,
}

/// One break-down of a rehearsal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RehearsalGroup {
    /// Attribute id: `age`, `residence_district`, `sex`.
    pub attribute: String,
    /// Rows: label and eligible residents.
    pub rows: Vec<(Text, i64)>,
}

/// The verdict on one resident, for caseworkers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictView {
    /// The policy.
    pub policy: String,
    /// Its version.
    pub version: String,
    /// Its title.
    pub title: Text,
    /// The verdict.
    pub verdict: Verdict,
    /// How much.
    pub amount: Option<ShownAmount>,
    /// Every condition.
    pub reasons: Vec<Reason>,
    /// Names of the facts that are missing.
    pub missing: Vec<Text>,
    /// The open questions that reach into it.
    #[serde(default)]
    pub open: Vec<Text>,
    /// Every fact is known, and yet nothing could be worked out.
    #[serde(default)]
    pub has_no_result: bool,
}

/// `/vocabulary`: the data standard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VocabularyPage {
    /// Attributes in the order of the document.
    pub attributes: Vec<AttributeRow>,
}

/// One attribute of the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeRow {
    /// Attribute id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Type id: bool, int, money, date, code, text.
    pub value_type: String,
    /// Unit id.
    pub unit: Option<String>,
    /// Department.
    pub department: Text,
    /// Allowed codes: id and name.
    pub codes: Vec<(String, Text)>,
}
