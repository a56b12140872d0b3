//! The legal clock, in one sentence. The resident reads the same one as the caseworker.

use super::reader::Reader;
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::applications::Clock;
use leptos::prelude::*;

/// That a day may still move: the holidays of a year on the way to it are not announced yet.
pub fn may_move(words: &Words, unannounced_year: i16) -> String {
    words.with("clock-holidays-unannounced", &[("year", &unannounced_year.to_string())])
}

/// The same in a paragraph of its own; nothing where every year is announced.
pub fn may_move_line(words: &Words, unannounced_year: Option<i16>) -> Markup {
    unannounced_year.map(|year| view! { <p class="muted">{may_move(words, year)}</p> }).into_markup()
}

/// The clock of an open application.
pub fn clock(words: &Words, clock: &Clock, department: &str, reader: Reader) -> Markup {
    let (used, promised) = (words.number(i64::from(clock.used)), words.number(i64::from(clock.promised)));
    let due = words.date(clock.due);
    let key = match (clock.paused, reader) {
        (false, _) => "clock-running",
        (true, Reader::Resident) => "clock-paused",
        (true, Reader::Staff) => "case-clock-paused",
    };
    let arguments = [("department", department), ("used", &used), ("promised", &promised), ("due", &due)];
    let unannounced = clock.unannounced_year.map(|year| view! { <br/>{may_move(words, year)} });
    view! { <p class="clock">{super::icon::clock()}<span>{words.with(key, &arguments)}{unannounced}</span></p> }
        .into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;
    use jiff::civil::date;

    #[test]
    fn the_clock_says_who_how_long_and_until_when() {
        let words = Words::new(Display::default());
        let html = |paused| {
            let value = Clock { used: 3, promised: 20, due: date(2026, 12, 8), unannounced_year: None, paused };
            clock(&words, &value, "区民政局", Reader::Resident).to_string()
        };
        for part in ["区民政局", "3", "20", "2026 年 12 月 8 日"] {
            assert!(html(false).contains(part), "{part} in {}", html(false));
        }
        assert_ne!(html(false), html(true), "a paused clock says so");
        assert!(!html(false).contains("2027"), "{}", html(false));
        let into_next_year =
            Clock { used: 3, promised: 30, due: date(2027, 1, 11), unannounced_year: Some(2027), paused: false };
        let html = clock(&words, &into_next_year, "区民政局", Reader::Resident).to_string();
        assert!(html.contains("2027 年的放假安排还没有公布"), "{html}");
    }
}
