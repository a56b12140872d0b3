//! Comparing a block of packed numbers with constants: 64 rows become one word of bits.

use super::packed::{Distance, Packed, Raw, each_width};
use crate::lowered::Span;
use std::cmp::Ordering;

/// Which distances are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// None.
    None,
    /// Every one.
    Every,
    /// One.
    Exactly(u64),
    /// This one and those below.
    AtMost(u64),
    /// This one and those above.
    AtLeast(u64),
    /// From one to another, both included.
    Between(u64, u64),
    /// Those whose place in the table holds one.
    Listed(Vec<u8>),
}

impl Wanted {
    /// The distances of the numbers in a span.
    pub(super) fn span(packed: &Packed, span: Span) -> Self {
        if span.is_empty() {
            return Self::None;
        }
        match (packed.distance_of(span.lowest), packed.distance_of(span.highest)) {
            (Err(Ordering::Greater), _) | (_, Err(Ordering::Less)) => Self::None,
            (Ok(lowest), Ok(highest)) if lowest == highest => Self::Exactly(lowest),
            (Ok(lowest), Ok(highest)) => Self::Between(lowest, highest),
            (Ok(lowest), Err(_)) => Self::AtLeast(lowest),
            (Err(_), Ok(highest)) => Self::AtMost(highest),
            (Err(_), Err(_)) => Self::Every,
        }
    }

    /// The distances of some numbers.
    pub(super) fn numbers(packed: &Packed, numbers: &[i64]) -> Self {
        let distances: Vec<u64> = numbers.iter().filter_map(|number| packed.distance_of(*number).ok()).collect();
        match distances.as_slice() {
            [] => Self::None,
            [only] => Self::Exactly(*only),
            several => {
                let length = several.iter().max().map_or(0, |greatest| place(*greatest) + 1);
                let mut table = vec![0; length];
                for distance in several {
                    if let Some(entry) = table.get_mut(place(*distance)) {
                        *entry = 1;
                    }
                }
                Self::Listed(table)
            }
        }
    }

    /// One bit for each row of a block: whether its distance is wanted.
    pub(super) fn bits(&self, packed: &Packed, from: usize, words: &mut [u64]) {
        each_width!(&packed.raw, values => self.bits_of(values.get(from..).unwrap_or_default(), words));
    }

    fn bits_of<T: Distance>(&self, values: &[T], words: &mut [u64]) {
        match self {
            Self::None => words.fill(0),
            Self::Every => words.fill(u64::MAX),
            Self::Exactly(number) => {
                let number = T::narrow(*number);
                bits(values, words, |value| value == number);
            }
            Self::AtMost(number) => {
                let number = T::narrow(*number);
                bits(values, words, |value| value <= number);
            }
            Self::AtLeast(number) => {
                let number = T::narrow(*number);
                bits(values, words, |value| value >= number);
            }
            Self::Between(lowest, highest) => {
                let (lowest, highest) = (T::narrow(*lowest), T::narrow(*highest));
                bits(values, words, |value| (value >= lowest) & (value <= highest));
            }
            Self::Listed(table) => {
                bits(values, words, |value| table.get(place(value.wide())).is_some_and(|entry| *entry == 1))
            }
        }
    }
}

/// A distance as a place in a table.
fn place(distance: u64) -> usize {
    usize::try_from(distance).unwrap_or(usize::MAX)
}

/// The inner loop. It works on fixed arrays so that the compiler uses vector instructions.
fn bits<T: Distance>(values: &[T], words: &mut [u64], test: impl Fn(T) -> bool) {
    let (whole, rest) = values.as_chunks::<64>();
    for (word, chunk) in words.iter_mut().zip(whole) {
        let mut bytes = [0_u8; 64];
        for (byte, value) in bytes.iter_mut().zip(chunk) {
            *byte = u8::from(test(*value));
        }
        *word = pack(&bytes);
    }
    if let Some(word) = words.get_mut(whole.len()) {
        *word = rest.iter().enumerate().fold(0, |bits, (place, value)| bits | u64::from(test(*value)) << place);
    }
}

/// The lowest bits of 64 bytes.
fn pack(bytes: &[u8; 64]) -> u64 {
    /// Brings the lowest bit of byte `i` to bit `56 + i`.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let (eights, _) = bytes.as_chunks::<8>();
    eights
        .iter()
        .enumerate()
        .fold(0, |word, (place, eight)| word | (u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56) << (8 * place))
}
