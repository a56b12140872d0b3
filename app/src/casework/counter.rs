//! `/counter/<code>`: whose code somebody shows at a counter.

use crate::{
    i18n::Words,
    markup::IntoMarkup,
    page::Page,
    services::search::search_form,
    ui::{
        notification_banner::{News, remark},
        summary_list::{Row, summary_list},
    },
};
use contract::offline::CounterCheck;
use leptos::prelude::*;

/// Name and day of a valid code; what to do about any other.
pub fn counter_page(words: &Words, found: &CounterCheck) -> Page {
    let title = words.say("counter-title");
    let contents = match found {
        CounterCheck::Valid { name, until } => {
            let rows = vec![
                Row { id: None, name: words.say("account-name"), value: words.marked(name), change: None },
                Row::text(words.say("offline-card-until"), words.date(*until)),
            ];
            view! { {remark(News::Good, words.say("counter-valid"))}{summary_list(rows)} }.into_markup()
        }
        CounterCheck::Expired(until) => {
            remark(News::Waiting, words.with("counter-expired", &[("date", &words.date(*until))]))
        }
        CounterCheck::Forged => remark(News::Bad, words.say("counter-forged")),
    };
    Page::new(title.clone(), view! { <h1>{title}</h1>{contents}{search_form(words, "")} }.into_markup())
        .staff()
        .back("/casework")
}
