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

impl Index {
    /// Prepares entries; a hit gives the place of its entry.
    pub fn new(entries: &[Entry]) -> Self {
        let dictionary = Jieba::new();
        let mut documents: Vec<Document> = entries.iter().map(|entry| document(entry, &dictionary)).collect();
        let mut spellings = BTreeSet::new();
        for text in entries.iter().flat_map(Entry::texts) {
            let folded = fold(text);
            spellings.extend(runs(&folded).into_iter().filter(|run| !run.chars().any(is_han)).map(str::to_owned));
        }
        let mut counts = BTreeMap::new();
        for document in &documents {
            for word in document.weights.keys() {
                *counts.entry(word.clone()).or_insert(0) += 1;
            }
        }
        let mut index = Self { size: documents.len() as f32, documents: Vec::new(), counts, spellings };
        for document in &mut documents {
            for phrase in document.titles.iter_mut().chain(&mut document.keywords) {
                phrase.tells = phrase.pieces.iter().map(|piece| index.telling(piece)).sum();
            }
        }
        index.documents = documents;
        index
    }

    /// How much a word tells: the fewer entries have it, the more. Unknown ones tell as much as the rarest.
    pub(crate) fn telling(&self, word: &str) -> f32 {
        let count = self.counts.get(word).copied().unwrap_or(1);
        (1.0 + self.size / count.max(1) as f32).ln()
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

fn document(entry: &Entry, dictionary: &Jieba) -> Document {
    let phrases = |texts: &[String]| texts.iter().map(|text| Phrase::new(text)).collect::<Vec<_>>();
    let mut weights = BTreeMap::new();
    let places = [
        (&entry.titles, IN_TITLE),
        (&entry.keywords, IN_KEYWORDS),
        (&entry.summaries, IN_SUMMARY),
        (&entry.details, IN_DETAILS),
    ];
    for (texts, weight) in places {
        for text in texts {
            let folded = gist(&fold(text));
            for word in pieces(&folded).into_iter().chain(words(&folded, dictionary)) {
                weights.entry(word).or_insert(weight);
            }
        }
    }
    let titles = entry.titles.iter().flat_map(|title| parts(title)).map(Phrase::new).collect();
    Document { titles, keywords: phrases(&entry.keywords), prominence: entry.prominence, weights }
}
