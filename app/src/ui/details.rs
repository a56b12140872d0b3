//! Something to open when wanted.

use leptos::prelude::*;

/// Summary and contents.
pub fn details(summary: String, contents: AnyView) -> AnyView {
    view! { <details><summary>{summary}</summary><div class="details">{contents}</div></details> }.into_any()
}
