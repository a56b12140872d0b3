//! Withdrawing a published version: proposed by one person with a reason, decided by a second.

use super::sending_back::not_sent;
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

/// What somebody proposes, and the second person's choice; or why it was withdrawn.
pub(super) fn proposed(words: &Words, view: &DocumentPage) -> Markup {
    let Some(reason) = &view.withdrawal_reason else { return gone(words, view) };
    let (news, heading) = match view.state {
        VersionState::Withdrawn => (News::Bad, "document-withdrawn"),
        _ => (News::Waiting, "document-withdrawal-proposed"),
    };
    let decide = view.may_settle_withdrawal.then(|| {
        view! {
            <p>{words.say("document-withdrawal-decide")}</p>
            <form aria-label=words.say("document-withdraw") class="actions" id="decision" method="post" action=format!("/desk/{}/settle-withdrawal", view.id)>
                {hidden("key", &format!("{}-settle", view.key))}
                {hidden("revision", &view.revision.to_string())}
                {button::primary_with(words.say("document-withdraw"), "decision", "withdraw")}
                {button::secondary(words.say("document-keep"), "decision", "keep")}
            </form>
        }
    });
    let waits = (view.state == VersionState::WithdrawalProposed && !view.may_settle_withdrawal)
        .then(|| view! { <p>{words.say("document-withdrawal-waits")}</p> });
    let body = view! { <p class="quote"><bdi>{words.marked(reason)}</bdi></p>{decide}{waits}{gone(words, view)} };
    notification_banner(news, "withdrawal", words.say(heading), body.into_markup())
}

/// Where an error links to whose form is no longer there. A reason that was written for it is not lost.
fn gone(words: &Words, view: &DocumentPage) -> Markup {
    let missing = |field: &str, shown: bool| !shown && view.errors.iter().any(|error| error.field == field);
    let decision =
        missing("decision", view.may_settle_withdrawal).then(|| view! { <span id="decision" tabindex="-1"></span> });
    let reason = missing("reason", view.may_propose_withdrawal)
        .then(|| view! { <div id="reason" tabindex="-1">{not_sent(words, &view.typed_reason)}</div> });
    view! { {decision}{reason} }.into_markup()
}

/// The form to propose it.
pub(super) fn propose(words: &Words, view: &DocumentPage) -> Markup {
    if !view.may_propose_withdrawal {
        return ().into_markup();
    }
    let label = FieldLabel::new("reason", words.say("document-withdrawal-reason"))
        .hint(words.say("document-withdrawal-reason-hint"));
    let reason = TextArea { label, value: view.typed_reason.clone(), rows: 4, most: None };
    let form = view! {
        <p>{words.say("document-withdrawal-lead")}</p>
        <form method="post" aria-label=words.say("document-propose-withdrawal") action=format!("/desk/{}/propose-withdrawal", view.id) novalidate>
            {hidden("key", &format!("{}-propose", view.key))}
            {hidden("revision", &view.revision.to_string())}
            {text_area(words, &view.errors, reason)}
            {button::secondary(words.say("document-propose-withdrawal"), "act", "propose-withdrawal")}
        </form>
    };
    let has_error = view.errors.iter().any(|error| error.field == "reason");
    let heading = words.say("document-propose-withdrawal");
    if has_error {
        return view! { <section><h2>{heading}</h2>{form}</section> }.into_markup();
    }
    details(heading, form.into_markup())
}
