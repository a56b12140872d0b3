//! Bits of many rows, 64 in a word.

/// Rows in a word.
pub(super) const WORD: usize = 64;

/// One bit for each row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits {
    words: Vec<u64>,
    rows: usize,
}

impl Bits {
    /// As many rows with the same bit.
    pub(super) fn filled(rows: usize, bit: bool) -> Self {
        Self { words: vec![if bit { u64::MAX } else { 0 }; rows.div_ceil(WORD)], rows }
    }

    pub(super) fn push(&mut self, bit: bool) {
        if self.rows.is_multiple_of(WORD) {
            self.words.push(0);
        }
        self.rows += 1;
        self.set(self.rows - 1, bit);
    }

    pub(super) fn get(&self, row: usize) -> bool {
        self.words.get(row / WORD).is_some_and(|word| word >> (row % WORD) & 1 == 1)
    }

    pub(super) fn set(&mut self, row: usize, bit: bool) {
        if let Some(word) = self.words.get_mut(row / WORD) {
            *word = *word & !(1 << (row % WORD)) | u64::from(bit) << (row % WORD);
        }
    }

    /// The words of a block. What stands behind the last row has no meaning.
    pub(super) fn block(&self, block: usize) -> &[u64] {
        let from = (block * super::BLOCK / WORD).min(self.words.len());
        self.words.get(from..(from + super::BLOCK / WORD).min(self.words.len())).unwrap_or_default()
    }

    pub(super) fn bytes(&self) -> usize {
        self.words.capacity() * size_of::<u64>()
    }
}

/// The places of the bits that are set, ascending.
pub(super) fn set_bits(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = word.trailing_zeros() as usize;
        (word != 0).then(|| {
            word &= word - 1;
            place
        })
    })
}
