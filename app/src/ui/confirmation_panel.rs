//! It is done: the number, what comes next and when.

use super::{icon, receipt_number::receipt_number};
use crate::markup::{IntoMarkup, Markup};
use leptos::prelude::*;

/// What was done.
pub struct Confirmation {
    /// 已经收到您的申请
    pub title: String,
    /// What the number is, in words.
    pub number_label: String,
    /// The number that people name on the telephone.
    pub number: String,
    /// What happens next, until when, and what to keep: a sentence each.
    pub next: Vec<String>,
}

/// The panel, read out when the page is there.
pub fn confirmation_panel(done: Confirmation) -> Markup {
    let next = done.next.into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view();
    view! {
        <div class="receipt" role="status">
            <h2>{icon::tick()}{done.title}</h2>
            <p>{done.number_label}</p>
            <p>{receipt_number(&done.number)}</p>
            {next}
        </div>
    }
    .into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_and_what_comes_next_are_read_out() {
        let done = Confirmation {
            title: "收到了".into(),
            number_label: "回执号".into(),
            number: "2026112300017".into(),
            next: vec!["20 天内有结果。".into(), "请记下回执号。".into()],
        };
        let html = confirmation_panel(done).to_string();
        assert!(html.contains(r#"role="status""#) && html.contains("2026112300017"), "{html}");
        assert!(html.find("20 天内") < html.find("请记下"), "{html}");
    }
}
