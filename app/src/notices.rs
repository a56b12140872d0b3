//! `/inbox`.

use crate::{
    i18n::Words,
    markup::IntoMarkup,
    page::Page,
    ui::{
        pagination::pagination,
        tag::{Tone, tag},
    },
};
use contract::notices::{InboxPage, NoticeKind, NoticeView};
use leptos::prelude::*;

/// Notices, newest first.
pub fn inbox_page(words: &Words, view: &InboxPage) -> Page {
    let title = words.say("inbox-title");
    let lines = view
        .notices
        .iter()
        .map(|notice| {
            let sentence = match notice.found_together {
                Some(count) => {
                    let count = words.number(i64::try_from(count).unwrap_or(i64::MAX));
                    words.with("notice-offers-found", &[("count", &count)])
                }
                None => sentence(words, notice),
            };
            let unread = notice.unread.then(|| tag(Tone::Waiting, words.say("inbox-unread")));
            view! {
                <li class=if notice.unread { "unread" } else { "read" }>
                    <h2><a href=notice.address.clone()>{sentence}</a>" "{unread}</h2>
                    <p class="muted">{words.instant(notice.at)}</p>
                </li>
            }
        })
        .collect_view();
    let any_unread = view.notices.iter().any(|notice| notice.unread);
    let read_all = any_unread.then(|| {
        view! { <form method="post" aria-label=words.say("inbox-read-all") action="/inbox/read"><button class="button button-quiet" type="submit">{words.say("inbox-read-all")}</button></form> }
    });
    let list = match view.notices.is_empty() {
        true => view! { <p>{words.say("inbox-none")}</p> }.into_markup(),
        false => view! { <ul class="catalogue">{lines}</ul> }.into_markup(),
    };
    let pages = pagination(words, view.number, |page| format!("/inbox?page={page}"));
    let body = view! { <h1>{title.clone()}</h1>{read_all}{list}{pages} };
    Page::new(title, body.into_markup()).back("/")
}

fn sentence(words: &Words, notice: &NoticeView) -> String {
    let day = notice.day.map(|day| words.date(day)).unwrap_or_default();
    let (title, day) = (("title", words.of(&notice.title)), ("day", &*day));
    match notice.apply_from.filter(|_| notice.kind == NoticeKind::SoonToApply) {
        None => words.with(notice_key(notice.kind), &[title, day]),
        Some(from) if Some(from) < notice.day => {
            words.with("notice-soon-to-apply-before", &[title, day, ("from", &words.date(from))])
        }
        Some(_) => words.with("notice-soon-to-apply-not-before", &[title, day]),
    }
}

fn notice_key(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::OfferFound => "notice-offer-found",
        NoticeKind::OfferGranted => "notice-offer-granted",
        NoticeKind::ApplicationReceived => "notice-application-received",
        NoticeKind::QuestionAsked => "notice-question-asked",
        NoticeKind::ApplicationGranted => "notice-application-granted",
        NoticeKind::ApplicationRefused => "notice-application-refused",
        NoticeKind::DisputeOpened => "notice-dispute-opened",
        NoticeKind::DisputePassedOn => "notice-dispute-passed-on",
        NoticeKind::DisputeCorrected => "notice-dispute-corrected",
        NoticeKind::DisputeUpheld => "notice-dispute-upheld",
        NoticeKind::OfferChanged => "notice-offer-changed",
        NoticeKind::OfferEnded => "notice-offer-ended",
        NoticeKind::OfferLapsed => "notice-offer-lapsed",
        NoticeKind::SoonGranted => "notice-soon-granted",
        NoticeKind::SoonFound => "notice-soon-found",
        NoticeKind::SoonToApply => "notice-soon-to-apply",
        NoticeKind::SoonEnded => "notice-soon-ended",
        NoticeKind::SoonLapsed => "notice-soon-lapsed",
        NoticeKind::ApplicationLate => "notice-application-late",
        NoticeKind::ArrangementAppointed => "notice-arrangement-appointed",
        NoticeKind::ArrangementDone => "notice-arrangement-done",
        NoticeKind::ArrangementNotDone => "notice-arrangement-not-done",
        NoticeKind::ArrangementLate => "notice-arrangement-late",
        NoticeKind::PasswordChanged => "notice-password-changed",
        NoticeKind::PasskeyAdded => "notice-passkey-added",
        NoticeKind::PasskeyRemoved => "notice-passkey-removed",
        NoticeKind::PasskeyRefused => "notice-passkey-refused",
    }
}
