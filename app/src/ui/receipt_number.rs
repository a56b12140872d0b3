//! A number that people read out on the telephone: its groups stay whole, and a line ends between two of them.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use leptos::prelude::*;

/// The number, `SH20261129-832-1276`, by its hyphens.
pub fn receipt_number(number: &str) -> Markup {
    let groups = number
        .split_inclusive('-')
        .map(|group| view! { <span class="whole">{group.to_owned()}</span><wbr/> })
        .collect_view();
    view! { <span class="number">{groups}</span> }.into_markup()
}

/// The number with the word that says what it is.
pub fn numbered(words: &Words, number: &str) -> Markup {
    view! { {words.say("receipt-number")}" "{receipt_number(number)} }.into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_after_a_hyphen_alone() {
        let html = receipt_number("SH20261129-832-1276").to_string();
        assert!(
            html.contains(r#"<span class="whole">SH20261129-</span><wbr><span class="whole">832-</span><wbr>"#),
            "{html}"
        );
    }
}
