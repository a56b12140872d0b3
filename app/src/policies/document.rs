//! `/desk/<version>`: the document, every problem with its place and remedy, whom it would reach, and publishing.

use super::desk::version_tag;
use crate::{
    i18n::Words,
    page::Page,
    ui::{
        button,
        details::details,
        error_summary::error_summary,
        field::{TextField, hidden, text_field},
        summary_list::{Row, summary_list},
    },
};
use contract::policies::{DocumentPage, Rehearsal, VersionState};
use leptos::prelude::*;
use policy::problem::Problem;

/// One version of one policy.
pub fn document_page(words: &Words, view: &DocumentPage) -> Page {
    let title = words.with("document-title", &[("title", words.of(&view.title)), ("version", &view.version)]);
    let newer = view.newer.clone().map(|text| {
        view! { <section class="notice"><h2>{words.say("document-newer")}</h2><pre>{text}</pre></section> }
    });
    let body = view! {
        {error_summary(words, &view.errors)}
        <h1>{title.clone()}</h1>
        <p>{version_tag(words, view.state)}</p>
        {newer}
        {problems(words, &view.problems)}
        {acts(words, view)}
        {view.rehearsal.as_ref().map(|rehearsal| self::rehearsal(words, rehearsal))}
        {checked(words, view)}
        {text(words, view)}
    };
    Page::new(title, body.into_any()).staff().back("/desk").with_errors(!view.errors.is_empty())
}

fn problems(words: &Words, problems: &[Problem]) -> AnyView {
    if problems.is_empty() {
        return view! { <p class="notice good">{words.say("document-no-problems")}</p> }.into_any();
    }
    let count = words.number(i64::try_from(problems.len()).unwrap_or(i64::MAX));
    let lines = problems
        .iter()
        .map(|problem| {
            let (line, column) = (problem.line.to_string(), problem.column.to_string());
            let place = words.with("document-place", &[("line", &line), ("column", &column), ("path", &problem.path)]);
            let sentence = words.with(
                &format!("policy-problem-{}", problem.code.as_str()),
                &[("expected", &problem.expected), ("found", &problem.found)],
            );
            let remedy = problem.suggestion.as_ref().map(|suggestion| {
                view! { <p>{words.with("document-suggestion", &[("suggestion", suggestion)])}</p> }
            });
            view! { <li><p class="muted">{place}</p><p>{sentence}</p>{remedy}</li> }
        })
        .collect_view();
    view! {
        <section class="problems" aria-labelledby="problems">
            <h2 id="problems">{words.with("document-problems", &[("count", &count)])}</h2>
            <ol>{lines}</ol>
        </section>
    }
    .into_any()
}

fn acts(words: &Words, view: &DocumentPage) -> AnyView {
    let form = |verb: &'static str, key: &str, main: bool| {
        let button = match main {
            true => button::primary(words.say(key)),
            false => button::secondary(words.say(key), "act", verb),
        };
        view! {
            <form method="post" id=verb action=format!("/desk/{}/{verb}", view.id)>
                {hidden("key", &format!("{}-{verb}", view.key))}
                {hidden("revision", &view.revision.to_string())}
                {button}
            </form>
        }
        .into_any()
    };
    let right = view.problems.is_empty();
    let draft = view.may_write && view.state == VersionState::Draft;
    view! {
        <div class="actions">
            {right.then(|| form("rehearse", "document-rehearse", view.rehearsal.is_none()))}
            {(draft && right).then(|| form("hand-over", "document-hand-over", false))}
            {view.may_publish.then(|| form("publish", "document-publish", true))}
            {(view.may_write && view.state == VersionState::Published).then(|| form("new-version", "document-new-version", false))}
        </div>
    }
    .into_any()
}

fn rehearsal(words: &Words, rehearsal: &Rehearsal) -> AnyView {
    let number = |value: i64| words.number(value);
    let running = (rehearsal.evaluated < rehearsal.residents).then(|| {
        let arguments = [("done", number(rehearsal.evaluated)), ("all", number(rehearsal.residents))];
        let arguments: Vec<(&str, &str)> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
        view! { <p role="status">{words.with("rehearsal-running", &arguments)}</p> }
    });
    let mut rows = vec![
        Row::text(words.say("rehearsal-eligible"), number(rehearsal.eligible)),
        Row::text(words.say("rehearsal-undetermined"), number(rehearsal.undetermined)),
        Row::text(words.say("rehearsal-entering"), number(rehearsal.entering)),
        Row::text(words.say("rehearsal-leaving"), number(rehearsal.leaving)),
        Row::text(words.say("rehearsal-residents"), number(rehearsal.residents)),
    ];
    if let Some(fen) = rehearsal.monthly_fen {
        rows.push(Row::text(words.say("rehearsal-monthly"), words.money(fen)));
    }
    let groups = rehearsal
        .groups
        .iter()
        .filter(|group| !group.rows.is_empty())
        .map(|group| {
            let caption = words.say(&format!("rehearsal-by-{}", group.attribute.replace('_', "-")));
            let lines = group
                .rows
                .iter()
                .map(|(label, count)| {
                    view! { <tr><th scope="row">{words.of(label).to_owned()}</th><td class="numeric">{number(*count)}</td></tr> }
                })
                .collect_view();
            view! { <table><caption>{caption}</caption><tbody>{lines}</tbody></table> }
        })
        .collect_view();
    view! {
        <section aria-labelledby="rehearsal">
            <h2 id="rehearsal">{words.say("rehearsal-title")}</h2>
            {running}
            {summary_list(rows)}
            <div class="groups">{groups}</div>
        </section>
    }
    .into_any()
}

fn checked(words: &Words, view: &DocumentPage) -> AnyView {
    let conditions =
        view.conditions.iter().map(|condition| view! { <li>{words.of(condition).to_owned()}</li> }).collect_view();
    let cases = view
        .cases
        .iter()
        .map(|(name, passed)| {
            let result = words.say(if *passed { "case-passed" } else { "case-failed" });
            view! { <li>{words.of(name).to_owned()}" — "{result}</li> }
        })
        .collect_view();
    (!view.conditions.is_empty())
        .then(|| {
            view! {
                <section><h2>{words.say("document-conditions")}</h2><ul>{conditions}</ul></section>
                {details(words.with("document-cases", &[("count", &view.cases.len().to_string())]), view! { <ul>{cases}</ul> }.into_any())}
            }
        })
        .into_any()
}

fn text(words: &Words, view: &DocumentPage) -> AnyView {
    if !(view.may_write && view.state == VersionState::Draft) {
        let lines = view.text.lines().map(|line| view! { <li><code>{line.to_owned()}</code></li> }).collect_view();
        return details(words.say("document-text"), view! { <ol class="listing">{lines}</ol> }.into_any());
    }
    let field = TextField {
        id: "text",
        label: words.say("document-text"),
        hint: Some(words.say("document-text-hint")),
        value: view.text.clone(),
        rows: 30,
        ..TextField::default()
    };
    view! {
        <form class="document" method="post" action=format!("/desk/{}/save", view.id) novalidate>
            {hidden("revision", &view.revision.to_string())}
            {text_field(words, &view.errors, field)}
            {button::primary(words.say("document-save"))}
        </form>
    }
    .into_any()
}
