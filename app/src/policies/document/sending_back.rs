//! Sending a version back with a remark, and the remark where the author reads it.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    ui::{
        button,
        details::details,
        field::{FieldLabel, hidden},
        notification_banner::{News, notification_banner},
        text_area::{TextArea, text_area},
    },
};
use contract::policies::{DocumentPage, VersionState};
use leptos::prelude::*;

/// What the second person wrote when they sent it back last.
pub(super) fn remark(words: &Words, view: &DocumentPage) -> Markup {
    let Some(remark) = &view.remark else { return ().into_markup() };
    let (news, heading) = match view.state {
        VersionState::Draft => (News::Waiting, "document-sent-back"),
        _ => (News::Plain, "document-sent-back-before"),
    };
    let by = remark.by.clone().unwrap_or_else(|| words.say("hand-left"));
    let body = view! {
        <p class="quote"><bdi>{words.marked(&remark.words)}</bdi></p>
        <p class="muted"><bdi>{words.marked(&by)}</bdi>" "{words.instant(remark.at)}</p>
    };
    notification_banner(news, "sent-back", words.say(heading), body.into_markup())
}

/// The form of the second person. Where it is gone, an error about it links to the place where it stood.
pub(super) fn send_back(words: &Words, view: &DocumentPage) -> Markup {
    let has_error = view.errors.iter().any(|error| error.field == "remark");
    if !view.may_publish {
        return has_error
            .then(|| view! { <div id="remark" tabindex="-1">{not_sent(words, &view.typed_remark)}</div> })
            .into_markup();
    }
    let label = FieldLabel::new("remark", words.say("document-remark")).hint(words.say("document-remark-hint"));
    let remark = TextArea { label, value: view.typed_remark.clone(), rows: 4, most: None };
    let form = view! {
        <p>{words.say("document-send-back-lead")}</p>
        <form method="post" aria-label=words.say("document-send-back") action=format!("/desk/{}/send-back", view.id) novalidate>
            {hidden("key", &format!("{}-send-back", view.key))}
            {hidden("revision", &view.revision.to_string())}
            {text_area(words, &view.errors, remark)}
            {button::secondary(words.say("document-send-back"), "act", "send-back")}
        </form>
    };
    let heading = words.say("document-send-back");
    match has_error {
        true => view! { <section><h2>{heading}</h2>{form}</section> }.into_markup(),
        false => details(heading, form.into_markup()),
    }
}

/// What was written for a version that moved on meanwhile is not lost.
pub(super) fn not_sent(words: &Words, typed: &str) -> Markup {
    (!typed.is_empty())
        .then(|| {
            let lead = words.say("document-words-not-sent");
            view! { <p>{lead}</p><p class="quote"><bdi>{words.marked(typed)}</bdi></p> }
        })
        .into_markup()
}
