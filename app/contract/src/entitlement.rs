//! `/check`: "What could I be entitled to?", for anybody, without signing in.

mod answer;
mod device;
mod messages;
mod parts;
mod results;
mod rulebook;

pub use answer::{ERRORS, answered};
pub use device::DeviceCheck;
pub use messages::WORDS;
pub use parts::Parts;
pub use results::results_html;
pub use rulebook::Rulebook;

use crate::{
    applications::{OptionView, QuestionKind},
    error::FieldError,
    fields::Fields,
    policies::{ProspectView, ShownAmount},
    residents::ShownValue,
};
use jiff::civil::Date;
use policy::{decision::Truth, document::Field, text::Text};
use serde::{Deserialize, Serialize};

/// The page: the beginning, one question, or how the policies stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntitlementPage {
    /// What is shown.
    pub step: EntitlementStep,
    /// Every answer so far.
    pub answers: Vec<ToldAnswer>,
    /// How many policies are held against the answers.
    pub policies: usize,
    /// How many of them have a result already: entitled or not.
    pub decided: usize,
    /// Whether there are questions that can still change a result.
    pub more: bool,
    /// What happened to the answers, when it has to be said.
    pub ended: Option<AnswersEnded>,
    /// What needs mending.
    pub errors: Vec<FieldError>,
}

/// What the visitor wants to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The beginning, or the next question once something was answered.
    Whatever,
    /// The next question.
    Next,
    /// One question, to change its answer.
    Question(String),
    /// The results so far.
    Results,
}

impl Wanted {
    /// From the address: `?question=next`, `?question=<attribute>`, `?show=results`.
    pub fn from_query(query: &Fields) -> Self {
        match (query.first("show"), query.first("question")) {
            ("results", _) => Self::Results,
            (_, "") => Self::Whatever,
            (_, "next") => Self::Next,
            (_, attribute) => Self::Question(attribute.to_owned()),
        }
    }
}

/// What `/check` shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntitlementStep {
    /// What this is, and what happens to answers.
    Beginning,
    /// One question.
    Question(EntitlementQuestion),
    /// How every policy stands.
    Results(Vec<StandingView>),
}

/// Why there are no answers any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AnswersEnded {
    /// The person erased them.
    Erased,
    /// Their time was over.
    Expired,
}

/// One question. Posted to `/check` with `question`, the question's fields and `go` = `next` | `unknown`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntitlementQuestion {
    /// Attribute id: the name of its input.
    pub attribute: String,
    /// What input it needs.
    pub kind: QuestionKind,
    /// What a whole number counts, as in the vocabulary.
    pub unit: Option<String>,
    /// The question itself.
    pub title: Text,
    /// Options of a choice.
    pub options: Vec<OptionView>,
    /// What was typed or told before: field name and value, in order.
    pub values: Vec<(String, String)>,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldAnswer {
    /// Attribute id.
    pub attribute: String,
    /// The question.
    pub title: Text,
    /// The answer; none for "I don't know".
    pub value: Option<ShownValue>,
}

/// In which list a policy stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StandingKind {
    /// Every condition is met by what was told.
    Entitled,
    /// Something is still unknown.
    Maybe,
    /// A condition is not met.
    Not,
    /// None of its facts was told.
    NotChecked,
    /// The rule gave no answer.
    NoResult,
    /// It begins on a later day.
    NotYet(Date),
}

/// How one policy stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingView {
    /// Policy id.
    pub id: String,
    /// Field of the portal.
    pub field: Field,
    /// What it is called.
    pub title: Text,
    /// Where it stands.
    pub kind: StandingKind,
    /// How much, when entitled and when there is an amount.
    pub amount: Option<ShownAmount>,
    /// Each condition with its result.
    pub reasons: Vec<(Text, Truth)>,
    /// Facts that are still unknown and that a person can tell.
    pub to_tell: Vec<Text>,
    /// Facts that are still unknown and that only the city has on record.
    pub on_record: Vec<Text>,
    /// The open questions that reach into how it stands.
    pub open: Vec<Text>,
    /// The item that applies for it: id and title.
    pub item: Option<(String, Text)>,
    /// What would have to change and what comes by itself, when a condition is not met.
    pub prospect: Option<ProspectView>,
}
