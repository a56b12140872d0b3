//! `/desk`: policy versions, and a new document.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    policies::document::{
        numbered,
        problems::{problems, repair_marks},
    },
    services::search::search_form_at,
    ui::{
        button,
        date_field::{DateField, date_field},
        details::details,
        error_summary::error_summary,
        field::{FieldLabel, hidden},
        file_upload::{FileUpload, file_upload},
        link,
        table::{Column, Table, table},
        tag::{Tone, tag},
        text_area::{TextArea, text_area},
    },
};
use contract::policies::{DeskPage, VersionRow, VersionState};
use leptos::prelude::*;

/// Versions being worked on first; the form for a new document below.
pub fn desk_page(words: &Words, view: &DeskPage) -> Page {
    let title = words.say("desk-title");
    let groups = [
        ("desk-being-written", [VersionState::Draft, VersionState::Approved].as_slice()),
        ("desk-in-force", &[VersionState::Published, VersionState::Waiting, VersionState::WithdrawalProposed]),
        ("desk-past", &[VersionState::Superseded, VersionState::Ended, VersionState::Withdrawn]),
    ]
    .into_iter()
    .map(|(heading, states)| {
        let rows: Vec<&VersionRow> = view.versions.iter().filter(|row| states.contains(&row.state)).collect();
        (!rows.is_empty()).then(|| versions(words, heading, &rows))
    })
    .collect_view();
    let none = view.versions.is_empty().then(|| match view.query.is_empty() {
        true => view! { <p>{words.say("desk-none")}</p> }.into_markup(),
        false => view! { <p role="status">{words.with("search-none", &[("query", &view.query)])}</p> }.into_markup(),
    });
    let lead = match view.may_write {
        true => {
            view! { <p>{words.say("desk-lead-author")}</p>{link::onward(words.say("desk-new"), "#new")} }.into_markup()
        }
        false => view! { <p>{words.say("desk-lead-publisher")}</p> }.into_markup(),
    };
    let form = view.may_write.then(|| new_document(words, view));
    // What was not taken comes first: it is what its author is at.
    let (first, last) = if view.typed.is_empty() { (None, form) } else { (form, None) };
    let body = view! {
        {error_summary(words, &view.errors)}
        <h1>{title.clone()}</h1>
        {first}
        {lead}
        {search_form_at(words, "/desk#versions", &view.query)}
        <div id="versions">{none}{groups}</div>
        {last}
        {on_day(words, view)}
        {link::onward(words.say("missed-title"), "/operations/searches")}
    };
    Page::new(title, body.into_markup()).staff().back("/").with_errors(!view.errors.is_empty())
}

fn versions(words: &Words, heading: &'static str, rows: &[&VersionRow]) -> Markup {
    let heading = words.say(heading);
    let table = table(words, Table { quiet: true, ..versions_table(words, heading.clone(), rows, None) });
    view! { <section class="versions"><h2>{heading}</h2>{table}</section> }.into_markup()
}

/// A table of versions; each leads to its page, to that of a day where one was asked for.
fn versions_table(words: &Words, caption: String, rows: &[&VersionRow], on: Option<jiff::civil::Date>) -> Table {
    let on = on.map(|day| format!("?on={day}")).unwrap_or_default();
    let columns = vec![
        Column::words(words.say("desk-column-title")),
        Column::words(words.say("desk-column-version")),
        Column::words(words.say("desk-column-state")),
        Column::words(words.say("desk-column-author")),
        Column::figures(words.say("desk-column-reached")),
    ];
    let rows = rows
        .iter()
        .map(|row| {
            let reached = row.reached.map_or_else(|| "–".to_owned(), |reached| words.number(reached));
            let author = row.author.clone().unwrap_or_else(|| words.say("desk-seed"));
            vec![
                view! { <a href=format!("/desk/{}{on}", row.id)>{words.of(&row.title).to_owned()}</a><code class="id">{row.policy.clone()}</code> }
                    .into_markup(),
                row.version.clone().into_markup(),
                version_tag(words, row.state),
                view! { <bdi>{words.marked(&author)}</bdi> }.into_markup(),
                reached.into_markup(),
            ]
        })
        .collect();
    Table { caption, quiet: false, columns, header: 0, rows, stacks: true }
}

/// What is in force on a day: a form to ask, and the answer.
fn on_day(words: &Words, view: &DeskPage) -> Markup {
    let label = FieldLabel::new("on", words.say("desk-on-day-which")).hint(words.say("desk-on-day-hint"));
    let field = DateField { label, values: view.typed_day.clone(), birthday: None };
    let found = view.on_day.as_ref().map(|(day, rows)| {
        let date = words.date(*day);
        match rows.is_empty() {
            true => view! { <p>{words.with("desk-on-day-none", &[("date", &date)])}</p> }.into_markup(),
            false => {
                let rows: Vec<&VersionRow> = rows.iter().collect();
                table(
                    words,
                    versions_table(words, words.with("desk-on-day-found", &[("date", &date)]), &rows, Some(*day)),
                )
            }
        }
    });
    view! {
        <section aria-labelledby="that-day">
            <h2 id="that-day">{words.say("desk-on-day")}</h2>
            <form method="get" aria-label=words.say("desk-on-day-look") action="/desk#that-day" novalidate>
                {date_field(words, &view.errors, field)}
                {button::secondary(words.say("desk-on-day-look"), "act", "look")}
            </form>
            {found}
        </section>
    }
    .into_markup()
}

fn new_document(words: &Words, view: &DeskPage) -> Markup {
    let label = FieldLabel::new("file", words.say("desk-new-file")).hint(words.say("desk-new-file-hint"));
    let file = FileUpload { label, accept: ".toml,text/plain", kept: Vec::new() };
    let label = FieldLabel::new("text", words.say("desk-new-text")).hint(words.say("desk-new-hint"));
    let has_problems = !view.problems.is_empty();
    let rows = if has_problems { 30 } else { 8 };
    let text = TextArea { label, value: view.typed.clone(), rows, most: None };
    let lines: Vec<usize> = view.problems.iter().map(|problem| problem.line).collect();
    view! {
        <section aria-labelledby="new">
            <h2 id="new">{words.say("desk-new")}</h2>
            <p>{words.say("desk-new-lead")}</p>
            {has_problems.then(|| problems(words, &view.typed, &view.problems))}
            <form aria-label=words.say("desk-new-button") class="document" method="post" action="/desk" enctype="multipart/form-data" novalidate>
                {hidden("key", &view.key)}
                {file_upload(words, &view.errors, file)}
                {text_area(words, &view.errors, text)}
                <div class="actions">
                    {button::primary(words.say("desk-new-button"))}
                    {repair_marks(words, &view.problems)}
                    {has_problems.then(|| button::quiet(words.say("desk-new-keep"), "act", "keep"))}
                </div>
            </form>
            {has_problems.then(|| details(words.say("document-listing"), numbered(&view.typed, Some(&lines))))}
        </section>
    }
    .into_markup()
}

/// How far a version has got, in a word.
pub fn version_tag(words: &Words, state: VersionState) -> Markup {
    let (tone, key) = match state {
        VersionState::Draft => (Tone::Plain, "version-draft"),
        VersionState::Approved => (Tone::Waiting, "version-approved"),
        VersionState::Waiting => (Tone::Waiting, "version-waiting"),
        VersionState::Published => (Tone::Good, "version-published"),
        VersionState::WithdrawalProposed => (Tone::Waiting, "version-withdrawal-proposed"),
        VersionState::Superseded => (Tone::Plain, "version-superseded"),
        VersionState::Ended => (Tone::Plain, "version-ended"),
        VersionState::Withdrawn => (Tone::Bad, "version-withdrawn"),
        VersionState::ThrownAway => (Tone::Plain, "version-thrown-away"),
    };
    tag(tone, words.say(key))
}
