//! Invented identity numbers, each given once. The area code is 999999, which GB/T 2260 does not have, so that no number
//! can be a real person's.

use super::marginals::Sex;
use crate::residents::personal::IdentityNumber;
use jiff::{ToSpan, civil::Date};
use std::collections::HashMap;

/// Sequence numbers of one birthday and sex: 001, 003 … for men, 002, 004 … 998 for women.
const PER_DAY_AND_SEX: u16 = 499;

/// Hands out numbers.
#[derive(Default)]
pub(super) struct IdentityNumbers {
    given: HashMap<(Date, Sex), u16>,
}

impl IdentityNumbers {
    /// A number for somebody born on this day. When the day is used up, the birthday moves back to the day before; the
    /// birthday that counts comes with the number.
    pub(super) fn next(&mut self, born: Date, sex: Sex) -> (IdentityNumber, Date) {
        let mut born = born;
        loop {
            let given = self.given.entry((born, sex)).or_default();
            if *given < PER_DAY_AND_SEX {
                *given += 1;
                let sequence = match sex {
                    Sex::Male => *given * 2 - 1,
                    Sex::Female => *given * 2,
                };
                return (IdentityNumber::synthetic(born, sequence), born);
            }
            born = born.saturating_sub(1.day());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn check_digits_are_those_of_the_standard() {
        let mut numbers = IdentityNumbers::default();
        let mut next = |born, sex| numbers.next(born, sex).0.expose().to_owned();
        assert_eq!(next(date(1900, 1, 1), Sex::Male), "999999190001010015");
        assert_eq!(next(date(1900, 1, 1), Sex::Female), "999999190001010023");
    }

    #[test]
    fn a_full_day_moves_to_the_day_before() {
        let mut numbers = IdentityNumbers::default();
        let all: std::collections::HashSet<String> =
            (0..998).map(|_| numbers.next(date(1990, 3, 1), Sex::Female).0.expose().to_owned()).collect();
        assert_eq!(all.len(), 998);
        assert_eq!(numbers.next(date(1990, 3, 1), Sex::Female).1, date(1990, 2, 27));
        assert_eq!(numbers.next(date(1990, 3, 1), Sex::Male).1, date(1990, 3, 1));
    }
}
