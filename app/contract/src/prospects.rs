//! What would have to change for somebody, and what the calendar does by itself: the view, and its words.

mod view;

pub use view::{coming_view, prospect_view};

use crate::{
    format::{self, Wording},
    policies::{ApplyFrom, CauseView, ComingView, ProspectView, TurnView},
    sentence::sentence,
};

/// So many changes are named.
const MOST_CHANGES: usize = 3;

/// Where what is known of somebody comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownFrom {
    /// What they told just now.
    Answers,
    /// The registers.
    Registers,
}

/// What the calendar changes, a sentence each.
pub fn coming_texts(words: &dyn Wording, view: &ComingView) -> Vec<String> {
    let amount = view.amount.as_ref().map(|turn| {
        let date = words.language().date(turn.on);
        let text = match &turn.amount {
            Some(amount) => words.with("coming-amount", &[("date", &date), ("amount", &format::amount(words, amount))]),
            None => words.with("coming-other", &[("date", &date)]),
        };
        text + &because(words, turn)
    });
    let end = view
        .end
        .as_ref()
        .map(|turn| words.with("coming-end", &[("date", &words.language().date(turn.on))]) + &because(words, turn));
    amount.into_iter().chain(end).collect()
}

/// What comes by itself, in one sentence; nothing where nothing does.
pub fn by_itself_text(words: &dyn Wording, view: &ProspectView) -> Option<String> {
    let turn = view.by_itself.as_ref()?;
    Some(words.with("prospect-by-itself", &[("date", &words.language().date(turn.on))]) + &because(words, turn))
}

/// Whether one can apply before it comes by itself; nothing where the document does not say.
pub fn apply_from_text(words: &dyn Wording, view: &ProspectView) -> Option<String> {
    Some(match view.apply_from? {
        ApplyFrom::Now => words.say("prospect-apply-now"),
        ApplyFrom::Day(day) => words.with("prospect-apply-from", &[("date", &words.language().date(day))]),
        ApplyFrom::NotBefore => words.say("prospect-apply-not-before"),
    })
}

/// The changes that people make of which one is enough, a sentence each.
pub fn change_texts(words: &dyn Wording, view: &ProspectView, known: KnownFrom) -> Vec<String> {
    let key = match known {
        KnownFrom::Answers => "entitlement-change",
        KnownFrom::Registers => "prospect-change",
    };
    let changes = view.changes.iter().take(MOST_CHANGES).map(|change| {
        let (wanted, now) = (sentence(words, &change.wanted), format::value(words, &change.now));
        words.with(key, &[("wanted", &wanted), ("now", &now)])
    });
    changes.collect()
}

/// The causes of a turn as a sentence of their own, with a space before it; nothing where there is none.
fn because(words: &dyn Wording, turn: &TurnView) -> String {
    let mut causes = turn.causes.iter().map(|made| cause(words, made));
    let Some(first) = causes.next() else { return String::new() };
    let all = causes.fold(first, |before, next| words.with("sentence-and", &[("first", &before), ("second", &next)]));
    words.with("turn-because", &[("causes", &all)])
}

fn cause(words: &dyn Wording, cause: &CauseView) -> String {
    match cause {
        CauseView::PolicyBegins => words.say("turn-policy-begins"),
        CauseView::PolicyEnds => words.say("turn-policy-ends"),
        CauseView::Aged(years) => words.with("turn-aged", &[("years", &words.language().number(*years))]),
        CauseView::Passed(Some(name), count) => {
            words.with("turn-passed", &[("name", words.of(name)), ("count", &format::value(words, count))])
        }
        CauseView::Passed(None, count) => words.with("turn-passed-day", &[("count", &format::value(words, count))]),
        CauseView::Reached(Some(name), date) => {
            words.with("turn-reached", &[("name", words.of(name)), ("date", &words.language().date(*date))])
        }
        CauseView::Reached(None, date) => words.with("turn-reached-day", &[("date", &words.language().date(*date))]),
        CauseView::Policy(title, granted) => {
            let key = match granted {
                Some(true) => "turn-other-given",
                Some(false) => "turn-other-ends",
                None => "turn-other-open",
            };
            words.with(key, &[("policy", words.of(title))])
        }
        CauseView::Standard(name, Some(value)) => {
            words.with("turn-standard", &[("name", words.of(name)), ("value", &format::value(words, value))])
        }
        CauseView::Standard(name, None) => words.with("turn-standard-ends", &[("name", words.of(name))]),
    }
}
