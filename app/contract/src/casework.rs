//! Casework: the queue in order of what is due, the case, asking and deciding.

use crate::paging::PageNumber;
use crate::{
    applications::{AnswerRow, ApplicationState, Clock, TimelineEvent, outcome::Outcome},
    error::FieldError,
    fields::Fields,
    ids::ApplicationId,
    policies::VerdictView,
    residents::FactView,
    typed::DATE_PARTS,
};
use jiff::civil::Date;
use policy::{
    document::{AmountUnit, Period},
    text::Text,
};
use serde::{Deserialize, Serialize};

/// `/casework?state=open|waiting|done|against-verdict`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuePage {
    /// Which list.
    pub filter: QueueFilter,
    /// Cases, the one due first on top.
    pub rows: Vec<QueueRow>,
    /// The caseworker's district; none for supervisors, who see all.
    pub district: Option<Text>,
    /// The lists that this person sees, with the cases in each.
    pub counts: Vec<(QueueFilter, i64)>,
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
    /// Decided otherwise than the verdict says; for supervisors.
    AgainstVerdict,
}

impl QueueFilter {
    /// Every list.
    pub const ALL: [Self; 4] = [Self::Open, Self::Waiting, Self::Done, Self::AgainstVerdict];

    /// The value in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::AgainstVerdict => "against-verdict",
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
/// (`decision` = grant | refuse, `reason`; `granted`, `amount-<policy>`, `from-year`, `from-month`, `from-day`; and where it is
/// decided otherwise than the verdict says `unmet-<policy>`, `proof-<policy>-<condition>`); both carry `revision` and `key`.
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
    /// The verdicts on those facts, of each policy that was applied for.
    pub verdicts: Vec<VerdictView>,
    /// What has none, and why.
    pub no_verdict: Vec<NoVerdict>,
    /// What the form of the decision proposes.
    pub proposal: GrantProposal,
    /// What was decided.
    pub outcome: Option<Outcome>,
    /// Events, newest first.
    pub timeline: Vec<TimelineEvent>,
    /// Other applications of this resident for the same thing that are open or were granted, newest first.
    pub others: Vec<OtherApplication>,
    /// Revision for the forms.
    pub revision: i32,
    /// Idempotency key for the forms.
    pub key: String,
    /// What was typed.
    pub typed: TypedDecision,
    /// What needs mending.
    pub errors: Vec<FieldError>,
    /// Whether this person may act (not their own case, still open).
    pub may_act: bool,
}

/// Why a case, or a part of what was applied for, has no verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoVerdict {
    /// No policy decides it; the item says why.
    NoPolicy(Option<Text>),
    /// A policy with this title was not in force any more when it was sent.
    NotInForceAnyMore(Text),
    /// A policy with this title was not in force when it was sent.
    NotInForce(Text),
}

/// What the form of a decision proposes, and then what was typed into it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantProposal {
    /// What can be granted.
    pub benefits: Vec<DecidableBenefit>,
    /// The first day: year, month, day, as they stand in the fields.
    pub from: [String; 3],
}

/// One thing that can be granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidableBenefit {
    /// Its policy, where there is one.
    pub policy: Option<String>,
    /// What it is called.
    pub title: Text,
    /// What its amount counts; none where it has no amount.
    pub asked: Option<AmountAsked>,
    /// The amount as it stands in the field.
    pub amount: String,
    /// Whether it is granted.
    pub chosen: bool,
}

/// What an amount counts, and per what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmountAsked {
    /// Money or hours.
    pub unit: AmountUnit,
    /// Per what.
    pub period: Period,
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
    /// On what grounds it is decided otherwise than the verdict says: fields and values.
    pub grounds: Vec<(String, String)>,
}

impl CasePage {
    /// Puts what was typed in the place of what was proposed.
    pub fn type_in(&mut self, fields: &Fields) {
        let text = |name: &str| fields.first(name).to_owned();
        let grounds =
            fields.pairs().iter().filter(|(name, _)| name.starts_with("unmet-") || name.starts_with("proof-"));
        self.typed = TypedDecision {
            question: text("question"),
            decision: text("decision"),
            reason: text("reason"),
            grounds: grounds.cloned().collect(),
        };
        if self.typed.decision.is_empty() && self.typed.reason.is_empty() {
            return;
        }
        let granted = fields.all("granted");
        let several = self.proposal.benefits.len() > 1;
        for benefit in &mut self.proposal.benefits {
            let Some(policy) = &benefit.policy else { continue };
            benefit.amount = text(&format!("amount-{policy}"));
            benefit.chosen = !several || granted.contains(&policy.as_str());
        }
        self.proposal.from = DATE_PARTS.map(|part| text(&format!("from-{part}")));
    }
}
