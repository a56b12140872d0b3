//! One title or keyword, with everything by which a query is compared with it. Thousands of them are kept: no string is
//! longer than its contents, and words are numbers.

use crate::{
    fold::fold,
    sound::{initials, loose, syllables},
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
    pub(crate) pieces: Box<[u32]>,
    /// How much all its pieces tell, once the index knows.
    pub(crate) tells: f32,
    pub(crate) sound: Box<str>,
    /// Where its syllables begin in the sound.
    pub(crate) syllables: Box<[u16]>,
    pub(crate) loose: Box<str>,
    pub(crate) initials: Box<str>,
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
            pieces: numbers.into(),
            tells: 0.0,
            syllables: starts.collect(),
            sound: syllables.concat().into(),
            loose: syllables.iter().map(|syllable| loose(syllable)).collect::<String>().into(),
            initials: initials(&syllables).into(),
            gist: (gist != folded).then(|| gist.into()),
            folded: folded.into(),
        }
    }

    /// Without the words that only ask.
    pub(crate) fn gist(&self) -> &str {
        self.gist.as_deref().unwrap_or(&self.folded)
    }
}
