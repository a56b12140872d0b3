//! `/applications/<id>`: receipt, clock, timeline, answers.

use super::{check::answer_rows, lists::state_tag};
use crate::{
    i18n::Words,
    page::Page,
    ui::{
        button,
        clock::clock,
        details::details,
        error_summary::error_summary,
        field::{TextField, hidden, text_field},
        icon,
        summary_list::summary_list,
        timeline::timeline,
    },
};
use contract::applications::{ApplicationPage, ApplicationState, EventKind};
use leptos::prelude::*;

/// One application of the person's own.
pub fn application_page(words: &Words, view: &ApplicationPage) -> Page {
    let title = words.of(&view.item_title).to_owned();
    let receipt = view.just_sent.then(|| {
        view! {
            <div class="receipt" role="status">
                <h2>{icon::tick()}{words.say("receipt-title")}</h2>
                <p>{words.say("receipt-number")}</p>
                <p class="number">{view.receipt_number.clone()}</p>
                <p>{words.with("receipt-due", &[("date", &words.date(view.due))])}</p>
                <p>{words.of(&view.after).to_owned()}</p>
                <p>{words.say("receipt-keep")}</p>
            </div>
        }
    });
    let question = view.question.as_ref().map(|question| reply(words, view, question));
    let appeal = view.appeal.as_ref().map(|appeal| {
        view! { <section><h2>{words.say("policy-appeal")}</h2><p>{words.of(appeal).to_owned()}</p></section> }
    });
    let withdraw = view.state.is_open().then(|| withdraw(words, view));
    let body = view! {
        {error_summary(words, &view.errors)}
        <h1>{title.clone()}</h1>
        {receipt}
        <p class="state">{state_tag(words, view.state)}" "<span>{words.with("application-number", &[("number", &view.receipt_number)])}</span></p>
        {outcome(words, view)}
        {view.clock.as_ref().map(|value| clock(words, value, words.of(&view.department)))}
        {question}
        <section><h2>{words.say("application-timeline")}</h2>{timeline(words, &view.timeline)}</section>
        {appeal}
        <section><h2>{words.say("application-answers")}</h2>{summary_list(answer_rows(words, &view.answers))}</section>
        {withdraw}
    };
    Page::new(title, body.into_any())
        .back("/applications")
        .with_errors(!view.errors.is_empty())
        .on_paper(view.receipt_number.clone())
}

/// The decision with its reason, above everything else once there is one.
fn outcome(words: &Words, view: &ApplicationPage) -> AnyView {
    let (kind, class, key) = match view.state {
        ApplicationState::Granted => (EventKind::Granted, "notice good", "application-granted"),
        ApplicationState::Refused => (EventKind::Refused, "notice bad", "application-refused"),
        ApplicationState::Withdrawn => {
            return view! { <p class="notice">{words.say("application-withdrawn")}</p> }.into_any();
        }
        ApplicationState::Submitted | ApplicationState::WaitingForResident => return ().into_any(),
    };
    let event = view.timeline.iter().find(|event| event.kind == kind);
    let reason = event.and_then(|event| event.detail.as_deref()).map(|reason| {
        view! { <p>{words.say("application-reason")}</p><p class="quote"><bdi>{words.marked(reason)}</bdi></p> }
    });
    view! {
        <section class=class aria-labelledby="outcome">
            <h2 id="outcome">{words.with(key, &[("department", words.of(&view.department))])}</h2>
            {reason}
        </section>
    }
    .into_any()
}

fn withdraw(words: &Words, view: &ApplicationPage) -> AnyView {
    let form = view! {
        <p>{words.say("application-withdraw-lead")}</p>
        <form method="post" action=format!("/applications/{}/withdraw", view.id)>
            {hidden("key", &format!("{}-w", view.key))}
            {button::secondary(words.say("application-withdraw-button"), "act", "withdraw")}
        </form>
    };
    details(words.say("application-withdraw"), form.into_any())
}

fn reply(words: &Words, view: &ApplicationPage, question: &str) -> AnyView {
    let field = TextField {
        id: "reply",
        label: words.say("application-reply"),
        hint: Some(words.say("application-reply-hint")),
        value: view.typed.clone(),
        rows: 5,
        ..TextField::default()
    };
    view! {
        <section class="notice" aria-labelledby="asked">
            <h2 id="asked">{words.say("application-asked")}</h2>
            <p class="quote"><bdi>{words.marked(question)}</bdi></p>
            <form method="post" action=format!("/applications/{}/reply", view.id) novalidate>
                {hidden("key", &view.key)}
                {text_field(words, &view.errors, field)}
                {button::primary(words.say("application-reply-send"))}
            </form>
        </section>
    }
    .into_any()
}
