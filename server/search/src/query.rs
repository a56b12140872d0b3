//! A query in the forms in which it is compared.

use crate::{
    fold::{fold, is_han},
    index::Index,
    phrase::{length, marks},
    slip::may_be_slips,
    sound::{Sound, loose, syllables, typed},
    units::{gist, only_asks, pieces},
};
use strsim::osa_distance;

/// A query in its forms.
pub(crate) struct Query {
    pub(crate) folded: String,
    pub(crate) length: usize,
    pub(crate) gist: String,
    pub(crate) gist_length: usize,
    /// Its pieces that stand anywhere, without those that only ask, and how much each tells.
    pub(crate) units: Vec<(u32, f32)>,
    /// How much all its pieces tell, known or not.
    pub(crate) tells: f32,
    /// The units, and the pieces as they are written: a phrase that has none of them is not alike in writing, and neither
    /// stands in the other.
    pub(crate) pieces: Vec<u32>,
    /// The marks of the pieces.
    pub(crate) marks: u64,
    pub(crate) sound: Option<Sound>,
    pub(crate) loose: Option<Sound>,
    pub(crate) typed: Option<Sound>,
}

impl Query {
    pub(crate) fn new(index: &Index, text: &str) -> Self {
        let folded = fold(text);
        let gist = gist(&folded);
        let syllables = syllables(&gist);
        let is_chinese = gist.chars().any(is_han) && syllables.len() > 1;
        let written = pieces(&gist);
        let spelled = spelled(index, &gist);
        let mut units = if spelled == gist { written.clone() } else { pieces(&spelled) };
        if units.iter().any(|unit| !only_asks(unit)) {
            units.retain(|unit| !only_asks(unit));
        }
        let units: Vec<(Option<u32>, f32)> = units.iter().map(|unit| index.piece(unit)).collect();
        let tells = units.iter().map(|(_, tells)| tells).sum();
        let units: Vec<(u32, f32)> = units.into_iter().filter_map(|(unit, tells)| Some((unit?, tells))).collect();
        let mut pieces: Vec<u32> = written.iter().filter_map(|piece| index.piece(piece).0).collect();
        pieces.extend(units.iter().map(|(unit, _)| unit));
        pieces.sort_unstable();
        pieces.dedup();
        let loosely = || syllables.iter().map(|syllable| loose(syllable)).collect::<String>();
        Self {
            units,
            tells,
            marks: marks(&pieces),
            pieces,
            sound: is_chinese.then(|| Sound::new(syllables.concat())),
            loose: is_chinese.then(|| Sound::new(loosely())),
            typed: typed(text).map(Sound::new),
            length: length(&folded),
            folded,
            gist_length: length(&gist),
            gist,
        }
    }
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
        let near = index.spellings.iter().filter(|known| may_be_slips(known, word, slips));
        let near = near.map(|known| (osa_distance(known, word), known)).filter(|(distance, _)| *distance <= slips);
        near.min().map_or(word, |(_, known)| known)
    });
    words.collect::<Vec<_>>().join(" ")
}
