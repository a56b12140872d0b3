//! Running a policy over all blocks, in several threads.

use super::{
    Amounts, BLOCK, Columns, Others, Outcome,
    bits::{WORD, set_bits},
    block::{Place, WORDS},
    bound::{Bound, BoundStep, Calculation},
    gather::Scratch,
    values::Numbers,
};
use crate::lowered::Lowered;
use roaring::RoaringBitmap;
use std::{
    num::NonZeroUsize,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// Blocks that a thread takes at a time: 262,144 rows, four containers of the compressed bitmaps.
const SLICE: usize = 64;

/// Blocks whose columns are read from memory together: memory is quickest when much of one column is read at a time, and
/// a block of each in turn is not much. Some hundred kilobytes stay near the processor.
const STRETCH: usize = 16;

impl Columns {
    /// Decides one policy for all residents. Other policies that it refers to are undetermined.
    pub fn decide(&self, lowered: &Lowered, threads: NonZeroUsize) -> Outcome {
        self.decide_with(lowered, &Others::default(), threads)
    }

    /// The same, with what other policies gave.
    pub fn decide_with(&self, lowered: &Lowered, others: &Others, threads: NonZeroUsize) -> Outcome {
        let bound = Bound::new(lowered, self, others);
        let blocks = self.rows.div_ceil(BLOCK);
        let slices = blocks.div_ceil(SLICE);
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done: Vec<(usize, Outcome)> = Vec::new();
            let mut scratch = bound.ladder.as_ref().map(|_| Scratch::new());
            loop {
                let slice = next.fetch_add(1, Ordering::Relaxed);
                if slice >= slices {
                    return done;
                }
                let mut part = Part::new(&bound);
                for block in slice * SLICE..((slice + 1) * SLICE).min(blocks) {
                    if block.is_multiple_of(STRETCH) {
                        bound.met.touch(block * BLOCK..(block + STRETCH) * BLOCK);
                    }
                    part.add(
                        &bound,
                        Place { block, rows: BLOCK.min(self.rows - block * BLOCK) },
                        scratch.as_deref_mut(),
                    );
                }
                done.push((slice, part.outcome(slice)));
            }
        };
        let mut parts =
            if threads.get() == 1 || slices <= 1 { work() } else { spread(threads.get().min(slices), &work) };
        parts.sort_unstable_by_key(|(slice, _)| *slice);
        merged(parts, &bound)
    }

    /// Decides one policy for some residents only. The rows of the outcome are places in `rows`.
    pub fn decide_rows(&self, lowered: &Lowered, rows: &[u32]) -> Outcome {
        self.select(&lowered.attributes, rows).decide(lowered, NonZeroUsize::MIN)
    }
}

/// The same work in several threads. A thread that panics panics here: nothing is left out silently.
fn spread<T: Send>(threads: usize, work: &(impl Fn() -> Vec<T> + Sync)) -> Vec<T> {
    thread::scope(|scope| {
        let running: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for thread in running {
            match thread.join() {
                Ok(part) => done.extend(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    })
}

/// The outcome of one slice.
struct Part {
    yes: Vec<u64>,
    undetermined: Vec<u64>,
    amounts: Amounts,
}

impl Part {
    fn new(bound: &Bound<'_>) -> Self {
        Self { yes: Vec::new(), undetermined: Vec::new(), amounts: empty_amounts(bound) }
    }

    /// The same, compressed.
    fn outcome(self, slice: usize) -> Outcome {
        let first_row = u32::try_from(slice * SLICE * BLOCK).unwrap_or(u32::MAX);
        let (yes, undetermined) = (compressed(first_row, &self.yes), compressed(first_row, &self.undetermined));
        Outcome { yes, undetermined, amounts: self.amounts }
    }

    fn add(&mut self, bound: &Bound<'_>, place: Place, scratch: Option<&mut Scratch>) {
        let met = bound.met.marks(place);
        let (mut yes, mut undetermined) = ([0; WORDS], [0; WORDS]);
        for word in 0..place.words() {
            let mask = place.mask(word);
            yes[word] = met.yes[word] & mask;
            undetermined[word] = !met.yes[word] & !met.no[word] & mask;
        }
        if let Some(bands) = &bound.bands
            && yes.iter().any(|word| *word != 0)
        {
            match (&bound.ladder, &mut self.amounts, scratch) {
                (Some(ladder), Amounts::Bands { bands, .. }, Some(scratch)) => {
                    ladder.climb(place, &mut yes, &mut undetermined, bands, scratch);
                }
                _ => self.add_amounts(bands, place, &mut yes, &mut undetermined),
            }
        }
        self.yes.extend_from_slice(&yes);
        self.undetermined.extend_from_slice(&undetermined);
    }

    /// Amounts of those who meet the criteria; whoever has none is undetermined.
    fn add_amounts(
        &mut self,
        bands: &[BoundStep<'_>],
        place: Place,
        yes: &mut [u64; WORDS],
        undetermined: &mut [u64; WORDS],
    ) {
        let mut open = *yes;
        *yes = [0; WORDS];
        let mut numbers = [0_u8; BLOCK];
        let mut values: Vec<i64> = if matches!(self.amounts, Amounts::Each(_)) { vec![0; BLOCK] } else { Vec::new() };
        for (number, step) in bands.iter().enumerate() {
            let marks = step.when.marks(place);
            let mut hit = [0; WORDS];
            for word in 0..WORDS {
                hit[word] = open[word] & marks.yes[word];
                undetermined[word] |= open[word] & !marks.yes[word] & !marks.no[word];
                open[word] &= marks.no[word];
            }
            if hit.iter().all(|word| *word == 0) {
                continue;
            }
            let paid = match (&self.amounts, &step.amount) {
                (_, Calculation::Failed) => [0; WORDS],
                (_, Calculation::Constant(amount)) if *amount < 0 => [0; WORDS],
                (Amounts::Bands { .. }, _) => {
                    let number = u8::try_from(number).unwrap_or_default();
                    if number > 0 {
                        each(&hit, |row| numbers[row] = number);
                    }
                    hit
                }
                (_, amount) => {
                    let amounts = Numbers::of(amount, place);
                    let mut paid = [0; WORDS];
                    each(&hit, |row| {
                        let known = amounts.known[row / WORD] >> (row % WORD) & 1 == 1;
                        match amounts.values.get(row) {
                            Some(amount) if known && *amount >= 0 => {
                                values[row] = *amount;
                                paid[row / WORD] |= 1 << (row % WORD);
                            }
                            _ => {}
                        }
                    });
                    paid
                }
            };
            for word in 0..WORDS {
                yes[word] |= paid[word];
                undetermined[word] |= hit[word] & !paid[word];
            }
        }
        // No band matched.
        undetermined.iter_mut().zip(&open).for_each(|(word, open)| *word |= open);
        match &mut self.amounts {
            Amounts::None => {}
            Amounts::Bands { bands, .. } => each(yes, |row| bands.push(numbers[row])),
            Amounts::Each(amounts) => each(yes, |row| amounts.push(values[row])),
        }
    }
}

/// Rows of a slice that are few enough to be put into a bitmap one by one.
const FEW: usize = 4096;

/// The rows of a slice whose bits are set.
fn compressed(first_row: u32, words: &[u64]) -> RoaringBitmap {
    let mut rows = Vec::new();
    for (place, word) in words.iter().enumerate().filter(|(_, word)| **word != 0) {
        rows.extend(set_bits(*word).filter_map(|bit| u32::try_from(place * WORD + bit).ok()));
        if rows.len() > FEW {
            let bytes: Vec<[u8; 8]> = words.iter().map(|word| word.to_le_bytes()).collect();
            return RoaringBitmap::from_lsb0_bytes(first_row, bytes.as_flattened());
        }
    }
    rows.into_iter().map(|row| first_row + row).collect()
}

/// Every row whose bit is set.
fn each(words: &[u64; WORDS], mut row: impl FnMut(usize)) {
    for (place, word) in words.iter().enumerate() {
        set_bits(*word).for_each(|bit| row(place * WORD + bit));
    }
}

/// The shape of the amounts: the bands' numbers where all amounts are constants.
fn empty_amounts(bound: &Bound<'_>) -> Amounts {
    let Some(bands) = &bound.bands else { return Amounts::None };
    let constants: Option<Vec<Option<i64>>> = bands
        .iter()
        .map(|band| match band.amount {
            Calculation::Constant(amount) => Some(Some(amount)),
            Calculation::Failed => Some(None),
            _ => None,
        })
        .collect();
    match constants {
        Some(amounts) if amounts.len() <= 256 => Amounts::Bands { amounts, bands: Vec::new() },
        _ => Amounts::Each(Vec::new()),
    }
}

fn merged(parts: Vec<(usize, Outcome)>, bound: &Bound<'_>) -> Outcome {
    let mut outcome = Outcome { amounts: empty_amounts(bound), ..Outcome::nobody() };
    outcome.amounts.reserve(parts.iter().map(|(_, part)| part.amounts.len()).sum());
    for (_, part) in parts {
        outcome.yes |= part.yes;
        outcome.undetermined |= part.undetermined;
        outcome.amounts.append(part.amounts);
    }
    outcome
}

impl Outcome {
    /// Nobody gets it.
    pub(super) fn nobody() -> Self {
        Self { yes: RoaringBitmap::new(), undetermined: RoaringBitmap::new(), amounts: Amounts::None }
    }

    /// What a row gets; none when it is not eligible or there is no amount.
    pub fn amount(&self, row: u32) -> Option<i64> {
        self.yes
            .contains(row)
            .then(|| usize::try_from(self.yes.rank(row)).ok())
            .flatten()
            .and_then(|rank| self.amounts.get(rank.checked_sub(1)?))
    }

    /// The verdict on a row.
    pub fn verdict(&self, row: u32) -> crate::decision::Verdict {
        match (self.yes.contains(row), self.undetermined.contains(row)) {
            (true, _) => crate::decision::Verdict::Eligible,
            (false, true) => crate::decision::Verdict::Undetermined,
            (false, false) => crate::decision::Verdict::NotEligible,
        }
    }
}
