//! Through whose hands a version went, so that everybody sees who cannot be the second person.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    ui::summary_list::{Row, summary_list},
};
use contract::policies::{DocumentPage, HandAct};
use leptos::prelude::*;

/// Who wrote, changed, handed over and published it.
pub(super) fn hands(words: &Words, view: &DocumentPage) -> Markup {
    let mut rows: Vec<Row> = view
        .hands
        .iter()
        .map(|hand| {
            let key = match hand.act {
                HandAct::Created => "hand-created",
                HandAct::Edited => "hand-edited",
                HandAct::HandedOver => "hand-handed-over",
            };
            row(words, key, hand.name.as_deref(), hand.at)
        })
        .collect();
    if let Some((name, at)) = &view.publisher {
        rows.push(row(words, "hand-published", name.as_deref(), *at));
    }
    if rows.is_empty() {
        return ().into_markup();
    }
    view! {
        <section aria-labelledby="hands">
            <h2 id="hands">{words.say("hands-title")}</h2>
            <p>{words.say("hands-lead")}</p>
            {summary_list(rows)}
        </section>
    }
    .into_markup()
}

fn row(words: &Words, key: &str, name: Option<&str>, at: i64) -> Row {
    let name = name.map_or_else(|| words.say("hand-left"), str::to_owned);
    let at = words.instant(at);
    let value = view! { <bdi>{words.marked(&name)}</bdi>" "<span class="muted">{at}</span> };
    Row { id: None, name: words.say(key), value: value.into_markup(), change: None }
}
