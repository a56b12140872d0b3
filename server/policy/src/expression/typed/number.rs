//! Numbers and days.

use super::{AttributeSlot, Condition, MembersCount, MembersSum, ParameterSlot, PolicySlot, Rounding};
use crate::{calendar::AgeRules, words::words};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A whole number, or an amount in fen. Unknown when a fact is missing, on overflow, and on division by zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Number {
    /// A number that stands in the policy.
    Literal(i64),
    /// A fact.
    Attribute(AttributeSlot),
    /// A parameter on the day of the decision.
    Parameter(ParameterSlot),
    /// Whole years from the first day to the second by the policy's age rules, or by those of another policy that was
    /// written out in it.
    Age(Day, Day, Option<AgeRules>),
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
    /// Whole days from the first day to the second: 0 on the same day, negative when the second is earlier.
    DaysBetween(Day, Day),
    /// How many days the month of a day has.
    DaysInMonth(Day),
    /// The first number where the condition is yes, the second where it is no; unknown where it is unknown.
    Choose(Box<(Condition, Number, Number)>),
    /// How many members of a list meet a condition; unknown as soon as it is unknown of one of them.
    Count(Box<MembersCount>),
    /// The sum of a number over the members that meet a condition; unknown as soon as the condition is unknown of one
    /// of them, or the number of one that meets it. The sum is exact: only its end result must fit.
    Sum(Box<MembersSum>),
    /// Fen that another policy gives: its amount when eligible, 0 when not eligible, otherwise unknown.
    PolicyAmount(PolicySlot),
}

/// A civil date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Day {
    /// A date that stands in the policy.
    #[serde(with = "crate::wire::day")]
    Literal(Date),
    /// A fact.
    Attribute(AttributeSlot),
    /// The day of the decision.
    Today,
    /// The first or last day of the month or year of a day.
    Boundary(Boundary, Box<Day>),
    /// The earlier of two.
    Earlier(Box<(Day, Day)>),
    /// The later of two.
    Later(Box<(Day, Day)>),
}

words! {
    /// A day at the edge of a month or a year.
    Boundary {
        /// The first day of the month.
        MonthStart = "month_start",
        /// The last day of the month.
        MonthEnd = "month_end",
        /// 1 January.
        YearStart = "year_start",
        /// 31 December.
        YearEnd = "year_end",
    }
}
