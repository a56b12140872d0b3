//! The kept index: what everything findable is called, and how much a word tells.

use crate::{
    dictionary::chinese_words,
    fold::{fold, is_han},
    phrase::Phrase,
    units::{gist, pieces, runs},
};
use std::collections::{BTreeMap, BTreeSet};

/// Something that can be found, in its words of every language.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it is called.
    pub titles: Vec<String>,
    /// Words that people use for it.
    pub keywords: Vec<String>,
    /// What it is, in a sentence.
    pub summaries: Vec<String>,
    /// What else is said of it: who may have it, what to do.
    pub details: Vec<String>,
    /// How much it is favoured over others that fit as well: usually 1.
    pub prominence: f32,
}

impl Default for Entry {
    fn default() -> Self {
        let none = Vec::new;
        Self { titles: none(), keywords: none(), summaries: none(), details: none(), prominence: 1.0 }
    }
}

/// Everything that can be found.
#[derive(Debug)]
pub struct Index {
    pub(crate) documents: Vec<Document>,
    /// How many there are.
    size: f32,
    /// Numbers of pieces of text.
    numbers: BTreeMap<Box<str>, u32>,
    /// How much each of them tells, by its number.
    tells: Vec<f32>,
    /// English words as they are written, in order.
    pub(crate) spellings: Box<[Box<str>]>,
}

/// One entry, prepared.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) titles: Box<[Phrase]>,
    pub(crate) keywords: Box<[Phrase]>,
    pub(crate) prominence: f32,
    /// Numbers of pieces, in order, with the weight of the best place in which they stand.
    weights: Box<[(u32, f32)]>,
}

impl Document {
    /// The weight of a piece; nothing where it does not stand.
    pub(crate) fn weight(&self, piece: u32) -> Option<f32> {
        let place = self.weights.binary_search_by_key(&piece, |(known, _)| *known).ok()?;
        self.weights.get(place).map(|(_, weight)| *weight)
    }
}

const IN_TITLE: f32 = 1.0;
const IN_KEYWORDS: f32 = 0.9;
const IN_SUMMARY: f32 = 0.5;
const IN_DETAILS: f32 = 0.25;

/// How much of a pair's weight counts that stands in no word: two characters that only happen to stand side by side.
const BETWEEN_WORDS: f32 = 0.35;

impl Index {
    /// Prepares entries; a hit gives the place of its entry.
    pub fn new(entries: &[Entry]) -> Self {
        let folded: Vec<String> = entries.iter().flat_map(Entry::texts).map(|text| fold(text)).collect();
        let words = chinese_words(&folded);
        let others: BTreeSet<&str> =
            folded.iter().flat_map(|text| runs(text)).filter(|run| !run.chars().any(is_han)).collect();
        let mut numbers = Numbers::default();
        let in_words: BTreeSet<u32> = words.lines().flat_map(pieces).map(|piece| numbers.of(&piece)).collect();
        let mut documents: Vec<Document> = entries.iter().map(|entry| document(entry, &mut numbers)).collect();
        let mut counts = vec![0_u32; numbers.0.len()];
        for (piece, _) in documents.iter().flat_map(|document| &document.weights) {
            counts[*piece as usize] += 1;
        }
        let size = documents.len() as f32;
        let mut tells = vec![0.0; counts.len()];
        for (piece, number) in &numbers.0 {
            let is_in_a_word = in_words.contains(number);
            tells[*number as usize] = telling(size, piece, counts[*number as usize], is_in_a_word);
        }
        let phrases =
            documents.iter_mut().flat_map(|document| document.titles.iter_mut().chain(&mut document.keywords));
        for phrase in phrases {
            phrase.weigh(&tells);
        }
        let spellings = others.into_iter().map(Box::from).collect();
        Self { documents, size, numbers: numbers.0, tells, spellings }
    }

    /// The number of a piece, where it is known, and how much it tells: unknown ones as much as the rarest.
    pub(crate) fn piece(&self, piece: &str) -> (Option<u32>, f32) {
        let number = self.numbers.get(piece).copied();
        let tells = number.and_then(|number| self.tells.get(number as usize).copied());
        (number, tells.unwrap_or_else(|| telling(self.size, piece, 0, false)))
    }
}

/// How much a piece tells: the fewer entries have it, the more.
fn telling(size: f32, piece: &str, count: u32, is_in_a_word: bool) -> f32 {
    let telling = (1.0 + size / count.max(1) as f32).ln();
    let is_pair = piece.chars().all(is_han) && piece.chars().nth(1).is_some();
    if is_pair && !is_in_a_word { telling * BETWEEN_WORDS } else { telling }
}

/// Numbers of pieces, as they come.
#[derive(Default)]
struct Numbers(BTreeMap<Box<str>, u32>);

impl Numbers {
    fn of(&mut self, piece: &str) -> u32 {
        if let Some(known) = self.0.get(piece) {
            return *known;
        }
        let number = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.insert(piece.into(), number);
        number
    }
}

impl Entry {
    fn texts(&self) -> impl Iterator<Item = &String> {
        self.titles.iter().chain(&self.keywords).chain(&self.summaries).chain(&self.details)
    }
}

/// A title, and what stands before and within its brackets: 老年综合津贴（敬老卡）.
fn parts(title: &str) -> Vec<&str> {
    let mut parts = vec![title];
    if title.contains(['（', '(']) {
        parts.extend(title.split(['（', '）', '(', ')']).map(str::trim).filter(|part| part.chars().count() > 1));
    }
    parts
}

fn document(entry: &Entry, numbers: &mut Numbers) -> Document {
    let mut weights = BTreeMap::new();
    let places = [
        (&entry.titles, IN_TITLE),
        (&entry.keywords, IN_KEYWORDS),
        (&entry.summaries, IN_SUMMARY),
        (&entry.details, IN_DETAILS),
    ];
    for (texts, weight) in places {
        for piece in texts.iter().flat_map(|text| pieces(&gist(&fold(text)))) {
            weights.entry(numbers.of(&piece)).or_insert(weight);
        }
    }
    let titles = entry.titles.iter().flat_map(|title| parts(title));
    let titles = titles.map(|title| Phrase::new(title, |piece| numbers.of(piece))).collect();
    let keywords = entry.keywords.iter().map(|word| Phrase::new(word, |piece| numbers.of(piece))).collect();
    Document { titles, keywords, prominence: entry.prominence, weights: weights.into_iter().collect() }
}
