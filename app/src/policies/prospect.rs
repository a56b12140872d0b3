//! What would have to change, and what comes by itself, in words: on a policy's page and on an offer's.

use crate::{i18n::Words, policies::sentence::sentence};
use contract::policies::{AlmostView, ByItself, CauseView, ChangeView, ComingView, ProspectView, TurnView};
use leptos::prelude::*;
use policy::{decision::Verdict, text::Text};

/// How a policy stands with the signed-in resident. Where nothing may be said, nothing is.
pub fn prospect(words: &Words, view: &ProspectView) -> AnyView {
    let (title, body) = match view.verdict {
        // The offer says the rest.
        Verdict::Eligible => return ().into_any(),
        Verdict::NotEligible => {
            let unmet = list(view.unmet.iter().map(|label| words.of(label).to_owned()));
            let by_itself = by_itself_text(words, view).map(|text| view! { <p>{text}</p> });
            let body = view! {
                <p>{words.say("prospect-unmet")}</p>{unmet}{by_itself}{almost(words, view)}
            };
            ("prospect-not", body.into_any())
        }
        Verdict::Undetermined => {
            let missing = view.missing.iter().map(|name| words.of(name).to_owned());
            let missing =
                (!view.missing.is_empty()).then(|| view! { <p>{words.say("prospect-missing")}</p>{list(missing)} });
            let body = view! { {missing}<p>{words.say("prospect-open-help")}</p> };
            ("prospect-open", body.into_any())
        }
    };
    view! { <section id="prospect"><h2>{words.say(title)}</h2>{body}</section> }.into_any()
}

/// What the calendar changes about something that the resident gets.
pub fn coming(words: &Words, view: &ComingView) -> AnyView {
    let texts = coming_texts(words, view);
    if texts.is_empty() {
        return ().into_any();
    }
    let texts = texts.into_iter().map(|text| view! { <p>{text}</p> }).collect_view();
    view! {
        <section id="coming">
            <h2>{words.say("coming-title")}</h2>
            {texts}
            <p class="muted">{words.say("coming-as-known")}</p>
        </section>
    }
    .into_any()
}

/// What the calendar changes, a sentence each.
pub fn coming_texts(words: &Words, view: &ComingView) -> Vec<String> {
    let amount = view.amount.as_ref().map(|turn| {
        let date = words.date(turn.on);
        let text = match &turn.amount {
            Some(amount) => words.with("coming-amount", &[("date", &date), ("amount", &words.amount(amount))]),
            None => words.with("coming-other", &[("date", &date)]),
        };
        text + &because(words, turn)
    });
    let end = view
        .end
        .as_ref()
        .map(|turn| words.with("coming-end", &[("date", &words.date(turn.on))]) + &because(words, turn));
    amount.into_iter().chain(end).collect()
}

/// What comes by itself, in one sentence; nothing where nothing may be said.
pub fn by_itself_text(words: &Words, view: &ProspectView) -> Option<String> {
    Some(match (view.by_itself.as_ref()?, &view.almost) {
        (ByItself::Turns(turn), _) => {
            words.with("prospect-by-itself", &[("date", &words.date(turn.on))]) + &because(words, turn)
        }
        (ByItself::Never, Some(AlmostView::NotByChange)) => words.say("prospect-never"),
        (ByItself::Never, _) => words.say("prospect-not-by-itself"),
    })
}

/// What would have to change: how to read the ways, and the ways with their changes.
pub fn almost_texts(words: &Words, view: &ProspectView) -> Option<(String, Vec<Vec<String>>)> {
    let Some(AlmostView::Ways { from, ways }) = &view.almost else { return None };
    let lead = match (from, ways.len()) {
        (None, 1) => words.say("prospect-change"),
        (None, _) => words.say("prospect-change-any"),
        (Some(day), 1) => words.with("prospect-change-from", &[("date", &words.date(*day))]),
        (Some(day), _) => words.with("prospect-change-any-from", &[("date", &words.date(*day))]),
    };
    Some((lead, ways.iter().map(|way| way.iter().map(|changed| change(words, changed)).collect()).collect()))
}

fn almost(words: &Words, view: &ProspectView) -> AnyView {
    let Some((lead, ways)) = almost_texts(words, view) else { return ().into_any() };
    let said = |changes: Vec<String>| match <[String; 1]>::try_from(changes) {
        Ok([only]) => only.into_any(),
        Err(changes) => view! { {words.say("prospect-together")}{list(changes.into_iter())} }.into_any(),
    };
    let ways = ways.into_iter().map(|way| view! { <li>{said(way)}</li> }).collect_view();
    view! { <h3>{words.say("prospect-change-title")}</h3><p>{lead}</p><ul>{ways}</ul> }.into_any()
}

fn change(words: &Words, view: &ChangeView) -> String {
    let wanted = sentence(words, &view.wanted);
    match &view.now {
        Some(now) => words.with("prospect-now", &[("wanted", &wanted), ("now", &words.value(now))]),
        None => {
            let name: &Text = &view.name;
            words.with("prospect-not-known", &[("wanted", &wanted), ("name", words.of(name))])
        }
    }
}

/// The causes of a turn as a sentence of their own, with a space before it; nothing where there is none.
fn because(words: &Words, turn: &TurnView) -> String {
    let mut causes = turn.causes.iter().map(|made| cause(words, made));
    let Some(first) = causes.next() else { return String::new() };
    let all = causes.fold(first, |before, next| words.with("sentence-and", &[("first", &before), ("second", &next)]));
    words.with("turn-because", &[("causes", &all)])
}

fn cause(words: &Words, cause: &CauseView) -> String {
    match cause {
        CauseView::PolicyBegins => words.say("turn-policy-begins"),
        CauseView::PolicyEnds => words.say("turn-policy-ends"),
        CauseView::Aged(years) => words.with("turn-aged", &[("years", &words.number(*years))]),
        CauseView::Passed(Some(name), count) => {
            words.with("turn-passed", &[("name", words.of(name)), ("count", &words.value(count))])
        }
        CauseView::Passed(None, count) => words.with("turn-passed-day", &[("count", &words.value(count))]),
        CauseView::Reached(Some(name), date) => {
            words.with("turn-reached", &[("name", words.of(name)), ("date", &words.date(*date))])
        }
        CauseView::Reached(None, date) => words.with("turn-reached-day", &[("date", &words.date(*date))]),
        CauseView::Standard(name, Some(value)) => {
            words.with("turn-standard", &[("name", words.of(name)), ("value", &words.value(value))])
        }
        CauseView::Standard(name, None) => words.with("turn-standard-ends", &[("name", words.of(name))]),
    }
}

fn list(texts: impl Iterator<Item = String>) -> AnyView {
    view! { <ul>{texts.map(|text| view! { <li>{text}</li> }).collect_view()}</ul> }.into_any()
}
