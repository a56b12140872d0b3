//! `/disputes/<id>`: what the resident says on one side, the fact with its provenance and the answers on the other.

use super::parts::{outcomes, state_tag, steps};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        button,
        choices::Choice,
        clock::may_move_line,
        error_summary::error_summary,
        field::{FieldLabel, hidden},
        notification_banner::{News, remark},
        question_field::{QuestionField, QuestionPlace, format_hint, question_field},
        reader::Reader,
        select_field::select_field,
        summary_list::{Row, summary_list},
        tag::{Tone, tag},
        text_area::{TextArea, text_area},
        unsent::unsent,
    },
};
use contract::{
    applications::QuestionKind,
    disputes::{DisputePage, DisputeState},
    typed::is_blank,
};
use leptos::prelude::*;

/// One dispute, for whoever may answer it or could.
pub fn dispute_page(words: &Words, view: &DisputePage) -> Page {
    let dispute = &view.dispute;
    let title = words.with("dispute-case-title", &[("fact", words.of(&dispute.fact.name))]);
    let is_open = dispute.state == DisputeState::Open;
    let due = is_open.then(|| words.with("dispute-case-due", &[("date", &words.date(dispute.due))]));
    let late = dispute.overdue.then(|| tag(Tone::Bad, words.say("dispute-case-late")));
    let answers = match view.may_answer {
        true => answers(words, view),
        false => {
            let why = is_open.then(|| remark(News::Plain, words.say("dispute-not-yours")));
            view! { {why}{unsent(words, &view.errors, &typed(words, view))} }.into_markup()
        }
    };
    let body = view! {
        {error_summary(words, &view.errors)}
        <h1>{title.clone()}</h1>
        <p class="state"><strong><bdi>{words.marked(&view.resident)}</bdi></strong>" "{state_tag(words, dispute.state)}" "{late}</p>
        <p>{words.of(&dispute.department).to_owned()}" "{due}</p>
        {may_move_line(words, dispute.unannounced_year)}
        <div class="columns">
            <div>
                <section><h2>{words.say("dispute-fact-now")}</h2>{fact(words, view)}</section>
                {outcomes(words, &dispute.outcomes, |_| None)}
                <section><h2>{words.say("dispute-steps")}</h2>{steps(words, &dispute.steps, Reader::Staff)}</section>
            </div>
            <div>{answers}</div>
        </div>
    };
    Page::new(title, body.into_markup()).staff().back("/disputes").with_errors(!view.errors.is_empty())
}

/// The fact as it is known today, and where it comes from.
fn fact(words: &Words, view: &DisputePage) -> Markup {
    let fact = &view.dispute.fact;
    let (value, provenance) = match (&fact.value, fact.as_of) {
        (Some(value), Some(as_of)) => {
            let arguments = [("department", words.of(&fact.department)), ("date", &words.date(as_of))];
            (words.value(value), Some(words.with("case-provenance", &arguments)))
        }
        _ => (words.say("dispute-fact-unknown"), None),
    };
    // Whoever looks for the fault needs the delivery that it came with.
    let delivery = fact.delivery.as_ref().map(|delivery| {
        view! { <p class="muted">{words.say("dispute-delivery")}" "<code class="id">{delivery.clone()}</code></p> }
    });
    summary_list(vec![Row {
        id: None,
        name: words.of(&fact.name).to_owned(),
        value: view! { <p>{value}</p><p class="muted">{provenance}</p>{delivery} }.into_markup(),
        change: None,
    }])
}

/// What was typed into any of the three forms, as people read it.
fn typed(words: &Words, view: &DisputePage) -> String {
    let is_text = |name: &str| ["value", "reason", "department"].contains(&name) || name.starts_with("value-");
    let shown = |value: &str| match (view.input, value) {
        (Some(QuestionKind::YesNo), "yes") => words.say("value-yes"),
        (Some(QuestionKind::YesNo), "no") => words.say("value-no"),
        _ => {
            let mut known = view.options.iter().chain(&view.departments);
            let label = known.find(|option| option.id == value).map(|option| words.of(&option.label));
            label.unwrap_or(value).to_owned()
        }
    };
    let typed = view.typed.iter().filter(|(name, value)| is_text(name) && !is_blank(value));
    typed.map(|(_, value)| shown(value)).collect::<Vec<_>>().join(" ")
}

fn answers(words: &Words, view: &DisputePage) -> Markup {
    let correct = match view.input {
        Some(kind) => correct(words, view, kind),
        None => view! { <p id="value">{words.say("dispute-value-elsewhere")}</p> }.into_markup(),
    };
    view! {
        <section aria-labelledby="correct"><h2 id="correct">{words.say("dispute-correct-title")}</h2>{correct}</section>
        {uphold(words, view)}
        {pass_on(words, view)}
    }
    .into_markup()
}

fn head(view: &DisputePage, suffix: &str) -> Markup {
    view! { {hidden("key", &format!("{}-{suffix}", view.key))}{hidden("revision", &view.revision.to_string())} }
        .into_markup()
}

fn correct(words: &Words, view: &DisputePage, kind: QuestionKind) -> Markup {
    let lead = words.say("dispute-correct-lead");
    let field = QuestionField {
        id: "value",
        kind,
        heading: words.with("dispute-value", &[("fact", words.of(&view.dispute.fact.name))]),
        place: QuestionPlace::Field,
        hint: format_hint(words, kind),
        options: &view.options,
        values: &view.typed,
        autocomplete: None,
        unit: None,
        most: None,
        errors: &view.errors,
    };
    view! {
        <p>{lead}</p>
        <form method="post" aria-label=words.say("dispute-correct") action=format!("/disputes/{}/correct", view.dispute.id) novalidate>
            {head(view, "c")}
            {question_field(words, field)}
            {button::primary(words.say("dispute-correct"))}
        </form>
    }
    .into_markup()
}

fn uphold(words: &Words, view: &DisputePage) -> Markup {
    let label = FieldLabel::new("reason", words.say("dispute-reason")).hint(words.say("dispute-reason-hint"));
    let reason = TextArea { label, value: kept(view, "reason"), rows: 4, most: None };
    view! {
        <section aria-labelledby="uphold">
            <h2 id="uphold">{words.say("dispute-uphold-title")}</h2>
            <form method="post" aria-label=words.say("dispute-uphold") action=format!("/disputes/{}/uphold", view.dispute.id) novalidate>
                {head(view, "u")}
                {text_area(words, &view.errors, reason)}
                {button::secondary(words.say("dispute-uphold"), "act", "uphold")}
            </form>
        </section>
    }
    .into_markup()
}

fn pass_on(words: &Words, view: &DisputePage) -> Markup {
    let chosen = kept(view, "department");
    let options = view
        .departments
        .iter()
        .map(|department| Choice::new(&department.id, words.of(&department.label), department.id == chosen))
        .collect();
    let label = FieldLabel::new("department", words.say("dispute-pass-on-to"));
    view! {
        <section aria-labelledby="pass-on">
            <h2 id="pass-on">{words.say("dispute-pass-on-title")}</h2>
            <form method="post" aria-label=words.say("dispute-pass-on") action=format!("/disputes/{}/pass-on", view.dispute.id) novalidate>
                {head(view, "p")}
                {select_field(words, &view.errors, label, options)}
                {button::secondary(words.say("dispute-pass-on"), "act", "pass-on")}
            </form>
        </section>
    }
    .into_markup()
}

fn kept(view: &DisputePage, field: &str) -> String {
    view.typed.iter().find(|(name, _)| name == field).map(|(_, value)| value.clone()).unwrap_or_default()
}
