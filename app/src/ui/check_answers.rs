//! Everything that was answered, once more before it is sent, each answer with a link to change it.

use super::summary_list::{Row, summary_list};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::applications::{AnswerRow, FilledIn};
use leptos::prelude::*;

/// The answers. A missing one says so and has the id that errors link to.
pub fn check_answers(words: &Words, answers: &[AnswerRow]) -> Markup {
    summary_list(answers.iter().map(|row| answer(words, row)).collect())
}

fn answer(words: &Words, row: &AnswerRow) -> Row {
    let value = match (row.answer.is_empty(), row.missing) {
        (false, _) => {
            let from = row.filled_in.as_ref().map(|from| view! { <p class="muted">{filled_in(words, from)}</p> });
            view! { <bdi>{words.marked(&words.values(&row.answer))}</bdi>{from} }.into_markup()
        }
        (true, true) => view! { <span class="error">{words.say("check-missing")}</span> }.into_markup(),
        (true, false) => words.say("check-left-out").into_markup(),
    };
    let verb = if row.missing { "check-fill-in" } else { "check-change" };
    let change = row.change.clone().map(|address| (address, words.say(verb)));
    Row { id: Some(format!("answer-{}", row.question)), name: words.of(&row.title).to_owned(), value, change }
}

/// That nobody typed it, and where it comes from.
fn filled_in(words: &Words, from: &FilledIn) -> String {
    match from {
        FilledIn::Fact(department) => words.with("check-filled-in", &[("department", words.of(department))]),
        FilledIn::OwnPhone => words.say("check-filled-in-phone"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{display::Display, residents::ShownValue};
    use policy::text::Text;

    fn row(question: &str, answer: Vec<ShownValue>, missing: bool) -> AnswerRow {
        let change = Some(format!("/drafts/1/{question}?from=check"));
        AnswerRow {
            question: question.into(),
            title: Text::new("电话", "Telephone"),
            answer,
            change,
            missing,
            filled_in: None,
        }
    }

    #[test]
    fn what_nobody_typed_says_where_it_comes_from() {
        let from = FilledIn::Fact(Text::new("市民政局", "Civil Affairs"));
        let typed = row("size", vec![ShownValue::Int(1, None)], false);
        let rows = [AnswerRow { filled_in: Some(from), ..typed.clone() }, typed];
        let html = check_answers(&Words::new(Display::default()), &rows).to_string();
        assert_eq!(html.matches("按市民政局的登记填好的").count(), 1, "{html}");
    }

    #[test]
    fn what_is_missing_says_so_and_what_was_left_out_says_that() {
        let rows = [row("phone", Vec::new(), true), row("more", Vec::new(), false)];
        let html = check_answers(&Words::new(Display::default()), &rows).to_string();
        assert!(html.contains(r#"id="answer-phone""#) && html.contains(r#"<span class="error">"#), "{html}");
        assert_eq!(html.matches("?from=check").count(), 2, "{html}");
        assert_eq!(html.matches(r#"class="error""#).count(), 1, "{html}");
    }
}
