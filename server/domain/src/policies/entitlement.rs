//! `/check`: a visitor's answers held against every policy in force. The answers are the browser's: they come with the
//! request, sealed in the stash with a key that only its cookie holds, and nothing here stores them.

mod answer;
mod standings;

pub use answer::answer;

use super::published::{self, Published};
use crate::{context::Context, error::Error, residents::facts::shown_value};
use contract::{
    applications::{OptionView, QuestionKind},
    entitlement::{EntitlementPage, EntitlementQuestion, EntitlementStep, ToldAnswer},
    fields::Fields,
};
use policy::{
    document::Policy,
    screening::{Answers, next_question},
    value::Value,
    vocabulary::{Attribute, ValueType, Vocabulary},
};

/// Minutes for which answers are kept after the last one.
pub const MINUTES: i64 = 30;

/// What the visitor wants to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// The beginning, or the next question once something was answered.
    Whatever,
    /// The next question.
    Next,
    /// One question, to change its answer.
    Question(&'a str),
    /// The results so far.
    Results,
}

impl<'a> Wanted<'a> {
    /// From the address: `?question=next`, `?question=<attribute>`, `?show=results`.
    pub fn from_query(query: &'a Fields) -> Self {
        match (query.first("show"), query.first("question")) {
            ("results", _) => Self::Results,
            (_, "") => Self::Whatever,
            (_, "next") => Self::Next,
            (_, attribute) => Self::Question(attribute),
        }
    }
}

/// `/check`.
///
/// # Errors
/// The store is away.
pub fn entitlement_page(cx: &Context, answers: &Answers, wanted: Wanted<'_>) -> Result<EntitlementPage, Error> {
    let (published, coming) =
        cx.read(|connection| Ok((published::in_force(cx, connection)?, published::coming(cx, connection)?)))?;
    let policies = policies(&published);
    let attributes = cx.vocabulary.attributes();
    let today = cx.today();
    let next = next_question(&policies, attributes, answers, today);
    let step = match wanted {
        Wanted::Whatever if answers.is_empty() => EntitlementStep::Beginning,
        Wanted::Question(id) if asked(&cx.vocabulary, id).is_some() => {
            let found = asked(&cx.vocabulary, id).map(|attribute| question(attribute, answers));
            found.map_or(EntitlementStep::Beginning, EntitlementStep::Question)
        }
        Wanted::Results => EntitlementStep::Results(standings::standings(cx, &published, &coming, answers)?),
        Wanted::Whatever | Wanted::Next | Wanted::Question(_) => match next {
            Some(attribute) => EntitlementStep::Question(question(attribute, answers)),
            None => EntitlementStep::Results(standings::standings(cx, &published, &coming, answers)?),
        },
    };
    let facts = answers.facts(today);
    let open = |policy: &&Policy| policy.decide(&facts, today).0 == policy::decision::Verdict::Undetermined;
    Ok(EntitlementPage {
        step,
        answers: told(&cx.vocabulary, answers),
        policies: policies.len(),
        decided: policies.len() - policies.iter().filter(|policy| open(policy)).count(),
        more: next.is_some(),
        ended: None,
        errors: Vec::new(),
    })
}

/// Answers as they stand in the stash. What the vocabulary does not ask (any more) is left out.
pub fn from_stash(vocabulary: &Vocabulary, pairs: &Fields) -> Answers {
    let mut answers = Answers::new();
    for (id, text) in pairs.pairs() {
        let Some(attribute) = asked(vocabulary, id) else { continue };
        match (text.as_str(), attribute.parse_value(text)) {
            ("", _) => answers.tell(id, None),
            (_, Some(value)) => answers.tell(id, Some(value)),
            (_, None) => {}
        }
    }
    answers
}

/// Answers for the stash: attribute and value, an empty one for "I don't know".
pub fn to_stash(answers: &Answers) -> Vec<(String, String)> {
    let pairs = answers.iter();
    pairs.map(|(id, value)| (id.to_owned(), value.map(Value::to_string).unwrap_or_default())).collect()
}

fn policies(published: &[Published]) -> Vec<&Policy> {
    published.iter().map(|published| published.policy.as_ref()).collect()
}

fn asked<'a>(vocabulary: &'a Vocabulary, id: &str) -> Option<&'a Attribute> {
    vocabulary.attribute(id).filter(|attribute| attribute.is_asked())
}

fn kind(attribute: &Attribute) -> QuestionKind {
    match attribute.value_type {
        ValueType::Bool => QuestionKind::YesNo,
        ValueType::Int => QuestionKind::Number,
        ValueType::Money => QuestionKind::Money,
        ValueType::Date => QuestionKind::Date,
        ValueType::Code => QuestionKind::Choice,
        // Never asked: an answer would not fit on one page.
        ValueType::Text | ValueType::Codes | ValueType::Members => QuestionKind::Text,
    }
}

fn question(attribute: &Attribute, answers: &Answers) -> EntitlementQuestion {
    let option =
        |code: &policy::vocabulary::Code| OptionView { id: code.id.clone(), label: code.name.clone(), hint: None };
    let id = &attribute.id;
    let values = match answers.get(id).flatten() {
        None => Vec::new(),
        Some(Value::Date(date)) => {
            let parts = [("year", i64::from(date.year())), ("month", date.month().into()), ("day", date.day().into())];
            parts.map(|(part, number)| (format!("{id}-{part}"), number.to_string())).to_vec()
        }
        Some(Value::Bool(value)) => vec![(id.clone(), if *value { "yes" } else { "no" }.to_owned())],
        Some(other) => vec![(id.clone(), other.to_string())],
    };
    EntitlementQuestion {
        attribute: id.clone(),
        kind: kind(attribute),
        title: attribute.question.clone().unwrap_or_default(),
        options: attribute.codes.iter().map(option).collect(),
        values,
    }
}

fn told(vocabulary: &Vocabulary, answers: &Answers) -> Vec<ToldAnswer> {
    let asked = vocabulary.attributes().iter().filter(|attribute| answers.get(&attribute.id).is_some());
    asked
        .map(|attribute| ToldAnswer {
            attribute: attribute.id.clone(),
            title: attribute.question.clone().unwrap_or_default(),
            value: answers.get(&attribute.id).flatten().map(|value| shown_value(vocabulary, &attribute.id, value)),
        })
        .collect()
}
