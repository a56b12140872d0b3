//! Calculations of one block.

use super::{
    bits::{Bits, WORD},
    block::{Place, WORDS},
    bound::Calculation,
};

/// A number of every row of a block, and whether it is known.
pub(super) struct Numbers {
    pub(super) values: Vec<i64>,
    pub(super) known: [u64; WORDS],
}

impl Numbers {
    pub(super) fn of(calculation: &Calculation<'_>, place: Place<'_>) -> Self {
        match calculation {
            Calculation::Constant(value) => Self { values: vec![*value; place.rows], known: [u64::MAX; WORDS] },
            Calculation::Failed => Self { values: vec![0; place.rows], known: [0; WORDS] },
            Calculation::Fact(packed, known) => {
                let mut values = vec![0; place.rows];
                packed.copy_into(place.first_row(), &mut values);
                Self { values, known: words(*known, place) }
            }
            Calculation::Choose(parts) => {
                let (check, met, otherwise) = &**parts;
                let marks = check.marks(place);
                let (mut chosen, otherwise) = (Self::of(met, place), Self::of(otherwise, place));
                for (offset, (value, other)) in chosen.values.iter_mut().zip(&otherwise.values).enumerate() {
                    if marks.no[offset / WORD] >> (offset % WORD) & 1 == 1 {
                        *value = *other;
                    }
                }
                for (word, known) in chosen.known.iter_mut().enumerate() {
                    *known = (marks.yes[word] & *known) | (marks.no[word] & otherwise.known[word]);
                }
                chosen
            }
            Calculation::Count(asked) => asked.count(place),
            Calculation::Sum(sum) => sum.0.sum(&sum.1, place),
            Calculation::Paid(other) => other.amounts(place),
            Calculation::Of(function, sides) => {
                let (mut left, right) = (Self::of(&sides.0, place), Self::of(&sides.1, place));
                left.known.iter_mut().zip(&right.known).for_each(|(left, right)| *left &= right);
                for (offset, (value, right)) in left.values.iter_mut().zip(&right.values).enumerate() {
                    let Some(word) = left.known.get_mut(offset / WORD) else { break };
                    // What stands in a row without a fact must not be calculated with: it may be anything.
                    if *word >> (offset % WORD) & 1 == 0 {
                        continue;
                    }
                    match function.call(*value, *right) {
                        Some(result) => *value = result,
                        None => *word &= !(1 << (offset % WORD)),
                    }
                }
                left
            }
        }
    }
}

/// Which rows of a block are known.
pub(super) fn words(known: Option<&Bits>, place: Place<'_>) -> [u64; WORDS] {
    let mut words = [u64::MAX; WORDS];
    if let Some(known) = known {
        words.iter_mut().zip(known.block(place.block)).for_each(|(word, known)| *word = *known);
    }
    words
}
