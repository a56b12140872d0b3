//! Comparisons with constants, answered for many blocks at once: memory is quickest when much of one column is read at a
//! time, and a block of each in turn is not much.

use super::{BLOCK, bits::WORD, block::WORDS, bound::Check};
use fearless_simd::{Level, dispatch};

/// Blocks that are answered at once. Their columns, some hundred kilobytes, stay near the processor.
pub(super) const STRETCH: usize = 32;

/// The answers of the comparisons of a policy, by their number, for some blocks.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    first: usize,
    answers: Vec<Box<[u64]>>,
}

impl Ahead {
    /// Answers the comparisons for the blocks from this one on. Rows in all are `rows`.
    pub(super) fn read(&mut self, check: &Check<'_>, first: usize, rows: usize) {
        self.first = first;
        let rows = rows.saturating_sub(first * BLOCK).min(STRETCH * BLOCK);
        self.read_check(check, rows.div_ceil(WORD));
    }

    fn read_check(&mut self, check: &Check<'_>, words: usize) {
        match check {
            Check::Numbers { packed, wanted, ahead: Some(number), .. } => {
                if self.answers.len() <= *number {
                    self.answers.resize_with(number + 1, || vec![0; STRETCH * WORDS].into());
                }
                if let Some(bits) = self.answers.get_mut(*number).and_then(|bits| bits.get_mut(..words)) {
                    dispatch!(Level::new(), simd => wanted.bits(simd, packed, self.first * BLOCK, bits));
                }
            }
            Check::All(members) | Check::Any(members) => {
                members.iter().for_each(|member| self.read_check(member, words));
            }
            _ => {}
        }
    }

    /// One bit for each row of a block. Bits behind the last row have no meaning.
    pub(super) fn bits(&self, number: usize, block: usize) -> Option<&[u64]> {
        let from = block.checked_sub(self.first)? * WORDS;
        self.answers.get(number)?.get(from..from + WORDS)
    }
}
