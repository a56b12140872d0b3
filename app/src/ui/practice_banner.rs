//! What stands above every page of practice, on the screen and on paper, with the way out.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use leptos::prelude::*;

/// A landmark of its own, before everything else: nobody may take practice for real.
pub fn practice_banner(words: &Words) -> Markup {
    view! { <aside class="practice" aria-label=words.say("practice-label")>{practice_note(words)}</aside> }
        .into_markup()
}

/// What the banner says, and its button.
pub fn practice_note(words: &Words) -> Markup {
    view! { <p>{words.say("practice-banner")}</p>{leave_form(words, "link")} }.into_markup()
}

/// The form that leaves practice.
pub fn leave_form(words: &Words, class: &'static str) -> Markup {
    view! { <form method="post" aria-label=words.say("practice-end") action="/practice/end"><button class=class type="submit">{words.say("practice-end")}</button></form> }
        .into_markup()
}

/// In place of the foot of a printed page: what was practised has no number and no address to come back to.
pub fn practice_paper(words: &Words) -> Markup {
    view! { <section class="paper" aria-label=words.say("paper-label")><p>{words.say("practice-paper")}</p></section> }
        .into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn the_banner_says_what_it_is_and_leads_out() {
        let html = practice_banner(&Words::new(Display::default())).to_string();
        assert!(html.contains("这是练习") && html.contains(r#"action="/practice/end""#), "{html}");
    }
}
