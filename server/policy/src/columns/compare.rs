//! Comparing a block of packed numbers with constants: 64 rows become one word of bits.

use super::packed::{Distance, Packed, Raw};
use crate::{expression::typed::Quantifier, lowered::Span};
use fearless_simd::{Simd, SimdInt, SimdMask};
use std::cmp::Ordering;

/// Rows in a word of bits.
const ROWS: usize = 64;

/// Which distances are wanted: those that, but for some bits, lie in one of these ranges (both ends included).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    mask: u64,
    ranges: Vec<(u64, u64)>,
}

impl Wanted {
    fn of(ranges: Vec<(u64, u64)>) -> Self {
        Self { mask: u64::MAX, ranges }
    }

    /// The distances of the numbers in a span.
    pub(super) fn span(packed: &Packed, span: Span) -> Self {
        if span.is_empty() {
            return Self::of(Vec::new());
        }
        Self::of(match (packed.distance_of(span.lowest), packed.distance_of(span.highest)) {
            (Err(Ordering::Greater), _) | (_, Err(Ordering::Less)) => Vec::new(),
            (lowest, highest) => vec![(lowest.unwrap_or(0), highest.unwrap_or(u64::MAX))],
        })
    }

    /// The distances of some numbers; those that follow each other are one range.
    pub(super) fn numbers(packed: &Packed, numbers: &[i64]) -> Self {
        let mut distances: Vec<u64> = numbers.iter().filter_map(|number| packed.distance_of(*number).ok()).collect();
        distances.sort_unstable();
        let mut ranges: Vec<(u64, u64)> = Vec::new();
        for distance in distances {
            match ranges.last_mut() {
                Some((_, highest)) if distance.checked_sub(*highest).is_some_and(|step| step <= 1) => {
                    *highest = distance;
                }
                _ => ranges.push((distance, distance)),
            }
        }
        Self::of(ranges)
    }

    /// Masks that have one of some bits, or all of them.
    pub(super) fn mask(mask: u64, quantifier: Quantifier) -> Self {
        let range = match quantifier {
            Quantifier::Any => (1, u64::MAX),
            Quantifier::All => (mask, mask),
        };
        Self { mask, ranges: vec![range] }
    }

    /// The first and the last distance that are wanted, where all between them are; none wanted is none between.
    pub(super) fn ends(&self) -> Option<(u64, u64)> {
        match (self.ranges.as_slice(), self.mask) {
            ([], _) => Some((1, 0)),
            ([ends], u64::MAX) => Some(*ends),
            _ => None,
        }
    }

    /// One bit for each row of a block: whether its distance is wanted.
    #[inline(always)]
    pub(super) fn bits<S: Simd>(&self, simd: S, packed: &Packed, from: usize, words: &mut [u64]) {
        words.fill(0);
        for range in &self.ranges {
            match &packed.raw {
                Raw::One(values) => add_range::<S, S::u8s>(simd, values, from, self.mask, *range, words),
                Raw::Two(values) => add_range::<S, S::u16s>(simd, values, from, self.mask, *range, words),
                Raw::Four(values) => add_range::<S, S::u32s>(simd, values, from, self.mask, *range, words),
                Raw::Eight(values) => add_range::<S, S::u64s>(simd, values, from, self.mask, *range, words),
            }
        }
    }
}

/// Sets the bits of the rows in a range. A distance below the lowest wraps around and lies behind the highest.
#[inline(always)]
fn add_range<S: Simd, V: SimdInt<S>>(
    simd: S,
    values: &[V::Element],
    from: usize,
    mask: u64,
    (lowest, highest): (u64, u64),
    words: &mut [u64],
) where
    V::Element: Distance,
{
    let values = values.get(from..).unwrap_or_default();
    // Bounds that this width cannot hold are no bounds, above, and hold for nobody, below.
    let Some(lowest) = V::Element::fitting(lowest) else { return };
    let (highest, mask) = (V::Element::narrow(highest.min(V::Element::WIDEST)), V::Element::narrow(mask));
    let width = V::Element::narrow(highest.wide().wrapping_sub(lowest.wide()));
    let (masks, lowests, widths) = (V::splat(simd, mask), V::splat(simd, lowest), V::splat(simd, width));
    let (whole, rest) = values.as_chunks::<ROWS>();
    for (word, rows) in words.iter_mut().zip(whole) {
        for (place, lanes) in rows.chunks_exact(V::LEN).enumerate() {
            let inside = ((V::from_slice(simd, lanes) & masks) - lowests).simd_le(widths);
            *word |= inside.to_bitmask() << (place * V::LEN);
        }
    }
    if let Some(word) = words.get_mut(whole.len()) {
        for (place, value) in rest.iter().enumerate() {
            let masked = value.wide() & mask.wide();
            *word |= u64::from(lowest.wide() <= masked && masked <= highest.wide()) << place;
        }
    }
}
