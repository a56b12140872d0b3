//! `/drafts/<id>/check`: everything once more, and then send.

use crate::{
    i18n::Words,
    page::Page,
    ui::{
        button,
        check_answers::check_answers,
        error_summary::error_summary,
        field::hidden,
        link,
        notification_banner::{News, remark},
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
    let state = match (&view.already_sent, missing) {
        (Some((address, receipt)), _) => sent(words, address, receipt),
        (None, 0) => view! { <p>{words.say("check-not-sent-yet")}</p> }.into_any(),
        (None, _) => {
            let count = missing.to_string();
            remark(News::Waiting, words.with("check-some-missing", &[("count", &count)]))
        }
    };
    let body = view! {
        {error_summary(words, &view.errors)}
        <p class="step">{words.of(&view.head.item_title).to_owned()}" · "{step}</p>
        <h1>{title}</h1>
        {state}
        {check_answers(words, &view.answers)}
        {view.already_sent.is_none().then(|| send(words, view))}
    };
    Page::new(heading, body.into_any())
        .with_meanings()
        .back(view.head.back.clone())
        .with_errors(!view.errors.is_empty())
}

/// It was sent before: what can still be done with the newer answers. Errors about sending link here.
fn sent(words: &Words, address: &str, receipt: &str) -> AnyView {
    view! {
        <div class="notice" id="send" role="status">
            <p>{words.with("check-already-sent", &[("receipt", receipt)])}</p>
            <p>{words.say("check-already-sent-what-now")}</p>
            {link::onward(words.say("check-see-receipt"), address)}
        </div>
    }
    .into_any()
}

fn send(words: &Words, view: &CheckPage) -> AnyView {
    let days = words.number(i64::from(view.promised_days));
    view! {
        <form method="post" id="send" action=format!("/drafts/{}/submit", view.head.id)>
            {hidden("key", &view.key)}
            {hidden("revision", &view.head.revision.to_string())}
            <p>{words.with("check-promise", &[("days", &days)])}</p>
            {button::primary(words.say("check-send"))}
        </form>
    }
    .into_any()
}
