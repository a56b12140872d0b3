//! `/account/confirm`: before something that counts.

use super::passkeys::{Asking, passkey_form, worded};
use crate::{
    i18n::Words,
    markup::IntoMarkup,
    page::Page,
    ui::{
        button,
        error_summary::error_summary,
        field::{FieldLabel, hidden},
        text_field::{TextField, text_field},
    },
};
use contract::identity::{ConfirmPage, OtherWay};
use leptos::prelude::*;

/// One form: the password once more, or the passkey; for whom both open the account, each.
pub fn confirm_page(words: &Words, view: &ConfirmPage) -> Page {
    let title = words.say("confirm-identity-title");
    let errors = worded(&view.errors, view.other);
    let password = TextField {
        label: FieldLabel::new("password", words.say("sign-in-password")),
        kind: "password",
        autocomplete: Some("current-password".to_owned()),
        ..TextField::default()
    };
    let passkey =
        view.passkeys.then(|| passkey_form(words, Asking::Confirm, hidden("next", &view.next), &errors, view.other));
    let why = match view.other {
        OtherWay::Password => "confirm-identity-why",
        OtherWay::Nothing => "confirm-identity-why-passkey",
    };
    let by_password = match view.other {
        OtherWay::Nothing => {
            view! { <p class="without-scripts">{words.say("confirm-identity-needs-scripts")}</p> }.into_markup()
        }
        OtherWay::Password => view! {
            <form method="post" aria-label=words.say("confirm-identity-button") action="/account/confirm" novalidate>
                {hidden("next", &view.next)}
                {text_field(words, &errors, password)}
                {button::primary(words.say("confirm-identity-button"))}
            </form>
        }
        .into_markup(),
    };
    let body = view! {
        {error_summary(words, &errors)}
        <h1>{title.clone()}</h1>
        <p class="lead">{words.say(why)}</p>
        {passkey}
        {by_password}
    };
    let mut page = Page::new(title, body.into_markup()).back(view.next.clone());
    page.passkeys = view.passkeys;
    page.with_errors(!view.errors.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn whom_no_password_lets_in_is_asked_for_none() {
        let view = ConfirmPage { passkeys: true, other: OtherWay::Nothing, ..ConfirmPage::default() };
        let html = confirm_page(&Words::new(Display::default()), &view).body.to_string();
        // The screen lock's is the telephone's own.
        let told = html.replace("锁屏密码", "");
        assert!(!told.contains("password") && !told.contains("密码") && told.contains("通行密钥"), "{html}");
        assert!(html.contains(r#"id="passkey" class="button""#), "the main button: {html}");
    }

    #[test]
    fn it_asks_for_the_password_alone_and_knows_the_way_back() {
        let view = ConfirmPage { next: "/casework/7".into(), ..ConfirmPage::default() };
        let page = confirm_page(&Words::new(Display::default()), &view);
        assert_eq!(page.back.as_deref(), Some("/casework/7"));
        let html = page.body.to_string();
        assert!(
            html.contains(r#"autocomplete="current-password""#) && html.contains(r#"value="/casework/7""#),
            "{html}"
        );
    }
}
