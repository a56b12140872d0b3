//! "Acting for …": on every page while a helper does something in another person's name.

use super::{button, icon};
use crate::i18n::Words;
use jiff::civil::Date;
use leptos::prelude::*;

/// For whom, and how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandate {
    /// Name of the person who gave it.
    pub of: String,
    /// Its last day.
    pub until: Date,
    /// Where the form goes that ends acting for them.
    pub leave: String,
}

/// The banner, a landmark of its own: whoever listens finds it too. The button leads back to one's own things.
pub fn mandate_banner(words: &Words, mandate: &Mandate) -> AnyView {
    let name = words.with("mandate-acting", &[("name", &mandate.of)]);
    let until = words.with("mandate-until", &[("date", &words.date(mandate.until))]);
    view! {
        <aside class="mandate" aria-label=words.say("mandate-label")>
            <p><strong>{icon::person()}{words.marked(&name)}</strong>" "<span>{until}</span></p>
            <form method="post" action=mandate.leave.clone()>{button::quiet(words.say("mandate-leave"), "act", "leave")}</form>
        </aside>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn the_banner_names_the_person_the_last_day_and_the_way_back() {
        let mandate =
            Mandate { of: "林静安".into(), until: jiff::civil::date(2027, 3, 1), leave: "/mandates/leave".into() };
        let html = mandate_banner(&Words::new(Display::default()), &mandate).to_html();
        for part in ["林静安", "2027 年 3 月 1 日", r#"action="/mandates/leave""#, "<aside"] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }
}
