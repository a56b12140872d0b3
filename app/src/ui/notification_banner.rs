//! Something that a person should know on this page: it happened, it waits, or it differs from what they expect.

use crate::markup::{IntoMarkup, Markup};
use leptos::prelude::*;

/// What kind of news it is. A word in the text always says so too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// To know.
    Plain,
    /// It went well.
    Good,
    /// It was refused or failed.
    Bad,
    /// Something is still to be done.
    Waiting,
}

impl News {
    /// Its class in the style.
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "notice",
            Self::Good => "notice good",
            Self::Bad => "notice bad",
            Self::Waiting => "notice warn",
        }
    }
}

/// One or two sentences that were there when the page was asked for.
pub fn remark(news: News, text: impl Into<String>) -> Markup {
    let text: String = text.into();
    view! { <p class=news.class()>{text}</p> }.into_markup()
}

/// One or two sentences about what was just done: read out once the page is there.
pub fn announcement(news: News, text: impl Into<String>) -> Markup {
    let text: String = text.into();
    view! { <p class=news.class() role="status">{text}</p> }.into_markup()
}

/// News with a heading and more than a sentence, as a section of the page.
pub fn notification_banner(news: News, id: &'static str, heading: String, contents: Markup) -> Markup {
    view! { <section class=news.class() aria-labelledby=id><h2 id=id>{heading}</h2>{contents}</section> }.into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_just_done_is_read_out_by_itself() {
        assert!(announcement(News::Good, "已经撤回。").to_string().contains(r#"role="status""#));
        assert!(!remark(News::Plain, "由别人办。").to_string().contains("role"));
        let html = notification_banner(News::Bad, "outcome", "没有通过".into(), "原因".into_markup()).to_string();
        assert!(
            html.contains(r#"aria-labelledby="outcome""#) && html.contains(r#"<h2 id="outcome">没有通过"#),
            "{html}"
        );
    }
}
