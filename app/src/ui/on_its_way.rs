//! Said before somebody applies for the same thing again: one is on its way, with its number and the way to it.

use super::{
    checkboxes::checkboxes,
    choices::Choice,
    field::FieldLabel,
    link,
    notification_banner::{News, notification_banner},
};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::{
    applications::{OnItsWay, Second, Sent},
    error::FieldError,
};
use leptos::prelude::*;

/// One is on its way.
pub fn on_its_way(words: &Words, one: &OnItsWay) -> Markup {
    let contents = view! {
        <p>{words.with("on-its-way-number", &[("receipt", &one.receipt_number)])}</p>
        {link::onward(words.say("on-its-way-open"), one.address.clone())}
    };
    notification_banner(News::Waiting, "on-its-way", words.say("on-its-way"), contents.into_markup())
}

/// The yes to a second one, where there can be one.
pub fn second_one(words: &Words, one: &OnItsWay, errors: &[FieldError]) -> Option<Markup> {
    match one.second {
        Second::NotNow => None,
        Second::WithYes => {
            let yes = vec![Choice::new("yes", words.say("on-its-way-second-yes"), false)];
            Some(checkboxes(words, errors, FieldLabel::new("second", words.say("on-its-way-second")), yes))
        }
    }
}

/// This very one was sent. Errors about sending link here.
pub fn sent(words: &Words, sent: &Sent) -> Markup {
    view! {
        <div class="notice" id="send" role="status">
            <p>{words.with("check-already-sent", &[("receipt", &sent.receipt_number)])}</p>
            <p>{words.say("check-already-sent-what-now")}</p>
            {link::onward(words.say("check-see-receipt"), sent.address.clone())}
        </div>
    }
    .into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn only_where_there_can_be_a_second_one_it_is_asked_about() {
        let words = Words::new(Display::default());
        let one = |second| OnItsWay { address: "/applications/1".into(), receipt_number: "SH1".into(), second };
        let html = on_its_way(&words, &one(Second::NotNow)).to_string();
        assert!(html.contains("SH1") && html.contains(r#"href="/applications/1""#), "{html}");
        assert!(second_one(&words, &one(Second::NotNow), &[]).is_none());
        let asked = second_one(&words, &one(Second::WithYes), &[]).map(|field| field.to_string()).unwrap_or_default();
        assert!(asked.contains(r#"name="second""#) && !asked.contains(" checked"), "{asked}");
    }
}
