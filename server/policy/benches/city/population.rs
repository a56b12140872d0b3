//! An invented city for measurements: the same seed makes the same residents.

use jiff::civil::Date;
use policy::{
    columns::{Column, Columns},
    lowered::day,
    vocabulary::{Attribute, ValueType, Vocabulary},
};

/// A small generator of numbers that look random (xorshift).
pub struct Dice(u64);

impl Dice {
    /// Dice that fall the same way for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below a bound.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((u128::from(self.0) * u128::from(bound)) >> 64) as u64
    }
}

/// The columns of these attributes. One fact in fifty is missing, but everybody has a date of birth and a registration.
pub fn columns(vocabulary: &Vocabulary, attributes: &[&str], residents: usize) -> Columns {
    let found = attributes.iter().filter_map(|id| vocabulary.attribute(id));
    let columns = found
        .enumerate()
        .map(|(place, attribute)| (attribute.id.clone(), column(attribute, place as u64 + 1, residents)));
    Columns::from_columns(columns).unwrap_or_default()
}

fn column(attribute: &Attribute, seed: u64, residents: usize) -> Column {
    let mut dice = Dice::new(seed);
    let complete = ["dob", "hukou_city"].contains(&attribute.id.as_str());
    let codes: Vec<&str> = attribute.codes.iter().map(|code| code.id.as_str()).collect();
    let (born, latest) = (day::number(jiff::civil::date(1926, 1, 1)), day::number(jiff::civil::date(2026, 11, 23)));
    let days = (latest - born) as u64;
    let mut known = move || complete || dice.below(50) > 0;
    let mut dice = Dice::new(seed + 1_000);
    match attribute.value_type {
        ValueType::Bool => Column::bools((0..residents).map(|_| known().then(|| dice.below(2) == 0))),
        ValueType::Int => Column::numbers((0..residents).map(|_| known().then(|| dice.below(240) as i64))),
        ValueType::Money => Column::numbers((0..residents).map(|_| known().then(|| dice.below(1_000_000) as i64))),
        ValueType::Date => {
            Column::dates((0..residents).map(|_| known().then(|| some_date(born + dice.below(days) as i64))))
        }
        // Two in three have the first code: most people of a city are registered in it.
        _ => Column::symbols((0..residents).map(|_| {
            known().then(|| match dice.below(3) {
                0 => codes.get(dice.below(codes.len() as u64) as usize).copied().unwrap_or("x"),
                _ => codes.first().copied().unwrap_or("y"),
            })
        })),
    }
}

fn some_date(number: i64) -> Date {
    day::date(number).unwrap_or_default()
}
