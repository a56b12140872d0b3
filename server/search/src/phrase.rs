//! One title or keyword, with everything by which a query is compared with it.

use crate::{
    fold::fold,
    sound::{initials, loose, syllables},
    units::{gist, pieces},
};
use std::collections::BTreeSet;

/// A phrase in its forms.
#[derive(Debug)]
pub(crate) struct Phrase {
    /// As its author wrote it.
    pub(crate) written: String,
    pub(crate) folded: String,
    pub(crate) gist: String,
    pub(crate) pieces: BTreeSet<String>,
    /// How much all its pieces tell, once the index knows.
    pub(crate) tells: f32,
    pub(crate) syllables: Vec<String>,
    pub(crate) sound: String,
    pub(crate) loose: String,
    pub(crate) initials: String,
}

impl Phrase {
    pub(crate) fn new(written: &str) -> Self {
        let folded = fold(written);
        let gist = gist(&folded);
        let syllables = syllables(&folded);
        Self {
            written: written.to_owned(),
            pieces: pieces(&gist),
            tells: 0.0,
            sound: syllables.concat(),
            loose: syllables.iter().map(|syllable| loose(syllable)).collect(),
            initials: initials(&syllables),
            folded,
            gist,
            syllables,
        }
    }
}
