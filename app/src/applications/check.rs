//! `/drafts/<id>/check`: everything once more, and then send.

use crate::{
    i18n::Words,
    page::Page,
    ui::{
        button,
        error_summary::error_summary,
        field::hidden,
        summary_list::{Row, summary_list},
    },
};
use contract::applications::{AnswerRow, CheckPage};
use leptos::prelude::*;

/// The answers with links to change them, and the button that sends.
pub fn check_page(words: &Words, view: &CheckPage) -> Page {
    let title = words.say("check-title");
    let sent = view.already_sent.as_ref().map(|(address, receipt)| {
        view! {
            <div class="notice" role="status">
                <p>{words.with("check-already-sent", &[("receipt", receipt)])}</p>
                <p><a href=address.clone()>{words.say("check-see-receipt")}</a></p>
            </div>
        }
    });
    let days = words.number(i64::from(view.promised_days));
    let send = view.already_sent.is_none().then(|| {
        view! {
            <form method="post" id="send" action=format!("/drafts/{}/submit", view.head.id)>
                {hidden("key", &view.key)}
                {hidden("revision", &view.head.revision.to_string())}
                <p>{words.with("check-promise", &[("days", &days)])}</p>
                {button::primary(words.say("check-send"))}
            </form>
        }
    });
    let heading = format!("{title} – {}", words.of(&view.head.item_title));
    let body = view! {
        {error_summary(words, &view.errors)}
        <p class="step">{words.of(&view.head.item_title).to_owned()}</p>
        <h1>{title}</h1>
        {sent}
        <p>{words.say("check-not-sent-yet")}</p>
        {summary_list(answer_rows(words, &view.answers))}
        {send}
    };
    Page::new(heading, body.into_any()).back(view.head.back.clone()).with_errors(!view.errors.is_empty())
}

/// Answers as rows; a missing one says so and has the id that errors link to.
pub fn answer_rows(words: &Words, answers: &[AnswerRow]) -> Vec<Row> {
    answers
        .iter()
        .map(|row| {
            let value = match (row.answer.is_empty(), row.missing) {
                (false, _) => view! { <bdi>{words.values(&row.answer)}</bdi> }.into_any(),
                (true, true) => view! { <span class="error">{words.say("check-missing")}</span> }.into_any(),
                (true, false) => words.say("check-left-out").into_any(),
            };
            let change = row.change.clone().map(|address| (address, words.say("check-change")));
            Row { id: Some(format!("answer-{}", row.question)), name: words.of(&row.title).to_owned(), value, change }
        })
        .collect()
}
