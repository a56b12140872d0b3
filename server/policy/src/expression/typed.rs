//! The typed form: the meaning of an expression, without names and without a possible type error.
//!
//! Negation does not occur in it: it has been moved into the comparisons (`not (a < b)` is `a >= b`, which is also
//! right when a side is unknown). So every condition is built from comparisons by "all" and "any" alone. Attributes
//! and parameters are numbers into [`Tables`]. Every back end starts from here.

use crate::{expression::syntax::Relation, parameters::Parameter, vocabulary::ValueType, words::words};
use jiff::civil::Date;

/// The attributes and parameters that a policy's expressions use.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// Attribute ids.
    pub attributes: Vec<String>,
    /// Parameters with their history.
    pub parameters: Vec<Parameter>,
}

/// Number of an attribute in [`Tables`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AttributeSlot(pub usize);

/// Number of a parameter in [`Tables`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ParameterSlot(pub usize);

/// Yes, no, or unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Always the same.
    Literal(bool),
    /// A yes/no attribute that is as wanted.
    Is {
        /// The attribute.
        attribute: AttributeSlot,
        /// What it is wanted to be.
        wanted: bool,
    },
    /// All of them.
    All(Vec<Condition>),
    /// One of them at least.
    Any(Vec<Condition>),
    /// Two conditions that come out the same (or not).
    Same {
        /// The two.
        sides: Box<(Condition, Condition)>,
        /// Whether they are wanted to come out the same.
        wanted: bool,
    },
    /// Numbers compared: whole numbers or fen.
    Numbers(Box<Compare<Number>>),
    /// Dates compared.
    Dates(Box<Compare<Day>>),
    /// Codes or texts compared.
    Symbols(Box<Compare<Symbol>>),
}

/// One comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compare<T> {
    /// The left side.
    pub left: T,
    /// What it is held against.
    pub test: Test<T>,
    /// The type of both sides.
    pub value_type: ValueType,
    /// The left side in plain form, with attribute ids, for the trace.
    pub expression: String,
}

/// What the left side of a comparison is held against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test<T> {
    /// One other side.
    Against(Relation, T),
    /// A list: it is wanted to be in it (or not).
    List(Vec<T>, bool),
}

/// A whole number, or an amount in fen. Unknown when a fact is missing, on overflow, and on division by zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Number {
    /// A number that stands in the policy.
    Literal(i64),
    /// A fact.
    Attribute(AttributeSlot),
    /// A parameter on the day of the decision.
    Parameter(ParameterSlot),
    /// Whole years from the first day to the second by the policy's age rules.
    Age(Day, Day),
    /// Whole months from the first day to the second.
    MonthsBetween(Day, Day),
    /// With the other sign.
    Negate(Box<Number>),
    /// Sum.
    Add(Box<(Number, Number)>),
    /// Difference.
    Subtract(Box<(Number, Number)>),
    /// Product.
    Multiply(Box<(Number, Number)>),
    /// Quotient with its rounding.
    Divide(Box<(Number, Number)>, Rounding),
    /// The lesser.
    Min(Box<(Number, Number)>),
    /// The greater.
    Max(Box<(Number, Number)>),
}

/// A civil date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Day {
    /// A date that stands in the policy.
    Literal(Date),
    /// A fact.
    Attribute(AttributeSlot),
    /// The day of the decision.
    Today,
}

/// A code or a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// One that stands in the policy: the code's id.
    Literal(String),
    /// A fact.
    Attribute(AttributeSlot),
}

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
