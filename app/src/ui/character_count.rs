//! How many characters a long text may still have. An island: the server says the limit, and the browser counts down
//! while someone types. Nothing is cut off; what is too long is said when the form comes back.

#![expect(missing_docs, reason = "the island macro makes public items without documentation")]

#[cfg(feature = "hydrate")]
mod watch;

use leptos::prelude::*;

/// The line beneath a text area. The sentences hold `{count}` where the figure goes; `limit` is complete.
#[island]
pub fn CharacterCount(
    /// Id of the text area. The line's own id is `<field>-count`.
    field: String,
    /// The most characters that it may hold.
    most: usize,
    /// 最多 500 个字
    limit: String,
    /// 还可以写 {count} 个字
    left: String,
    /// 多了 {count} 个字
    over: String,
) -> impl IntoView {
    // Shown at once, and said a second after the last key: a screen reader would otherwise speak over every letter.
    let shown = RwSignal::new(None::<usize>);
    let said = RwSignal::new(None::<usize>);
    let id = format!("{field}-count");
    let (line, aloud) = (NodeRef::new(), NodeRef::new());
    Effect::new(move |_| watch::typing(&field, shown, said));
    let sentence = move |count: usize| match most.checked_sub(count) {
        Some(rest) => left.replace("{count}", &rest.to_string()),
        None => over.replace("{count}", &(count - most).to_string()),
    };
    // Written into the elements themselves: the translation of a page replaces the texts within, and a text that was
    // replaced is seen by nobody.
    let spoken = sentence.clone();
    Effect::new(move |_| watch::write(line, shown.get().map(&sentence)));
    Effect::new(move |_| watch::write(aloud, said.get().map(&spoken)));
    view! {
        <p class="hint" id=id node_ref=line>{limit}</p>
        <p class="hidden" role="status" node_ref=aloud></p>
    }
}

/// Nobody types on the server.
#[cfg(not(feature = "hydrate"))]
mod watch {
    use leptos::{
        html::P,
        prelude::{NodeRef, RwSignal},
    };

    pub fn typing(_field: &str, _shown: RwSignal<Option<usize>>, _said: RwSignal<Option<usize>>) {}

    pub fn write(_element: NodeRef<P>, _sentence: Option<String>) {}
}
