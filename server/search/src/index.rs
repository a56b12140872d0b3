//! The kept index: what everything findable is called, and how much a word tells.

use crate::{
    fold::{fold, is_han},
    phrase::Phrase,
    units::{gist, pieces, runs, words},
};
use jieba_rs::Jieba;
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
    /// In how many documents a word stands.
    pub(crate) counts: BTreeMap<String, u32>,
    /// English words as they are written.
    pub(crate) spellings: BTreeSet<String>,
    /// Pairs of Chinese characters that stand within a word.
    in_words: BTreeSet<String>,
}

/// One entry, prepared.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) titles: Vec<Phrase>,
    pub(crate) keywords: Vec<Phrase>,
    pub(crate) prominence: f32,
    /// Words with the weight of the best place in which they stand.
    pub(crate) weights: BTreeMap<String, f32>,
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
        let mut documents: Vec<Document> = entries.iter().map(document).collect();
        let folded: Vec<String> = entries.iter().flat_map(Entry::texts).map(|text| fold(text)).collect();
        let others = folded.iter().flat_map(|text| runs(text)).filter(|run| !run.chars().any(is_han));
        let mut index = Self {
            size: documents.len() as f32,
            documents: Vec::new(),
            counts: BTreeMap::new(),
            spellings: others.map(str::to_owned).collect(),
            in_words: pairs_in_words(&folded),
        };
        for word in documents.iter().flat_map(|document| document.weights.keys()) {
            *index.counts.entry(word.clone()).or_insert(0) += 1;
        }
        for phrase in documents.iter_mut().flat_map(|document| document.titles.iter_mut().chain(&mut document.keywords))
        {
            phrase.tells = phrase.pieces.iter().map(|piece| index.telling(piece)).sum();
        }
        index.documents = documents;
        index
    }

    /// How much a word tells: the fewer entries have it, the more. Unknown ones tell as much as the rarest.
    pub(crate) fn telling(&self, word: &str) -> f32 {
        let count = self.counts.get(word).copied().unwrap_or(1);
        let telling = (1.0 + self.size / count.max(1) as f32).ln();
        let is_pair = word.chars().all(is_han) && word.chars().nth(1).is_some();
        if is_pair && !self.in_words.contains(word) { telling * BETWEEN_WORDS } else { telling }
    }
}

/// Pairs of characters that stand within a word. The dictionary is large, and gone when this returns.
fn pairs_in_words(texts: &[String]) -> BTreeSet<String> {
    let dictionary = Jieba::new();
    texts.iter().flat_map(|text| words(text, &dictionary)).flat_map(|word| pieces(&word)).collect()
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

fn document(entry: &Entry) -> Document {
    let mut weights = BTreeMap::new();
    let places = [
        (&entry.titles, IN_TITLE),
        (&entry.keywords, IN_KEYWORDS),
        (&entry.summaries, IN_SUMMARY),
        (&entry.details, IN_DETAILS),
    ];
    for (texts, weight) in places {
        for word in texts.iter().flat_map(|text| pieces(&gist(&fold(text)))) {
            weights.entry(word).or_insert(weight);
        }
    }
    let titles = entry.titles.iter().flat_map(|title| parts(title)).map(Phrase::new).collect();
    let keywords = entry.keywords.iter().map(|word| Phrase::new(word)).collect();
    Document { titles, keywords, prominence: entry.prominence, weights }
}
