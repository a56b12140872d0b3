//! What stands under a page on paper only: where it came from, by which number it is found, and of which day it is.

use super::qr_code::qr_code;
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use jiff::civil::Date;
use leptos::prelude::*;

/// The foot of a printed page. `address` is the page's own, without a query, so that nothing stands on paper or in the
/// code that does not stand in the address.
pub fn paper(words: &Words, address: &str, number: &str, day: Date) -> Markup {
    let dated = words.with("paper-number", &[("number", number), ("date", &words.date(day))]);
    view! {
        <section class="paper" aria-label=words.say("paper-label")>
            {qr_code(address, words.with("paper-code", &[("address", address)]))}
            <div>
                <p>{words.say("paper-lead")}</p>
                <p translate="no">{address.to_owned()}</p>
                <p>{dated}</p>
            </div>
        </section>
    }
    .into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn paper_says_where_which_and_when() {
        let words = Words::new(Display::default());
        let day = jiff::civil::date(2026, 11, 23);
        let html = paper(&words, "https://tongban.example/applications/1", "2026112300017", day).to_string();
        for part in [
            "<p translate=\"no\">https://tongban.example/applications/1</p>",
            "2026112300017",
            "2026 年 11 月 23 日",
            "<svg",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }
}
