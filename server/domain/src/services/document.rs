//! An item's document: texts, questions, promised days.

use contract::{applications::QuestionKind, typed};
use policy::{
    document::Field,
    text::{Keywords, Text},
    value::Money,
};
use serde::{Deserialize, Deserializer, de::Error as _};

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
    /// Further fields in whose lists it stands.
    #[serde(default)]
    pub also_in: Vec<Field>,
    /// Department id that decides.
    pub department: String,
    /// The policy whose verdict the caseworker sees, unless an answer names another ([`Choice::policy`]).
    #[serde(default)]
    pub policy: Option<String>,
    /// Why there is no verdict, where no policy is named.
    #[serde(default)]
    pub no_verdict: Option<Text>,
    /// What it is called.
    pub title: Text,
    /// What it is for.
    pub summary: Text,
    /// Words by which people look for it. Versions of before had none.
    #[serde(default)]
    pub keywords: Keywords,
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
    /// What happens next once it is granted: stands in the decision. Versions of before did not say it.
    #[serde(default)]
    pub once_granted: Option<Text>,
    /// The question whose answer says where the money goes.
    #[serde(default)]
    pub paid_to: Option<String>,
    /// One application at a time: while one is on its way there is no second one.
    #[serde(default)]
    pub single: bool,
    /// The questions, in order.
    #[serde(rename = "question")]
    pub questions: Vec<Question>,
}

impl Item {
    /// Whether it stands in the list of a field.
    pub fn stands_in(&self, field: Field) -> bool {
        self.field == field || self.also_in.contains(&field)
    }
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
    /// Least money; written as text in yuan.
    #[serde(default, deserialize_with = "yuan")]
    pub min_amount: Option<Money>,
    /// Most money; written as text in yuan.
    #[serde(default, deserialize_with = "yuan")]
    pub max_amount: Option<Money>,
    /// The day cannot lie in the future.
    #[serde(default)]
    pub not_after_today: bool,
    /// Whoever has this identity number is younger than so many years.
    #[serde(default)]
    pub under_age: Option<u16>,
    /// Earlier questions that have another answer: not the same child twice.
    #[serde(default)]
    pub unlike: Vec<String>,
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
    /// Whoever chooses this applies for what this policy gives.
    #[serde(default)]
    pub policy: Option<String>,
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

    /// The policies that it can ask for: those that its answers name, or its own.
    pub fn policies(&self) -> Vec<&str> {
        let options = self.questions.iter().flat_map(|question| &question.options);
        let named: Vec<&str> = options.filter_map(|option| option.policy.as_deref()).collect();
        if named.is_empty() { self.policy.as_deref().into_iter().collect() } else { named }
    }
}

/// An item document that cannot be used, in one sentence for whoever writes it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ItemError(String);

/// Names that the forms of a draft use for themselves.
const TAKEN: [&str; 8] = ["anyway", "back", "before", "check", "from", "go", "mend", "send"];

/// Reads and checks a document.
///
/// # Errors
/// The first thing that is wrong, and in which question.
pub fn parse(text: &str) -> Result<Item, ItemError> {
    let item: Item = toml::from_str(text).map_err(|error| ItemError(error.to_string()))?;
    let problem = |problem: &str| Err(ItemError(format!("{}: {problem}", item.id)));
    let Item { title, summary, who, cost, after, documents, .. } = &item;
    if !is_id(&item.id, '-') || item.version.is_empty() {
        return problem("its id or its version is not one");
    }
    if !spoken([title, summary, who, cost, after].into_iter().chain(documents)) {
        return problem("a text is empty in one language");
    }
    if item.promised_days == 0 || item.minutes == 0 || item.questions.is_empty() {
        return problem("it needs questions, minutes and promised days");
    }
    if !spoken(item.no_verdict.iter().chain(&item.once_granted)) {
        return problem("a text is empty in one language");
    }
    if item.paid_to.as_ref().is_some_and(|asked| item.question(asked).is_none()) {
        return problem("paid_to names no question");
    }
    for (index, question) in item.questions.iter().enumerate() {
        let earlier = item.questions.get(..index).unwrap_or_default();
        if let Some(found) = wrong(question, earlier) {
            return problem(&format!("question {}: {found}", question.id));
        }
    }
    Ok(item)
}

/// What is wrong with a question, knowing those before it.
fn wrong(question: &Question, earlier: &[Question]) -> Option<&'static str> {
    use QuestionKind::{Choice, Choices, Date, IdentityNumber, LongText, Money, Name, Number, Text};
    let Question { kind, options, .. } = question;
    let belongs = |kinds: &[QuestionKind], is_set: bool| !is_set || kinds.contains(kind);
    let least = match kind {
        Choice => 2,
        Choices => 1,
        _ => 0,
    };
    let texts = [&question.title, &question.missing].into_iter().chain(&question.hint);
    let option_texts = options.iter().flat_map(|option| [&option.label].into_iter().chain(&option.hint));
    let repeated = options
        .iter()
        .enumerate()
        .any(|(index, option)| options.iter().skip(index + 1).any(|other| other.id == option.id));
    let is_taken = TAKEN.contains(&question.id.as_str()) || earlier.iter().any(|one| one.id == question.id);
    [
        (is_id(&question.id, '_') && !is_taken, "its id is none, or is taken"),
        (spoken(texts.chain(option_texts)), "a text is empty in one language"),
        (
            options.len() >= least && belongs(&[Choice, Choices], !options.is_empty()),
            "it has too few options, or needs none",
        ),
        (!repeated && options.iter().all(|option| is_id(&option.id, '_')), "the id of an option is none, or is taken"),
        (belongs(&[Text, LongText, Name], question.max_length.is_some()), "max_length is for texts"),
        (belongs(&[Number], question.min.is_some() || question.max.is_some()), "min and max are for numbers"),
        (question.min.unwrap_or(i64::MIN) <= question.max.unwrap_or(i64::MAX), "min is more than max"),
        (
            belongs(&[Money], question.min_amount.is_some() || question.max_amount.is_some()),
            "min_amount and max_amount are for money",
        ),
        (belongs(&[Date], question.not_after_today), "not_after_today is for dates"),
        (belongs(&[IdentityNumber], question.under_age.is_some()), "under_age is for identity numbers"),
        (
            question.unlike.iter().all(|id| earlier.iter().any(|one| one.id == *id && one.kind == *kind)),
            "unlike names no earlier question of its kind",
        ),
        (question.show_when.as_ref().is_none_or(|when| is_possible(when, earlier)), "show_when cannot come true"),
    ]
    .into_iter()
    .find_map(|(is_right, problem)| (!is_right).then_some(problem))
}

/// Whether an earlier question can be answered like that.
fn is_possible(when: &ShowWhen, earlier: &[Question]) -> bool {
    let Some(question) = earlier.iter().find(|question| question.id == when.question) else { return false };
    let can_be = |value: &String| match question.kind {
        QuestionKind::YesNo => ["yes", "no"].contains(&value.as_str()),
        _ => question.options.iter().any(|option| option.id == *value),
    };
    !when.is.is_empty() && when.is.iter().all(can_be)
}

fn is_id(text: &str, joint: char) -> bool {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == joint;
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(inner)
}

fn spoken<'a>(texts: impl IntoIterator<Item = &'a Text>) -> bool {
    texts.into_iter().all(|text| !typed::is_blank(&text.zh) && !typed::is_blank(&text.en))
}

fn yuan<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Money>, D::Error> {
    let text = String::deserialize(deserializer)?;
    Money::parse(&text)
        .map(Some)
        .ok_or_else(|| D::Error::custom("money is written as text in yuan, such as \"1200.00\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "id = 'some-item'\nversion = '1'\nfield = 'healthcare'\ndepartment = 'health'\npromised_days = 5\nminutes = 3
title = { zh = '题', en = 'T' }\nsummary = { zh = '题', en = 'T' }\nwho = { zh = '题', en = 'T' }\ncost = { zh = '题', en = 'T' }
after = { zh = '题', en = 'T' }\n";

    fn with(questions: &[&str]) -> Result<Item, String> {
        let texts = "title = { zh = '问', en = 'Q' }\nmissing = { zh = '答', en = 'A' }";
        let questions = questions.iter().map(|question| format!("[[question]]\n{texts}\n{question}\n"));
        parse(&format!("{HEAD}{}", questions.collect::<String>())).map_err(|error| error.to_string())
    }

    #[test]
    fn a_right_document_is_taken() {
        let choice = "id = 'a'\nkind = 'choice'\noptions = [{ id = 'x', label = { zh = '甲', en = 'X' } }, { id = 'y', label = { zh = '乙', en = 'Y' } }]";
        let when = "id = 'b'\nkind = 'money'\nmax_amount = '100.50'\nshow_when = { question = 'a', is = ['y'] }";
        let item = with(&[choice, when]);
        assert_eq!(
            item.map(|item| item.questions.get(1).and_then(|question| question.max_amount)),
            Ok(Some(Money(10_050)))
        );
    }

    #[test]
    fn a_wrong_document_is_refused_with_its_reason() {
        for (questions, reason) in [
            (vec![], "missing field `question`"),
            (vec!["id = 'A'\nkind = 'text'"], "its id is none"),
            (vec!["id = 'check'\nkind = 'text'"], "is taken"),
            (vec!["id = 'a'\nkind = 'text'", "id = 'a'\nkind = 'text'"], "is taken"),
            (vec!["id = 'a'\nkind = 'essay'"], "unknown variant"),
            (vec!["id = 'a'\nkind = 'text'\ncolour = 'red'"], "unknown field"),
            (vec!["id = 'a'\nkind = 'choice'"], "too few options"),
            (vec!["id = 'a'\nkind = 'text'\nhint = { zh = '', en = 'H' }"], "empty in one language"),
            (vec!["id = 'a'\nkind = 'text'\nmin = 1"], "for numbers"),
            (vec!["id = 'a'\nkind = 'number'\nmin = 2\nmax = 1"], "more than max"),
            (vec!["id = 'a'\nkind = 'money'\nmax_amount = 'much'"], "in yuan"),
            (vec!["id = 'a'\nkind = 'text'\nnot_after_today = true"], "for dates"),
            (vec!["id = 'a'\nkind = 'date'\nunder_age = 18"], "for identity numbers"),
            (vec!["id = 'a'\nkind = 'text'\nunlike = ['b']"], "no earlier question"),
            (vec!["id = 'b'\nkind = 'date'", "id = 'a'\nkind = 'text'\nunlike = ['b']"], "of its kind"),
            (vec!["id = 'a'\nkind = 'text'\nshow_when = { question = 'b', is = ['x'] }"], "cannot come true"),
            (
                vec![
                    "id = 'a'\nkind = 'yes-no'",
                    "id = 'b'\nkind = 'text'\nshow_when = { question = 'a', is = ['maybe'] }",
                ],
                "cannot come true",
            ),
        ] {
            let refused = with(&questions).err().unwrap_or_default();
            assert!(refused.contains(reason), "{questions:?}: {refused}");
        }
    }
}
