//! Who gains and who loses, and by how much together: counts and sums of the residents who were looked at.

use crate::i18n::Words;
use contract::policies::{Moved, Rehearsal};
use leptos::prelude::*;

/// The effects as far as they were counted; how to have them counted, where nobody did.
pub(super) fn effects(words: &Words, rehearsal: Option<&Rehearsal>) -> AnyView {
    let body = match rehearsal {
        None => view! { <p>{words.say("effects-not-counted")}</p> }.into_any(),
        Some(rehearsal) => counted(words, rehearsal),
    };
    view! { <h3>{words.say("effects-title")}</h3>{body} }.into_any()
}

fn counted(words: &Words, rehearsal: &Rehearsal) -> AnyView {
    let (all, looked_at) = (words.number(rehearsal.residents), words.number(rehearsal.evaluated));
    let is_whole = rehearsal.evaluated >= rehearsal.residents;
    let of_whom = match is_whole {
        true => words.with("effects-of-all", &[("all", &all)]),
        false => words.with("effects-of-some", &[("all", &all), ("count", &looked_at)]),
    };
    let effects = &rehearsal.effects;
    let moved = [
        ("effects-gain", "effects-gain-amount", &effects.gain),
        ("effects-lose", "effects-lose-amount", &effects.lose),
        ("effects-more", "effects-more-amount", &effects.more),
        ("effects-less", "effects-less-amount", &effects.less),
    ];
    let mut lines: Vec<String> = moved
        .into_iter()
        .filter(|(_, _, moved)| moved.people > 0)
        .map(|(key, with_amount, moved)| line(words, key, with_amount, moved))
        .collect();
    for (key, people) in [("effects-otherwise", effects.otherwise), ("effects-doubtful", effects.doubtful)] {
        if people > 0 {
            lines.push(words.with(key, &[("people", &words.number(people))]));
        }
    }
    let list = match lines.is_empty() {
        true => view! { <p>{words.say("effects-nobody")}</p> }.into_any(),
        false => {
            let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
            view! { <ul>{lines}</ul> }.into_any()
        }
    };
    view! { <p>{of_whom}</p>{list} }.into_any()
}

fn line(words: &Words, key: &str, with_amount: &str, moved: &Moved) -> String {
    let people = words.number(moved.people);
    match &moved.together {
        Some(together) if together.value != 0 => {
            words.with(with_amount, &[("people", &people), ("amount", &words.amount(together))])
        }
        _ => words.with(key, &[("people", &people)]),
    }
}
