//! `/drafts/<id>/<question>`: back, the step, the question, one hint, the field, two buttons. Nothing else.

use crate::{
    i18n::Words,
    page::Page,
    ui::{
        button,
        error_summary::error_summary,
        field::{Choice, Choices, DateFields, TextField, choices, date_fields, hidden, text_field},
    },
};
use contract::applications::{QuestionKind, QuestionPage};
use leptos::prelude::*;

/// One question.
pub fn question_page(words: &Words, view: &QuestionPage, before: &str) -> Page {
    let step =
        words.with("question-step", &[("step", &view.head.step.to_string()), ("steps", &view.head.steps.to_string())]);
    let heading = match view.optional {
        true => words.with("question-optional", &[("question", words.of(&view.title))]),
        false => words.of(&view.title).to_owned(),
    };
    let prefilled = view.prefilled_from.as_ref().map(|department| {
        view! { <p class="notice">{words.with("question-prefilled", &[("department", words.of(department))])}</p> }
    });
    let newer = view.newer.as_ref().map(|newer| {
        let value = words.values(newer);
        view! {
            <div class="notice" role="status">
                <p>{words.with("question-newer", &[("answer", &value)])}</p>
            </div>
        }
    });
    let anyway = view.newer.is_some().then(|| hidden("anyway", "yes"));
    let from = view.from_check.then(|| hidden("from", "check"));
    let title = format!("{} – {step} – {}", words.of(&view.title), words.of(&view.head.item_title));
    let body = view! {
        {error_summary(words, &view.errors)}
        <p class="step">{words.of(&view.head.item_title).to_owned()}" · "{step}</p>
        {newer}
        <form method="post" action=format!("/drafts/{}/{}", view.head.id, view.question) novalidate>
            {hidden("revision", &view.head.revision.to_string())}
            {hidden("before", before)}
            {from}
            {anyway}
            {field(words, view, heading)}
            {prefilled}
            <div class="actions">
                {button::primary_with(words.say("question-continue"), "go", "next")}
                {button::secondary(words.say("question-leave"), "go", "leave")}
            </div>
        </form>
        <p class="muted">{words.say("question-help")}</p>
    };
    let back = if view.from_check { format!("/drafts/{}/check", view.head.id) } else { view.head.back.clone() };
    let islands = view.kind == QuestionKind::LongText && view.max_length.is_some();
    Page { islands, ..Page::new(title, body.into_any()) }.back(back).with_errors(!view.errors.is_empty())
}

fn field(words: &Words, view: &QuestionPage, heading: String) -> AnyView {
    let id = view.question.as_str();
    let hint = view.hint.as_ref().map(|hint| words.of(hint).to_owned());
    let value = |name: &str| {
        view.values.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let chosen = |option: &str| view.values.iter().any(|(_, value)| value == option);
    let text = |inputmode: Option<&'static str>, width: Option<&'static str>, rows: u32| TextField {
        id,
        label: heading.clone(),
        hint: hint.clone(),
        value: value(id),
        kind: "text",
        autocomplete: view.autocomplete.clone(),
        inputmode,
        heading: true,
        rows,
        width,
        most: view.max_length,
    };
    match view.kind {
        QuestionKind::Text => text_field(words, &view.errors, text(None, None, 0)),
        QuestionKind::LongText => text_field(words, &view.errors, text(None, None, 5)),
        QuestionKind::Phone => text_field(words, &view.errors, text(Some("tel"), Some("w-20"), 0)),
        QuestionKind::IdentityNumber => text_field(words, &view.errors, text(None, Some("w-20"), 0)),
        QuestionKind::Number => text_field(words, &view.errors, text(Some("numeric"), Some("w-10"), 0)),
        QuestionKind::Money => text_field(words, &view.errors, text(Some("decimal"), Some("w-10"), 0)),
        QuestionKind::Date => {
            let parts = ["year", "month", "day"].map(|part| value(&format!("{id}-{part}")));
            date_fields(words, &view.errors, DateFields { id, legend: heading, hint, values: parts, heading: true })
        }
        QuestionKind::YesNo => {
            let option = |value: &str, key: &str| Choice {
                value: value.to_owned(),
                label: words.say(key),
                hint: None,
                checked: chosen(value),
            };
            let options = vec![option("yes", "value-yes"), option("no", "value-no")];
            choices(words, &view.errors, Choices { id, legend: heading, hint, kind: "radio", options, heading: true })
        }
        QuestionKind::Choice | QuestionKind::Choices | QuestionKind::District => {
            let options = view
                .options
                .iter()
                .map(|option| Choice {
                    value: option.id.clone(),
                    label: words.of(&option.label).to_owned(),
                    hint: option.hint.as_ref().map(|hint| words.of(hint).to_owned()),
                    checked: chosen(&option.id),
                })
                .collect();
            let kind = if view.kind == QuestionKind::Choices { "checkbox" } else { "radio" };
            choices(words, &view.errors, Choices { id, legend: heading, hint, kind, options, heading: true })
        }
    }
}
