//! How a quotient becomes a whole number.

use crate::words::words;

words! {
    /// How a quotient becomes a whole number (of fen, or of what is counted).
    Rounding {
        /// To the next whole number below.
        Down = "down",
        /// To the next whole number above.
        Up = "up",
        /// To the nearest; a half goes up.
        HalfUp = "half-up",
    }
}

impl Rounding {
    /// Reads the word as it stands in expressions, where `half_up` is a name.
    pub fn parse_name(name: &str) -> Option<Self> {
        Self::parse(&name.replace('_', "-"))
    }

    /// The quotient; `None` when the divisor is zero or the result does not fit.
    pub fn divide(self, dividend: i64, divisor: i64) -> Option<i64> {
        let (dividend, divisor) = (i128::from(dividend), i128::from(divisor));
        if divisor == 0 {
            return None;
        }
        let floor = |left: i128, right: i128| {
            let quotient = left / right;
            quotient - i128::from(left % right != 0 && (left < 0) != (right < 0))
        };
        let quotient = match self {
            Self::Down => floor(dividend, divisor),
            Self::Up => -floor(-dividend, divisor),
            Self::HalfUp => floor(2 * dividend + divisor, 2 * divisor),
        };
        i64::try_from(quotient).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Rounding;

    #[test]
    fn a_quotient_is_rounded_as_stated() {
        for (dividend, divisor, down, half_up, up) in [
            (7, 2, 3, 4, 4),
            (-7, 2, -4, -3, -3),
            (7, -2, -4, -3, -3),
            (-7, -2, 3, 4, 4),
            (6, 3, 2, 2, 2),
            (10, 3, 3, 3, 4),
            (11, 3, 3, 4, 4),
        ] {
            assert_eq!(Rounding::Down.divide(dividend, divisor), Some(down), "{dividend}/{divisor}");
            assert_eq!(Rounding::HalfUp.divide(dividend, divisor), Some(half_up), "{dividend}/{divisor}");
            assert_eq!(Rounding::Up.divide(dividend, divisor), Some(up), "{dividend}/{divisor}");
        }
        assert_eq!(Rounding::Down.divide(1, 0), None);
        assert_eq!(Rounding::Down.divide(i64::MIN, -1), None);
    }
}
