//! The legal clock, in one sentence. The resident reads the same one as the caseworker.

use crate::i18n::Words;
use contract::applications::Clock;
use leptos::prelude::*;

/// The clock of an open application.
pub fn clock(words: &Words, clock: &Clock, department: &str) -> AnyView {
    let (used, promised) = (words.number(i64::from(clock.used)), words.number(i64::from(clock.promised)));
    let due = words.date(clock.due);
    let key = if clock.paused { "clock-paused" } else { "clock-running" };
    let arguments = [("department", department), ("used", &used), ("promised", &promised), ("due", &due)];
    view! { <p class="clock">{super::icon::clock()}<span>{words.with(key, &arguments)}</span></p> }.into_any()
}
