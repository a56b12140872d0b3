//! Policies: the catalogue, what one means for a resident (offers), and the policy desk.

use crate::{
    error::FieldError,
    ids::{OfferId, PolicyVersionId},
    residents::{FactView, ShownValue},
};
use jiff::civil::Date;
use policy::{
    decision::{AmountValue, Decision, Truth, Verdict},
    document::{AmountUnit, Basis, Confidence, Delivery, Field, Period, Source},
    problem::Problem,
    sentence::{Phrase, Sentence},
    text::Text,
};
use serde::{Deserialize, Serialize};

/// An amount with its unit and period: `¥180.00 / 月`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownAmount {
    /// Fen, or hours.
    pub value: i64,
    /// What `value` counts.
    pub unit: AmountUnit,
    /// Per what.
    pub period: Period,
}

impl ShownAmount {
    /// An amount per period.
    pub fn new(amount: AmountValue, period: Period) -> Self {
        let (value, unit) = match amount {
            AmountValue::Money(money) => (money.0, AmountUnit::Money),
            AmountValue::Hours(hours) => (hours, AmountUnit::Hours),
        };
        Self { value, unit, period }
    }

    /// The amount of a decision.
    pub fn of(decision: &Decision) -> Option<Self> {
        decision.amount.map(|amount| Self::new(amount.value, amount.period))
    }
}

/// One line of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyCard {
    /// Policy id, the end of its address `/policies/<id>`.
    pub id: String,
    /// Field, for icon and accent.
    pub field: Field,
    /// What it is called.
    pub title: Text,
    /// What it is and for whom, one sentence.
    pub summary: Text,
    /// How it reaches people here.
    pub delivery: Delivery,
    /// How sure we are of its text.
    pub confidence: Confidence,
}

/// `/policies`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoliciesPage {
    /// Published policies in force, grouped by field in the fixed order.
    pub fields: Vec<(Field, Vec<PolicyCard>)>,
}

/// `/policies/<id>`: one published policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyPage {
    /// Policy id.
    pub id: String,
    /// Version of the document.
    pub version: String,
    /// Field, for icon and accent.
    pub field: Field,
    /// What it is called.
    pub title: Text,
    /// What it is and for whom.
    pub summary: Text,
    /// What the person does.
    pub how: Text,
    /// How to appeal.
    pub appeal: Text,
    /// The department that grants it.
    pub department: Text,
    /// First day.
    pub valid_from: Date,
    /// Last day, where it ends.
    pub valid_to: Option<Date>,
    /// How sure we are of its text.
    pub confidence: Confidence,
    /// How it reaches people by its source.
    pub delivery_in_source: Delivery,
    /// How it reaches people in this demonstration.
    pub delivery_here: Delivery,
    /// The conditions, in words.
    pub conditions: Vec<Text>,
    /// The bands of the benefit: label of the range or condition as the document's expression, and the amount as text or formula.
    pub bands: Vec<BandView>,
    /// Documents to bring.
    pub documents: Vec<Text>,
    /// Working days promised.
    pub promised_days: Option<u32>,
    /// What is not settled.
    pub open_questions: Vec<Text>,
    /// Legal basis.
    pub basis: Vec<Basis>,
    /// Where the text was read.
    pub sources: Vec<Source>,
    /// The item that applies for it: id and title.
    pub item: Option<(String, Text)>,
    /// The signed-in resident's own offer.
    pub offer: Option<OfferId>,
    /// How it stands with the signed-in resident.
    pub prospect: Option<ProspectView>,
}

/// How a policy stands with one resident: what is in the way, what would have to change, and what comes by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProspectView {
    /// The answer of today.
    pub verdict: Verdict,
    /// The conditions that are known not to be met.
    pub unmet: Vec<Text>,
    /// Names of the facts that are not known and matter.
    pub missing: Vec<Text>,
    /// Every fact is known, and yet nothing could be worked out.
    pub has_no_result: bool,
    /// What would have to change; none when nothing may be said.
    pub almost: Option<AlmostView>,
    /// What comes by itself; none when nothing may be said.
    pub by_itself: Option<ByItself>,
}

/// What would have to change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AlmostView {
    /// Any one of these ways is enough.
    Ways {
        /// The day from which it is; none for today.
        from: Option<Date>,
        /// Each way: all of its changes together.
        ways: Vec<Vec<ChangeView>>,
    },
    /// Nothing that a person can change would do.
    NotByChange,
}

/// One fact that would have to be another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeView {
    /// What it would have to be.
    pub wanted: Sentence,
    /// The fact's name.
    pub name: Text,
    /// What it is now; none when it is not known.
    pub now: Option<ShownValue>,
}

/// What the calendar alone does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ByItself {
    /// From a day on.
    Turns(TurnView),
    /// Never.
    Never,
}

/// A day on which an outcome becomes another one by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnView {
    /// The first day of the new outcome.
    pub on: Date,
    /// The amount from then on.
    pub amount: Option<ShownAmount>,
    /// Why.
    pub causes: Vec<CauseView>,
}

/// Something that the calendar does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CauseView {
    /// The policy begins to apply.
    PolicyBegins,
    /// The policy applies no more.
    PolicyEnds,
    /// An age is reached: years.
    Aged(i64),
    /// So much has passed since (or is left until) a date: its name, where it is a fact, and years, months or days.
    Passed(Option<Text>, ShownValue),
    /// A date is reached or over: its name, where it is a fact, and the date.
    Reached(Option<Text>, Date),
    /// Another policy is given from then on, no more, or open (none): its title.
    Policy(Text, Option<bool>),
    /// A standard becomes another one: its name, and the new value where there is one.
    Standard(Text, Option<ShownValue>),
}

/// For somebody who gets it: what the calendar changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComingView {
    /// The next other amount, before it ends.
    pub amount: Option<TurnView>,
    /// The end.
    pub end: Option<TurnView>,
}

/// One band of a benefit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BandView {
    /// Whom the band is for, where the document says it in words.
    pub label: Option<Text>,
    /// Whom the band is for by its range and its condition; none when it is for everybody who is left.
    pub whom: Option<Sentence>,
    /// The amount when it is the same for everybody of the band today.
    pub amount: Option<ShownAmount>,
    /// The formula, when the amount depends on the person.
    pub formula: Option<Formula>,
}

/// How an amount that depends on the person is worked out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Formula {
    /// In the words of the document.
    Worded(Text),
    /// By its parts, where the document has no words for it.
    Parts(Phrase),
}

/// How far an offer has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OfferState {
    /// Waits for the resident's answer.
    Open,
    /// Granted without application, or accepted with one tap.
    Granted,
    /// An application was started or sent.
    Applied,
    /// "Later": shown lower, still open.
    Later,
    /// "Do not remind me again": kept under the policy's page only.
    Never,
    /// The resident says that a fact is wrong; a department checks it.
    Disputed,
    /// A fact is missing now that was there before: kept, and being checked.
    BeingChecked,
    /// The resident no longer meets the conditions.
    Ended,
}

impl OfferState {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Open,
        Self::Granted,
        Self::Applied,
        Self::Later,
        Self::Never,
        Self::Disputed,
        Self::BeingChecked,
        Self::Ended,
    ];

    /// Stable name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Granted => "granted",
            Self::Applied => "applied",
            Self::Later => "later",
            Self::Never => "never",
            Self::Disputed => "disputed",
            Self::BeingChecked => "being-checked",
            Self::Ended => "ended",
        }
    }

    /// Reads a stored name.
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
/// Answers are posted to `/offers/<id>/answer` with `answer` = accept | later | never | apply, `key` and `revision`;
/// "this is wrong" to `/offers/<id>/dispute` with `attribute`, `statement` and `key`.
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
    /// Since when.
    pub since: Date,
    /// How it reaches people here.
    pub delivery: Delivery,
    /// How it reaches people by its source, where that differs.
    pub delivery_in_source: Option<Delivery>,
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
    /// Address of the application or draft, once there is one.
    pub application: Option<String>,
    /// Revision for the answer form.
    pub revision: i32,
    /// Idempotency key for the answer form.
    pub key: String,
}

/// `/offers/<id>`, and again when a dispute needs mending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferPage {
    /// The offer.
    pub offer: OfferCard,
    /// What was typed into the dispute form: attribute and statement.
    pub typed: Option<(String, String)>,
    /// What needs mending.
    pub errors: Vec<FieldError>,
    /// The open dispute: attribute name, the department, and the day by which it answers.
    pub dispute: Option<(Text, Text, Date)>,
    /// What changes by itself, while the person gets it.
    pub coming: ComingView,
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
    /// What waits for the person: drafts, questions from a caseworker.
    pub waiting: Vec<WaitingLine>,
    /// Unread notices.
    pub unread: u32,
    /// Verbs of the three fields: items by field.
    pub doors: Vec<(Field, Vec<(String, Text)>)>,
    /// Roles of staff who have no resident page: the home page sends them to their own.
    pub staff: bool,
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

/// `/desk`: policy versions for authors and publishers. A new document is posted to `/desk` with `text`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskPage {
    /// Versions being worked on, newest first, then published ones by title.
    pub versions: Vec<VersionRow>,
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
    /// In force or about to be.
    Published,
    /// A newer version took its place.
    Superseded,
    /// Taken back.
    Withdrawn,
}

impl VersionState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Draft, Self::Approved, Self::Published, Self::Superseded, Self::Withdrawn];

    /// Stable name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Approved => "approved",
            Self::Published => "published",
            Self::Superseded => "superseded",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads a stored name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// `/desk/<version>`: one document. `/desk/<version>/save` (`text`, `revision`), `/desk/<version>/rehearse` (`key`),
/// `/desk/<version>/hand-over` (`revision`, `key`), `/desk/<version>/publish` (`revision`, `key`), `/desk/<version>/new-version` (`key`).
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
    /// Whether this person may write.
    pub may_write: bool,
    /// Whether this person may publish: a publisher who is not the author.
    pub may_publish: bool,
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
