//! A form that could not be taken at this moment: what was typed is on the page, and can be sent again.

use crate::{
    i18n::Words,
    markup::IntoMarkup,
    page::Page,
    ui::{
        button,
        field::hidden,
        link,
        notification_banner::{News, announcement},
    },
};
use leptos::prelude::*;

/// The page of the form, with what happened above it.
pub fn with_notice(words: &Words, mut page: Page) -> Page {
    let said = announcement(News::Bad, words.say("later-notice"));
    let body = page.body;
    page.body = view! {
        {said}
        {body}
    }
    .into_markup();
    page.with_errors(true)
}

/// The same form once more, where its page cannot be shown.
pub fn send_again_page(words: &Words, action: &str, fields: &[(String, String)]) -> Page {
    let title = words.say("later-title");
    let fields = fields.iter().map(|(name, value)| hidden(name, value)).collect_view();
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="lead">{words.say("later-lead")}</p>
        <form method="post" aria-label=words.say("later-button") action=action.to_owned()>{fields}{button::primary(words.say("later-button"))}</form>
        {link::onward(words.say("obstacle-call"), "tel:12345")}
    };
    Page::new(title, body.into_markup()).with_errors(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn what_was_typed_can_be_sent_again_and_stays_text() {
        let fields = vec![("reason".to_owned(), "\"><script>".to_owned())];
        let page = send_again_page(&Words::new(Display::default()), "/casework/1/decide", &fields);
        let html = page.body.to_string();
        assert!(html.contains(r#"action="/casework/1/decide""#) && html.contains(r#"name="reason""#), "{html}");
        assert!(!html.contains("<script>"), "{html}");
    }
}
