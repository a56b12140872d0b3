//! What the eligible get, in the order of their rows.

use roaring::RoaringBitmap;

/// Amounts of the rows of a bitmap, in its order. Fen or hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amounts {
    /// The policy has no benefit.
    None,
    /// The amounts are those of the bands: the band of each row.
    Bands {
        /// The amount of each band; none where it gives nobody an amount.
        amounts: Vec<Option<i64>>,
        /// Number of the band, for each row.
        bands: Chunks<u8>,
    },
    /// An amount for each row.
    Each(Chunks<i64>),
}

/// One value after another, in pieces as the threads found them: nobody copies what a city gets into one piece.
#[derive(Clone, Debug)]
pub struct Chunks<T> {
    /// How many values stand before each piece, and the piece, which is never empty.
    pieces: Vec<(usize, Box<[T]>)>,
    len: usize,
}

impl<T> Default for Chunks<T> {
    fn default() -> Self {
        Self { pieces: Vec::new(), len: 0 }
    }
}

impl<T: Copy + PartialEq> PartialEq for Chunks<T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<T: Copy + Eq> Eq for Chunks<T> {}

impl<T: Copy> Chunks<T> {
    /// Adds values behind the others.
    pub(super) fn push(&mut self, values: &[T]) {
        self.add(values.into());
    }

    fn add(&mut self, piece: Box<[T]>) {
        let before = self.len;
        self.len += piece.len();
        if !piece.is_empty() {
            self.pieces.push((before, piece));
        }
    }

    fn append(&mut self, later: Self) {
        later.pieces.into_iter().for_each(|(_, piece)| self.add(piece));
    }

    fn get(&self, place: usize) -> Option<T> {
        let behind = self.pieces.partition_point(|(before, _)| *before <= place);
        let (before, piece) = self.pieces.get(behind.checked_sub(1)?)?;
        piece.get(place - before).copied()
    }

    fn iter(&self) -> impl Iterator<Item = T> {
        self.pieces.iter().flat_map(|(_, piece)| piece.iter().copied())
    }

    fn retain(&mut self, mut stays: impl FnMut() -> bool) {
        let kept: Vec<T> = self.iter().filter(|_| stays()).collect();
        *self = Self::default();
        self.add(kept.into());
    }
}

impl Amounts {
    /// The amount of the row that stands at this place among the eligible.
    pub fn get(&self, place: usize) -> Option<i64> {
        match self {
            Self::None => None,
            Self::Bands { amounts, bands } => *amounts.get(usize::from(bands.get(place)?))?,
            Self::Each(amounts) => amounts.get(place),
        }
    }

    /// All amounts, in the order of the rows.
    pub fn iter(&self) -> impl Iterator<Item = i64> + '_ {
        (0..self.len()).filter_map(|place| self.get(place))
    }

    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Self::None => 0,
            Self::Bands { bands, .. } => bands.len,
            Self::Each(amounts) => amounts.len,
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All together. It cannot overflow.
    pub fn sum(&self) -> i128 {
        match self {
            Self::None => 0,
            Self::Bands { amounts, bands } => {
                let mut counts = [0_i128; 256];
                bands.iter().for_each(|band| counts[usize::from(band)] += 1);
                let amounts = amounts.iter().map(|amount| i128::from(amount.unwrap_or_default()));
                amounts.zip(counts).map(|(amount, count)| amount * count).sum()
            }
            Self::Each(amounts) => amounts.iter().map(i128::from).sum(),
        }
    }

    /// Leaves only those of some of the rows.
    pub(super) fn keep(&mut self, rows: &RoaringBitmap, kept: &RoaringBitmap) {
        let mut stays = rows.iter().map(|row| kept.contains(row));
        match self {
            Self::None => {}
            Self::Bands { bands, .. } => bands.retain(|| stays.next().unwrap_or_default()),
            Self::Each(amounts) => amounts.retain(|| stays.next().unwrap_or_default()),
        }
    }

    /// Adds those of later rows.
    pub(super) fn append(&mut self, later: Self) {
        match (self, later) {
            (Self::Bands { bands, .. }, Self::Bands { bands: later, .. }) => bands.append(later),
            (Self::Each(amounts), Self::Each(later)) => amounts.append(later),
            (amounts, later) if amounts.is_empty() => *amounts = later,
            _ => {}
        }
    }
}
