//! `/casework/<id>`: the case on one side, the verdict with its trace on the other.

use super::decision_form::decision_form;
use crate::{
    applications::{decision, lists::state_tag},
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        button,
        check_answers::check_answers,
        clock::clock,
        details::details,
        error_summary::error_summary,
        field::{FieldLabel, hidden},
        key_facts::{KeyFact, key_facts},
        notification_banner::{News, notification_banner, remark},
        offer_card::open_questions,
        reader::Reader,
        reason_list::reason_list,
        summary_list::{Row, summary_list},
        tag::{Tone, tag},
        text_area::{TextArea, text_area},
        timeline::{correction, timeline},
        unsent::unsent,
    },
};
use contract::{
    applications::{
        CorrectedFact,
        outcome::{DecidedView, Outcome, Point},
    },
    casework::{CasePage, NoVerdict, TypedDecision},
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
            let arguments = [("department", words.of(&fact.department)), ("date", as_of.as_str())];
            let provenance = words.with("case-provenance", &arguments);
            Row {
                id: None,
                name: words.of(&fact.name).to_owned(),
                value: view! { <p>{value}</p><p class="muted">{provenance}</p> }.into_markup(),
                change: None,
            }
        })
        .collect();
    let cannot =
        (!view.may_act && view.state.is_open()).then(|| remark(News::Plain, words.say("case-not-yours-to-decide")));
    let facts_summary =
        words.with("case-facts", &[("count", &words.number(i64::try_from(view.facts.len()).unwrap_or(i64::MAX)))]);
    let verdicts = view.verdicts.iter().map(|verdict| self::verdict(words, verdict)).collect_view();
    let granted = view.outcome.clone().filter(|outcome| outcome.terms.is_some());
    let terms = granted.map(|Outcome { terms, .. }| {
        let decided = DecidedView { terms, paid_to: Vec::new(), next: None };
        view! { <section><h2>{words.say("case-terms")}</h2>{key_facts(decision::terms(words, &decided))}</section> }
    });
    let body = view! {
        {error_summary(words, &view.errors)}
        <h1>{title.clone()}</h1>
        {at_a_glance(words, view, born)}
        {view.clock.as_ref().map(|value| clock(words, value, &words.say("case-us"), Reader::Staff))}
        {others(words, view)}
        <div class="columns">
            <div>
                <section><h2>{words.say("case-answers")}</h2>{check_answers(words, &view.answers)}</section>
                {details(facts_summary, summary_list(facts))}
                <section><h2>{words.say("application-timeline")}</h2>{timeline(words, &view.timeline, Reader::Staff)}</section>
            </div>
            <div>
                {view.outcome.as_ref().and_then(|outcome| decided_otherwise(words, outcome))}
                {terms}
                {corrected(words, view)}
                {verdicts}
                {no_verdict(words, &view.no_verdict)}
                {cannot}
                {match view.may_act {
                    true => forms(words, view),
                    false => unsent(words, &view.errors, &typed(words, view)),
                }}
            </div>
        </div>
    };
    Page::new(title, body.into_markup()).staff().back("/casework").with_errors(!view.errors.is_empty())
}

/// Who, by when, how much, and how far it is, in one row.
fn at_a_glance(words: &Words, view: &CasePage, born: Option<String>) -> Option<Markup> {
    let name = view! { <bdi>{words.marked(&view.resident)}</bdi> };
    let mut facts = vec![KeyFact::figure(words.say("decision-to"), name)];
    if let Some(born) = born {
        facts.push(KeyFact::line(words.say("case-born-name"), born));
    }
    if let Some(clock) = view.clock.as_ref().filter(|clock| !clock.paused) {
        facts.push(KeyFact::figure(words.say("case-due"), words.date(clock.due)));
    }
    if let Some(amount) = view.verdicts.iter().find_map(|verdict| verdict.amount.as_ref()) {
        facts.push(KeyFact::figure(words.say("case-worked-out"), words.amount(amount)));
    }
    facts.push(KeyFact::line(words.say("application-how-far"), state_tag(words, view.state, Reader::Staff)));
    key_facts(facts)
}

/// What else this person has open, or was granted, of the same thing: whoever decides should know.
fn others(words: &Words, view: &CasePage) -> Option<Markup> {
    if view.others.is_empty() {
        return None;
    }
    let lines =
        view.others
            .iter()
            .map(|other| {
                let number = match other.in_reach {
                    true => view! { <a href=format!("/casework/{}", other.id)>{other.receipt_number.clone()}</a> }
                        .into_markup(),
                    false => other.receipt_number.clone().into_markup(),
                };
                let sent = words.with("case-other-sent", &[("date", &words.date(other.sent_on))]);
                view! { <li>{number}" · "{sent}" "{state_tag(words, other.state, Reader::Staff)}</li> }
            })
            .collect_view();
    let list = view! { <ul>{lines}</ul> };
    Some(notification_banner(News::Waiting, "others", words.say("case-others"), list.into_markup()))
}

fn verdict(words: &Words, verdict: &VerdictView) -> Markup {
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
    let id = format!("verdict-{}", verdict.policy);
    let policy = words.with("verdict-policy", &[("title", words.of(&verdict.title)), ("version", &verdict.version)]);
    view! {
        <section class="card" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{words.say("verdict-title")}</h2>
            <p>{tag(tone, words.say(key))}" "{amount}</p>
            <p class="muted">{policy}</p>
            {missing}
            {open_questions(words, &verdict.open)}
            {no_result}
            {reason_list(words, &verdict.reasons)}
            {trace}
            <p class="muted">{words.say("verdict-note")}</p>
        </section>
    }
    .into_markup()
}

/// What was worked out, its value, and the bound it was held against.
fn trace_line(words: &Words, value: &ComputedValue) -> Markup {
    let bound = words.with(bound_key(&value.operator), &[("bound", &words.value(&value.bound))]);
    let found = words.value(&value.value);
    view! {
        <li>{words.with("verdict-trace-line", &[("name", &phrase(words, &value.phrase)), ("value", &found), ("bound", &bound)])}</li>
    }
    .into_markup()
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

/// What was typed into any of the two forms, as people read it: one thing a line.
fn typed(words: &Words, view: &CasePage) -> String {
    let decision = match view.typed.decision.as_str() {
        "grant" => words.say("case-grant"),
        "refuse" => words.say("case-refuse"),
        _ => String::new(),
    };
    let TypedDecision { question, reason, grounds, .. } = &view.typed;
    let proofs = grounds.iter().filter(|(name, _)| name.starts_with("proof-")).map(|(_, proof)| proof.as_str());
    let all = [decision.as_str(), question, reason].into_iter().chain(proofs).map(str::trim);
    all.filter(|one| !one.is_empty()).collect::<Vec<_>>().join("\n")
}

fn forms(words: &Words, view: &CasePage) -> Markup {
    let label = FieldLabel::new("question", words.say("case-question")).hint(words.say("case-question-hint"));
    let question = TextArea { label, value: view.typed.question.clone(), rows: 4, most: None };
    view! {
        {decision_form(words, view)}
        <section aria-labelledby="ask">
            <h2 id="ask">{words.say("case-ask-title")}</h2>
            <form method="post" aria-label=words.say("case-ask") action=format!("/casework/{}/ask", view.id) novalidate>
                {hidden("key", &format!("{}-a", view.key))}
                {hidden("revision", &view.revision.to_string())}
                {text_area(words, &view.errors, question)}
                {button::secondary(words.say("case-ask"), "act", "ask")}
            </form>
        </section>
    }
    .into_markup()
}

/// Facts that were corrected since it was sent: the verdict is by what stands there now.
fn corrected(words: &Words, view: &CasePage) -> Option<Markup> {
    let facts: Vec<&CorrectedFact> = view.timeline.iter().filter_map(|event| event.correction.as_ref()).collect();
    if facts.is_empty() {
        return None;
    }
    let lines =
        facts.into_iter().map(|fact| view! { <li>{words.marked(&correction(words, fact))}</li> }).collect_view();
    let contents = view! { <ul>{lines}</ul><p>{words.say("case-corrected-verdict")}</p> };
    Some(notification_banner(News::Waiting, "corrected", words.say("case-corrected"), contents.into_markup()))
}

/// What has no verdict, and why.
fn no_verdict(words: &Words, why: &[NoVerdict]) -> Option<Markup> {
    if why.is_empty() {
        return None;
    }
    let sentences = why
        .iter()
        .map(|why| {
            let why = match why {
                NoVerdict::NoPolicy(Some(text)) => words.of(text).to_owned(),
                NoVerdict::NoPolicy(None) => words.say("verdict-none-no-policy"),
                NoVerdict::NotInForceAnyMore(title) => {
                    words.with("verdict-none-any-more", &[("title", words.of(title))])
                }
                NoVerdict::NotInForce(title) => words.with("verdict-none-not-in-force", &[("title", words.of(title))]),
            };
            view! { <p>{why}</p> }
        })
        .collect_view();
    Some(
        view! {
            <section class="card" aria-labelledby="no-verdict">
                <h2 id="no-verdict">{words.say("verdict-none-title")}</h2>
                {sentences}
            </section>
        }
        .into_markup(),
    )
}

/// On what grounds it was decided otherwise than the verdict says.
fn decided_otherwise(words: &Words, outcome: &Outcome) -> Option<Markup> {
    if outcome.against.is_empty() {
        return None;
    }
    let grounds = outcome
        .against
        .iter()
        .flat_map(|against| against.grounds.iter().map(move |ground| (against, ground)))
        .map(|(against, ground)| {
            let point = match &ground.point {
                Point::Met(condition) => words.with("case-ground-met", &[("condition", words.of(condition))]),
                Point::NotMet(condition) => words.with("case-ground-unmet", &[("condition", words.of(condition))]),
                Point::Amount(found) => words.with("case-ground-amount", &[("amount", &words.amount(found))]),
            };
            let title = words.of(&against.title).to_owned();
            view! { <li><p>{title}" · "{point}</p><p class="quote"><bdi>{words.marked(&ground.proof)}</bdi></p></li> }
        })
        .collect_view();
    let list = view! { <ul>{grounds}</ul> };
    Some(notification_banner(News::Waiting, "otherwise", words.say("case-decided-otherwise"), list.into_markup()))
}
