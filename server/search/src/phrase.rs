//! One title or keyword, with everything by which a query is compared with it. Thousands of them are kept: no string is
//! longer than its contents, and words are numbers.

use crate::{
    fold::{fold, is_han},
    sound::{Sound, initials, loose, syllables},
    units::{gist, pieces},
};

/// A phrase in its forms.
#[derive(Debug)]
pub(crate) struct Phrase {
    /// As its author wrote it.
    pub(crate) written: Box<str>,
    pub(crate) folded: Box<str>,
    gist: Option<Box<str>>,
    /// Numbers of its pieces, in order.
    pieces: Box<[u32]>,
    marks: u64,
    /// How much all its pieces tell, once the index knows.
    pub(crate) tells: f32,
    pub(crate) sound: Sound,
    /// Where its syllables begin in the sound.
    pub(crate) syllables: Box<[u16]>,
    pub(crate) loose: Sound,
    pub(crate) initials: Box<str>,
    /// How long it is folded, and how long its gist, as `length` counts.
    pub(crate) length: usize,
    /// Whether there is any Han in it.
    pub(crate) is_chinese: bool,
    pub(crate) gist_length: usize,
}

/// A bit for every piece, which several share: where two numbers have none in common, neither have the texts a piece.
pub(crate) fn marks(pieces: &[u32]) -> u64 {
    pieces.iter().fold(0, |marks, piece| marks | 1 << (piece % 64))
}

/// Characters of Han, or letters.
pub(crate) fn length(text: &str) -> usize {
    text.chars().filter(|part| *part != ' ').count()
}

impl Phrase {
    /// `number` gives a piece its number.
    pub(crate) fn new(written: &str, mut number: impl FnMut(&str) -> u32) -> Self {
        let folded = fold(written);
        let gist = gist(&folded);
        let syllables = syllables(&folded);
        let mut numbers: Vec<u32> = pieces(&gist).iter().map(|piece| number(piece)).collect();
        numbers.sort_unstable();
        let starts = syllables.iter().scan(0_u16, |place, syllable| {
            let start = *place;
            *place = place.saturating_add(u16::try_from(syllable.len()).unwrap_or(u16::MAX));
            Some(start)
        });
        Self {
            written: written.into(),
            marks: marks(&numbers),
            pieces: numbers.into(),
            tells: 0.0,
            syllables: starts.collect(),
            sound: Sound::new(syllables.concat()),
            loose: Sound::new(syllables.iter().map(|syllable| loose(syllable)).collect::<String>()),
            initials: initials(&syllables).into(),
            length: length(&folded),
            is_chinese: folded.chars().any(is_han),
            gist_length: length(&gist),
            gist: (gist != folded).then(|| gist.into()),
            folded: folded.into(),
        }
    }

    /// Knows how much its pieces tell; they stand by number.
    pub(crate) fn weigh(&mut self, tells: &[f32]) {
        self.tells = self.pieces.iter().filter_map(|piece| tells.get(*piece as usize)).sum();
    }

    /// Whether a piece stands in it.
    pub(crate) fn has(&self, piece: u32) -> bool {
        self.pieces.binary_search(&piece).is_ok()
    }

    /// Whether any of some pieces stands in it; `marks` are theirs.
    pub(crate) fn has_any(&self, pieces: &[u32], marks: u64) -> bool {
        self.marks & marks != 0 && pieces.iter().any(|piece| self.has(*piece))
    }

    /// Without the words that only ask.
    pub(crate) fn gist(&self) -> &str {
        self.gist.as_deref().unwrap_or(&self.folded)
    }
}
