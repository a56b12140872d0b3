//! `/drafts` and `/applications`.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        button,
        details::details,
        link,
        reader::Reader,
        tag::{Tone, tag},
    },
};
use contract::applications::{ApplicationState, ApplicationsPage, DraftRow, DraftsPage};
use leptos::prelude::*;

/// What is being filled in.
pub fn drafts_page(words: &Words, view: &DraftsPage) -> Page {
    let title = words.say("drafts-title");
    let lines = view
        .drafts
        .iter()
        .map(|draft| {
            let (done, steps) = (draft.done.to_string(), draft.steps.to_string());
            let by_the_city = (draft.filled_in > 0).then(|| {
                let count = draft.filled_in.to_string();
                view! { " · "{words.with("drafts-filled-in", &[("count", &count)])} }
            });
            let progress = words.with("drafts-progress", &[("done", &done), ("steps", &steps)]);
            let name = words.of(&draft.item_title).to_owned();
            view! {
                <li>
                    <h2><a href=draft.address.clone()>{name.clone()}</a></h2>
                    <p class="muted">{progress}{by_the_city}" · "{words.with("drafts-saved", &[("date", &words.date(draft.saved_on))])}</p>
                    {discard(words, draft, &name)}
                </li>
            }
        })
        .collect_view();
    let list = match view.drafts.is_empty() {
        true => view! { <p>{words.say("drafts-none")}</p><p>{button::link(words.say("nav-items"), "/items".to_owned())}</p> }.into_markup(),
        false => view! { <p>{words.say("drafts-lead")}</p><ul class="catalogue">{lines}</ul> }.into_markup(),
    };
    let body = view! { <h1>{title.clone()}</h1>{list} };
    Page::new(title, body.into_markup()).back("/")
}

/// Throwing away takes two steps: what is gone cannot be had back.
fn discard(words: &Words, draft: &DraftRow, name: &str) -> Markup {
    let form = view! {
        <p>{words.say("drafts-discard-lead")}</p>
        <form method="post" aria-label=words.with("drafts-discard", &[("name", name)]) action=format!("/drafts/{}/discard", draft.id)>
            <button class="button button-quiet" type="submit">
                {words.say("drafts-discard-button")}<span class="hidden">{name.to_owned()}</span>
            </button>
        </form>
    };
    details(words.with("drafts-discard", &[("name", name)]), form.into_markup())
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
                    <p class="state">{state_tag(words, row.state, Reader::Resident)}" "<span>{words.with("application-number", &[("number", &row.receipt_number)])}</span></p>
                    {row.state.is_open().then(|| view! { <p class="muted">{words.with("receipt-due", &[("date", &words.date(row.due))])}</p> })}
                </li>
            }
        })
        .collect_view();
    let list = match view.applications.is_empty() {
        true => view! {
            <p>{words.say("applications-none")}</p>
            <p>{button::link(words.say("nav-items"), "/items".to_owned())}</p>
        }
        .into_markup(),
        false => view! { <ul class="catalogue">{lines}</ul> }.into_markup(),
    };
    let body = view! { <h1>{title.clone()}</h1>{list}{link::onward(words.say("applications-drafts"), "/drafts")} };
    Page::new(title, body.into_markup()).back("/")
}

/// How far an application has got, in a word.
pub fn state_tag(words: &Words, state: ApplicationState, reader: Reader) -> Markup {
    let (tone, key) = match state {
        ApplicationState::Submitted => (Tone::Waiting, "application-state-submitted"),
        ApplicationState::WaitingForResident => match reader {
            Reader::Resident => (Tone::Waiting, "application-state-waiting"),
            Reader::Staff => (Tone::Waiting, "case-state-waiting"),
        },
        ApplicationState::Granted => (Tone::Good, "application-state-granted"),
        ApplicationState::Refused => (Tone::Bad, "application-state-refused"),
        ApplicationState::Withdrawn => (Tone::Plain, "application-state-withdrawn"),
    };
    tag(tone, words.say(key))
}
