//! The journey through an item: which questions are asked, and which comes next. One rule answers deep links, the
//! back button and changed answers.

use super::{
    answers::{self, Answer},
    document::{Item, Question},
};
use std::collections::BTreeMap;

/// What was typed for each question: the raw values of its fields, right or wrong.
pub type Typed = BTreeMap<String, Vec<String>>;

/// The questions that are asked, given what was typed so far.
pub fn visible<'a>(item: &'a Item, typed: &Typed) -> Vec<&'a Question> {
    item.questions.iter().filter(|question| is_visible(question, typed)).collect()
}

/// The answer to a question, when what was typed can be taken.
pub fn answer(question: &Question, typed: &Typed) -> Option<Answer> {
    let values = typed.get(&question.id)?;
    answers::validate(question, values).ok()
}

/// Whether nothing more is needed for a question.
pub fn is_answered(question: &Question, typed: &Typed) -> bool {
    match typed.get(&question.id) {
        Some(values) => answers::validate(question, values).is_ok(),
        None => false,
    }
}

/// The first visible question that still needs something, or none.
pub fn first_open<'a>(item: &'a Item, typed: &Typed) -> Option<&'a Question> {
    visible(item, typed).into_iter().find(|question| !is_answered(question, typed))
}

/// The visible question after another; none means the check page.
pub fn next_after<'a>(item: &'a Item, typed: &Typed, question: &str) -> Option<&'a Question> {
    visible(item, typed).into_iter().skip_while(|visible| visible.id != question).nth(1)
}

/// The visible question before another; none means the item's own page.
pub fn before<'a>(item: &'a Item, typed: &Typed, question: &str) -> Option<&'a Question> {
    visible(item, typed).into_iter().take_while(|visible| visible.id != question).last()
}

fn is_visible(question: &Question, typed: &Typed) -> bool {
    match &question.show_when {
        None => true,
        Some(condition) => {
            typed.get(&condition.question).is_some_and(|values| values.iter().any(|value| condition.is.contains(value)))
        }
    }
}
