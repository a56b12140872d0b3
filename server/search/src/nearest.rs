//! What could have been meant, where nothing was found.

use crate::{
    fold::{fold, is_han},
    index::Index,
    sound::{syllables, typed},
    units::pieces,
};
use strsim::normalized_damerau_levenshtein;

impl Index {
    /// Up to so many titles and keywords that are nearest to a query in writing or in sound, nearest first.
    pub fn nearest(&self, text: &str, most: usize) -> Vec<String> {
        let folded = fold(text);
        let pieces = pieces(&folded);
        let asked: Vec<u32> = pieces.iter().filter_map(|piece| self.piece(piece).0).collect();
        let count = pieces.len().max(1) as f64;
        let sound = typed(text).unwrap_or_else(|| syllables(&folded).concat());
        let is_chinese = folded.chars().any(is_han);
        let mut near: Vec<(f64, &str)> = Vec::new();
        for phrase in self.documents.iter().flat_map(|document| document.keywords.iter().chain(&document.titles)) {
            if is_chinese != phrase.is_chinese {
                continue;
            }
            let shared = asked.iter().filter(|piece| phrase.has(**piece)).count() as f64 / count;
            // Only what begins alike and is about as long can sound alike: comparing everything would take long.
            let may_sound = sound.get(..1) == phrase.sound.letters.get(..1)
                && sound.len().abs_diff(phrase.sound.letters.len()) * 2 <= sound.len();
            let alike = if may_sound { normalized_damerau_levenshtein(&sound, &phrase.sound.letters) } else { 0.0 };
            near.push((shared.max(alike), &phrase.written));
        }
        near.retain(|(alike, _)| *alike >= 0.5);
        near.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
        near.dedup_by(|one, other| one.1 == other.1);
        near.into_iter().take(most).map(|(_, phrase)| phrase.to_owned()).collect()
    }
}
