//! Which entries a query means, best first.

use crate::{
    fold::is_han,
    index::{Document, Index},
    phrase::Phrase,
    query::Query,
    slip::{is_one_slip, slip},
    sound::Sound,
    units::only_asks,
};

/// An entry that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Its place among the entries.
    pub entry: usize,
    /// How well it fits; more is better.
    pub score: f32,
}

/// Less than this is no hit.
const LEAST: f32 = 0.2;
/// Nor is what fits so much less than the best.
const LEAST_OF_BEST: f32 = 0.52;

impl Index {
    /// What fits a query, best first.
    pub fn find(&self, text: &str) -> Vec<Hit> {
        let query = Query::new(self, text);
        if query.folded.is_empty() {
            return Vec::new();
        }
        let mut hits: Vec<Hit> = self
            .documents
            .iter()
            .enumerate()
            .map(|(entry, document)| Hit { entry, score: score(&query, document) })
            .filter(|hit| hit.score >= LEAST)
            .collect();
        hits.sort_by(|one, other| other.score.total_cmp(&one.score));
        let best = hits.first().map_or(0.0, |hit| hit.score);
        hits.retain(|hit| hit.score >= best * LEAST_OF_BEST);
        hits
    }
}

fn score(query: &Query, document: &Document) -> f32 {
    let title = document.titles.iter().map(|title| fits(query, title)).fold(0.0, f32::max);
    let keyword = document.keywords.iter().map(|keyword| fits(query, keyword)).fold(0.0, f32::max);
    let found: f32 = query.units.iter().filter_map(|(unit, tells)| Some(document.weight(*unit)? * tells)).sum();
    let covered = if query.tells > 0.0 { found / query.tells } else { 0.0 };
    document.prominence * (title.max(keyword * 0.97) + 0.1 * title + 0.5 * covered)
}

/// How well a title or keyword fits, from 0 to 1. Nearly none fits at all, so everything asks first whether it can.
fn fits(query: &Query, phrase: &Phrase) -> f32 {
    if *query.folded == *phrase.folded || query.gist == phrase.gist() {
        return 1.0;
    }
    let slip = slip((&query.gist, query.gist_length), (phrase.gist(), phrase.gist_length))
        .max(slip((&query.folded, query.length), (&phrase.folded, phrase.length)));
    written_alike(query, phrase).max(slip).max(sounds_alike(query, phrase)).max(typed_alike(query, phrase))
}

fn written_alike(query: &Query, phrase: &Phrase) -> f32 {
    if !phrase.has_any(&query.pieces, query.marks) {
        return 0.0;
    }
    let both: f32 = query.units.iter().filter(|(unit, _)| phrase.has(*unit)).map(|(_, tells)| tells).sum();
    let alike = if both > 0.0 { 0.8 * 2.0 * both / (query.tells + phrase.tells) } else { 0.0 };
    let (asked_length, said_length) = (query.gist_length, phrase.gist_length);
    let within = if said_length >= 2 && !only_asks(phrase.gist()) && contains(&query.gist, phrase.gist()) {
        0.5 + 0.45 * (said_length as f32 / asked_length as f32)
    } else if asked_length >= 2 && contains(phrase.gist(), &query.gist) {
        0.5 + 0.4 * (asked_length as f32 / said_length as f32)
    } else {
        0.0
    };
    alike.max(within)
}

/// Whether a text holds another: Han anywhere, words as whole words.
fn contains(text: &str, part: &str) -> bool {
    text.match_indices(part).any(|(place, _)| {
        let before = text[..place].chars().next_back();
        let after = text[place + part.len()..].chars().next();
        let first = part.chars().next();
        let last = part.chars().next_back();
        let splits = |one: Option<char>, other: Option<char>| {
            one.zip(other).is_some_and(|(one, other)| {
                one.is_alphanumeric() && other.is_alphanumeric() && !is_han(one) && !is_han(other)
            })
        };
        !splits(before, first) && !splits(last, after)
    })
}

fn sounds_alike(query: &Query, phrase: &Phrase) -> f32 {
    let (Some(sound), Some(loose)) = (&query.sound, &query.loose) else { return 0.0 };
    if phrase.syllables.len() < 2 {
        return 0.0;
    }
    let (asked, said) = (loose.letters.len(), phrase.loose.letters.len());
    if sound.letters == phrase.sound.letters {
        return 0.9;
    }
    if loose.letters == phrase.loose.letters {
        return 0.82;
    }
    if said >= 6 && loose.contains(&phrase.loose) {
        return 0.4 + 0.4 * (said as f32 / asked as f32);
    }
    if asked >= 6 && phrase.loose.contains(loose) {
        return 0.4 + 0.4 * (asked as f32 / said as f32);
    }
    0.0
}

fn typed_alike(query: &Query, phrase: &Phrase) -> f32 {
    let Some(typed) = &query.typed else { return 0.0 };
    if phrase.syllables.len() < 2 {
        return 0.0;
    }
    let letters = &*typed.letters;
    let (asked, said) = (letters.len(), phrase.sound.letters.len());
    if typed.letters == phrase.sound.letters {
        return 0.97;
    }
    if asked >= 3 && *letters == *phrase.initials {
        return 0.9;
    }
    if typed.letters == phrase.loose.letters {
        return 0.85;
    }
    if asked >= 4 && begins_a_syllable(typed, phrase) {
        return 0.5 + 0.4 * (asked as f32 / said as f32);
    }
    if said >= 6 && typed.contains(&phrase.sound) {
        return 0.5 + 0.4 * (said as f32 / asked as f32);
    }
    if asked >= 6 && asked.abs_diff(said) <= 1 && is_one_slip(letters, &phrase.sound.letters) {
        return 0.75;
    }
    if asked >= 4 && phrase.initials.contains(letters) {
        return 0.45 + 0.3 * (asked as f32 / phrase.initials.len() as f32);
    }
    0.0
}

/// Whether pinyin stands in a phrase from the beginning of a syllable on.
fn begins_a_syllable(typed: &Sound, phrase: &Phrase) -> bool {
    let rest = |start: &u16| phrase.sound.letters.get(usize::from(*start)..);
    phrase.sound.may_contain(typed)
        && phrase.syllables.iter().filter_map(rest).any(|rest| rest.starts_with(&*typed.letters))
}
