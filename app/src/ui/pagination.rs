//! The rest of a long list, page by page.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::{display::Mode, paging::PageNumber};
use leptos::prelude::*;

/// Rows of a list that a resident reads: in elder mode a page has at most 25 controls, frame included.
pub fn rows_on_a_page(mode: Mode) -> u32 {
    match mode {
        Mode::Elder => 7,
        Mode::Standard | Mode::Large => 20,
    }
}

/// Links to the page before and after, and between them which one it is. Nothing where one page holds everything.
/// `address` makes the address of a page.
pub fn pagination(words: &Words, number: PageNumber, address: impl Fn(u32) -> String) -> Markup {
    let PageNumber { page, of } = number;
    if of <= 1 {
        return ().into_markup();
    }
    let link = |to: u32, rel: &'static str, key: &str| {
        view! { <li><a href=address(to) rel=rel>{words.say(key)}</a></li> }.into_markup()
    };
    let before =
        page.checked_sub(1).filter(|before| *before >= 1).map(|before| link(before, "prev", "pagination-before"));
    let after = page.checked_add(1).filter(|after| *after <= of).map(|after| link(after, "next", "pagination-after"));
    let here = words.with("pagination-here", &[("page", &page.to_string()), ("of", &of.to_string())]);
    view! {
        <nav class="pagination" aria-label=words.say("pagination-label")>
            <ul>{before}<li><span aria-current="page">{here}</span></li>{after}</ul>
        </nav>
    }
    .into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    fn shown(page: u32, of: u32) -> String {
        let words = Words::new(Display::default());
        pagination(&words, PageNumber { page, of }, |page| format!("/inbox?page={page}")).to_string()
    }

    #[test]
    fn the_first_and_the_last_page_lead_one_way() {
        assert!(shown(1, 3).contains("?page=2") && !shown(1, 3).contains("上一页"), "{}", shown(1, 3));
        assert!(shown(2, 3).contains("?page=1") && shown(2, 3).contains("?page=3"), "{}", shown(2, 3));
        assert!(!shown(3, 3).contains("下一页") && shown(3, 3).contains("第 3 页，共 3 页"), "{}", shown(3, 3));
        assert!(!shown(1, 1).contains("<nav"), "{}", shown(1, 1));
    }
}
