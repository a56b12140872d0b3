//! `/casework/<id>`: the case on one side, the verdict with its trace on the other.

use crate::{
    applications::lists::state_tag,
    i18n::Words,
    page::Page,
    ui::{
        button,
        check_answers::check_answers,
        choices::Choice,
        clock::clock,
        details::details,
        error_summary::error_summary,
        field::{FieldLabel, hidden},
        notification_banner::{News, announcement, notification_banner, remark},
        radios::radios,
        reader::Reader,
        reason_list::reason_list,
        summary_list::{Row, summary_list},
        tag::{Tone, tag},
        text_area::{TextArea, text_area},
        timeline::timeline,
    },
};
use contract::{
    casework::CasePage,
    policies::{ComputedValue, VerdictView},
    sentence::phrase,
};
use leptos::prelude::*;
use policy::decision::Verdict;

/// One case.
pub fn case_page(words: &Words, view: &CasePage) -> Page {
    let title = words.with("case-title", &[("item", words.of(&view.item_title)), ("number", &view.receipt_number)]);
    let born = view
        .born
        .map(|(born, age)| words.with("case-born", &[("date", &words.date(born)), ("age", &words.number(age))]));
    let facts = view
        .facts
        .iter()
        .map(|fact| {
            let value = fact.value.as_ref().map(|value| words.value(value)).unwrap_or_default();
            let as_of = fact.as_of.map(|day| words.date(day)).unwrap_or_default();
            let provenance = words.with(
                "case-provenance",
                &[
                    ("department", words.of(&fact.department)),
                    ("date", &as_of),
                    ("delivery", fact.delivery.as_deref().unwrap_or_default()),
                ],
            );
            Row {
                id: None,
                name: words.of(&fact.name).to_owned(),
                value: view! { <p>{value}</p><p class="muted">{provenance}</p> }.into_any(),
                change: None,
            }
        })
        .collect();
    let cannot =
        (!view.may_act && view.state.is_open()).then(|| remark(News::Plain, words.say("case-not-yours-to-decide")));
    let changed = view.changed_meanwhile.then(|| announcement(News::Waiting, words.say("case-changed-meanwhile")));
    let facts_summary =
        words.with("case-facts", &[("count", &words.number(i64::try_from(view.facts.len()).unwrap_or(i64::MAX)))]);
    let body = view! {
        {error_summary(words, &view.errors)}
        <h1>{title.clone()}</h1>
        <p class="state"><strong><bdi>{words.marked(&view.resident)}</bdi></strong>" "{born}" "{state_tag(words, view.state, Reader::Staff)}</p>
        {view.clock.as_ref().map(|value| clock(words, value, &words.say("case-us"), Reader::Staff))}
        {changed}
        {others(words, view)}
        <div class="columns">
            <div>
                <section><h2>{words.say("case-answers")}</h2>{check_answers(words, &view.answers)}</section>
                {details(facts_summary, summary_list(facts))}
                <section><h2>{words.say("application-timeline")}</h2>{timeline(words, &view.timeline)}</section>
            </div>
            <div>
                {view.verdict.as_ref().map(|verdict| self::verdict(words, verdict))}
                {cannot}
                {view.may_act.then(|| forms(words, view))}
            </div>
        </div>
    };
    Page::new(title, body.into_any()).staff().back("/casework").with_errors(!view.errors.is_empty())
}

/// What else this person has open, or was granted, of the same thing: whoever decides should know.
fn others(words: &Words, view: &CasePage) -> Option<AnyView> {
    if view.others.is_empty() {
        return None;
    }
    let lines =
        view.others
            .iter()
            .map(|other| {
                let number = match other.in_reach {
                    true => view! { <a href=format!("/casework/{}", other.id)>{other.receipt_number.clone()}</a> }
                        .into_any(),
                    false => other.receipt_number.clone().into_any(),
                };
                let sent = words.with("case-other-sent", &[("date", &words.date(other.sent_on))]);
                view! { <li>{number}" · "{sent}" "{state_tag(words, other.state, Reader::Staff)}</li> }
            })
            .collect_view();
    let list = view! { <ul>{lines}</ul> };
    Some(notification_banner(News::Waiting, "others", words.say("case-others"), list.into_any()))
}

fn verdict(words: &Words, verdict: &VerdictView) -> AnyView {
    let (tone, key) = match verdict.verdict {
        Verdict::Eligible => (Tone::Good, "verdict-eligible"),
        Verdict::NotEligible => (Tone::Bad, "verdict-not-eligible"),
        Verdict::Undetermined => (Tone::Waiting, "verdict-undetermined"),
    };
    let amount = verdict.amount.as_ref().map(|amount| words.amount(amount));
    let computed: Vec<&ComputedValue> = verdict.reasons.iter().flat_map(|reason| &reason.computed).collect();
    let trace = (!computed.is_empty()).then(|| {
        let lines = computed.into_iter().map(|value| trace_line(words, value)).collect_view();
        view! { <h3>{words.say("verdict-trace")}</h3><ul class="trace">{lines}</ul> }
    });
    let missing: Vec<&str> = verdict.missing.iter().map(|name| words.of(name)).collect();
    let missing = (!missing.is_empty())
        .then(|| view! { <p>{words.with("verdict-missing", &[("facts", &missing.join(" · "))])}</p> });
    let no_result = verdict.has_no_result.then(|| view! { <p>{words.say("verdict-no-result")}</p> });
    let policy = words.with("verdict-policy", &[("title", words.of(&verdict.title)), ("version", &verdict.version)]);
    view! {
        <section class="card" aria-labelledby="verdict">
            <h2 id="verdict">{words.say("verdict-title")}</h2>
            <p>{tag(tone, words.say(key))}" "{amount}</p>
            <p class="muted">{policy}</p>
            {missing}
            {no_result}
            {reason_list(words, &verdict.reasons)}
            {trace}
            <p class="muted">{words.say("verdict-note")}</p>
        </section>
    }
    .into_any()
}

/// What was worked out, its value, and the bound it was held against.
fn trace_line(words: &Words, value: &ComputedValue) -> AnyView {
    let bound = words.with(bound_key(&value.operator), &[("bound", &words.value(&value.bound))]);
    let found = words.value(&value.value);
    view! {
        <li>{words.with("verdict-trace-line", &[("name", &phrase(words, &value.phrase)), ("value", &found), ("bound", &bound)])}</li>
    }
    .into_any()
}

/// Fluent key of a comparison.
fn bound_key(operator: &str) -> &'static str {
    match operator {
        ">=" => "verdict-bound-at-least",
        ">" => "verdict-bound-more",
        "<=" => "verdict-bound-at-most",
        "<" => "verdict-bound-less",
        "!=" => "verdict-bound-other",
        _ => "verdict-bound-equal",
    }
}

fn forms(words: &Words, view: &CasePage) -> AnyView {
    let head = |suffix: &str| {
        view! { {hidden("key", &format!("{}-{suffix}", view.key))}{hidden("revision", &view.revision.to_string())} }
            .into_any()
    };
    let written = |id: &'static str, key: &str, hint: &str, value: &str| {
        let label = FieldLabel::new(id, words.say(key)).hint(words.say(hint));
        text_area(words, &view.errors, TextArea { label, value: value.to_owned(), rows: 4, most: None })
    };
    let option = |value: &str, key: &str| Choice::new(value, words.say(key), view.typed.decision == value);
    let decisions = vec![option("grant", "case-grant"), option("refuse", "case-refuse")];
    let decision = FieldLabel::new("decision", words.say("case-decision"));
    view! {
        <section aria-labelledby="decide">
            <h2 id="decide">{words.say("case-decide-title")}</h2>
            <form method="post" action=format!("/casework/{}/decide", view.id) novalidate>
                {head("d")}
                {radios(words, &view.errors, decision, decisions)}
                {written("reason", "case-reason", "case-reason-hint", &view.typed.reason)}
                {button::primary(words.say("case-decide"))}
            </form>
        </section>
        <section aria-labelledby="ask">
            <h2 id="ask">{words.say("case-ask-title")}</h2>
            <form method="post" action=format!("/casework/{}/ask", view.id) novalidate>
                {head("a")}
                {written("question", "case-question", "case-question-hint", &view.typed.question)}
                {button::secondary(words.say("case-ask"), "act", "ask")}
            </form>
        </section>
    }
    .into_any()
}
