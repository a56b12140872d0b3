//! A state in a word, with a sign so that colour is never the only cue.

use crate::markup::{IntoMarkup, Markup};
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
pub fn tag(tone: Tone, label: String) -> Markup {
    let (class, sign) = match tone {
        Tone::Good => ("tag tag-good", "✓ "),
        Tone::Waiting => ("tag tag-waiting", "● "),
        Tone::Bad => ("tag tag-bad", "✕ "),
        Tone::Plain => ("tag", ""),
    };
    view! { <span class=class><span aria-hidden="true">{sign}</span>{label}</span> }.into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_a_word_with_a_sign() {
        for (tone, sign) in [(Tone::Good, "✓"), (Tone::Waiting, "●"), (Tone::Bad, "✕")] {
            let html = tag(tone, "在办".to_owned()).to_string();
            assert!(html.contains("在办") && html.contains(sign) && html.contains(r#"aria-hidden="true""#), "{html}");
        }
    }
}
