//! How every policy stands, as HTML from its parts: entitled, maybe, not, and not checked, each with its reasons.

use super::{EntitlementPage, Parts, StandingKind, StandingView, ToldAnswer};
use crate::{
    display::Mode,
    format::{self, Wording},
    prospects::{KnownFrom, by_itself_text, change_texts},
};
use policy::{decision::Truth, text::Text};

/// Longest list; what is beyond opens on request.
const MOST: usize = 12;

/// The results. The page has a heading, and a list for every way in which a policy can stand.
pub fn results_html(parts: &Parts, page: &EntitlementPage, standings: &[StandingView]) -> String {
    let of = |wanted: fn(StandingKind) -> bool| -> Vec<&StandingView> {
        standings.iter().filter(|standing| wanted(standing.kind)).collect()
    };
    let entitled = of(|kind| kind == StandingKind::Entitled);
    // Those that lack least come first.
    let maybe = of(|kind| kind == StandingKind::Maybe);
    let lacks = |standing: &StandingView| standing.to_tell.len() + standing.on_record.len();
    let most = maybe.iter().map(|standing| lacks(standing)).max().unwrap_or_default();
    let maybe: Vec<&StandingView> =
        (0..=most).flat_map(|count| maybe.iter().copied().filter(move |standing| lacks(standing) == count)).collect();
    let not = of(|kind| kind == StandingKind::Not);
    let unchecked = of(|kind| !matches!(kind, StandingKind::Entitled | StandingKind::Maybe | StandingKind::Not));
    // An elder page shows one list; the others open on request.
    let maybe = match parts.mode {
        Mode::Elder => closed_section(parts, "entitlement-maybe", &maybe),
        Mode::Standard | Mode::Large => open_section(parts, "maybe", "entitlement-maybe", &maybe),
    };
    let sections = [
        maybe,
        closed_section(parts, "entitlement-not", &not),
        closed_section(parts, "entitlement-not-checked", &unchecked),
    ];
    let when = |wanted: bool, name: &str| if wanted { parts.piece(name, &[], &[]) } else { String::new() };
    let heading = counted(parts, "entitlement-entitled", entitled.len());
    parts.piece(
        "results",
        &[("entitled", &heading)],
        &[
            ("go-on", &when(page.more, "go-on")),
            ("none", &when(entitled.is_empty(), "none")),
            ("list", &list(parts, &entitled)),
            ("sections", &sections.concat()),
            ("told", &told(parts, &page.answers)),
            ("erase", &when(!page.answers.is_empty(), "erase")),
        ],
    )
}

fn counted(parts: &Parts, key: &str, count: usize) -> String {
    parts.with(key, &[("count", &count.to_string())])
}

fn open_section(parts: &Parts, id: &str, key: &str, standings: &[&StandingView]) -> String {
    if standings.is_empty() {
        return String::new();
    }
    let heading = counted(parts, key, standings.len());
    parts.piece("section", &[("id", id), ("heading", &heading)], &[("contents", &list(parts, standings))])
}

fn closed_section(parts: &Parts, key: &str, standings: &[&StandingView]) -> String {
    match standings.is_empty() {
        true => String::new(),
        false => details(parts, &counted(parts, key, standings.len()), &list(parts, standings)),
    }
}

fn details(parts: &Parts, summary: &str, contents: &str) -> String {
    parts.piece("details", &[("summary", summary)], &[("contents", contents)])
}

fn list(parts: &Parts, standings: &[&StandingView]) -> String {
    in_short_lists(parts, standings, |standings| {
        let lines: String = standings.iter().map(|standing| one(parts, standing)).collect();
        parts.piece("list", &[], &[("lines", &lines)])
    })
}

/// The first twelve, and the others to open, twelve at a time.
fn in_short_lists<T>(parts: &Parts, all: &[T], list: impl Fn(&[T]) -> String) -> String {
    let (first, rest) = all.split_at(all.len().min(MOST));
    let first = if first.is_empty() { String::new() } else { list(first) };
    let rest =
        rest.chunks(MOST).map(|more| details(parts, &counted(parts, "entitlement-more", more.len()), &list(more)));
    first + &rest.collect::<String>()
}

fn one(parts: &Parts, standing: &StandingView) -> String {
    let language = parts.language;
    let amount = standing.amount.as_ref().map(|amount| format::amount(parts, amount));
    let amount = amount.map(|amount| parts.piece("amount", &[("amount", &amount)], &[])).unwrap_or_default();
    let item = standing.item.as_ref().filter(|_| standing.kind == StandingKind::Entitled).map(|(id, title)| {
        let text = parts.with("entitlement-apply", &[("title", language.of(title))]);
        parts.piece("item", &[("id", id), ("text", &text)], &[])
    });
    parts.piece(
        &format!("standing-{}", standing.field.as_str()),
        &[("id", &standing.id), ("title", language.of(&standing.title))],
        &[("amount", &amount), ("why", &why(parts, standing)), ("item", &item.unwrap_or_default())],
    )
}

/// What says why: the conditions that are met, what is still to be known, or the first condition that is not met.
fn why(parts: &Parts, standing: &StandingView) -> String {
    let line = |text: &str| parts.piece("sentence", &[("text", text)], &[]);
    let sentence = |key: &str, texts: &[Text]| {
        let names: Vec<&str> = texts.iter().map(|text| parts.language.of(text)).collect();
        match names.is_empty() {
            true => String::new(),
            false => line(&parts.with(key, &[("facts", &names.join(&parts.say("entitlement-comma")))])),
        }
    };
    let on_record = || sentence("entitlement-on-record", &standing.on_record);
    match standing.kind {
        StandingKind::Entitled => open(parts, standing) + &conditions(parts, standing, Truth::Yes, usize::MAX),
        // One is enough for a no, and nobody reads five.
        StandingKind::Not => conditions(parts, standing, Truth::No, 1) + &prospect(parts, standing),
        StandingKind::Maybe if standing.to_tell.is_empty() && standing.on_record.is_empty() => {
            conditions(parts, standing, Truth::Unknown, usize::MAX) + &open(parts, standing)
        }
        StandingKind::Maybe => {
            [open(parts, standing), sentence("entitlement-to-tell", &standing.to_tell), on_record()].concat()
        }
        StandingKind::NotChecked => sentence("entitlement-not-told", &standing.to_tell) + &on_record(),
        StandingKind::NoResult => line(&parts.say("entitlement-no-result")),
        StandingKind::NotYet(from) => line(&parts.with("entitlement-not-yet", &[("date", &parts.language.date(from))])),
    }
}

/// The questions that nobody has settled yet, each in a line.
fn open(parts: &Parts, standing: &StandingView) -> String {
    let text = |question: &Text| parts.with("open-question", &[("question", parts.language.of(question))]);
    standing.open.iter().map(|question| parts.piece("sentence", &[("text", &text(question))], &[])).collect()
}

fn conditions(parts: &Parts, standing: &StandingView, wanted: Truth, most: usize) -> String {
    let name = format!("reason-{}", wanted.as_str());
    let lines = standing.reasons.iter().filter(|(_, result)| *result == wanted).take(most);
    let lines: String =
        lines.map(|(label, _)| parts.piece(&name, &[("label", parts.language.of(label))], &[])).collect();
    parts.piece("reasons", &[], &[("lines", &lines)])
}

/// What comes by itself, and what would have to change where one change that people make is enough.
fn prospect(parts: &Parts, standing: &StandingView) -> String {
    let Some(view) = &standing.prospect else { return String::new() };
    let texts = by_itself_text(parts, view).into_iter().chain(change_texts(parts, view, KnownFrom::Answers));
    texts.map(|text| parts.piece("sentence", &[("text", &text)], &[])).collect()
}

/// What was told, each answer with a link to change it.
fn told(parts: &Parts, answers: &[ToldAnswer]) -> String {
    if answers.is_empty() {
        return String::new();
    }
    let row = |answer: &ToldAnswer| {
        let value = match &answer.value {
            Some(value) => format::value(parts, value),
            None => parts.say("entitlement-unknown"),
        };
        let title = parts.language.of(&answer.title);
        parts.piece("told-row", &[("attribute", &answer.attribute), ("title", title), ("value", &value)], &[])
    };
    let lists = in_short_lists(parts, answers, |answers| {
        let rows: String = answers.iter().map(row).collect();
        parts.piece("told-list", &[], &[("rows", &rows)])
    });
    let heading = parts.say("entitlement-told");
    match parts.mode {
        Mode::Elder => details(parts, &heading, &lists),
        Mode::Standard | Mode::Large => {
            parts.piece("section", &[("id", "told"), ("heading", &heading)], &[("contents", &lists)])
        }
    }
}
