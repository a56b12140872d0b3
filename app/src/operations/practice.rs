//! `/practice`: what practice is, and the way in and out.

use crate::{
    i18n::Words,
    markup::IntoMarkup,
    page::Page,
    ui::{button, link, practice_banner::leave_form},
};
use leptos::prelude::*;

/// Where a person stands with practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Practice {
    /// Not practising.
    Offered,
    /// Too many have just begun from this place.
    Many,
    /// Has just left.
    Left,
    /// In the middle of it.
    GoingOn,
    /// Their time was over, or the day was.
    Over,
}

/// Explains practice in a few plain sentences. Beginning and leaving are forms, as everywhere.
pub fn practice_page(words: &Words, practice: Practice) -> Page {
    let start = |key: &str| {
        view! { <form method="post" aria-label=words.say(key) action="/practice/start">{button::primary(words.say(key))}</form> }.into_markup()
    };
    let (title, lead, ways) = match practice {
        Practice::Offered => ("practice-title", "practice-lead", start("practice-start")),
        Practice::Many => ("practice-many-title", "practice-many-lead", start("practice-start")),
        Practice::Left => (
            "practice-left-title",
            "practice-left-lead",
            view! {
                <p class="actions">{button::link(words.say("practice-left-home"), "/".to_owned())}</p>
                {link::onward(words.say("practice-left-again"), "/practice")}
            }
            .into_markup(),
        ),
        Practice::GoingOn => (
            "practice-on-title",
            "practice-on-lead",
            view! { <p class="actions">{button::link(words.say("practice-go-on"), "/".to_owned())}</p> }.into_markup(),
        ),
        Practice::Over => (
            "practice-over-title",
            "practice-over-lead",
            view! { {start("practice-again")}{leave_form(words, "button button-quiet")} }.into_markup(),
        ),
    };
    let title = words.say(title);
    let what = (practice != Practice::Left).then(|| {
        let lines = [
            "practice-what-same",
            "practice-what-nothing",
            "practice-what-alone",
            "practice-what-wiped",
            "practice-what-session",
        ];
        let lines = lines.map(|key| view! { <li>{words.say(key)}</li> }).into_iter().collect_view();
        view! { <h2>{words.say("practice-what")}</h2><ul>{lines}</ul> }
    });
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="lead">{words.say(lead)}</p>
        {ways}
        {what}
    };
    Page::new(title, body.into_markup()).back("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn whoever_cannot_go_on_can_begin_anew_or_leave() {
        let html = |practice| practice_page(&Words::new(Display::default()), practice).body.to_string();
        let over = html(Practice::Over);
        assert!(over.contains("/practice/start") && over.contains("/practice/end"), "{over}");
        assert!(html(Practice::Offered).contains("/practice/start"));
        assert!(!html(Practice::Left).contains("<form"));
    }
}
