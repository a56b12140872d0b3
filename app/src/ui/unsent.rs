//! What was typed or asked for and could not be taken, on a page that has no form for it any more: the sentence that says what
//! was done meanwhile, and what was typed.

use super::notification_banner::{News, notification_banner};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::{error::FieldError, typed::is_blank};
use leptos::prelude::*;

/// Where nothing needs mending, nothing. The errors that the page lists lead here.
pub fn unsent(words: &Words, errors: &[FieldError], typed: &str) -> Markup {
    let sentences = errors.iter().map(|error| view! { <p id=error.field.clone()>{words.error(error)}</p> });
    let sentences = sentences.collect_view();
    if errors.is_empty() {
        return ().into_markup();
    }
    if is_blank(typed) {
        return view! { <div class=News::Waiting.class()>{sentences}</div> }.into_markup();
    }
    let contents = view! { {sentences}<p class="quote"><bdi>{words.marked(typed)}</bdi></p> };
    notification_banner(News::Waiting, "not-sent", words.say("unsent"), contents.into_markup())
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn what_was_typed_stands_beside_the_sentence_to_which_the_error_leads() {
        let words = Words::new(Display::default());
        let errors = [FieldError::new("reason", "error-case-withdrawn")];
        let html = unsent(&words, &errors, "<b>第一行\n第二行").to_string();
        let sentence = words.error(&errors[0]);
        assert!(html.contains(&format!(r#"<p id="reason">{sentence}</p>"#)), "{html}");
        assert!(html.contains("<bdi>&lt;b&gt;第一行") && html.contains(&words.say("unsent")), "{html}");
        for nothing in [" ", "\u{200B}", "\u{3000}\u{FEFF}"] {
            let nothing_typed = unsent(&words, &errors, nothing).to_string();
            assert!(nothing_typed.contains(r#"id="reason""#) && !nothing_typed.contains("quote"), "{nothing_typed}");
        }
        assert!(!unsent(&words, &[], "第一行").to_string().contains("第一行"));
    }
}
