//! Something to open when wanted.

use leptos::prelude::*;

/// Summary and contents.
pub fn details(summary: String, contents: AnyView) -> AnyView {
    view! { <details><summary>{summary}</summary><div class="details">{contents}</div></details> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_without_a_script() {
        let html = details("为什么有您".to_owned(), "因为".into_any()).to_html();
        assert!(html.starts_with("<details>") && html.contains("<summary>为什么有您</summary>"), "{html}");
    }
}
