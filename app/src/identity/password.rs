//! `/account/password`.

use crate::{
    i18n::Words,
    markup::IntoMarkup,
    page::Page,
    ui::{
        button,
        checkboxes::checkboxes,
        choices::Choice,
        error_summary::error_summary,
        field::FieldLabel,
        text_field::{TextField, text_field},
    },
};
use contract::identity::PasswordPage;
use leptos::prelude::*;

/// One form: the new password, and what becomes of the other sessions.
pub fn password_page(words: &Words, view: &PasswordPage) -> Page {
    let title = words.say("password-title");
    let set = view
        .set_at
        .map(|at| view! { <p class="muted">{words.with("password-set", &[("at", &words.instant(at))])}</p> });
    let password = TextField {
        label: FieldLabel::new("password", words.say("password-new")).hint(words.say("password-hint")),
        kind: "password",
        autocomplete: Some("new-password".to_owned()),
        ..TextField::default()
    };
    let others = (view.others > 0).then(|| {
        let count = words.number(i64::try_from(view.others).unwrap_or(i64::MAX));
        let label = FieldLabel::new("others", words.with("password-others", &[("count", &count)]));
        checkboxes(words, &view.errors, label, vec![Choice::new("end", words.say("password-others-end"), true)])
    });
    let body = view! {
        {error_summary(words, &view.errors)}
        <h1>{title.clone()}</h1>
        {set}
        <form method="post" aria-label=words.say("password-button") action="/account/password" novalidate>
            {text_field(words, &view.errors, password)}
            {others}
            {button::primary(words.say("password-button"))}
        </form>
    };
    let page = Page::new(title, body.into_markup()).below(words, "/account", words.say("account-title"));
    page.with_errors(!view.errors.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn other_sessions_are_offered_to_end_where_there_are_some() {
        let words = Words::new(Display::default());
        let html = |others| password_page(&words, &PasswordPage { others, ..PasswordPage::default() }).body.to_string();
        assert!(html(2).contains(r#"name="others""#) && !html(0).contains(r#"name="others""#));
        assert!(html(0).contains(r#"autocomplete="new-password""#));
    }
}
