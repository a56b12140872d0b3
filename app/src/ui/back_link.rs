//! The way to the page before, above `main`.

use super::icon;
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use leptos::prelude::*;

/// The link. Its address is written by the page, so it works without a script and after a reload.
pub fn back_link(words: &Words, address: String) -> Markup {
    view! {
        <nav class="back" aria-label=words.say("shell-back-label")><a href=address>{icon::back()}{words.say("shell-back")}</a></nav>
    }
    .into_markup()
}
