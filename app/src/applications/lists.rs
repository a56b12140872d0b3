//! `/drafts` and `/applications`.

use crate::{
    i18n::Words,
    page::Page,
    ui::{
        button,
        tag::{Tone, tag},
    },
};
use contract::applications::{ApplicationState, ApplicationsPage, DraftsPage};
use leptos::prelude::*;

/// What is being filled in.
pub fn drafts_page(words: &Words, view: &DraftsPage) -> Page {
    let title = words.say("drafts-title");
    let lines = view
        .drafts
        .iter()
        .map(|draft| {
            let arguments = [("answered", draft.answered.to_string()), ("questions", draft.questions.to_string())];
            let progress = words.with("drafts-progress", &[("answered", &arguments[0].1), ("questions", &arguments[1].1)]);
            let name = words.of(&draft.item_title).to_owned();
            view! {
                <li>
                    <h2><a href=draft.address.clone()>{name.clone()}</a></h2>
                    <p>{progress}" · "{words.with("drafts-saved", &[("date", &words.date(draft.saved_on))])}</p>
                    <form method="post" action=format!("/drafts/{}/discard", draft.id)>
                        <button class="link" type="submit">{words.say("drafts-discard")}<span class="hidden">{name}</span></button>
                    </form>
                </li>
            }
        })
        .collect_view();
    let list = match view.drafts.is_empty() {
        true => view! { <p>{words.say("drafts-none")}</p><p>{button::link(words.say("nav-items"), "/items".to_owned())}</p> }.into_any(),
        false => view! { <p>{words.say("drafts-lead")}</p><ul class="catalogue">{lines}</ul> }.into_any(),
    };
    let body = view! { <h1>{title.clone()}</h1>{list} };
    Page::new(title, body.into_any()).back("/")
}

/// What was sent.
pub fn applications_page(words: &Words, view: &ApplicationsPage) -> Page {
    let title = words.say("applications-title");
    let lines = view
        .applications
        .iter()
        .map(|row| {
            view! {
                <li>
                    <h2><a href=format!("/applications/{}", row.id)>{words.of(&row.item_title).to_owned()}</a></h2>
                    <p>{state_tag(words, row.state)}" "{words.with("application-number", &[("number", &row.receipt_number)])}</p>
                    <p class="muted">{words.with("receipt-due", &[("date", &words.date(row.due))])}</p>
                </li>
            }
        })
        .collect_view();
    let list = match view.applications.is_empty() {
        true => view! { <p>{words.say("applications-none")}</p> }.into_any(),
        false => view! { <ul class="catalogue">{lines}</ul> }.into_any(),
    };
    let body = view! { <h1>{title.clone()}</h1>{list}<p><a href="/drafts">{words.say("drafts-title")}</a></p> };
    Page::new(title, body.into_any()).back("/")
}

/// How far an application has got, in a word.
pub fn state_tag(words: &Words, state: ApplicationState) -> AnyView {
    let (tone, key) = match state {
        ApplicationState::Submitted => (Tone::Waiting, "application-state-submitted"),
        ApplicationState::WaitingForResident => (Tone::Waiting, "application-state-waiting"),
        ApplicationState::Granted => (Tone::Good, "application-state-granted"),
        ApplicationState::Refused => (Tone::Bad, "application-state-refused"),
        ApplicationState::Withdrawn => (Tone::Plain, "application-state-withdrawn"),
    };
    tag(tone, words.say(key))
}
