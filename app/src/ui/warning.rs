//! What must not be overlooked: a sign, the word for it, and one or two sentences.

use super::icon;
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use leptos::prelude::*;

/// The warning. Screen readers hear the word that the sign stands for.
pub fn warning(words: &Words, text: String) -> Markup {
    view! { <p class="warning">{icon::warning()}<strong><span class="hidden">{words.say("warning-word")}</span>{text}</strong></p> }
        .into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn the_sign_is_a_word_for_whoever_listens() {
        let html = warning(&Words::new(Display::default()), "办错了要退钱。".into()).to_string();
        assert!(html.contains(r#"<span class="hidden">注意："#) && html.contains("办错了要退钱。"), "{html}");
    }
}
