//! POST `/check`: one answer.

use super::{asked, kind};
use crate::{
    context::Context,
    error::Error,
    services::{
        answers::{Answer, typed, validate},
        document::{Choice, Question},
    },
};
use contract::{applications::QuestionKind, fields::Fields};
use policy::{screening::Answers, text::Text, value::Value, vocabulary::Attribute};

/// Takes one answer (`question`, the question's fields, `go` = `next` | `unknown`) into those told before.
///
/// # Errors
/// What needs mending.
pub fn answer(cx: &Context, mut answers: Answers, fields: &Fields) -> Result<Answers, Error> {
    // A question that the vocabulary does not ask (any more): nothing to take, and nothing lost.
    let Some(attribute) = asked(&cx.vocabulary, fields.first("question")) else { return Ok(answers) };
    let value = match fields.first("go") {
        "unknown" => None,
        _ => {
            let question = form_question(attribute);
            let answer = validate(&question, &typed(&question, fields), cx.today())
                .map_err(|error| Error::Invalid(vec![error]))?;
            value(attribute, answer)
        }
    };
    answers.tell(&attribute.id, value);
    Ok(answers)
}

/// An attribute as a question of a form, so that both are read by the same rules.
fn form_question(attribute: &Attribute) -> Question {
    let option = |code: &policy::vocabulary::Code| Choice { id: code.id.clone(), label: code.name.clone(), hint: None };
    let kind = kind(attribute);
    let missing = match kind {
        QuestionKind::Choice | QuestionKind::YesNo => {
            Text::new("选一项；不清楚就点“我不知道”", "Choose one, or press “I don't know”")
        }
        _ => Text::new("填一下；不清楚就点“我不知道”", "Fill this in, or press “I don't know”"),
    };
    Question {
        id: attribute.id.clone(),
        kind,
        title: attribute.question.clone().unwrap_or_default(),
        hint: None,
        optional: false,
        prefill: None,
        autocomplete: None,
        max_length: None,
        min: Some(0),
        max: Some(1_200),
        min_amount: None,
        max_amount: None,
        not_after_today: true,
        options: attribute.codes.iter().map(option).collect(),
        show_when: None,
        missing,
    }
}

fn value(attribute: &Attribute, answer: Answer) -> Option<Value> {
    let value = match answer {
        Answer::Nothing => return None,
        Answer::Text(text) => Value::Text(text),
        Answer::Chosen(ids) => Value::Code(ids.into_iter().next()?),
        Answer::YesNo(value) => Value::Bool(value),
        Answer::Date(date) => Value::Date(date),
        Answer::Money(money) => Value::Money(money),
        Answer::Number(number) => Value::Int(number),
    };
    attribute.accepts(&value).then_some(value)
}
