//! `/sign-in`.

use super::passkeys::{Asking, passkey_form};
use crate::{
    i18n::Words,
    markup::IntoMarkup,
    page::Page,
    ui::{
        button,
        checkboxes::checkboxes,
        choices::Choice,
        error_summary::error_summary,
        field::{FieldLabel, hidden},
        link,
        notification_banner::{News, announcement},
        text_field::{TextField, text_field},
    },
};
use contract::identity::{OtherWay, SignInPage, StaffWay, Stays};
use leptos::prelude::*;

/// One form: who, and the password.
pub fn sign_in_page(words: &Words, view: &SignInPage) -> Page {
    let title = words.say("sign-in-title");
    let kept = view.kept.then(|| announcement(News::Plain, words.say("sign-in-kept")));
    let identifier = TextField {
        label: FieldLabel::new("identifier", words.say("sign-in-identifier"))
            .hint(words.say("sign-in-identifier-hint")),
        value: view.identifier.clone(),
        // The browser offers passkeys beside names.
        autocomplete: Some("username webauthn".to_owned()),
        ..TextField::default()
    };
    let password = TextField {
        label: FieldLabel::new("password", words.say("sign-in-password")),
        kind: "password",
        autocomplete: Some("current-password".to_owned()),
        ..TextField::default()
    };
    let own = Choice {
        hint: Some(words.say("sign-in-stays-hint")),
        ..Choice::new("yes", words.say("sign-in-stays"), view.stays == Stays::Yes)
    };
    let stays = checkboxes(words, &[], FieldLabel::new("stays", words.say("sign-in-stays-legend")), vec![own]);
    let passkey = view.passkeys.then(|| {
        // The script takes over what was chosen in the other form.
        let fields = view! { {hidden("next", &view.next)} {hidden("stays", "")} }.into_markup();
        passkey_form(words, Asking::SignIn, fields, &view.errors, OtherWay::Password)
    });
    let staff = (view.staff == StaffWay::Passkey).then(|| {
        view! { <p>{words.say("sign-in-staff")}</p>{link::onward(words.say("join-title"), "/sign-in/staff")} }
    });
    let body = view! {
        {error_summary(words, &view.errors)}
        <h1>{title.clone()}</h1>
        {kept}
        <form method="post" aria-label=words.say("sign-in-button") action="/sign-in" novalidate>
            {hidden("next", &view.next)}
            {text_field(words, &view.errors, identifier)}
            {text_field(words, &view.errors, password)}
            {stays}
            {button::primary(words.say("sign-in-button"))}
        </form>
        {passkey}
        <p>{words.say("sign-in-no-password")}</p>
        {staff}
    };
    let mut page = Page::new(title, body.into_markup()).back("/");
    page.passkeys = view.passkeys;
    page.with_errors(!view.errors.is_empty())
}
