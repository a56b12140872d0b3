//! Putting the values of chosen rows of a block one after another.

use super::{
    BLOCK,
    bits::{WORD, set_bits},
    block::WORDS,
};

/// Room for the values of a block; whole words of rows are written at a time.
const ROOM: usize = BLOCK + WORD;

/// Room that is used for block after block.
pub(super) struct Scratch {
    bytes: [u8; ROOM],
    pairs: [u16; ROOM],
}

impl Scratch {
    pub(super) fn new() -> Box<Self> {
        Box::new(Self { bytes: [0; ROOM], pairs: [0; ROOM] })
    }
}

/// A value of one or two bytes.
pub(super) trait Gathered: Copy + Default {
    /// The values of the rows of a block whose bits are set.
    fn gather<'s>(values: &[Self], words: &[u64; WORDS], scratch: &'s mut Scratch) -> &'s [Self];
}

impl Gathered for u8 {
    fn gather<'s>(values: &[Self], words: &[u64; WORDS], scratch: &'s mut Scratch) -> &'s [Self] {
        let found = &mut scratch.bytes;
        let quick = wide::bytes(values, words, found);
        let count = one_by_one(values, words, quick, found);
        found.get(..count).unwrap_or_default()
    }
}

impl Gathered for u16 {
    fn gather<'s>(values: &[Self], words: &[u64; WORDS], scratch: &'s mut Scratch) -> &'s [Self] {
        let found = &mut scratch.pairs;
        let quick = wide::pairs(values, words, found);
        let count = one_by_one(values, words, quick, found);
        found.get(..count).unwrap_or_default()
    }
}

/// How far the quick way came: values found, and words done.
#[derive(Clone, Copy, Default)]
struct Quick {
    count: usize,
    words: usize,
}

/// Writes the values of the rows behind those that were done quickly, and answers how many there are in all.
fn one_by_one<T: Copy>(values: &[T], words: &[u64; WORDS], quick: Quick, found: &mut [T; ROOM]) -> usize {
    let mut count = quick.count;
    for (values, bits) in values.chunks(WORD).zip(words).skip(quick.words) {
        for value in set_bits(*bits).filter_map(|bit| values.get(bit)) {
            found[count % ROOM] = *value;
            count += 1;
        }
    }
    count
}

/// One instruction does it for a word of rows, or half of one, where the processor has it. It writes whole words: what
/// stands behind the last that is counted has no meaning.
#[cfg(target_arch = "x86_64")]
mod wide {
    use super::{Quick, ROOM, WORD, WORDS};
    use fearless_simd::{Level, prelude::*, u8x64, u16x32};
    use std::arch::x86_64::{_mm512_maskz_compress_epi8, _mm512_maskz_compress_epi16};

    pub(super) fn bytes(values: &[u8], words: &[u64; WORDS], found: &mut [u8; ROOM]) -> Quick {
        let count = |avx512| Quick { count: gather_bytes(avx512, values, words, found), words: values.len() / WORD };
        Level::new().as_avx512().map(count).unwrap_or_default()
    }

    fearless_simd::kernel!(
        fn gather_bytes(token: Avx512, values: &[u8], words: &[u64; WORDS], found: &mut [u8; ROOM]) -> usize {
            let mut count = 0;
            for (values, bits) in values.as_chunks::<WORD>().0.iter().zip(words) {
                let Some(place) = found.get_mut(count..count + WORD) else { break };
                let values: u8x64<_> = (*values).simd_into(token);
                let packed: u8x64<_> = _mm512_maskz_compress_epi8(*bits, values.into()).simd_into(token);
                packed.store_slice(place);
                count += bits.count_ones() as usize;
            }
            count
        }
    );

    pub(super) fn pairs(values: &[u16], words: &[u64; WORDS], found: &mut [u16; ROOM]) -> Quick {
        let count = |avx512| Quick { count: gather_pairs(avx512, values, words, found), words: values.len() / WORD };
        Level::new().as_avx512().map(count).unwrap_or_default()
    }

    fearless_simd::kernel!(
        fn gather_pairs(token: Avx512, values: &[u16], words: &[u64; WORDS], found: &mut [u16; ROOM]) -> usize {
            let mut count = 0;
            for (values, bits) in values.as_chunks::<WORD>().0.iter().zip(words) {
                let (halves, _) = values.as_chunks::<{ WORD / 2 }>();
                for (values, bits) in halves.iter().zip([*bits as u32, (*bits >> 32) as u32]) {
                    let Some(place) = found.get_mut(count..count + WORD / 2) else { break };
                    let values: u16x32<_> = (*values).simd_into(token);
                    let packed: u16x32<_> = _mm512_maskz_compress_epi16(bits, values.into()).simd_into(token);
                    packed.store_slice(place);
                    count += bits.count_ones() as usize;
                }
            }
            count
        }
    );
}

#[cfg(not(target_arch = "x86_64"))]
mod wide {
    use super::{Quick, ROOM, WORDS};

    pub(super) fn bytes(_: &[u8], _: &[u64; WORDS], _: &mut [u8; ROOM]) -> Quick {
        Quick::default()
    }

    pub(super) fn pairs(_: &[u16], _: &[u64; WORDS], _: &mut [u16; ROOM]) -> Quick {
        Quick::default()
    }
}
