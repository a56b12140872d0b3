//! Who gains and who loses, and by how much together: counts and sums of the residents who were looked at.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::policies::{Moved, Rehearsal};
use leptos::prelude::*;

/// The effects as far as they were counted; how to have them counted, where nobody did.
pub(super) fn effects(words: &Words, rehearsal: Option<&Rehearsal>) -> Markup {
    let body = match rehearsal {
        None => view! { <p>{words.say("effects-not-counted")}</p> }.into_markup(),
        Some(rehearsal) => counted(words, rehearsal),
    };
    view! { <h3>{words.say("effects-title")}</h3>{body} }.into_markup()
}

fn counted(words: &Words, rehearsal: &Rehearsal) -> Markup {
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
        true => view! { <p>{words.say("effects-nobody")}</p> }.into_markup(),
        false => {
            let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
            view! { <ul>{lines}</ul> }.into_markup()
        }
    };
    view! { <p>{of_whom}</p>{list} }.into_markup()
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

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{
        display::Display,
        policies::{Effects, ShownAmount},
    };
    use policy::document::{AmountUnit, Period};

    fn moved(people: i64, fen: i64) -> Moved {
        Moved { people, together: Some(ShownAmount::exact(fen, AmountUnit::Money, Period::Month)) }
    }

    fn said(evaluated: i64, gain: Moved) -> String {
        let none = moved(0, 0);
        let effects = Effects { gain, lose: none, more: none, less: none, otherwise: 0, doubtful: 0 };
        let rehearsal = Rehearsal {
            evaluated,
            wanted: 200_000,
            residents: 25_000_000,
            eligible: 0,
            undetermined: 0,
            effects,
            monthly: None,
            groups: Vec::new(),
        };
        effects_of(&rehearsal)
    }

    fn effects_of(rehearsal: &Rehearsal) -> String {
        effects(&Words::new(Display::default()), Some(rehearsal)).to_string()
    }

    #[test]
    fn a_sample_says_of_how_many_it_speaks() {
        let html = said(200_000, moved(57, 114_000));
        assert!(html.contains("全市 25,000,000 人，看过其中 200,000 人"), "{html}");
        assert!(html.contains("新享受：57 人。合计：每月 1,140 元。"), "{html}");
        assert!(said(200_000, moved(0, 0)).contains("没有人多得，也没有人少得"));
        assert!(said(200_000, Moved { people: 3, together: None }).contains("新享受：3 人。<"));
    }
}
