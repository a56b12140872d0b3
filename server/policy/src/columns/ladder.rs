//! Bands that are spans of one narrow column, with amounts that are constants: a table says which band a number lies in,
//! so only those who meet the criteria are looked at, each once.

use super::{
    bits::{Bits, set_bits},
    block::{Place, WORDS},
    bound::{BoundStep, Calculation, Check},
    gather::{Gathered, Scratch},
    packed::{Packed, Raw},
};
use crate::decision::Truth;
use fearless_simd::{Level, dispatch};

/// The number of no band.
const NO_BAND: u8 = u8::MAX;

/// Distances that two bytes can hold.
const DISTANCES: usize = 1 << 16;

/// Which band each number of a column lies in.
#[derive(Debug)]
pub(super) struct Ladder<'a> {
    packed: &'a Packed,
    known: Option<&'a Bits>,
    table: Box<[u8; DISTANCES]>,
    stairs: Option<Stairs>,
}

/// Stairs of at most so many steps are climbed by comparing; the table is quicker for more.
const STEPS: usize = 8;

/// The first distance of each step, ascending, and the band on it. The last one is repeated where there are fewer.
#[derive(Clone, Copy, Debug)]
struct Stairs {
    firsts: [u16; STEPS],
    bands: [u8; STEPS],
}

impl Stairs {
    fn of(table: &[u8; DISTANCES]) -> Option<Self> {
        let mut stairs: Option<(usize, Self)> = None;
        for (distance, band) in (0..=u16::MAX).zip(table) {
            stairs = match stairs {
                None => Some((0, Self { firsts: [distance; STEPS], bands: [*band; STEPS] })),
                Some((at, stairs)) if stairs.bands.get(at) == Some(band) => Some((at, stairs)),
                Some((at, mut stairs)) => {
                    stairs.firsts.get_mut(at + 1..)?.fill(distance);
                    stairs.bands.get_mut(at + 1..)?.fill(*band);
                    (at + 1 < STEPS).then_some((at + 1, stairs))
                }
            };
            stairs.as_ref()?;
        }
        stairs.map(|(_, stairs)| stairs)
    }

    /// The band of each of these distances. There are as many bands as distances.
    #[inline(always)]
    fn climb<T: Copy + Into<u16>>(&self, distances: &[T], bands: &mut [u8]) {
        for (band, distance) in bands.iter_mut().zip(distances) {
            let distance: u16 = (*distance).into();
            let steps = self.firsts.iter().zip(&self.bands);
            *band = steps.fold(self.bands[0], |band, (first, next)| if distance >= *first { *next } else { band });
        }
    }
}

impl<'a> Ladder<'a> {
    /// The ladder of some bands, where they make one.
    pub(super) fn of(steps: &[BoundStep<'a>]) -> Option<Self> {
        let Check::Numbers { packed, known, .. } = steps.first()?.when else { return None };
        if packed.width() > 2 || steps.len() >= usize::from(NO_BAND) {
            return None;
        }
        let mut table = Box::new([NO_BAND; DISTANCES]);
        // The first band that matches counts, so it is written last.
        for (number, step) in steps.iter().enumerate().rev() {
            let (lowest, highest) = match &step.when {
                Check::Known(Truth::Yes) => (0, u64::MAX),
                Check::Numbers { packed: other, wanted, inside: true, .. } if std::ptr::eq(*other, packed) => {
                    wanted.ends()?
                }
                _ => return None,
            };
            let band = match step.amount {
                Calculation::Constant(amount) if amount >= 0 => u8::try_from(number).ok()?,
                Calculation::Constant(_) | Calculation::Failed => NO_BAND,
                _ => return None,
            };
            let last = usize::try_from(highest).unwrap_or(DISTANCES).min(DISTANCES - 1);
            let first = usize::try_from(lowest).unwrap_or(DISTANCES);
            if first <= last {
                table.get_mut(first..=last)?.fill(band);
            }
        }
        let stairs = Stairs::of(&table);
        Some(Self { packed, known, table, stairs })
    }

    /// Adds the bands of those whose bit is set; the bits of those who have none go over to the undetermined.
    pub(super) fn climb(
        &self,
        place: Place<'_>,
        yes: &mut [u64; WORDS],
        undetermined: &mut [u64; WORDS],
        bands: &mut Vec<u8>,
        scratch: &mut Scratch,
    ) {
        if let Some(known) = self.known {
            for ((yes, undetermined), known) in
                yes.iter_mut().zip(undetermined.iter_mut()).zip(known.block(place.block))
            {
                *undetermined |= *yes & !known;
                *yes &= known;
            }
        }
        match &self.packed.raw {
            Raw::One(values) => self.climb_on(values, place, yes, undetermined, bands, scratch),
            Raw::Two(values) => self.climb_on(values, place, yes, undetermined, bands, scratch),
            Raw::Four(_) | Raw::Eight(_) => {}
        }
    }

    fn climb_on<T: Gathered + Into<u16>>(
        &self,
        values: &[T],
        place: Place<'_>,
        yes: &mut [u64; WORDS],
        undetermined: &mut [u64; WORDS],
        bands: &mut Vec<u8>,
        scratch: &mut Scratch,
    ) {
        let values = values.get(place.first_row()..place.first_row() + place.rows).unwrap_or_default();
        let found = T::gather(values, yes, scratch);
        let first = bands.len();
        bands.resize(first + found.len(), 0);
        let own = bands.get_mut(first..).unwrap_or_default();
        let greatest = dispatch!(Level::new(), _simd => {
            match &self.stairs {
                Some(stairs) => stairs.climb(found, own),
                None => own.iter_mut().zip(found).for_each(|(band, value)| *band = self.table[usize::from((*value).into())]),
            }
            own.iter().fold(0, |greatest, band| greatest.max(*band))
        });
        if greatest == NO_BAND {
            let mut own = bands.split_off(first).into_iter();
            for (yes, undetermined) in yes.iter_mut().zip(undetermined.iter_mut()) {
                for bit in set_bits(*yes) {
                    match own.next() {
                        Some(NO_BAND) | None => {
                            *yes &= !(1 << bit);
                            *undetermined |= 1 << bit;
                        }
                        Some(band) => bands.push(band),
                    }
                }
            }
        }
    }
}
