//! What other policies gave to all residents, for policies that refer to them.

use super::{
    Amounts, BLOCK, Outcome,
    bits::{Bits, WORD, set_bits},
    block::{Marks, Place, WORDS},
    values::Numbers,
};
use roaring::RoaringBitmap;
use std::collections::BTreeMap;

/// What is known of other policies, by id. A policy that is not here is undetermined for everybody.
#[derive(Clone, Debug, Default)]
pub struct Others(BTreeMap<String, Other>);

/// The outcome of one policy, by row.
#[derive(Clone, Debug)]
pub(super) struct Other {
    yes: Bits,
    undetermined: Bits,
    amounts: Amounts,
    /// How many are eligible before each block.
    before: Vec<usize>,
}

impl Others {
    /// Adds the outcome of a policy for as many residents; a later one replaces an earlier one.
    pub fn insert(&mut self, policy: &str, outcome: &Outcome, rows: usize) {
        let bits = |rows_set: &RoaringBitmap| {
            let mut bits = Bits::filled(rows, false);
            rows_set.iter().for_each(|row| bits.set(row as usize, true));
            bits
        };
        let yes = bits(&outcome.yes);
        let mut before = vec![0];
        for block in 0..rows.div_ceil(BLOCK) {
            let inside: u32 = yes.block(block).iter().map(|word| word.count_ones()).sum();
            before.push(before.last().copied().unwrap_or_default() + inside as usize);
        }
        let other = Other { yes, undetermined: bits(&outcome.undetermined), amounts: outcome.amounts.clone(), before };
        self.0.insert(policy.to_owned(), other);
    }

    pub(super) fn get(&self, policy: &str) -> Option<&Other> {
        self.0.get(policy)
    }
}

impl Other {
    /// Whether it is granted.
    pub(super) fn marks(&self, place: Place<'_>) -> Marks {
        let (yes, undetermined) = (self.yes.block(place.block), self.undetermined.block(place.block));
        let mut marks = Marks { yes: [0; WORDS], no: [0; WORDS] };
        for (word, (yes, undetermined)) in yes.iter().zip(undetermined).enumerate() {
            (marks.yes[word], marks.no[word]) = (*yes, !(yes | undetermined));
        }
        marks
    }

    /// What it gives: nothing to those to whom it is not granted.
    pub(super) fn amounts(&self, place: Place<'_>) -> Numbers {
        let marks = self.marks(place);
        let (mut values, mut known) = (vec![0; place.rows], marks.no);
        let mut rank = self.before.get(place.block).copied().unwrap_or_default();
        for (word, bits) in marks.yes.iter().enumerate() {
            for bit in set_bits(*bits) {
                if let (Some(amount), Some(value)) = (self.amounts.get(rank), values.get_mut(word * WORD + bit)) {
                    *value = amount;
                    known[word] |= 1 << bit;
                }
                rank += 1;
            }
        }
        Numbers { values, known }
    }
}
