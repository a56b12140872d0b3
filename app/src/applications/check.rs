//! `/drafts/<id>/check`: everything once more, and then send.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        advice::advice,
        button,
        check_answers::check_answers,
        error_summary::error_summary,
        field::hidden,
        notification_banner::{News, remark},
        on_its_way::{on_its_way, second_one, sent},
    },
};
use contract::applications::CheckPage;
use leptos::prelude::*;

/// The answers with links to change them, and the button that sends.
pub fn check_page(words: &Words, view: &CheckPage) -> Page {
    let title = words.say("check-title");
    let (step, steps) = (view.head.step.to_string(), view.head.steps.to_string());
    let step = words.with("question-step", &[("step", &step), ("steps", &steps)]);
    let missing = view.answers.iter().filter(|row| row.missing).count();
    let heading = format!("{title} – {}", words.of(&view.head.item_title));
    let state = match (&view.head.sent, missing) {
        (Some(one), _) => sent(words, one),
        (None, 0) => view! { <p>{words.say("check-not-sent-yet")}</p> }.into_markup(),
        (None, _) => {
            let count = missing.to_string();
            remark(News::Waiting, words.with("check-some-missing", &[("count", &count)]))
        }
    };
    let body = view! {
        {error_summary(words, &view.errors)}
        <p class="step">{words.of(&view.head.item_title).to_owned()}" · "{step}</p>
        <h1>{title}</h1>
        {view.head.on_its_way.as_ref().map(|one| on_its_way(words, one))}
        {state}
        {check_answers(words, &view.answers)}
        {view.head.sent.is_none().then(|| advice(words, &view.advice))}
        {view.head.sent.is_none().then(|| send(words, view))}
    };
    Page::new(heading, body.into_markup())
        .with_meanings()
        .back(view.head.back.clone())
        .with_errors(!view.errors.is_empty())
}

fn send(words: &Words, view: &CheckPage) -> Markup {
    let days = words.number(i64::from(view.promised_days));
    let second = view.head.on_its_way.as_ref().and_then(|one| second_one(words, one, &view.errors));
    view! {
        <form method="post" aria-label=words.say("check-send") id="send" action=format!("/drafts/{}/submit", view.head.id)>
            {hidden("revision", &view.head.revision.to_string())}
            <p>{words.with("check-promise", &[("days", &days)])}</p>
            {second}
            {button::primary(words.say("check-send"))}
        </form>
    }
    .into_markup()
}
