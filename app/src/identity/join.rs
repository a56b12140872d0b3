//! `/sign-in/staff`: the first passkey of somebody of staff, by the administrator's code.

use super::{
    passkeys::{Asking, passkey_form, worded},
    sessions::device_words,
};
use crate::{
    i18n::Words,
    markup::IntoMarkup,
    page::Page,
    ui::{
        error_summary::error_summary,
        field::FieldLabel,
        link,
        text_field::{TextField, text_field},
    },
};
use contract::identity::{JoinPage, OtherWay, StaffWay};
use leptos::prelude::*;

/// The code and a name for the passkey; the script asks the device for it.
pub fn join_page(words: &Words, view: &JoinPage) -> Page {
    let title = words.say("join-title");
    let code = TextField {
        label: FieldLabel::new("code", words.say("join-code")).hint(words.say("join-code-hint")),
        autocomplete: Some("one-time-code".to_owned()),
        ..TextField::default()
    };
    let name = TextField {
        label: FieldLabel::new("name", words.say("passkeys-name")).hint(words.say("passkeys-name-hint")),
        value: view.typed.clone().unwrap_or_else(|| device_words(words, view.device)),
        autocomplete: Some("off".to_owned()),
        ..TextField::default()
    };
    let other = match view.staff {
        StaffWay::Either => OtherWay::Password,
        StaffWay::Passkey => OtherWay::Nothing,
    };
    let errors = worded(&view.errors, other);
    let form = view.possible.then(|| {
        let fields = view! { {text_field(words, &errors, code)}{text_field(words, &errors, name)} }.into_markup();
        view! {
            <p class="without-scripts">{words.say("join-needs-scripts")}</p>
            {passkey_form(words, Asking::Join, fields, &errors, other)}
        }
    });
    let impossible = (!view.possible).then(|| view! { <p>{words.say("passkeys-no-name")}</p> });
    let here = (view.staff == StaffWay::Either).then(|| view! { <p>{words.say("join-here-by-password")}</p> });
    let body = view! {
        {error_summary(words, &errors)}
        <h1>{title.clone()}</h1>
        <p class="lead">{words.say("join-lead")}</p>
        {here}
        {impossible}
        {form}
        {link::onward(words.say("sign-in-title"), "/sign-in")}
    };
    let mut page = Page::new(title, body.into_markup()).back("/sign-in");
    page.passkeys = view.possible;
    page.with_errors(!view.errors.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn a_code_makes_a_passkey_where_there_can_be_one() {
        let words = Words::new(Display::default());
        let page = join_page(&words, &JoinPage { possible: true, ..JoinPage::default() });
        let html = page.body.to_string();
        assert!(
            page.passkeys && html.contains(r#"name="code""#) && html.contains(r#"action="/sign-in/staff""#),
            "{html}"
        );
        let none = join_page(&words, &JoinPage::default());
        assert!(!none.passkeys && !none.body.to_string().contains("<form"));
    }
}
