//! One list or another: links with their counts instead of tabs, each a page of its own.

use crate::markup::{IntoMarkup, Markup};
use leptos::prelude::*;

/// One list.
pub struct Filter {
    /// Where it is.
    pub address: String,
    /// What it holds, with how many.
    pub label: String,
    /// It is the one that is shown.
    pub current: bool,
}

/// The lists to choose from. `label` names them for whoever listens.
pub fn filters(label: String, filters: Vec<Filter>) -> Markup {
    let filters = filters
        .into_iter()
        .map(|filter| {
            let current = filter.current.then_some("page");
            view! { <li><a href=filter.address aria-current=current>{filter.label}</a></li> }
        })
        .collect_view();
    view! { <nav class="filters" aria-label=label><ul>{filters}</ul></nav> }.into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_that_is_shown_says_so() {
        let filter = |state: &str, current| Filter { address: format!("?state={state}"), label: state.into(), current };
        let html = filters("列表".into(), vec![filter("open", true), filter("done", false)]).to_string();
        assert_eq!(html.matches(r#"aria-current="page""#).count(), 1, "{html}");
        assert!(html.contains(r#"href="?state=done""#), "{html}");
    }
}
