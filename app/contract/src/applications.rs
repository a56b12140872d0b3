//! Applications: drafts, one question a page, check answers, receipt, timeline.

pub mod outcome;

use crate::{
    error::FieldError,
    ids::{ApplicationId, DraftId},
    policies::Reason,
    residents::ShownValue,
};
use jiff::civil::Date;
use outcome::DecidedView;
use policy::text::Text;
use serde::{Deserialize, Serialize};

/// The kinds of question, and so of input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuestionKind {
    /// One line.
    Text,
    /// The name of a person.
    Name,
    /// Several lines.
    LongText,
    /// One of several options: radios.
    Choice,
    /// Any of several options: checkboxes.
    Choices,
    /// Yes or no: radios with the values `yes` and `no`.
    YesNo,
    /// Three fields: `<id>-year`, `<id>-month`, `<id>-day`.
    Date,
    /// Yuan with up to two decimals.
    Money,
    /// A whole number.
    Number,
    /// A mobile or landline number.
    Phone,
    /// 18 characters, GB 11643.
    IdentityNumber,
    /// One of the city's districts.
    District,
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionView {
    /// Value of the input.
    pub id: String,
    /// What it says.
    pub label: Text,
    /// A short explanation.
    pub hint: Option<Text>,
}

/// What every page of a draft shows at its head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftHead {
    /// The draft.
    pub id: DraftId,
    /// What is applied for.
    pub item_title: Text,
    /// Revision that the form carries in `revision`.
    pub revision: i32,
    /// This step, from 1.
    pub step: u32,
    /// All steps, the check page included.
    pub steps: u32,
    /// Address of the page before.
    pub back: String,
    /// It was sent: nothing can be changed here any more.
    pub sent: Option<Sent>,
    /// Another application for the same thing is on its way.
    pub on_its_way: Option<OnItsWay>,
}

/// The application that was sent from a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Its address.
    pub address: String,
    /// Its receipt number.
    pub receipt_number: String,
}

/// An application for the same thing that is not decided yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnItsWay {
    /// Its address.
    pub address: String,
    /// Its receipt number.
    pub receipt_number: String,
    /// Whether there can be a second one beside it.
    pub second: Second,
}

/// What becomes of a second application while one is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Second {
    /// There is only one at a time.
    NotNow,
    /// It is taken once the resident says that a second one is meant.
    WithYes,
}

/// What the city filled an answer in with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FilledIn {
    /// A fact of a department, by its name.
    Fact(Text),
    /// The telephone number that the person signs in with.
    OwnPhone,
}

/// `/drafts/<id>/<question>`: one question. Posted to its own address with `revision`, the question's fields and `go` = `next` | `leave`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionPage {
    /// The draft.
    pub head: DraftHead,
    /// Question id: the name of its input.
    pub question: String,
    /// What input it needs.
    pub kind: QuestionKind,
    /// The question itself.
    pub title: Text,
    /// One short hint.
    pub hint: Option<Text>,
    /// May be left out.
    pub optional: bool,
    /// Options of a choice (districts come as options too).
    pub options: Vec<OptionView>,
    /// Autocomplete token when the answer is the person's own data.
    pub autocomplete: Option<String>,
    /// Longest text, in characters.
    pub max_length: Option<u32>,
    /// What was typed or prefilled: field name and value, in order.
    pub values: Vec<(String, String)>,
    /// What filled it in, when nothing was typed yet.
    pub prefilled_from: Option<FilledIn>,
    /// Where the form begins with this question: those before it, which are filled in already, and their addresses.
    pub begins_after: Vec<(Text, String)>,
    /// What needs mending.
    pub errors: Vec<FieldError>,
    /// Somebody else saved a newer answer: what it says. The typed value is in `values`.
    pub newer: Option<Vec<ShownValue>>,
    /// The page was opened from the check page and goes back there.
    pub from_check: bool,
}

/// One answer of a summary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerRow {
    /// Question id.
    pub question: String,
    /// The question.
    pub title: Text,
    /// The answer; empty when it was left out.
    pub answer: Vec<ShownValue>,
    /// Address to change it, on the check page.
    pub change: Option<String>,
    /// It needs an answer before sending.
    pub missing: bool,
    /// What filled it in, on the check page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filled_in: Option<FilledIn>,
}

/// `/drafts/<id>/check`. Sent with `revision` to `/drafts/<id>/submit`, and with `second` = `yes` where another one
/// is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckPage {
    /// The draft.
    pub head: DraftHead,
    /// Every visible question with its answer.
    pub answers: Vec<AnswerRow>,
    /// What needs mending.
    pub errors: Vec<FieldError>,
    /// Working days promised.
    pub promised_days: u32,
    /// What of the conditions is not met as things stand.
    pub advice: Vec<Advice>,
}

/// Said before somebody applies: a condition that is not met by what is known of them. They may apply all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    /// Id of the policy.
    pub policy: String,
    /// What it is called.
    pub title: Text,
    /// The condition, with what is known of this person that it asks for.
    pub unmet: Reason,
}

/// `/drafts`: what is being filled in. Thrown away by a post to `/drafts/<id>/discard`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftsPage {
    /// Drafts, newest first.
    pub drafts: Vec<DraftRow>,
}

/// One draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftRow {
    /// The draft.
    pub id: DraftId,
    /// What is applied for.
    pub item_title: Text,
    /// Steps that the person has done.
    pub done: u32,
    /// Steps that were filled in with what the city knows.
    pub filled_in: u32,
    /// All steps, as the form counts them: a visible question each, and the look at all answers.
    pub steps: u32,
    /// When it was last saved.
    pub saved_on: Date,
    /// Where to go on.
    pub address: String,
}

/// How far an application has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ApplicationState {
    /// Sent; the clock runs.
    Submitted,
    /// The caseworker asks for something; the clock stands still.
    WaitingForResident,
    /// Granted.
    Granted,
    /// Refused, with a reason and a way to appeal.
    Refused,
    /// Taken back by the resident.
    Withdrawn,
}

impl ApplicationState {
    /// Every state.
    pub const ALL: [Self; 5] =
        [Self::Submitted, Self::WaitingForResident, Self::Granted, Self::Refused, Self::Withdrawn];

    /// Stable name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::WaitingForResident => "waiting-for-resident",
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads a stored name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Whether the case still needs work.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Submitted | Self::WaitingForResident)
    }
}

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActorKind {
    /// The resident.
    Resident,
    /// A caseworker.
    Caseworker,
    /// The portal itself.
    Portal,
}

/// What happened to an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// It was sent.
    Submitted,
    /// The caseworker opened it for the first time.
    Opened,
    /// The caseworker asked for something; `detail` is the question.
    Asked,
    /// The resident answered; `detail` is the answer.
    Answered,
    /// Granted; `detail` is the reason.
    Granted,
    /// Refused; `detail` is the reason.
    Refused,
    /// Taken back.
    Withdrawn,
    /// The withdrawal was taken back.
    TakenUpAgain,
    /// The promised day passed without a decision.
    Late,
    /// A department corrected a fact, and the application is judged by it; `correction` says which.
    FactCorrected,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Submitted,
        Self::Opened,
        Self::Asked,
        Self::Answered,
        Self::Granted,
        Self::Refused,
        Self::Withdrawn,
        Self::TakenUpAgain,
        Self::Late,
        Self::FactCorrected,
    ];

    /// Stable name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Opened => "opened",
            Self::Asked => "asked",
            Self::Answered => "answered",
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::TakenUpAgain => "taken-up-again",
            Self::Late => "late",
            Self::FactCorrected => "fact-corrected",
        }
    }

    /// Reads a stored name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// One event of the timeline; never edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEvent {
    /// What happened.
    pub kind: EventKind,
    /// Who did it.
    pub actor: ActorKind,
    /// When, epoch milliseconds; shown in Shanghai time.
    pub at: i64,
    /// Words that go with it.
    pub detail: Option<String>,
    /// The fact that was corrected.
    pub correction: Option<CorrectedFact>,
}

/// A fact that was corrected while an application was open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectedFact {
    /// Its name.
    pub name: Text,
    /// The department that corrected it.
    pub department: Text,
    /// What stood there; nothing where it was not known.
    pub before: Option<ShownValue>,
    /// What stands there now.
    pub after: ShownValue,
}

/// The legal clock. The resident sees the same one as the caseworker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Working days used.
    pub used: u32,
    /// Working days promised.
    pub promised: u32,
    /// About when the answer comes.
    pub due: Date,
    /// The first year on its way whose public holidays are not announced yet: the day may still move.
    pub unannounced_year: Option<i16>,
    /// It stands still while the resident is asked.
    pub paused: bool,
}

/// `/applications/<id>`: receipt, clock, timeline and answers. An answer to the caseworker is posted to
/// `/applications/<id>/reply` (`reply`, `key`); taking it back to `/applications/<id>/withdraw` (`key`), and taking that back
/// to `/applications/<id>/take-up-again` (`key`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationPage {
    /// The application.
    pub id: ApplicationId,
    /// Receipt number, for the phone and the counter.
    pub receipt_number: String,
    /// What was applied for.
    pub item_title: Text,
    /// How far it has got.
    pub state: ApplicationState,
    /// The clock, while it is open.
    pub clock: Option<Clock>,
    /// When it was sent, epoch milliseconds.
    pub submitted_at: i64,
    /// The promised date.
    pub due: Date,
    /// The department that decides.
    pub department: Text,
    /// Events, newest first.
    pub timeline: Vec<TimelineEvent>,
    /// The frozen answers.
    pub answers: Vec<AnswerRow>,
    /// What happens next, from the item.
    pub after: Text,
    /// The caseworker's open question.
    pub question: Option<String>,
    /// What was typed as a reply.
    pub typed: String,
    /// Idempotency key for the forms here.
    pub key: String,
    /// What needs mending.
    pub errors: Vec<FieldError>,
    /// It was sent a moment ago: the page is the receipt.
    pub just_sent: bool,
    /// It can be taken back.
    pub may_withdraw: bool,
    /// It was taken back, and that can still be taken back.
    pub may_take_up_again: bool,
    /// What was decided, once it was.
    pub decided: Option<DecidedView>,
    /// How to appeal, from the policies, once refused.
    pub appeal: Vec<Text>,
}

/// `/applications`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationsPage {
    /// Applications, newest first.
    pub applications: Vec<ApplicationRow>,
}

/// One application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationRow {
    /// The application.
    pub id: ApplicationId,
    /// Receipt number.
    pub receipt_number: String,
    /// What was applied for.
    pub item_title: Text,
    /// How far it has got.
    pub state: ApplicationState,
    /// The promised date.
    pub due: Date,
}
