//! Running a policy over all blocks, in several threads.

use super::{
    Amounts, BLOCK, Columns, Others, Outcome,
    ahead::{Ahead, STRETCH},
    amounts::Chunks,
    bits::{WORD, set_bits},
    block::{Place, WORDS},
    bound::{Bound, BoundStep, Calculation},
    gather::Scratch,
    values::Numbers,
};
use crate::lowered::Lowered;
use fearless_simd::{Level, dispatch};
use roaring::RoaringBitmap;
use std::{
    num::NonZeroUsize,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// Blocks that a thread takes at a time: 262,144 rows, four containers of the compressed bitmaps.
const SLICE: usize = 64;

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
            let (mut part, mut ahead) = (Part::new(&bound), Ahead::default());
            loop {
                let slice = next.fetch_add(1, Ordering::Relaxed);
                if slice >= slices {
                    return done;
                }
                for block in slice * SLICE..((slice + 1) * SLICE).min(blocks) {
                    if block.is_multiple_of(STRETCH) && blocks > 1 {
                        ahead.read(&bound.met, block, self.rows);
                    }
                    let rows = BLOCK.min(self.rows - block * BLOCK);
                    let place = Place { block, rows, ahead: (blocks > 1).then_some(&ahead) };
                    part.add(&bound, place, scratch.as_deref_mut());
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

/// 64 bits as the compressed bitmaps take them.
type LittleEndian = [u8; WORD / 8];

/// The slice that a thread is at.
struct Part {
    yes: Vec<LittleEndian>,
    undetermined: Vec<LittleEndian>,
    /// The shape of the amounts, without any.
    shape: Amounts,
    /// Numbers of the bands of the eligible, where amounts are those of the bands.
    bands: Vec<u8>,
    /// Amounts of the eligible, where each has their own.
    values: Vec<i64>,
}

impl Part {
    fn new(bound: &Bound<'_>) -> Self {
        let shape = empty_amounts(bound);
        Self { yes: Vec::new(), undetermined: Vec::new(), shape, bands: Vec::new(), values: Vec::new() }
    }

    /// The outcome of the slice, compressed. The room is kept for the next one.
    fn outcome(&mut self, slice: usize) -> Outcome {
        let first_row = u32::try_from(slice * SLICE * BLOCK).unwrap_or(u32::MAX);
        let (yes, undetermined) = (compressed(first_row, &self.yes), compressed(first_row, &self.undetermined));
        let mut amounts = self.shape.clone();
        match &mut amounts {
            Amounts::None => {}
            Amounts::Bands { bands, .. } => bands.push(&self.bands),
            Amounts::Each(amounts) => amounts.push(&self.values),
        }
        self.yes.clear();
        self.undetermined.clear();
        self.bands.clear();
        self.values.clear();
        Outcome { yes, undetermined, amounts }
    }

    fn add(&mut self, bound: &Bound<'_>, place: Place<'_>, scratch: Option<&mut Scratch>) {
        let (mut yes, mut undetermined) = bound.met.marks(place).decided(place);
        if let Some(bands) = &bound.bands
            && yes.iter().any(|word| *word != 0)
        {
            match (&bound.ladder, scratch) {
                (Some(ladder), Some(scratch)) => {
                    ladder.climb(place, &mut yes, &mut undetermined, &mut self.bands, scratch);
                }
                _ => self.add_amounts(bands, place, &mut yes, &mut undetermined),
            }
        }
        self.yes.extend(yes.iter().map(|word| word.to_le_bytes()));
        self.undetermined.extend(undetermined.iter().map(|word| word.to_le_bytes()));
    }

    /// Amounts of those who meet the criteria; whoever has none is undetermined.
    fn add_amounts(
        &mut self,
        bands: &[BoundStep<'_>],
        place: Place<'_>,
        yes: &mut [u64; WORDS],
        undetermined: &mut [u64; WORDS],
    ) {
        let mut open = *yes;
        *yes = [0; WORDS];
        let mut numbers = [0_u8; BLOCK];
        let mut values: Vec<i64> = if matches!(self.shape, Amounts::Each(_)) { vec![0; BLOCK] } else { Vec::new() };
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
            let paid = match (&self.shape, &step.amount) {
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
        match self.shape {
            Amounts::None => {}
            Amounts::Bands { .. } => each(yes, |row| self.bands.push(numbers[row])),
            Amounts::Each(_) => each(yes, |row| self.values.push(values[row])),
        }
    }
}

/// Rows to a word above which the words are taken as they are, and below which the rows are taken one by one.
const DENSE: usize = 4;

/// The rows of a slice whose bits are set.
fn compressed(first_row: u32, words: &[LittleEndian]) -> RoaringBitmap {
    let ones = |sum: usize, word: &LittleEndian| sum + u64::from_le_bytes(*word).count_ones() as usize;
    let count = dispatch!(Level::new(), _simd => words.iter().fold(0, ones));
    if count > words.len() * DENSE {
        return RoaringBitmap::from_lsb0_bytes(first_row, words.as_flattened());
    }
    // Whether a word has a first bit cannot be foreseen, so it is written in any case, and counted when there is one.
    let (mut rows, mut found) = (vec![0; count + 1], 0);
    for (word, first) in words.iter().zip((first_row..).step_by(WORD)) {
        let mut word = u64::from_le_bytes(*word);
        loop {
            if let Some(row) = rows.get_mut(found) {
                *row = first.wrapping_add(word.trailing_zeros());
            }
            found += usize::from(word != 0);
            word &= word.wrapping_sub(1);
            if word == 0 {
                break;
            }
        }
    }
    rows.truncate(found);
    RoaringBitmap::from_sorted_iter(rows)
        .unwrap_or_else(|_| RoaringBitmap::from_lsb0_bytes(first_row, words.as_flattened()))
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
        Some(amounts) if amounts.len() <= 256 => Amounts::Bands { amounts, bands: Chunks::default() },
        _ => Amounts::Each(Chunks::default()),
    }
}

fn merged(parts: Vec<(usize, Outcome)>, bound: &Bound<'_>) -> Outcome {
    let mut outcome = Outcome { amounts: empty_amounts(bound), ..Outcome::nobody() };
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
