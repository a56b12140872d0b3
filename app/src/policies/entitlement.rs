//! `/check`: "What could I be entitled to?" The beginning says what happens to answers; then one question a page; then
//! how every policy stands, and why.

mod results;

use crate::{
    i18n::Words,
    page::Page,
    ui::{
        button,
        error_summary::error_summary,
        field::hidden,
        question_field::{QuestionField, format_hint, question_field},
    },
};
use contract::entitlement::{AnswersEnded, EntitlementPage, EntitlementQuestion, EntitlementStep};
use leptos::prelude::*;
use results::results;

/// The page.
pub fn entitlement_page(words: &Words, view: &EntitlementPage) -> Page {
    match &view.step {
        EntitlementStep::Beginning => beginning(words, view),
        EntitlementStep::Question(question) => asked(words, view, question),
        EntitlementStep::Results(standings) => results(words, view, standings).back("/"),
    }
}

fn beginning(words: &Words, view: &EntitlementPage) -> Page {
    let title = words.say("entitlement-title");
    let ended = view.ended.map(|ended| {
        let key = match ended {
            AnswersEnded::Erased => "entitlement-erased",
            AnswersEnded::Expired => "entitlement-expired",
        };
        view! { <p class="notice good" role="status">{words.say(key)}</p> }
    });
    let policies = view.policies.to_string();
    let body = view! {
        <h1>{title.clone()}</h1>
        {ended}
        <p class="lead">{words.with("entitlement-lead", &[("policies", &policies)])}</p>
        <p>{words.say("entitlement-unknown-is-fine")}</p>
        <p>{button::link(words.say("entitlement-begin"), "/check?question=next".to_owned())}</p>
        <section class="notice" aria-labelledby="answers">
            <h2 id="answers">{words.say("entitlement-answers-title")}</h2>
            <p>{words.say("entitlement-answers-sent")}</p>
        </section>
        <p class="muted">{words.say("entitlement-no-decision")}</p>
    };
    Page::new(title, body.into_any()).back("/")
}

fn asked(words: &Words, view: &EntitlementPage, question: &EntitlementQuestion) -> Page {
    let heading = words.of(&question.title).to_owned();
    let title = format!("{heading} – {}", words.say("entitlement-title"));
    let progress = words.with(
        "entitlement-progress",
        &[
            ("answers", &view.answers.len().to_string()),
            ("decided", &view.decided.to_string()),
            ("policies", &view.policies.to_string()),
        ],
    );
    let field = QuestionField {
        id: &question.attribute,
        kind: question.kind,
        heading,
        hint: format_hint(words, question.kind),
        options: &question.options,
        values: &question.values,
        autocomplete: None,
        most: None,
        errors: &view.errors,
    };
    let back = if view.answers.is_empty() { "/check" } else { "/check?show=results" };
    let so_far = (!view.answers.is_empty())
        .then(|| view! { <p><a href="/check?show=results">{words.say("entitlement-so-far")}</a></p>{erase(words)} });
    let body = view! {
        {error_summary(words, &view.errors)}
        <p class="step">{progress}</p>
        <form method="post" action="/check" novalidate>
            {hidden("question", &question.attribute)}
            {question_field(words, field)}
            <div class="actions">
                {button::primary_with(words.say("question-continue"), "go", "next")}
                {button::secondary(words.say("entitlement-unknown"), "go", "unknown")}
            </div>
        </form>
        {so_far}
    };
    Page::new(title, body.into_any()).back(back).with_errors(!view.errors.is_empty())
}

/// What happens to the answers, and the button that ends it now.
fn erase(words: &Words) -> AnyView {
    view! {
        <form method="post" action="/check/erase" class="erase">
            <p class="muted">{words.say("entitlement-answers-kept")}</p>
            <button class="link" type="submit">{words.say("entitlement-erase")}</button>
        </form>
    }
    .into_any()
}
