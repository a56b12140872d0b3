//! Steps of a calculation, turned around: which numbers lead to wanted ones.

use super::ranges::Ranges;
use crate::{
    expression::{syntax::Relation, typed::Rounding},
    lowered::day as days,
};
use jiff::civil::Date;

/// The same relation seen from the other side.
pub(super) fn reversed(relation: Relation) -> Relation {
    match relation {
        Relation::Equal | Relation::NotEqual => relation,
        Relation::Less => Relation::Greater,
        Relation::LessOrEqual => Relation::GreaterOrEqual,
        Relation::Greater => Relation::Less,
        Relation::GreaterOrEqual => Relation::LessOrEqual,
    }
}

/// Factors whose product with another lies between two numbers.
pub(super) fn multiplied(low: i128, high: i128, by: i128) -> Ranges {
    match by {
        0 if low <= 0 && 0 <= high => Ranges::all(),
        0 => Ranges::none(),
        _ => {
            let (low, high) = if by > 0 { (low, high) } else { (-high, -low) };
            Ranges::between(
                low.div_euclid(by.abs()) + i128::from(low.rem_euclid(by.abs()) != 0),
                high.div_euclid(by.abs()),
            )
        }
    }
}

/// Dividends whose rounded quotient lies between two numbers.
pub(super) fn divided(low: i128, high: i128, by: i128, rounding: Rounding) -> Ranges {
    if by == 0 {
        return Ranges::none();
    }
    let size = by.abs();
    let (least, most) = match rounding {
        Rounding::Down => (low * size, high * size + size - 1),
        Rounding::Up => (low * size - size + 1, high * size),
        // A half goes up: twice the dividend lies from twice the bound less one divisor on.
        Rounding::HalfUp => {
            let up = |twice: i128| twice.div_euclid(2) + twice.rem_euclid(2);
            (up((2 * low - 1) * size), up((2 * high + 1) * size) - 1)
        }
    };
    if by > 0 { Ranges::between(least, most) } else { Ranges::between(-most, -least) }
}

/// Numbers of which the lesser (or greater) with another is wanted.
pub(super) fn least(wanted: &Ranges, by: i128, lesser: bool) -> Ranges {
    let (low, high) = (i128::from(i64::MIN), i128::from(i64::MAX));
    let (own, other) = match lesser {
        true => (Ranges::between(low, by), Ranges::between(by, high)),
        false => (Ranges::between(by, high), Ranges::between(low, by)),
    };
    let other = match i64::try_from(by) {
        Ok(by) if wanted.contains(by) => other,
        _ => Ranges::none(),
    };
    own.intersect(wanted).union(&other)
}

/// Days whose count is wanted, of a count that only grows (or only falls) with the day.
pub(super) fn monotone(wanted: &Ranges, grows: bool, count: impl Fn(Date) -> i64) -> Ranges {
    let counted = |number| days::date(number).map_or(0, &count);
    // The first day on which a condition holds that then goes on to hold; one past the last where it never does.
    let first = |holds: &dyn Fn(i64) -> bool| {
        let (mut low, mut high) = (days::FIRST, days::LAST + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            if holds(counted(middle)) { high = middle } else { low = middle + 1 }
        }
        i128::from(low)
    };
    wanted.each(|low, high| {
        let (least, past) = match grows {
            true => (first(&|count| i128::from(count) >= low), first(&|count| i128::from(count) > high)),
            false => (first(&|count| i128::from(count) <= high), first(&|count| i128::from(count) < low)),
        };
        Ranges::between(least, past - 1)
    })
}
