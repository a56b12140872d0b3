//! `/desk`: policy versions, and a new document.

use crate::{
    i18n::Words,
    page::Page,
    ui::{
        button,
        error_summary::error_summary,
        field::{TextField, text_field},
        tag::{Tone, tag},
    },
};
use contract::policies::{DeskPage, VersionState};
use leptos::prelude::*;

/// Versions being worked on first; the form for a new document below.
pub fn desk_page(words: &Words, view: &DeskPage) -> Page {
    let title = words.say("desk-title");
    let rows = view
        .versions
        .iter()
        .map(|row| {
            let reached = row.reached.map(|reached| words.number(reached)).unwrap_or_default();
            let author = row.author.clone().unwrap_or_else(|| words.say("desk-seed"));
            view! {
                <tr>
                    <td><a href=format!("/desk/{}", row.id)>{words.of(&row.title).to_owned()}</a></td>
                    <td>{row.version.clone()}</td>
                    <td>{version_tag(words, row.state)}</td>
                    <td><bdi>{author}</bdi></td>
                    <td class="numeric">{reached}</td>
                </tr>
            }
        })
        .collect_view();
    let heads =
        ["desk-column-title", "desk-column-version", "desk-column-state", "desk-column-author", "desk-column-reached"]
            .map(|key| {
                let class = (key == "desk-column-reached").then_some("numeric");
                view! { <th scope="col" class=class>{words.say(key)}</th> }
            })
            .into_iter()
            .collect_view();
    let new = view.may_write.then(|| new_document(words, view));
    let body = view! {
        {error_summary(words, &view.errors)}
        <h1>{title.clone()}</h1>
        {new}
        <div class="scroll" data-scroll-x tabindex="0" role="region" aria-label=title.clone()>
            <table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
        </div>
    };
    Page::new(title, body.into_any()).staff().with_errors(!view.errors.is_empty())
}

fn new_document(words: &Words, view: &DeskPage) -> AnyView {
    let text = TextField {
        id: "text",
        label: words.say("desk-new-text"),
        hint: Some(words.say("desk-new-hint")),
        value: view.typed.clone(),
        rows: 8,
        ..TextField::default()
    };
    view! {
        <section aria-labelledby="new">
            <h2 id="new">{words.say("desk-new")}</h2>
            <form class="document" method="post" action="/desk" enctype="multipart/form-data" novalidate>
                <div class="field">
                    <label class="label" for="file">{words.say("desk-new-file")}</label>
                    <input class="input" type="file" id="file" name="file" accept=".toml,text/plain"/>
                </div>
                {text_field(words, &view.errors, text)}
                {button::primary(words.say("desk-new-button"))}
            </form>
        </section>
    }
    .into_any()
}

/// How far a version has got, in a word.
pub fn version_tag(words: &Words, state: VersionState) -> AnyView {
    let (tone, key) = match state {
        VersionState::Draft => (Tone::Plain, "version-draft"),
        VersionState::Approved => (Tone::Waiting, "version-approved"),
        VersionState::Published => (Tone::Good, "version-published"),
        VersionState::Superseded => (Tone::Plain, "version-superseded"),
        VersionState::Withdrawn => (Tone::Bad, "version-withdrawn"),
    };
    tag(tone, words.say(key))
}
