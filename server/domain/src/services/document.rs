//! An item's document: texts, questions, promised days.

use contract::applications::QuestionKind;
use policy::{document::Field, text::Text};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Something that can be applied for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Id, the end of its address.
    pub id: String,
    /// Version of the document.
    pub version: String,
    /// Field of the portal.
    pub field: Field,
    /// Department id that decides.
    pub department: String,
    /// The policy whose verdict the caseworker sees.
    #[serde(default)]
    pub policy: Option<String>,
    /// What it is called.
    pub title: Text,
    /// What it is for.
    pub summary: Text,
    /// Who can apply.
    pub who: Text,
    /// What it costs.
    pub cost: Text,
    /// What to have at hand.
    #[serde(default)]
    pub documents: Vec<Text>,
    /// Working days promised.
    pub promised_days: u32,
    /// Working days by law.
    #[serde(default)]
    pub statutory_days: Option<u32>,
    /// Minutes to fill it in.
    pub minutes: u32,
    /// What happens after it was sent.
    pub after: Text,
    /// The questions, in order.
    #[serde(rename = "question")]
    pub questions: Vec<Question>,
}

/// One question, one page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Id: the name of its input.
    pub id: String,
    /// What input it needs.
    pub kind: QuestionKind,
    /// The question.
    pub title: Text,
    /// One short hint.
    #[serde(default)]
    pub hint: Option<Text>,
    /// May be left out.
    #[serde(default)]
    pub optional: bool,
    /// Attribute whose fact fills it in.
    #[serde(default)]
    pub prefill: Option<String>,
    /// Autocomplete token when the answer is the person's own data.
    #[serde(default)]
    pub autocomplete: Option<String>,
    /// Longest text, in characters.
    #[serde(default)]
    pub max_length: Option<u32>,
    /// Smallest whole number.
    #[serde(default)]
    pub min: Option<i64>,
    /// Largest whole number.
    #[serde(default)]
    pub max: Option<i64>,
    /// Options of a choice.
    #[serde(default)]
    pub options: Vec<Choice>,
    /// Only asked when an earlier answer is one of these.
    #[serde(default)]
    pub show_when: Option<ShowWhen>,
    /// What it says when the answer is missing.
    pub missing: Text,
}

/// One option.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Value of the input.
    pub id: String,
    /// What it says.
    pub label: Text,
    /// A short explanation.
    #[serde(default)]
    pub hint: Option<Text>,
}

/// A condition on an earlier answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShowWhen {
    /// The earlier question.
    pub question: String,
    /// Its answers.
    pub is: Vec<String>,
}

impl Item {
    /// The question with an id.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }
}

/// An item document that cannot be used, in one sentence for whoever writes it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ItemError(String);

/// Reads and checks a document.
///
/// # Errors
/// The first thing that is wrong.
pub fn parse(text: &str) -> Result<Item, ItemError> {
    let item: Item = toml::from_str(text).map_err(|error| ItemError(error.to_string()))?;
    let mut ids = BTreeSet::new();
    for question in &item.questions {
        let problem = match question.kind {
            _ if question.id == "check" || !ids.insert(question.id.as_str()) => Some("its id is taken"),
            QuestionKind::Choice | QuestionKind::Choices if question.options.len() < 2 => Some("it needs two options"),
            _ => match &question.show_when {
                Some(condition) if !ids.contains(condition.question.as_str()) => Some("it depends on a later question"),
                _ => None,
            },
        };
        if let Some(problem) = problem {
            return Err(ItemError(format!("{}: question {}: {problem}", item.id, question.id)));
        }
    }
    match item.questions.is_empty() {
        true => Err(ItemError(format!("{}: no questions", item.id))),
        false => Ok(item),
    }
}
