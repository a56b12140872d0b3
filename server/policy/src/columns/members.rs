//! Questions about the members of a list, folded into an answer for each resident.

use super::{
    BLOCK,
    bits::{Bits, WORD},
    block::{Marks, Place, WORDS},
    bound::{Calculation, Check},
    lists::Lists,
    values::{Numbers, words},
};
use crate::{decision::Truth, expression::typed::Quantifier};

/// What is asked of each member of a list.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    pub(super) lists: &'a Lists,
    pub(super) known: Option<&'a Bits>,
    pub(super) check: Check<'a>,
}

/// How many members of one resident answer what.
#[derive(Clone, Copy, Default)]
struct Tally {
    yes: u32,
    no: u32,
    open: u32,
}

impl Asked<'_> {
    /// One of them, or all of them.
    pub(super) fn marks(&self, quantifier: Quantifier, place: Place<'_>) -> Marks {
        let known = words(self.known, place);
        let mut marks = Marks::all(Truth::Unknown);
        for (offset, tally) in self.tallies(place).into_iter().enumerate() {
            let truth = match (quantifier, tally) {
                (Quantifier::Any, Tally { yes: 1.., .. }) => Truth::Yes,
                (Quantifier::All, Tally { no: 1.., .. }) => Truth::No,
                (_, Tally { open: 1.., .. }) => Truth::Unknown,
                (Quantifier::Any, _) => Truth::No,
                (Quantifier::All, _) => Truth::Yes,
            };
            marks.yes[offset / WORD] |= u64::from(truth == Truth::Yes) << (offset % WORD);
            marks.no[offset / WORD] |= u64::from(truth == Truth::No) << (offset % WORD);
        }
        for (word, known) in known.iter().enumerate() {
            marks.yes[word] &= known;
            marks.no[word] &= known;
        }
        marks
    }

    /// How many of them.
    pub(super) fn count(&self, place: Place<'_>) -> Numbers {
        let tallies = self.tallies(place);
        let mut known = words(self.known, place);
        for (offset, tally) in tallies.iter().enumerate() {
            known[offset / WORD] &= !(u64::from(tally.open > 0) << (offset % WORD));
        }
        Numbers { values: tallies.into_iter().map(|tally| i64::from(tally.yes)).collect(), known }
    }

    /// The sum of a number over them. Wide enough for any number of members, so that their order never matters.
    pub(super) fn sum(&self, value: &Calculation<'_>, place: Place<'_>) -> Numbers {
        let mut known = words(self.known, place);
        let mut sums = vec![0_i128; place.rows];
        let mut blocks = Vec::new();
        self.each(place, |offset, member, marks| {
            let numbers = match blocks.iter().position(|(block, _)| *block == member.block) {
                Some(found) => found,
                None => {
                    blocks.push((member.block, Numbers::of(value, member.place)));
                    blocks.len() - 1
                }
            };
            let Some((_, numbers)) = blocks.get(numbers) else { return };
            let bit = |words: &[u64; WORDS]| words[member.offset / WORD] >> (member.offset % WORD) & 1 == 1;
            let (yes, no) = (bit(&marks.yes), bit(&marks.no));
            if yes && bit(&numbers.known) {
                let number = numbers.values.get(member.offset).copied().unwrap_or_default();
                if let Some(sum) = sums.get_mut(offset) {
                    *sum += i128::from(number);
                }
            } else if !no {
                known[offset / WORD] &= !(1 << (offset % WORD));
            }
        });
        let mut values = vec![0; place.rows];
        for (offset, (value, sum)) in values.iter_mut().zip(sums).enumerate() {
            match i64::try_from(sum) {
                Ok(sum) => *value = sum,
                Err(_) => known[offset / WORD] &= !(1 << (offset % WORD)),
            }
        }
        Numbers { values, known }
    }

    fn tallies(&self, place: Place<'_>) -> Vec<Tally> {
        let mut tallies = vec![Tally::default(); place.rows];
        self.each(place, |offset, member, marks| {
            if let Some(tally) = tallies.get_mut(offset) {
                let bit = |words: &[u64; WORDS]| (words[member.offset / WORD] >> (member.offset % WORD) & 1) as u32;
                let (yes, no) = (bit(&marks.yes), bit(&marks.no));
                *tally = Tally { yes: tally.yes + yes, no: tally.no + no, open: tally.open + 1 - yes - no };
            }
        });
        tallies
    }

    /// Every member of every resident of a block, with the marks of the block in which the member stands.
    fn each(&self, place: Place<'_>, mut tell: impl FnMut(usize, Member, &Marks)) {
        let all = self.lists.members.rows();
        // Members stand in the order of the residents, but for lists that were changed: few blocks serve all.
        let mut blocks: Vec<(usize, Marks)> = Vec::new();
        let mut latest = 0;
        for offset in 0..place.rows {
            for member in self.lists.of(place.first_row() + offset) {
                let (block, within) = (member / BLOCK, member % BLOCK);
                let member_place = Place { block, rows: BLOCK.min(all.saturating_sub(block * BLOCK)), ahead: None };
                if blocks.get(latest).is_none_or(|(known, _)| *known != block) {
                    latest = blocks.iter().position(|(known, _)| *known == block).unwrap_or_else(|| {
                        blocks.push((block, self.check.marks(member_place)));
                        blocks.len() - 1
                    });
                }
                if let Some((_, marks)) = blocks.get(latest) {
                    tell(offset, Member { block, offset: within, place: member_place }, marks);
                }
            }
        }
    }
}

/// Where a member stands.
#[derive(Clone, Copy)]
struct Member {
    block: usize,
    offset: usize,
    place: Place<'static>,
}
