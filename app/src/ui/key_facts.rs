//! The box of facts at the beginning of whatever has an amount or a day: how much, for whom, how, by when; one line each,
//! what matters most in large figures.

use crate::markup::{IntoMarkup, Markup};
use leptos::prelude::*;

/// How large a fact is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// What one looks for first: an amount, a day, a result.
    Figure,
    /// Everything else.
    Line,
}

/// One line of the box.
pub struct KeyFact {
    /// What it is.
    pub name: String,
    /// The fact.
    pub value: Markup,
    /// How large it is written.
    pub weight: Weight,
}

impl KeyFact {
    /// In large figures.
    pub fn figure(name: String, value: impl IntoMarkup) -> Self {
        Self { name, value: value.into_markup(), weight: Weight::Figure }
    }

    /// As text.
    pub fn line(name: String, value: impl IntoMarkup) -> Self {
        Self { name, value: value.into_markup(), weight: Weight::Line }
    }
}

/// The box; none where nothing is known.
pub fn key_facts(facts: Vec<KeyFact>) -> Option<Markup> {
    if facts.is_empty() {
        return None;
    }
    let rows = facts
        .into_iter()
        .map(|fact| {
            let pair = view! { <dt>{fact.name}</dt><dd>{fact.value}</dd> };
            match fact.weight {
                Weight::Figure => view! { <div class="figure">{pair}</div> }.into_markup(),
                Weight::Line => view! { <div>{pair}</div> }.into_markup(),
            }
        })
        .collect_view();
    Some(view! { <dl class="facts">{rows}</dl> }.into_markup())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matters_most_is_a_figure_and_nothing_known_is_no_box() {
        let facts = vec![
            KeyFact::figure("多少".to_owned(), "每月 180 元".to_owned()),
            KeyFact::line("怎么领".to_owned(), "不用申请".to_owned()),
        ];
        let html = key_facts(facts).map(|facts| facts.to_string()).unwrap_or_default();
        assert!(html.contains(r#"<div class="figure"><dt>多少</dt><dd>每月 180 元</dd>"#), "{html}");
        assert!(html.contains("<div><dt>怎么领</dt>"), "{html}");
        assert!(key_facts(Vec::new()).is_none());
    }
}
