//! `/desk/<version>`: the document, every problem with its place and remedy, whom it would reach, and publishing.

mod difference;
mod hands;
pub mod problems;
mod rehearsal;
mod sending_back;
mod withdrawal;

use super::{
    catalogue::bands,
    desk::version_tag,
    document_check::{CheckWords, DocumentCheck},
};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        button,
        details::details,
        error_summary::error_summary,
        field::{FieldLabel, hidden},
        link,
        notification_banner::{News, notification_banner},
        tag::{Tone, tag},
        text_area::{TextArea, text_area},
    },
};
use contract::policies::{DocumentPage, VersionState};
use leptos::prelude::*;

/// One version of one policy.
pub fn document_page(words: &Words, view: &DocumentPage) -> Page {
    let title = words.with("document-title", &[("title", words.of(&view.title)), ("version", &view.version)]);
    let newer = view.newer.as_ref().map(|text| newer(words, text));
    let unsaved = view.unsaved.as_ref().map(|text| unsaved(words, text));
    let writable = is_writable(view);
    let body = view! {
        {error_summary(words, &view.errors)}
        <h1>{title.clone()}</h1>
        <p>{version_tag(words, view.state)}" "<code class="id">{view.policy.clone()}</code></p>
        {holds(words, view)}
        {newer}
        {unsaved}
        {sending_back::remark(words, view)}
        {withdrawal::proposed(words, view)}
        {problems::problems(words, stored(view), &view.problems)}
        {difference::difference(words, view)}
        {next(words, view)}
        {sending_back::send_back(words, view)}
        {view.rehearsal.as_ref().map(|rehearsal| rehearsal::rehearsal(words, rehearsal))}
        {conditions(words, view)}
        {bands(words, &view.bands, view.amounts_on.map(|day| amounts_on(words, day)))}
        {cases(words, view)}
        {hands::hands(words, view)}
        {writable.then(|| editor(words, view))}
        {withdrawal::propose(words, view)}
        {listing(words, view)}
    };
    let page = Page::new(title, body.into_markup()).staff().back("/desk").with_errors(!view.errors.is_empty());
    Page { islands: writable, ..page }
}

/// Of which day the amounts are, where it is not today.
fn amounts_on(words: &Words, day: jiff::civil::Date) -> Markup {
    view! { <p>{words.with("document-amounts-on", &[("date", &words.date(day))])}</p> }.into_markup()
}

/// From when to when it holds, once published.
fn holds(words: &Words, view: &DocumentPage) -> Markup {
    let Some((first, last)) = view.holds.filter(|(first, last)| last.is_none_or(|last| *first <= last)) else {
        return ().into_markup();
    };
    let first = words.date(first);
    let line = match last {
        Some(last) => words.with("document-holds-until", &[("from", &first), ("to", &words.date(last))]),
        None => words.with("document-holds", &[("from", &first)]),
    };
    view! { <p>{line}</p> }.into_markup()
}

/// Whether its text can be changed here and now.
pub fn is_writable(view: &DocumentPage) -> bool {
    view.may_write && view.state == VersionState::Draft
}

/// Somebody saved meanwhile, or this person in another window: that text is shown whole, so that nothing of either is lost.
fn newer(words: &Words, text: &str) -> Markup {
    let theirs = view! {
        <p>{words.say("document-newer-lead")}</p>
        {details(words.say("document-newer-text"), numbered(text, None))}
    };
    notification_banner(News::Waiting, "newer", words.say("document-newer"), theirs.into_markup())
}

/// It became somebody else's turn meanwhile: what was written is not lost.
fn unsaved(words: &Words, text: &str) -> Markup {
    let own = view! {
        <p>{words.say("document-unsaved-lead")}</p>
        {details(words.say("document-unsaved-text"), numbered(text, None))}
    };
    notification_banner(News::Waiting, "unsaved", words.say("document-unsaved"), own.into_markup())
}

/// The text as it is stored: everything but the editor is about it.
fn stored(view: &DocumentPage) -> &str {
    view.newer.as_deref().unwrap_or(&view.text)
}

/// What can be done now.
fn next(words: &Words, view: &DocumentPage) -> Markup {
    let right = view.problems.is_empty();
    let rehearsed = view.rehearsal.is_some();
    let form = |verb: &'static str, key: &str, main: bool| {
        let button = match main {
            true => button::primary(words.say(key)),
            false => button::secondary(words.say(key), "act", verb),
        };
        view! {
            <form method="post" aria-label=words.say(key) id=verb action=format!("/desk/{}/{verb}", view.id)>
                {hidden("key", &format!("{}-{verb}", view.key))}
                {hidden("revision", &view.revision.to_string())}
                {button}
            </form>
        }
        .into_markup()
    };
    let (lead, hand_over, publish) = match (view.state, right) {
        (VersionState::Draft, false) => ("document-next-mend", None, None),
        (VersionState::Draft, true) if view.may_write => {
            let act = form("hand-over", "document-hand-over", rehearsed);
            ("document-next-hand-over", Some(act), None)
        }
        (VersionState::Approved, true) if view.may_publish => {
            ("document-next-publish", None, Some(form("publish", "document-publish", rehearsed)))
        }
        (VersionState::Draft | VersionState::Approved, _) => ("document-next-wait", None, None),
        (VersionState::Waiting, _) => ("document-next-waiting", None, None),
        (VersionState::Published, _) => ("document-next-published", None, None),
        (VersionState::WithdrawalProposed, _) => ("document-next-withdrawal", None, None),
        (VersionState::Superseded | VersionState::Ended | VersionState::Withdrawn, _) => {
            ("document-next-past", None, None)
        }
        (VersionState::ThrownAway, _) => ("document-next-thrown-away", None, None),
    };
    let rehearse = (right && view.state != VersionState::ThrownAway).then(|| {
        let key = if rehearsed { "document-rehearse-again" } else { "document-rehearse" };
        form("rehearse", key, !rehearsed)
    });
    let new_version =
        (view.may_write && view.state.holds()).then(|| form("new-version", "document-new-version", false));
    let take_back = view.may_take_back.then(|| form("take-back", "document-take-back", false));
    // An error about an act whose button no longer stands here links to the place where it stood.
    let shown = [
        ("rehearse", rehearse.is_some()),
        ("hand-over", hand_over.is_some()),
        ("publish", publish.is_some()),
        ("take-back", take_back.is_some()),
        ("throw-away", view.may_throw_away),
    ];
    let gone = shown
        .into_iter()
        .filter(|(verb, shown)| !shown && view.errors.iter().any(|error| error.field == *verb))
        .map(|(verb, _)| view! { <span id=verb tabindex="-1"></span> })
        .collect_view();
    let throw_away = view.may_throw_away.then(|| {
        let link = link::onward(words.say("document-throw-away"), format!("/desk/{}/throw-away", view.id));
        view! { <div id="throw-away">{link}</div> }
    });
    view! {
        <section aria-labelledby="next">
            <h2 id="next">{words.say("document-next")}</h2>
            <p>{words.say(lead)}</p>
            <div class="actions">{rehearse}{hand_over}{publish}{take_back}{new_version}{gone}</div>
            {throw_away}
        </section>
    }
    .into_markup()
}

fn conditions(words: &Words, view: &DocumentPage) -> Markup {
    let conditions =
        view.conditions.iter().map(|condition| view! { <li>{words.of(condition).to_owned()}</li> }).collect_view();
    (!view.conditions.is_empty())
        .then(|| {
            view! { <section><h2>{words.say("document-conditions")}</h2><p>{words.say("document-conditions-lead")}</p><ol>{conditions}</ol></section> }
        })
        .into_markup()
}

fn cases(words: &Words, view: &DocumentPage) -> Markup {
    let failed = view.cases.iter().filter(|(_, passed)| !passed).count();
    let cases = view
        .cases
        .iter()
        .map(|(name, passed)| {
            let (tone, key) = match passed {
                true => (Tone::Good, "case-passed"),
                false => (Tone::Bad, "case-failed"),
            };
            view! { <li>{tag(tone, words.say(key))}" "{words.of(name).to_owned()}</li> }
        })
        .collect_view();
    let (count, failed_count) = (view.cases.len().to_string(), failed.to_string());
    let summary = match failed {
        0 => words.with("document-cases", &[("count", &count)]),
        _ => words.with("document-cases-failed", &[("count", &count), ("failed", &failed_count)]),
    };
    (!view.cases.is_empty())
        .then(|| details(summary, view! { <ul class="plain">{cases}</ul> }.into_markup()))
        .into_markup()
}

fn editor(words: &Words, view: &DocumentPage) -> Markup {
    let label = FieldLabel::new("text", words.say("document-text")).hint(words.say("document-text-hint"));
    let field = TextArea { label, value: view.text.clone(), rows: 30, most: None };
    view! {
        <section aria-labelledby="write">
            <h2 id="write">{words.say("document-write")}</h2>
            <form aria-label=words.say("document-save") class="document" method="post" action=format!("/desk/{}/save", view.id) novalidate>
                {hidden("revision", &view.revision.to_string())}
                {text_area(words, &view.errors, field)}
                <DocumentCheck field="text".to_owned() words=check_words(words)/>
                <div class="actions">
                    {button::primary(words.say("document-save"))}
                    {problems::repair_marks(words, &view.problems)}
                </div>
            </form>
        </section>
    }
    .into_markup()
}

/// The whole text with the numbers of its lines; problems link to them. Where nobody may write, errors about the text
/// link here.
fn listing(words: &Words, view: &DocumentPage) -> Markup {
    let id = (!is_writable(view)).then_some("text");
    let lines: Vec<usize> = view.problems.iter().map(|problem| problem.line).collect();
    let text = numbered(stored(view), Some(&lines));
    let open = !lines.is_empty();
    view! {
        <details id=id open=open>
            <summary>{words.say("document-listing")}</summary>
            <div class="details">{text}</div>
        </details>
    }
    .into_markup()
}

/// Lines with their numbers; with ids, and marked, where problems stand.
pub(super) fn numbered(text: &str, wrong: Option<&[usize]>) -> Markup {
    let lines = text
        .lines()
        .enumerate()
        .map(|(index, line)| {
            let number = index + 1;
            let id = wrong.map(|_| format!("line-{number}"));
            let line = line.to_owned();
            match wrong.is_some_and(|wrong| wrong.contains(&number)) {
                true => view! { <li id=id class="wrong"><code>{line}</code></li> }.into_markup(),
                false => view! { <li id=id><code>{line}</code></li> }.into_markup(),
            }
        })
        .collect_view();
    view! { <ol class="listing" tabindex="0">{lines}</ol> }.into_markup()
}

/// The island has no catalogue: it gets its own sentences, and those about problems from the server.
fn check_words(words: &Words) -> CheckWords {
    CheckWords {
        none: words.say("document-no-problems"),
        some: words.with("document-problems", &[("count", "{count}")]),
        away: words.say("document-check-away"),
        place: words.with("document-place", &[("line", "{line}"), ("column", "{column}")]),
        suggestion: words.with("document-suggestion", &[("suggestion", "{suggestion}")]),
        language: words.language(),
    }
}
