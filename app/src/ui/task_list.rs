//! Parts of something long, each done or not, in any order.

use super::tag::{Tone, tag};
use crate::i18n::Words;
use leptos::prelude::*;

/// How far a part has got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Done; it can be looked at again.
    Done {
        /// Where the part is.
        address: String,
    },
    /// It can be begun or gone on with.
    Open {
        /// Where the part is.
        address: String,
    },
    /// It needs something else first, which a sentence names.
    NotYet {
        /// Why not yet.
        because: String,
    },
}

/// One part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// What is to be done, as a verb: 填收入.
    pub name: String,
    /// How far it has got.
    pub progress: Progress,
}

/// The list. A whole row is its link; what cannot be begun yet is no link and says why.
pub fn task_list(words: &Words, tasks: Vec<Task>) -> AnyView {
    let rows = tasks
        .into_iter()
        .map(|Task { name, progress }| match progress {
            Progress::Done { address } => view! {
                <li><a href=address><span>{name}</span>" "<span class="done">{words.say("task-done")}</span></a></li>
            }
            .into_any(),
            Progress::Open { address } => view! {
                <li><a href=address><span>{name}</span>" "{tag(Tone::Waiting, words.say("task-open"))}</a></li>
            }
            .into_any(),
            Progress::NotYet { because } => view! {
                <li><div><span>{name}</span>" "<span class="muted">{words.say("task-not-yet")}</span></div><p class="muted">{because}</p></li>
            }
            .into_any(),
        })
        .collect_view();
    view! { <ul class="task-list">{rows}</ul> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn a_part_that_waits_is_no_link_and_says_why() {
        let tasks = vec![
            Task { name: "填收入".into(), progress: Progress::Done { address: "/1".into() } },
            Task { name: "填住址".into(), progress: Progress::Open { address: "/2".into() } },
            Task { name: "核对".into(), progress: Progress::NotYet { because: "先填住址。".into() } },
        ];
        let html = task_list(&Words::new(Display::default()), tasks).to_html();
        assert_eq!(html.matches("<a ").count(), 2, "{html}");
        for part in ["填好了", "还没填", "还不能填", "先填住址。"] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }
}
