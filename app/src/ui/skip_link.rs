//! Past the frame to the main text: the first stop of the keyboard, seen only while it has the focus.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use leptos::prelude::*;

/// The link. It leads to `main`, whose id is `main`.
pub fn skip_link(words: &Words) -> Markup {
    view! { <a class="skip" href="#main">{words.say("shell-skip")}</a> }.into_markup()
}
