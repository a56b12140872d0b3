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
        bands: Vec<u8>,
    },
    /// An amount for each row.
    Each(Vec<i64>),
}

impl Amounts {
    /// The amount of the row that stands at this place among the eligible.
    pub fn get(&self, place: usize) -> Option<i64> {
        match self {
            Self::None => None,
            Self::Bands { amounts, bands } => *amounts.get(usize::from(*bands.get(place)?))?,
            Self::Each(amounts) => amounts.get(place).copied(),
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
            Self::Bands { bands, .. } => bands.len(),
            Self::Each(amounts) => amounts.len(),
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
                bands.iter().for_each(|band| counts[usize::from(*band)] += 1);
                let amounts = amounts.iter().map(|amount| i128::from(amount.unwrap_or_default()));
                amounts.zip(counts).map(|(amount, count)| amount * count).sum()
            }
            Self::Each(amounts) => amounts.iter().map(|amount| i128::from(*amount)).sum(),
        }
    }

    /// Leaves only those of some of the rows.
    pub(super) fn keep(&mut self, rows: &RoaringBitmap, kept: &RoaringBitmap) {
        let mut stays = rows.iter().map(|row| kept.contains(row));
        match self {
            Self::None => {}
            Self::Bands { bands, .. } => bands.retain(|_| stays.next().unwrap_or_default()),
            Self::Each(amounts) => amounts.retain(|_| stays.next().unwrap_or_default()),
        }
    }

    /// Makes room for more.
    pub(super) fn reserve(&mut self, more: usize) {
        match self {
            Self::None => {}
            Self::Bands { bands, .. } => bands.reserve(more),
            Self::Each(amounts) => amounts.reserve(more),
        }
    }

    /// Adds those of later rows.
    pub(super) fn append(&mut self, later: Self) {
        match (self, later) {
            (Self::Bands { bands, .. }, Self::Bands { bands: later, .. }) => bands.extend_from_slice(&later),
            (Self::Each(amounts), Self::Each(later)) => amounts.extend_from_slice(&later),
            (amounts, later) if amounts.is_empty() => *amounts = later,
            _ => {}
        }
    }
}
