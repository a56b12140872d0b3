//! `/drafts/<id>/<question>`: back, the step, the question, one hint, the field, two buttons. Nothing else.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        button,
        error_summary::error_summary,
        field::hidden,
        link,
        notification_banner::{News, notification_banner},
        on_its_way::{on_its_way, sent},
        question_field::{QuestionField, QuestionPlace, format_hint, question_field},
        summary_list::{Row, summary_list},
    },
};
use contract::{
    applications::{FilledIn, QuestionKind, QuestionPage},
    display::Language,
    residents::ShownValue,
    typed::is_blank,
};
use leptos::prelude::*;

/// One question.
pub fn question_page(words: &Words, view: &QuestionPage, before: &str) -> Page {
    let step =
        words.with("question-step", &[("step", &view.head.step.to_string()), ("steps", &view.head.steps.to_string())]);
    let heading = match view.optional {
        true => words.with("question-optional", &[("question", words.of(&view.title))]),
        false => words.of(&view.title).to_owned(),
    };
    let newer = view.newer.as_deref().map(|newer| both_answers(words, view, newer));
    let anyway = view.newer.is_some().then(|| hidden("anyway", "yes"));
    let from = view.from_check.then(|| hidden("from", "check"));
    let field = QuestionField {
        id: &view.question,
        kind: view.kind,
        heading,
        place: QuestionPlace::Heading,
        hint: hint(words, view),
        options: &view.options,
        values: &view.values,
        autocomplete: view.autocomplete.clone(),
        unit: None,
        most: view.max_length,
        errors: &view.errors,
    };
    let title = format!("{} – {step} – {}", words.of(&view.title), words.of(&view.head.item_title));
    let body = view! {
        {error_summary(words, &view.errors)}
        <p class="step">{words.of(&view.head.item_title).to_owned()}" · "{step}</p>
        {view.head.sent.as_ref().map(|one| sent(words, one))}
        {view.head.on_its_way.as_ref().map(|one| on_its_way(words, one))}
        {begins_after(words, view)}
        {newer}
        <form method="post" aria-label=words.say("question-continue") action=format!("/drafts/{}/{}", view.head.id, view.question) novalidate>
            {hidden("revision", &view.head.revision.to_string())}
            {hidden("before", before)}
            {from}
            {anyway}
            {question_field(words, field)}
            <div class="actions">
                {button::primary_with(words.say("question-continue"), "go", "next")}
                {button::secondary(words.say("question-leave"), "go", "leave")}
            </div>
        </form>
        <p class="muted">{words.say("question-help")}</p>
    };
    let back = if view.from_check { format!("/drafts/{}/check", view.head.id) } else { view.head.back.clone() };
    let islands = view.kind == QuestionKind::LongText && view.max_length.is_some();
    Page { islands, ..Page::new(title, body.into_markup()) }
        .back(back)
        .with_meanings()
        .with_errors(!view.errors.is_empty())
}

/// Why this is not the first step: what was before it is filled in already, and can be looked at.
fn begins_after(words: &Words, view: &QuestionPage) -> Option<Markup> {
    let before = view.begins_after.iter().map(|(question, address)| {
        view! { <li><a href=address.clone()>{words.of(question).to_owned()}</a></li> }
    });
    let before = before.collect_view();
    (!view.begins_after.is_empty())
        .then(|| view! { <p>{words.say("question-begins-after")}</p><ul>{before}</ul> }.into_markup())
}

/// Somebody saved another answer meanwhile: both stand here, and the person says which one holds.
fn both_answers(words: &Words, view: &QuestionPage, saved: &[ShownValue]) -> Markup {
    let saved = match saved.is_empty() {
        true => words.say("check-left-out"),
        false => words.values(saved),
    };
    let answers = vec![
        Row {
            id: None,
            name: words.say("question-newer-saved"),
            value: view! { <bdi>{words.marked(&saved)}</bdi> }.into_markup(),
            change: None,
        },
        Row {
            id: None,
            name: words.say("question-newer-typed"),
            value: view! { <bdi>{words.marked(&typed(words, view))}</bdi> }.into_markup(),
            change: None,
        },
    ];
    let keep = format!("/drafts/{}/check", view.head.id);
    let both = view! {
        {summary_list(answers)}
        <p>{words.say("question-newer-choose")}</p>
        {link::onward(words.say("question-newer-keep"), keep)}
    };
    notification_banner(News::Waiting, "newer", words.say("question-newer"), both.into_markup())
}

/// What was typed, as people read it: labels for options, the parts of a date in a row.
fn typed(words: &Words, view: &QuestionPage) -> String {
    let values = view.values.iter().map(|(_, value)| value.as_str()).filter(|value| !is_blank(value));
    let shown: Vec<ShownValue> = values
        .map(|value| match (view.kind, view.options.iter().find(|option| option.id == value)) {
            (_, Some(option)) => ShownValue::Code(option.label.clone()),
            (QuestionKind::YesNo, None) => ShownValue::Bool(value == "yes"),
            _ => ShownValue::Text(value.to_owned()),
        })
        .collect();
    match (shown.is_empty(), view.kind) {
        (true, _) => words.say("check-left-out"),
        (false, QuestionKind::Date) => {
            let parts: Vec<String> = shown.iter().map(|part| words.value(part)).collect();
            parts.join("-")
        }
        (false, _) => words.values(&shown),
    }
}

/// The question's own hint, where the answer came from, and how long it may be: short sentences, one after another.
fn hint(words: &Words, view: &QuestionPage) -> Option<String> {
    let own = view.hint.as_ref().map(|hint| words.of(hint).to_owned());
    let from = view.prefilled_from.as_ref().map(|filled_in| match filled_in {
        FilledIn::Fact(department) => words.with("question-prefilled", &[("department", words.of(department))]),
        FilledIn::OwnPhone => words.say("question-prefilled-phone"),
    });
    let sentences: Vec<String> = [own, format_hint(words, view.kind), from].into_iter().flatten().collect();
    let separator = match words.language() {
        Language::Chinese => "",
        Language::English => " ",
    };
    (!sentences.is_empty()).then(|| sentences.join(separator))
}
