//! Whole numbers in as few bytes as their range needs: distances from a base, in one, two, four or eight bytes.

/// A column of whole numbers. Numbers that lie within 256 of each other take one byte each, those within 65,536 (days
/// of 179 years) take two.
#[derive(Clone, Debug)]
pub(super) struct Packed {
    base: i64,
    pub(super) raw: Raw,
    least: i64,
    greatest: i64,
}

/// The distances from the base.
#[derive(Clone, Debug)]
pub(super) enum Raw {
    One(Vec<u8>),
    Two(Vec<u16>),
    Four(Vec<u32>),
    Eight(Vec<u64>),
}

/// Runs the same code for each width.
macro_rules! each_width {
    ($raw:expr, $values:ident => $body:expr) => {
        match $raw {
            Raw::One($values) => $body,
            Raw::Two($values) => $body,
            Raw::Four($values) => $body,
            Raw::Eight($values) => $body,
        }
    };
}

/// A distance of one width. Widening keeps the order.
pub(super) trait Distance: Copy + Ord + Default {
    /// The widest that there is.
    const WIDEST: u64;

    fn wide(self) -> u64;
    fn narrow(wide: u64) -> Self;

    /// The distance, where it is not too wide.
    fn fitting(wide: u64) -> Option<Self> {
        (wide <= Self::WIDEST).then(|| Self::narrow(wide))
    }
}

macro_rules! distance {
    ($($width:ty),+) => {$(
        impl Distance for $width {
            const WIDEST: u64 = <$width>::MAX as u64;

            fn wide(self) -> u64 {
                u64::from(self)
            }

            fn narrow(wide: u64) -> Self {
                wide as Self
            }
        }
    )+};
}
distance!(u8, u16, u32, u64);

impl Packed {
    /// No rows.
    pub(super) fn new() -> Self {
        Self { base: 0, raw: Raw::One(Vec::new()), least: i64::MAX, greatest: i64::MIN }
    }

    /// No rows, for masks of so many bits: the distances are the masks themselves.
    pub(super) fn masks(bits: usize) -> Self {
        let raw = match bits {
            0..=8 => Raw::One(Vec::new()),
            9..=16 => Raw::Two(Vec::new()),
            17..=32 => Raw::Four(Vec::new()),
            _ => Raw::Eight(Vec::new()),
        };
        Self { raw, ..Self::new() }
    }

    /// Adds a row; a row without a number costs no range.
    pub(super) fn push(&mut self, number: Option<i64>) {
        let distance = number.map_or(0, |number| self.distance(number));
        each_width!(&mut self.raw, values => values.push(Distance::narrow(distance)));
    }

    /// Changes a row.
    pub(super) fn set(&mut self, row: usize, number: i64) {
        let distance = self.distance(number);
        each_width!(&mut self.raw, values => if let Some(value) = values.get_mut(row) {
            *value = Distance::narrow(distance);
        });
    }

    /// The number of a row; some number where the row has none.
    pub(super) fn get(&self, row: usize) -> i64 {
        let distance = each_width!(&self.raw, values => values.get(row).map_or(0, |value| value.wide()));
        self.base.wrapping_add_unsigned(distance)
    }

    /// The rows from one to another, the last excluded.
    pub(super) fn copy_into(&self, from: usize, numbers: &mut [i64]) {
        each_width!(&self.raw, values => {
            for (number, value) in numbers.iter_mut().zip(values.get(from..).unwrap_or_default()) {
                *number = self.base.wrapping_add_unsigned(value.wide());
            }
        });
    }

    /// These rows, in this order, without looking at their range again.
    pub(super) fn select(&self, rows: &[u32]) -> Self {
        fn pick<T: Copy + Default>(values: &[T], rows: &[u32]) -> Vec<T> {
            rows.iter().map(|row| values.get(*row as usize).copied().unwrap_or_default()).collect()
        }
        let raw = match &self.raw {
            Raw::One(values) => Raw::One(pick(values, rows)),
            Raw::Two(values) => Raw::Two(pick(values, rows)),
            Raw::Four(values) => Raw::Four(pick(values, rows)),
            Raw::Eight(values) => Raw::Eight(pick(values, rows)),
        };
        Self { raw, ..*self }
    }

    /// The distance of a number where it lies among those that this column can hold: none when it lies below or above.
    pub(super) fn distance_of(&self, number: i64) -> Result<u64, std::cmp::Ordering> {
        let distance = i128::from(number) - i128::from(self.base);
        match u64::try_from(distance) {
            Ok(distance) if distance <= self.widest() => Ok(distance),
            Ok(_) => Err(std::cmp::Ordering::Greater),
            Err(_) if distance < 0 => Err(std::cmp::Ordering::Less),
            Err(_) => Err(std::cmp::Ordering::Greater),
        }
    }

    pub(super) fn bytes(&self) -> usize {
        each_width!(&self.raw, values => std::mem::size_of_val(values.as_slice()))
    }

    /// Bytes of one row.
    pub(super) fn width(&self) -> usize {
        match self.raw {
            Raw::One(_) => 1,
            Raw::Two(_) => 2,
            Raw::Four(_) => 4,
            Raw::Eight(_) => 8,
        }
    }

    fn widest(&self) -> u64 {
        match self.raw {
            Raw::One(_) => u8::MAX.into(),
            Raw::Two(_) => u16::MAX.into(),
            Raw::Four(_) => u32::MAX.into(),
            Raw::Eight(_) => u64::MAX,
        }
    }

    /// The distance of a number, for which room is made.
    fn distance(&mut self, number: i64) -> u64 {
        self.least = self.least.min(number);
        self.greatest = self.greatest.max(number);
        if let Ok(distance) = self.distance_of(number) {
            return distance;
        }
        self.make_room();
        self.distance_of(number).unwrap_or_default()
    }

    /// A width that holds all numbers so far, with as much room on both sides, so that it seldom happens again.
    fn make_room(&mut self) {
        let range = self.greatest.abs_diff(self.least);
        let (raw, widest) = match range {
            0..=0xFF => (Raw::One(Vec::new()), 0xFF),
            0x100..=0xFFFF => (Raw::Two(Vec::new()), 0xFFFF),
            0x1_0000..=0xFFFF_FFFF => (Raw::Four(Vec::new()), 0xFFFF_FFFF),
            _ => (Raw::Eight(Vec::new()), u64::MAX),
        };
        let room = (widest - range) / 2;
        let base = if widest == u64::MAX { i64::MIN } else { self.least.saturating_sub_unsigned(room) };
        let old = std::mem::replace(self, Self { base, raw, ..*self });
        let rows = each_width!(&old.raw, values => values.len());
        each_width!(&mut self.raw, values => {
            values.reserve(rows + 1);
            for row in 0..rows {
                // A row without a number may hold any; it stays within the width.
                let number = old.get(row).clamp(self.least, self.greatest);
                let distance = u64::try_from(i128::from(number) - i128::from(base)).unwrap_or_default();
                values.push(Distance::narrow(distance.min(widest)));
            }
        });
    }
}
