//! A state in a word, with a sign so that colour is never the only cue.

use leptos::prelude::*;

/// Kinds of state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Done, granted.
    Good,
    /// Waits for somebody.
    Waiting,
    /// Refused, ended.
    Bad,
    /// Neither.
    Plain,
}

/// A tag.
pub fn tag(tone: Tone, label: String) -> AnyView {
    let (class, sign) = match tone {
        Tone::Good => ("tag tag-good", "✓ "),
        Tone::Waiting => ("tag tag-waiting", "● "),
        Tone::Bad => ("tag tag-bad", "✕ "),
        Tone::Plain => ("tag", ""),
    };
    view! { <span class=class><span aria-hidden="true">{sign}</span>{label}</span> }.into_any()
}
