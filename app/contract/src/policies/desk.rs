//! The policy desk: versions, documents, rehearsals and the vocabulary.

use super::{Reason, ShownAmount};
use crate::{error::FieldError, ids::PolicyVersionId};
use jiff::civil::Date;
use policy::{decision::Verdict, problem::Problem, text::Text};
use serde::{Deserialize, Serialize};

/// `/desk`: policy versions for authors and publishers. A new document is posted to `/desk` with `text`. `/desk?on-year=…&on-month=…
/// &on-day=…` shows what is in force on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskPage {
    /// Versions being worked on, newest first, then published ones by title.
    pub versions: Vec<VersionRow>,
    /// What was, is or will be in force on the day that was asked for.
    pub on_day: Option<(Date, Vec<VersionRow>)>,
    /// The day as it was typed: year, month, day.
    pub typed_day: [String; 3],
    /// The text of a new document that was posted and could not be taken at all (for instance, too long).
    pub typed: String,
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
}

impl VersionState {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Draft,
        Self::Approved,
        Self::Waiting,
        Self::Published,
        Self::WithdrawalProposed,
        Self::Superseded,
        Self::Ended,
        Self::Withdrawn,
    ];

    /// Whether it is in force, or will be when its day comes.
    pub fn holds(self) -> bool {
        matches!(self, Self::Waiting | Self::Published | Self::WithdrawalProposed)
    }
}

/// `/desk/<version>`: one document. `/desk/<version>/save` (`text`, `revision`), `/desk/<version>/rehearse` (`key`),
/// `/desk/<version>/hand-over` (`revision`, `key`), `/desk/<version>/take-back`, `/desk/<version>/publish` (`revision`, `key`),
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
    /// The outcome of its cases.
    pub cases: Vec<(Text, bool)>,
    /// Who it would reach, once rehearsed.
    pub rehearsal: Option<Rehearsal>,
    /// Another person saved in the meantime: their text.
    pub newer: Option<String>,
    /// What needs mending outside the document's text.
    pub errors: Vec<FieldError>,
    /// First and last day on which it holds, once published.
    pub holds: Option<(Date, Option<Date>)>,
    /// Why it is to be, or was, withdrawn.
    pub withdrawal_reason: Option<String>,
    /// A reason that was typed and could not be taken.
    pub typed_reason: String,
    /// Whether this person may write.
    pub may_write: bool,
    /// Whether this person may take back what was handed over.
    pub may_take_back: bool,
    /// Whether this person may publish: a publisher who is not the author.
    pub may_publish: bool,
    /// Whether this person may propose to withdraw it.
    pub may_propose_withdrawal: bool,
    /// Whether this person may withdraw or keep it: a publisher who did not propose it.
    pub may_settle_withdrawal: bool,
}

/// The outcome of a rehearsal: nothing is written to anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rehearsal {
    /// Residents evaluated so far.
    pub evaluated: i64,
    /// All residents. When `evaluated` is less, it still runs.
    pub residents: i64,
    /// Would get it.
    pub eligible: i64,
    /// Cannot be decided for want of a fact.
    pub undetermined: i64,
    /// New compared with the published version.
    pub entering: i64,
    /// No longer, compared with the published version.
    pub leaving: i64,
    /// Fen a month for all who would get it, where it is money by the month.
    pub monthly_fen: Option<i64>,
    /// Eligible by age group, then by district, then by sex: label and count.
    pub groups: Vec<RehearsalGroup>,
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
