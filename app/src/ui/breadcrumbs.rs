//! Where a page stands: the pages above it, from the top.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use leptos::prelude::*;

/// The pages above, each by address and name. The page itself is its heading and is not repeated.
pub fn breadcrumbs(words: &Words, above: Vec<(String, String)>) -> Markup {
    let above = above.into_iter().map(|(address, name)| view! { <li><a href=address>{name}</a></li> }).collect_view();
    view! { <nav class="breadcrumbs" aria-label=words.say("breadcrumbs-label")><ol>{above}</ol></nav> }.into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn the_way_from_the_top_stands_in_order() {
        let above = vec![("/".into(), "首页".into()), ("/policies".into(), "政策".into())];
        let html = breadcrumbs(&Words::new(Display::default()), above).to_string();
        assert!(html.find("首页") < html.find("政策") && html.contains(r#"<a href="/policies">政策"#), "{html}");
        assert!(html.contains("<ol>") && html.contains("aria-label"), "{html}");
    }
}
