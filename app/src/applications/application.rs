//! `/applications/<id>`: receipt, clock, timeline, answers.

use super::{decision, lists::state_tag};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        button,
        check_answers::check_answers,
        clock::clock,
        confirmation_panel::{Confirmation, confirmation_panel},
        details::details,
        error_summary::error_summary,
        field::{FieldLabel, hidden},
        key_facts::{KeyFact, key_facts},
        link,
        notification_banner::{News, notification_banner, remark},
        reader::Reader,
        receipt_number::receipt_number,
        text_area::{TextArea, text_area},
        timeline::timeline,
        unsent::unsent,
    },
};
use contract::{
    applications::{ApplicationPage, ApplicationState, EventKind},
    error::FieldError,
};
use leptos::prelude::*;

/// One application of the person's own.
pub fn application_page(words: &Words, view: &ApplicationPage) -> Page {
    let title = words.of(&view.item_title).to_owned();
    let receipt = view.just_sent.then(|| {
        confirmation_panel(Confirmation {
            title: words.say("receipt-title"),
            number_label: words.say("receipt-number"),
            number: view.receipt_number.clone(),
            next: vec![
                words.with("receipt-due", &[("date", &words.date(view.due))]),
                words.of(&view.after).to_owned(),
                words.say("receipt-keep"),
            ],
        })
    });
    // What was written comes back also where nothing is asked any more.
    let writes = view.question.is_some() || !view.typed.is_empty();
    let question = writes.then(|| reply(words, view));
    let appeal = (!view.appeal.is_empty()).then(|| {
        view! { <section><h2>{words.say("policy-appeal")}</h2>{decision::appeal(words, &view.appeal)}</section> }
    });
    let withdraw = view.may_withdraw.then(|| withdraw(words, view));
    let take_up_again = view.may_take_up_again.then(|| take_up_again(words, view));
    let body = view! {
        {error_summary(words, &view.errors)}
        <h1>{title.clone()}</h1>
        {receipt}
        {view.just_sent.then(|| link::onward(words.say("offline-card-from-receipt"), "/offline-card"))}
        {unsent(words, &too_late(view), "")}
        {outcome(words, view)}
        <div class="split">
            {facts(words, view)}
            <div>
                {take_up_again}
                {view.clock.as_ref().map(|value| clock(words, value, words.of(&view.department), Reader::Resident))}
                {question}
                <section><h2>{words.say("application-timeline")}</h2>{timeline(words, &view.timeline, Reader::Resident)}</section>
                {appeal}
                <section><h2>{words.say("application-answers")}</h2>{check_answers(words, &view.answers)}</section>
                {withdraw}
            </div>
        </div>
    };
    // The item has the same heading: the number tells the pages apart.
    Page::new(format!("{title} – {}", view.receipt_number), body.into_markup())
        .with_meanings()
        .back("/applications")
        .with_errors(!view.errors.is_empty())
        .on_paper(view.receipt_number.clone())
}

/// What was asked for with a button that is not there any more.
fn too_late(view: &ApplicationPage) -> Vec<FieldError> {
    let has_button = |error: &&FieldError| ["withdraw", "take-up-again"].contains(&error.field.as_str());
    view.errors.iter().filter(has_button).cloned().collect()
}

/// How far it is, by when there is a result, who works on it, and its number; what the receipt has just said is not said twice.
fn facts(words: &Words, view: &ApplicationPage) -> Option<Markup> {
    let mut facts = Vec::new();
    if let Some(clock) = view.clock.as_ref().filter(|clock| !clock.paused && !view.just_sent) {
        let due = words.with("application-due", &[("date", &words.date(clock.due))]);
        facts.push(KeyFact::figure(words.say("application-by-when"), due));
    }
    facts.push(KeyFact::line(words.say("application-how-far"), state_tag(words, view.state, Reader::Resident)));
    facts.push(KeyFact::line(words.say("policy-who"), words.of(&view.department).to_owned()));
    if !view.just_sent {
        facts.push(KeyFact::line(words.say("receipt-number"), receipt_number(&view.receipt_number)));
    }
    key_facts(facts)
}

/// The decision with its reason, above everything else once there is one.
fn outcome(words: &Words, view: &ApplicationPage) -> Markup {
    let (kind, news, key) = match view.state {
        ApplicationState::Granted => (EventKind::Granted, News::Good, "application-granted"),
        ApplicationState::Refused => (EventKind::Refused, News::Bad, "application-refused"),
        ApplicationState::Withdrawn => {
            return remark(News::Plain, words.say("application-withdrawn"));
        }
        ApplicationState::Submitted | ApplicationState::WaitingForResident => return ().into_markup(),
    };
    let event = view.timeline.iter().find(|event| event.kind == kind);
    let reason = event.and_then(|event| event.detail.as_deref()).map(|reason| {
        view! { <p>{words.say("application-reason")}</p><p class="quote"><bdi>{words.marked(reason)}</bdi></p> }
    });
    let terms = view.decided.as_ref().and_then(|decided| key_facts(decision::terms(words, decided)));
    let paper = view
        .decided
        .is_some()
        .then(|| link::onward(words.say("application-decision"), format!("/applications/{}/decision", view.id)));
    let heading = words.with(key, &[("department", words.of(&view.department))]);
    notification_banner(news, "outcome", heading, view! { {terms}{reason}{paper} }.into_markup())
}

fn withdraw(words: &Words, view: &ApplicationPage) -> Markup {
    let form = view! {
        <p>{words.say("application-withdraw-lead")}</p>
        <form method="post" aria-label=words.say("application-withdraw-button") action=format!("/applications/{}/withdraw", view.id)>
            {hidden("key", &format!("{}-w", view.key))}
            {button::secondary(words.say("application-withdraw-button"), "act", "withdraw")}
        </form>
    };
    details(words.say("application-withdraw"), form.into_markup())
}

fn take_up_again(words: &Words, view: &ApplicationPage) -> Markup {
    view! {
        <form method="post" aria-label=words.say("application-take-up-again") action=format!("/applications/{}/take-up-again", view.id)>
            {hidden("key", &format!("{}-t", view.key))}
            <p>{words.say("application-take-up-again-lead")}</p>
            {button::secondary(words.say("application-take-up-again"), "act", "take-up-again")}
        </form>
    }
    .into_markup()
}

/// The open question, and the field for the answer.
fn reply(words: &Words, view: &ApplicationPage) -> Markup {
    let label = FieldLabel::new("reply", words.say("application-reply")).hint(words.say("application-reply-hint"));
    let field = TextArea { label, value: view.typed.clone(), rows: 5, most: None };
    let question = view.question.as_deref().map(|question| {
        view! { <p class="quote"><bdi>{words.marked(question)}</bdi></p> }
    });
    let heading = match view.question {
        Some(_) => words.say("application-asked"),
        None => words.say("application-add-a-word"),
    };
    let form = view! {
        {question}
        <form method="post" aria-label=words.say("application-reply-send") action=format!("/applications/{}/reply", view.id) novalidate>
            {hidden("key", &view.key)}
            {text_area(words, &view.errors, field)}
            {button::primary(words.say("application-reply-send"))}
        </form>
    };
    notification_banner(News::Waiting, "asked", heading, form.into_markup())
}
