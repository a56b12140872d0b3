//! `/account/confirm`: before something that counts.

use super::passkeys::{Asking, passkey_form};
use crate::{
    i18n::Words,
    page::Page,
    ui::{
        button,
        error_summary::error_summary,
        field::{FieldLabel, hidden},
        text_field::{TextField, text_field},
    },
};
use contract::identity::ConfirmPage;
use leptos::prelude::*;

/// One form: the password once more.
pub fn confirm_page(words: &Words, view: &ConfirmPage) -> Page {
    let title = words.say("confirm-identity-title");
    let password = TextField {
        label: FieldLabel::new("password", words.say("sign-in-password")),
        kind: "password",
        autocomplete: Some("current-password".to_owned()),
        ..TextField::default()
    };
    let passkey = view.passkeys.then(|| passkey_form(words, Asking::Confirm, hidden("next", &view.next), &view.errors));
    let body = view! {
        {error_summary(words, &view.errors)}
        <h1>{title.clone()}</h1>
        <p class="lead">{words.say("confirm-identity-why")}</p>
        {passkey}
        <form method="post" aria-label=words.say("confirm-identity-button") action="/account/confirm" novalidate>
            {hidden("next", &view.next)}
            {text_field(words, &view.errors, password)}
            {button::primary(words.say("confirm-identity-button"))}
        </form>
    };
    let mut page = Page::new(title, body.into_any()).back(view.next.clone());
    page.passkeys = view.passkeys;
    page.with_errors(!view.errors.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn it_asks_for_the_password_alone_and_knows_the_way_back() {
        let view = ConfirmPage { next: "/casework/7".into(), ..ConfirmPage::default() };
        let page = confirm_page(&Words::new(Display::default()), &view);
        assert_eq!(page.back.as_deref(), Some("/casework/7"));
        let html = page.body.to_html();
        assert!(
            html.contains(r#"autocomplete="current-password""#) && html.contains(r#"value="/casework/7""#),
            "{html}"
        );
    }
}
