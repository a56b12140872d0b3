//! Conditions of one block in Kleene's logic: a bit for yes and a bit for no of every row, neither for unknown.

use super::{
    BLOCK,
    ahead::Ahead,
    bits::{Bits, WORD},
    bound::Check,
    values::Numbers,
};
use crate::decision::Truth;
use fearless_simd::{Level, dispatch};

/// Words in a block.
pub(super) const WORDS: usize = BLOCK / WORD;

/// Yes, no, or neither, for every row of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) yes: [u64; WORDS],
    pub(super) no: [u64; WORDS],
}

/// Which block, how many rows it has, and what was answered about it ahead.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) block: usize,
    pub(super) rows: usize,
    pub(super) ahead: Option<&'a Ahead>,
}

impl Place<'_> {
    pub(super) fn first_row(self) -> usize {
        self.block * BLOCK
    }

    /// Words that hold rows.
    pub(super) fn words(self) -> usize {
        self.rows.div_ceil(WORD)
    }

    /// Whether the bit of every row is set.
    fn all_set(self, words: &[u64; WORDS]) -> bool {
        let clear = dispatch!(Level::new(), _simd => words.iter().fold(0, |clear, word| clear | !word));
        clear == 0 || (self.rows < BLOCK && words.iter().enumerate().all(|(at, word)| !word & self.mask(at) == 0))
    }

    /// The bits of a word that stand for rows.
    pub(super) fn mask(self, word: usize) -> u64 {
        match self.rows.saturating_sub(word * WORD) {
            0 => 0,
            rows if rows >= WORD => u64::MAX,
            rows => (1 << rows) - 1,
        }
    }
}

impl Marks {
    pub(super) fn all(truth: Truth) -> Self {
        let fill = |set: bool| [if set { u64::MAX } else { 0 }; WORDS];
        Self { yes: fill(truth == Truth::Yes), no: fill(truth == Truth::No) }
    }

    /// The rows that are a yes, and those of which nobody knows. Behind the last row there is nothing.
    pub(super) fn decided(self, place: Place<'_>) -> ([u64; WORDS], [u64; WORDS]) {
        let (mut yes, mut undetermined) = (self.yes, self.no);
        dispatch!(Level::new(), _simd => {
            undetermined.iter_mut().zip(&yes).for_each(|(no, yes)| *no = !(*no | yes));
        });
        if place.rows < BLOCK {
            for (word, bits) in yes.iter_mut().enumerate() {
                *bits &= place.mask(word);
            }
            for (word, bits) in undetermined.iter_mut().enumerate() {
                *bits &= place.mask(word);
            }
        }
        (yes, undetermined)
    }

    /// Rows whose bit is the wanted one are a yes, the others a no; both only where it is known.
    #[inline(always)]
    fn known(bits: &[u64], wanted: bool, known: [Option<&Bits>; 2], place: Place<'_>) -> Self {
        let mut marks = Self { yes: [0; WORDS], no: [0; WORDS] };
        let flip = if wanted { 0 } else { u64::MAX };
        for ((yes, no), bits) in marks.yes.iter_mut().zip(&mut marks.no).zip(bits) {
            (*yes, *no) = (bits ^ flip, !(bits ^ flip));
        }
        for known in known.into_iter().flatten() {
            for ((yes, no), known) in marks.yes.iter_mut().zip(&mut marks.no).zip(known.block(place.block)) {
                (*yes, *no) = (*yes & known, *no & known);
            }
        }
        marks
    }

    #[inline(always)]
    fn and(&mut self, other: &Self) {
        self.yes.iter_mut().zip(&other.yes).for_each(|(bits, other)| *bits &= other);
        self.no.iter_mut().zip(&other.no).for_each(|(bits, other)| *bits |= other);
    }

    #[inline(always)]
    fn or(&mut self, other: &Self) {
        self.yes.iter_mut().zip(&other.yes).for_each(|(bits, other)| *bits |= other);
        self.no.iter_mut().zip(&other.no).for_each(|(bits, other)| *bits &= other);
    }
}

impl Check<'_> {
    /// What every row of a block answers. Bits behind the last row have no meaning.
    pub(super) fn marks(&self, place: Place<'_>) -> Marks {
        match self {
            Check::Known(truth) => Marks::all(*truth),
            Check::Bools { bits, known, wanted } => {
                Marks::known(bits.block(place.block), *wanted, [*known, None], place)
            }
            Check::Numbers { packed, known, wanted, inside, ahead } => {
                let answered = ahead.and_then(|number| place.ahead?.bits(number, place.block));
                dispatch!(Level::new(), simd => match answered {
                    Some(bits) => Marks::known(bits, *inside, [*known, None], place),
                    None => {
                        let mut bits = [0; WORDS];
                        let words = bits.get_mut(..place.words()).unwrap_or_default();
                        wanted.bits(simd, packed, place.first_row(), words);
                        Marks::known(&bits, *inside, [*known, None], place)
                    }
                })
            }
            Check::Symbols { left, right, meaning, wanted } => {
                let mut bits = [0_u64; WORDS];
                for offset in 0..place.rows {
                    let row = place.first_row() + offset;
                    let right =
                        usize::try_from(right.0.get(row)).ok().and_then(|number| meaning.get(number).copied()?);
                    if let Some(word) = bits.get_mut(offset / WORD) {
                        *word |= u64::from(right == Some(left.0.get(row))) << (offset % WORD);
                    }
                }
                Marks::known(&bits, *wanted, [left.1, right.1], place)
            }
            Check::Compare { left, relation, right } => {
                let (left, right) = (Numbers::of(left, place), Numbers::of(right, place));
                let mut marks = Marks { yes: [0; WORDS], no: [0; WORDS] };
                for (offset, (first, second)) in left.values.iter().zip(&right.values).enumerate() {
                    let holds = relation.holds(first, second);
                    let word = if holds { &mut marks.yes } else { &mut marks.no };
                    if let Some(word) = word.get_mut(offset / WORD) {
                        *word |= 1 << (offset % WORD);
                    }
                }
                for (bits, known) in marks.yes.iter_mut().chain(&mut marks.no).zip(both(&left, &right).cycle()) {
                    *bits &= known;
                }
                marks
            }
            Check::Members(asked, quantifier) => asked.marks(*quantifier, place),
            Check::Granted(other, wanted) => {
                let Marks { yes, no } = other.marks(place);
                if *wanted { Marks { yes, no } } else { Marks { yes: no, no: yes } }
            }
            Check::All(members) => joined(members, place, Truth::Yes, Marks::and, |marks| &marks.no),
            Check::Any(members) => joined(members, place, Truth::No, Marks::or, |marks| &marks.yes),
            Check::Same(sides, wanted) => {
                let (left, right) = (sides.0.marks(place), sides.1.marks(place));
                let mut marks = Marks { yes: [0; WORDS], no: [0; WORDS] };
                for word in 0..WORDS {
                    let same = (left.yes[word] & right.yes[word]) | (left.no[word] & right.no[word]);
                    let other = (left.yes[word] & right.no[word]) | (left.no[word] & right.yes[word]);
                    (marks.yes[word], marks.no[word]) = if *wanted { (same, other) } else { (other, same) };
                }
                marks
            }
        }
    }
}

fn both<'a>(left: &'a Numbers, right: &'a Numbers) -> impl Iterator<Item = u64> + Clone + 'a {
    left.known.iter().zip(&right.known).map(|(left, right)| left & right)
}

/// Members until nothing can change any more.
fn joined(
    members: &[Check<'_>],
    place: Place<'_>,
    idle: Truth,
    join: impl Fn(&mut Marks, &Marks),
    settled: fn(&Marks) -> &[u64; WORDS],
) -> Marks {
    let Some((first, rest)) = members.split_first() else { return Marks::all(idle) };
    let mut marks = first.marks(place);
    for member in rest {
        if place.all_set(settled(&marks)) {
            break;
        }
        let other = member.marks(place);
        dispatch!(Level::new(), _simd => join(&mut marks, &other));
    }
    marks
}
