//! The journey through an item: which questions are asked, and which comes next. One rule answers deep links, the
//! back button and changed answers.

use super::{
    answers::{self, Answer},
    document::{Item, Question},
};
use contract::error::FieldError;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What was typed for each question: the raw values of its fields, right or wrong.
pub type Typed = BTreeMap<String, Vec<String>>;

/// The questions that are asked, given what was typed so far.
pub fn visible<'a>(item: &'a Item, typed: &Typed) -> Vec<&'a Question> {
    let mut visible: Vec<&Question> = Vec::with_capacity(item.questions.len());
    for question in &item.questions {
        let asked = match &question.show_when {
            None => true,
            // An answer to a question that is no longer asked opens nothing.
            Some(condition) => {
                visible.iter().any(|earlier| earlier.id == condition.question)
                    && typed
                        .get(&condition.question)
                        .is_some_and(|values| values.iter().any(|value| condition.is.contains(value)))
            }
        };
        if asked {
            visible.push(question);
        }
    }
    visible
}

/// The answer to a question, when what was typed can be taken.
pub fn answer(item: &Item, question: &Question, typed: &Typed, today: Date) -> Option<Answer> {
    typed.get(&question.id)?;
    validate(item, question, typed, today).ok()
}

/// Reads what was typed for a question, beside what was typed for the others.
///
/// # Errors
/// What needs mending: the answer alone, or the same answer as to a question that it must differ from.
pub fn validate(item: &Item, question: &Question, typed: &Typed, today: Date) -> Result<Answer, FieldError> {
    let values = |id: &str| typed.get(id).map(Vec::as_slice).unwrap_or_default();
    let answer = answers::validate(question, values(&question.id), today)?;
    let is_repeated = |other: &Question| {
        question.unlike.contains(&other.id)
            && answers::validate(other, values(&other.id), today).as_ref() == Ok(&answer)
    };
    match answer != Answer::Nothing && visible(item, typed).into_iter().any(is_repeated) {
        true => Err(FieldError::new(&answers::first_field(question), "error-answer-repeated")),
        false => Ok(answer),
    }
}

/// Whether nothing more is needed for a question.
pub fn is_answered(item: &Item, question: &Question, typed: &Typed, today: Date) -> bool {
    answer(item, question, typed, today).is_some()
}

/// The first visible question that still needs something, or none.
pub fn first_open<'a>(item: &'a Item, typed: &Typed, today: Date) -> Option<&'a Question> {
    visible(item, typed).into_iter().find(|question| !is_answered(item, question, typed, today))
}

/// The visible question after another; none means the check page.
pub fn next_after<'a>(item: &'a Item, typed: &Typed, question: &str) -> Option<&'a Question> {
    visible(item, typed).into_iter().skip_while(|visible| visible.id != question).nth(1)
}

/// The visible question before another; none means the item's own page.
pub fn before<'a>(item: &'a Item, typed: &Typed, question: &str) -> Option<&'a Question> {
    visible(item, typed).into_iter().take_while(|visible| visible.id != question).last()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use super::*;
    use crate::services::document::parse;

    const TODAY: Date = jiff::civil::date(2026, 11, 23);

    /// Three questions that hang on one another, and one for everybody.
    fn item() -> Item {
        let text = |word: &str| format!("{{ zh = '{word}', en = '{word}' }}");
        let question = |id: &str, kind: &str, more: &str| {
            format!(
                "[[question]]\nid = '{id}'\nkind = '{kind}'\ntitle = {}\nmissing = {}\n{more}\n",
                text(id),
                text(id)
            )
        };
        let head = ["title", "summary", "who", "cost", "after"].map(|key| format!("{key} = {}\n", text(key))).concat();
        parse(&format!(
            "id = 'i'\nversion = '1'\nfield = 'healthcare'\ndepartment = 'health'\npromised_days = 1\nminutes = 1\n{head}{}{}{}{}",
            question("carer", "yes-no", ""),
            question("paid", "yes-no", "show_when = { question = 'carer', is = ['yes'] }"),
            question("hours", "number", "show_when = { question = 'paid', is = ['no'] }"),
            question("name", "text", "optional = true"),
        ))
        .unwrap()
    }

    fn typed(answers: &[(&str, &str)]) -> Typed {
        answers.iter().map(|(id, value)| ((*id).to_owned(), vec![(*value).to_owned()])).collect()
    }

    fn ids(questions: Vec<&Question>) -> Vec<&str> {
        questions.into_iter().map(|question| question.id.as_str()).collect()
    }

    #[test]
    fn answers_open_and_close_questions() {
        let item = item();
        assert_eq!(ids(visible(&item, &typed(&[]))), ["carer", "name"]);
        assert_eq!(ids(visible(&item, &typed(&[("carer", "yes")]))), ["carer", "paid", "name"]);
        let all = [("carer", "yes"), ("paid", "no")];
        assert_eq!(ids(visible(&item, &typed(&all))), ["carer", "paid", "hours", "name"]);
        // The first answer was changed: what hung on the second one is closed with it.
        assert_eq!(ids(visible(&item, &typed(&[("carer", "no"), ("paid", "no")]))), ["carer", "name"]);
    }

    #[test]
    fn the_way_leads_to_the_first_open_question_and_then_to_the_check() {
        let item = item();
        let id = |question: Option<&Question>| question.map(|question| question.id.clone());
        assert_eq!(id(first_open(&item, &typed(&[]), TODAY)).as_deref(), Some("carer"));
        // Left out on purpose is an answer; never opened is none.
        assert_eq!(id(first_open(&item, &typed(&[("carer", "no")]), TODAY)).as_deref(), Some("name"));
        assert_eq!(id(first_open(&item, &typed(&[("carer", "no"), ("name", "")]), TODAY)), None);
        let wrong = typed(&[("carer", "yes"), ("paid", "no"), ("hours", "many"), ("name", "")]);
        assert_eq!(id(first_open(&item, &wrong, TODAY)).as_deref(), Some("hours"));
        let no = typed(&[("carer", "no")]);
        assert_eq!(id(next_after(&item, &no, "carer")).as_deref(), Some("name"));
        assert_eq!(id(next_after(&item, &no, "name")), None);
        assert_eq!(id(before(&item, &no, "name")).as_deref(), Some("carer"));
        assert_eq!(id(before(&item, &no, "carer")), None);
    }

    #[test]
    fn the_same_answer_twice_is_asked_again_however_it_is_written() {
        let mut item = item();
        for question in &mut item.questions {
            if question.id == "hours" || question.id == "name" {
                question.kind = contract::applications::QuestionKind::IdentityNumber;
            }
        }
        item.questions[3].unlike = vec!["hours".to_owned()];
        let told = |hours: &str, name: &str, paid: &str| {
            let typed = typed(&[("carer", "yes"), ("paid", paid), ("hours", hours), ("name", name)]);
            validate(&item, &item.questions[3], &typed, TODAY).map_err(|error| (error.field, error.code))
        };
        let [one, other] = ["999999202505010014", "999999202505010022"];
        let repeated = Err(("name".to_owned(), "error-answer-repeated".to_owned()));
        assert_eq!(told(one, one, "no"), repeated);
        assert_eq!(told(one, "999999 20250501 0014", "no"), repeated);
        assert_eq!(told(one, other, "no"), Ok(Answer::Text(other.to_owned())));
        // Left out twice is no repetition, and a question that is not asked any more has no answer.
        assert_eq!(told("", "", "no"), Ok(Answer::Nothing));
        assert_eq!(told(one, one, "yes"), Ok(Answer::Text(one.to_owned())));
    }
}
