//! Words for the sentences of the engine: whom a rule is for, and what was worked out.

use crate::{
    format::{Wording, value},
    residents::ShownValue,
};
use policy::{
    expression::typed::{Boundary, Rounding},
    sentence::{Phrase, Sentence},
    text::Text,
};

/// A sentence in words, without a full stop: 「年满 65 周岁，且户籍地为上海」.
pub fn sentence(words: &dyn Wording, said: &Sentence) -> String {
    match said {
        Sentence::Always(true) => words.say("sentence-always"),
        Sentence::Always(false) => words.say("sentence-never"),
        Sentence::All(parts) => joined(words, parts, "sentence-and"),
        Sentence::Any(parts) => joined(words, parts, "sentence-or"),
        Sentence::Same(sides, wanted) => {
            let key = if *wanted { "sentence-same" } else { "sentence-different" };
            pair(words, key, &sentence(words, &sides.0), &sentence(words, &sides.1))
        }
        Sentence::Is { name, wanted } => {
            let key = if *wanted { "sentence-is" } else { "sentence-is-not" };
            words.with(key, &[("name", words.of(name))])
        }
        Sentence::Compared { left, relation, right } => compared(words, left, relation, right),
        Sentence::Listed { left, list, wanted } => {
            let key = if *wanted { "sentence-listed" } else { "sentence-not-listed" };
            let list: Vec<String> = list.iter().map(|member| phrase(words, member)).collect();
            words.with(key, &[("left", &phrase(words, left)), ("list", &any_of(words, &list))])
        }
        Sentence::Contains { set, all, codes, wanted } => contains(words, set, *all, codes, *wanted),
        Sentence::Members { list, all, of } => {
            let key = if *all { "sentence-members-all" } else { "sentence-members-any" };
            words.with(key, &[("list", words.of(list)), ("sentence", &sentence(words, of))])
        }
        Sentence::Policy { id, wanted } => {
            words.with(if *wanted { "sentence-policy" } else { "sentence-no-policy" }, &[("policy", id)])
        }
    }
}

/// A value, a name, or something worked out, in words.
pub fn phrase(words: &dyn Wording, said: &Phrase) -> String {
    let sides =
        |key: &str, sides: &(Phrase, Phrase)| pair(words, key, &phrase(words, &sides.0), &phrase(words, &sides.1));
    let infix =
        |sides: &(Phrase, Phrase), sign: &str| format!("{} {sign} {}", inner(words, &sides.0), inner(words, &sides.1));
    match said {
        Phrase::Int(number, unit) => value(words, &ShownValue::Int(*number, unit.clone())),
        Phrase::Money(money) => words.language().money(money.0),
        Phrase::Date(date) => words.language().date(*date),
        Phrase::Text(text) => text.clone(),
        Phrase::Code(name) | Phrase::Named(name) => words.of(name).to_owned(),
        Phrase::Today => words.say("phrase-today"),
        Phrase::Birth => words.say("phrase-birth"),
        Phrase::Age(days) if **days == (Phrase::Birth, Phrase::Today) => words.say("phrase-age"),
        Phrase::Age(days) => sides("phrase-age-between", days),
        Phrase::Months(days) => sides("phrase-months", days),
        Phrase::Days(days) => sides("phrase-days", days),
        Phrase::DaysInMonth(day) => words.with("phrase-days-in-month", &[("day", &phrase(words, day))]),
        Phrase::Edge(boundary, day) => {
            let key = match boundary {
                Boundary::MonthStart => "phrase-month-start",
                Boundary::MonthEnd => "phrase-month-end",
                Boundary::YearStart => "phrase-year-start",
                Boundary::YearEnd => "phrase-year-end",
            };
            words.with(key, &[("day", &phrase(words, day))])
        }
        Phrase::Minus(value) => format!("−{}", inner(words, value)),
        Phrase::Plus(terms) => infix(terms, "+"),
        Phrase::Less(terms) => infix(terms, "−"),
        Phrase::Times(factors) => infix(factors, "×"),
        Phrase::Divided(terms, rounding) => {
            let key = match rounding {
                Rounding::Down => "phrase-rounded-down",
                Rounding::Up => "phrase-rounded-up",
                Rounding::HalfUp => "phrase-rounded-half-up",
            };
            words.with(key, &[("value", &infix(terms, "÷"))])
        }
        Phrase::Least(terms) => sides("phrase-least", terms),
        Phrase::Greatest(terms) => sides("phrase-greatest", terms),
        Phrase::Chosen(chosen) => words.with(
            "phrase-chosen",
            &[
                ("sentence", &sentence(words, &chosen.0)),
                ("first", &phrase(words, &chosen.1)),
                ("second", &phrase(words, &chosen.2)),
            ],
        ),
        Phrase::Count(list, None) => words.with("phrase-count", &[("list", words.of(list))]),
        Phrase::Count(list, Some(of)) => {
            words.with("phrase-count-of", &[("list", words.of(list)), ("sentence", &sentence(words, of))])
        }
        Phrase::Sum(list, value, None) => {
            words.with("phrase-sum", &[("list", words.of(list)), ("value", &phrase(words, value))])
        }
        Phrase::Sum(list, value, Some(of)) => words.with(
            "phrase-sum-of",
            &[("list", words.of(list)), ("value", &phrase(words, value)), ("sentence", &sentence(words, of))],
        ),
        Phrase::Amount(policy) => words.with("phrase-amount", &[("policy", policy)]),
        Phrase::Whether(said) => sentence(words, said),
    }
}

fn compared(words: &dyn Wording, left: &Phrase, relation: &str, right: &Phrase) -> String {
    // An age is said as people say it.
    if let (Phrase::Age(days), Phrase::Int(years, _)) = (left, right)
        && **days == (Phrase::Birth, Phrase::Today)
    {
        let years = words.language().number(*years);
        match relation {
            ">=" => return words.with("sentence-aged-from", &[("years", &years)]),
            "<" => return words.with("sentence-aged-under", &[("years", &years)]),
            _ => {}
        }
    }
    let is_day = |phrase: &Phrase| matches!(phrase, Phrase::Date(_) | Phrase::Today | Phrase::Edge(..));
    let key = match (relation, is_day(left) || is_day(right)) {
        (">=", true) => "sentence-day-from",
        (">", true) => "sentence-day-after",
        ("<=", true) => "sentence-day-until",
        ("<", true) => "sentence-day-before",
        (">=", false) => "sentence-at-least",
        (">", false) => "sentence-more",
        ("<=", false) => "sentence-at-most",
        ("<", false) => "sentence-less",
        ("!=", _) => "sentence-not-equal",
        _ => "sentence-equal",
    };
    words.with(key, &[("left", &phrase(words, left)), ("right", &phrase(words, right))])
}

fn contains(words: &dyn Wording, set: &Text, all: bool, codes: &[Text], wanted: bool) -> String {
    let names: Vec<String> = codes.iter().map(|code| words.of(code).to_owned()).collect();
    let key = match (names.len(), all, wanted) {
        (..=1, _, true) => "sentence-has",
        (..=1, _, false) => "sentence-has-not",
        (_, false, true) => "sentence-has-one",
        (_, true, true) => "sentence-has-all",
        (_, false, false) => "sentence-has-none",
        (_, true, false) => "sentence-has-not-all",
    };
    words.with(key, &[("set", words.of(set)), ("codes", &listed(words, &names))])
}

/// Members of an "and" or an "or"; one that has members of its own stands in brackets.
fn joined(words: &dyn Wording, parts: &[Sentence], key: &str) -> String {
    let several = parts.len() > 1;
    let mut said = parts.iter().map(|part| match part {
        Sentence::All(inner) | Sentence::Any(inner) if several && inner.len() > 1 => {
            words.with("sentence-group", &[("sentence", &sentence(words, part))])
        }
        part => sentence(words, part),
    });
    let first = said.next().unwrap_or_default();
    said.fold(first, |before, next| pair(words, key, &before, &next))
}

/// Names one after another: 「A、B、C」.
pub fn listed(words: &dyn Wording, names: &[String]) -> String {
    let mut names = names.iter();
    let first = names.next().cloned().unwrap_or_default();
    names.fold(first, |before, next| pair(words, "sentence-list", &before, next))
}

/// Names of which one is meant: 「A、B或C」.
fn any_of(words: &dyn Wording, names: &[String]) -> String {
    match names.split_last() {
        Some((last, before)) if !before.is_empty() => pair(words, "sentence-list-or", &listed(words, before), last),
        _ => listed(words, names),
    }
}

fn pair(words: &dyn Wording, key: &str, first: &str, second: &str) -> String {
    words.with(key, &[("first", first), ("second", second)])
}

/// A sum or a difference inside another calculation stands in brackets.
fn inner(words: &dyn Wording, said: &Phrase) -> String {
    let text = phrase(words, said);
    match said {
        Phrase::Plus(_) | Phrase::Less(_) | Phrase::Times(_) | Phrase::Chosen(_) => {
            words.with("sentence-group", &[("sentence", &text)])
        }
        _ => text,
    }
}
