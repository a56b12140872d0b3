//! Random numbers of the demonstration city: SplitMix64, and integers only.
//!
//! The same seed must give the same city on every machine and after every update. Library generators keep their raw
//! stream but not how they draw from ranges and weights, so the few lines are written out here. Nothing secret comes
//! from it: passwords are drawn elsewhere, from the operating system.

/// Step of the counter: 2⁶⁴ divided by the golden ratio (Steele, Lea and Flood 2014).
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// One stream of numbers.
pub(super) struct Random {
    counter: u64,
}

impl Random {
    /// The stream of one household. Streams do not depend on each other, so a household is the same in a city of any size.
    pub(super) fn stream(seed: u64, number: u64) -> Self {
        Self { counter: mixed(seed.wrapping_add(STEP)) ^ mixed(number.wrapping_mul(STEP) ^ seed.rotate_left(32)) }
    }

    fn next(&mut self) -> u64 {
        self.counter = self.counter.wrapping_add(STEP);
        mixed(self.counter)
    }

    /// From 0 to `bound`, without `bound`; 0 when `bound` is 0.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        let wide = u128::from(self.next()) * u128::from(bound);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// From `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low + 1).unwrap_or(1);
        low + i64::try_from(self.below(width)).unwrap_or(0)
    }

    /// True in so many of a thousand cases.
    pub(super) fn chance(&mut self, of_thousand: u64) -> bool {
        self.below(1_000) < of_thousand
    }

    /// One of them, each as likely.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        let length = u64::try_from(from.len()).unwrap_or(0);
        from[usize::try_from(self.below(length)).unwrap_or(0)]
    }

    /// One of them, as likely as its weight.
    pub(super) fn weighted<T: Copy>(&mut self, from: &[(T, u32)]) -> T {
        let total = from.iter().map(|(_, weight)| u64::from(*weight)).sum();
        let mut left = self.below(total);
        for (choice, weight) in from {
            match left.checked_sub(u64::from(*weight)) {
                Some(rest) => left = rest,
                None => return *choice,
            }
        }
        from[0].0
    }
}

fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_published_one() {
        // First outputs of SplitMix64 from state 1234567, as printed in its reference test.
        let mut random = Random { counter: 1_234_567 };
        assert_eq!(random.next(), 6_457_827_717_110_365_317);
        assert_eq!(random.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn draws_stay_in_their_range() {
        let mut random = Random::stream(1, 1);
        for _ in 0..10_000 {
            assert!((-3..=4).contains(&random.between(-3, 4)));
            assert!(random.weighted(&[(1, 0), (2, 5), (3, 1)]) > 1);
        }
    }
}
