//! Which entries a query means, best first.

use crate::{
    fold::{fold, is_han},
    index::{Document, Index},
    phrase::Phrase,
    sound::{loose, syllables, typed},
    units::{gist, only_asks, pieces},
};
use strsim::osa_distance;

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

/// A query in its forms.
pub(crate) struct Query {
    pub(crate) folded: String,
    pub(crate) gist: String,
    units: Vec<(Option<u32>, f32)>,
    tells: f32,
    sound: Option<String>,
    loose: Option<String>,
    typed: Option<String>,
}

impl Query {
    pub(crate) fn new(index: &Index, text: &str) -> Self {
        let folded = fold(text);
        let gist = gist(&folded);
        let syllables = syllables(&gist);
        let is_chinese = gist.chars().any(is_han) && syllables.len() > 1;
        let mut units = pieces(&spelled(index, &gist));
        if units.iter().any(|unit| !only_asks(unit)) {
            units.retain(|unit| !only_asks(unit));
        }
        let units: Vec<(Option<u32>, f32)> = units.iter().map(|unit| index.piece(unit)).collect();
        Self {
            tells: units.iter().map(|(_, tells)| tells).sum(),
            units,
            sound: is_chinese.then(|| syllables.concat()),
            loose: is_chinese.then(|| syllables.iter().map(|syllable| loose(syllable)).collect()),
            typed: typed(text),
            folded,
            gist,
        }
    }
}

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
            .map(|(entry, document)| Hit { entry, score: self.score(&query, document) })
            .filter(|hit| hit.score >= LEAST)
            .collect();
        hits.sort_by(|one, other| other.score.total_cmp(&one.score));
        let best = hits.first().map_or(0.0, |hit| hit.score);
        hits.retain(|hit| hit.score >= best * LEAST_OF_BEST);
        hits
    }

    fn score(&self, query: &Query, document: &Document) -> f32 {
        let title = document.titles.iter().map(|title| self.fits(query, title)).fold(0.0, f32::max);
        let keyword = document.keywords.iter().map(|keyword| self.fits(query, keyword)).fold(0.0, f32::max);
        let found: f32 = query.units.iter().filter_map(|(unit, tells)| Some(document.weight((*unit)?)? * tells)).sum();
        let covered = if query.tells > 0.0 { found / query.tells } else { 0.0 };
        document.prominence * (title.max(keyword * 0.97) + 0.1 * title + 0.5 * covered)
    }

    /// How well a title or keyword fits, from 0 to 1.
    fn fits(&self, query: &Query, phrase: &Phrase) -> f32 {
        if *query.folded == *phrase.folded || query.gist == phrase.gist() {
            return 1.0;
        }
        self.written_alike(query, phrase).max(sounds_alike(query, phrase)).max(typed_alike(query, phrase))
    }

    fn written_alike(&self, query: &Query, phrase: &Phrase) -> f32 {
        let asked: f32 = query.tells;
        let both: f32 = query
            .units
            .iter()
            .filter(|(unit, _)| unit.is_some_and(|unit| phrase.pieces.binary_search(&unit).is_ok()))
            .map(|(_, tells)| tells)
            .sum();
        let alike = if both > 0.0 { 0.8 * 2.0 * both / (asked + phrase.tells) } else { 0.0 };
        let (asked_length, said_length) = (length(&query.gist), length(phrase.gist()));
        let within = if said_length >= 2 && !only_asks(phrase.gist()) && contains(&query.gist, phrase.gist()) {
            0.5 + 0.45 * (said_length as f32 / asked_length as f32)
        } else if asked_length >= 2 && contains(phrase.gist(), &query.gist) {
            0.5 + 0.4 * (asked_length as f32 / said_length as f32)
        } else {
            0.0
        };
        let slip = slip(&query.gist, phrase.gist()).max(slip(&query.folded, &phrase.folded));
        alike.max(within).max(slip)
    }
}

/// How much two texts are alike that differ by one sign: the longer they are, the less one sign is.
fn slip(asked: &str, said: &str) -> f32 {
    let (asked_length, said_length) = (length(asked), length(said));
    // Of two signs, one may be left out; another one in its place makes another word.
    let is_possible = match asked_length {
        0 | 1 => false,
        2 => said_length == 3,
        _ => said_length >= 3 && asked_length.abs_diff(said_length) <= 1,
    };
    if !is_possible || osa_distance(asked, said) != 1 {
        return 0.0;
    }
    0.97 - 0.5 / asked_length.max(said_length) as f32
}

/// A text with every English word that nobody wrote here as the nearest one that somebody wrote: a slip or two away.
fn spelled(index: &Index, text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let letters = word.len();
        if letters < 4
            || !word.bytes().all(|part| part.is_ascii_lowercase())
            || index.spellings.binary_search_by(|known| (**known).cmp(word)).is_ok()
        {
            return word;
        }
        let slips = if letters >= 8 { 2 } else { 1 };
        let near = index.spellings.iter().filter(|known| known.len().abs_diff(letters) <= slips);
        let near = near.map(|known| (osa_distance(known, word), known)).filter(|(distance, _)| *distance <= slips);
        near.min().map_or(word, |(_, known)| known)
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Characters of Han, or letters.
fn length(text: &str) -> usize {
    text.chars().filter(|part| *part != ' ').count()
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
    if **sound == *phrase.sound {
        return 0.9;
    }
    if **loose == *phrase.loose {
        return 0.82;
    }
    if phrase.loose.len() >= 6 && loose.contains(&*phrase.loose) {
        return 0.4 + 0.4 * (phrase.loose.len() as f32 / loose.len() as f32);
    }
    if loose.len() >= 6 && phrase.loose.contains(loose.as_str()) {
        return 0.4 + 0.4 * (loose.len() as f32 / phrase.loose.len() as f32);
    }
    0.0
}

fn typed_alike(query: &Query, phrase: &Phrase) -> f32 {
    let Some(typed) = &query.typed else { return 0.0 };
    if phrase.syllables.len() < 2 {
        return 0.0;
    }
    if **typed == *phrase.sound {
        return 0.97;
    }
    if typed.len() >= 3 && **typed == *phrase.initials {
        return 0.9;
    }
    if **typed == *phrase.loose {
        return 0.85;
    }
    if typed.len() >= 4 && begins_a_syllable(typed, phrase) {
        return 0.5 + 0.4 * (typed.len() as f32 / phrase.sound.len() as f32);
    }
    if phrase.sound.len() >= 6 && typed.contains(&*phrase.sound) {
        return 0.5 + 0.4 * (phrase.sound.len() as f32 / typed.len() as f32);
    }
    if typed.len() >= 6 && typed.len().abs_diff(phrase.sound.len()) <= 1 && osa_distance(typed, &phrase.sound) == 1 {
        return 0.75;
    }
    if typed.len() >= 4 && phrase.initials.contains(typed.as_str()) {
        return 0.45 + 0.3 * (typed.len() as f32 / phrase.initials.len() as f32);
    }
    0.0
}

/// Whether pinyin stands in a phrase from the beginning of a syllable on.
fn begins_a_syllable(typed: &str, phrase: &Phrase) -> bool {
    phrase
        .syllables
        .iter()
        .any(|start| phrase.sound.get(usize::from(*start)..).is_some_and(|rest| rest.starts_with(typed)))
}
