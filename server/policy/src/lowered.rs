//! The lowered form: what a policy asks on one day, ready for many residents at once.
//!
//! [`Policy::lower`] puts the day and the parameters' values of that day into the typed form. Ages and months between
//! a date of the resident and a known day become bounds on that date (`age(born, on) >= 65` is `born <= cut`), exact
//! for the policy's age rule and its rule for 29 February, because the bound is found with the very function that the
//! scalar evaluation uses; so does every comparison that only rises or only falls with one date. What is left is
//! comparisons of facts with constants or with each other, questions about the members of a list, and what other
//! policies gave. Columns and SQL both start from here. Days are numbers: days since 1970-01-01. Sets of codes are masks.
//!
//! [`PolicySet::lower`](crate::set::PolicySet::lower) does so for policies that refer to each other: [`LoweredSet`].

mod condition;
mod course;
pub mod day;
mod formula;
mod open;
mod set;
mod steps;

pub use set::{LoweredPolicy, LoweredSet};

use crate::{
    decision::Truth,
    document::{AmountBound, AmountUnit, Band, Policy, PolicyPart},
    expression::{
        syntax::Relation,
        typed::{Boundary, Condition, Number, Quantifier},
    },
};
use jiff::civil::Date;

/// Number of an attribute in [`Lowered::attributes`]; within [`Members`], in [`Lowered::member_attributes`].
pub type Slot = usize;

/// One policy on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lowered {
    /// Attribute ids: facts of the resident.
    pub attributes: Vec<String>,
    /// Attribute ids: facts of a member of one of the resident's lists.
    pub member_attributes: Vec<String>,
    /// Ids of the policies whose verdict or amount it asks for.
    pub policies: Vec<String>,
    /// All criteria together, unknown where an open question concerns the resident.
    pub met: Clause,
    /// The bands in their order; none when the policy has no benefit. The first whose clause is a yes counts; if it is
    /// unknown, so is the amount.
    pub bands: Option<Vec<Step>>,
    /// What amounts count; none when the policy has no benefit.
    pub unit: Option<AmountUnit>,
    /// For whom an amount is one bound of what is paid: for whom the clause is a yes, or unknown.
    pub bounds: Vec<(Clause, AmountBound)>,
}

/// One band.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Whom it is for.
    pub when: Clause,
    /// Fen or hours. A negative or unknown amount makes the outcome undetermined.
    pub amount: Formula,
}

/// A condition in Kleene's logic. A comparison with a missing fact is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clause {
    /// The same for everybody.
    Known(Truth),
    /// A yes/no fact that is as wanted.
    Is(Slot, bool),
    /// A number or day inside a span (or outside).
    Within {
        /// The fact.
        attribute: Slot,
        /// Number or day.
        kind: Kind,
        /// The span.
        span: Span,
        /// Whether it is wanted inside.
        inside: bool,
    },
    /// A code or text that is one of these (or none).
    OneOf {
        /// The fact.
        attribute: Slot,
        /// Codes' ids, or texts.
        symbols: Vec<String>,
        /// Whether it is wanted to be one of them.
        inside: bool,
    },
    /// Two codes or texts that are the same (or not).
    SameSymbol(Slot, Slot, bool),
    /// A set of codes that has one of some codes, or all of them (or not).
    Contains {
        /// The set.
        attribute: Slot,
        /// The codes: a code's place in the vocabulary's list is its bit.
        mask: u64,
        /// Whether one of them is enough.
        quantifier: Quantifier,
        /// Whether the set is wanted to have them.
        wanted: bool,
    },
    /// One of the members of a list, or all of them.
    Members(Box<Members>, Quantifier),
    /// Another policy, by its number in [`Lowered::policies`], that is granted (or not).
    Granted(usize, bool),
    /// Two calculated sides.
    Compare(Box<(Formula, Relation, Formula)>),
    /// All of them.
    All(Vec<Clause>),
    /// One of them at least.
    Any(Vec<Clause>),
    /// Two that come out the same (or not).
    Same(Box<(Clause, Clause)>, bool),
}

/// Members of a list, in the order in which they stand there. The list may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Members {
    /// The list.
    pub list: Slot,
    /// What is asked of each member.
    pub clause: Clause,
}

/// What an integer stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole number or fen.
    Number,
    /// A day.
    Day,
}

/// All integers from one to another, both included; empty when the lowest is above the highest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first that is inside; `i64::MIN` is no bound.
    pub lowest: i64,
    /// The last that is inside; `i64::MAX` is no bound.
    pub highest: i64,
}

/// A number or a day. Unknown when a fact is missing, on overflow, and on division by zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// The same for everybody.
    Constant(i64),
    /// Unknown for everybody: a calculation with constants fails, or a parameter has no value on the day.
    Failed,
    /// A fact.
    Fact(Slot, Kind),
    /// A function of two formulas.
    Of(Function, Box<(Formula, Formula)>),
    /// The first where the clause is yes, the second where it is no.
    Choose(Box<(Clause, Formula, Formula)>),
    /// How many members meet a clause; unknown as soon as it is unknown of one of them.
    Count(Box<Members>),
    /// The sum of a number over the members that meet a clause; unknown as soon as the clause is unknown of one of
    /// them, or the number of one that meets it. Only the whole sum must fit.
    Sum(Box<(Members, Formula)>),
    /// What another policy gives, by its number in [`Lowered::policies`]: nothing where it is not granted.
    PolicyAmount(usize),
}

/// A function of two numbers or two days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// Sum.
    Add,
    /// Difference; the opposite of a number is zero minus it.
    Subtract,
    /// Product.
    Multiply,
    /// Quotient, rounded.
    Divide(crate::expression::typed::Rounding),
    /// The lesser.
    Min,
    /// The greater.
    Max,
    /// Whole years from the first day to the second.
    Age(crate::calendar::AgeRule, crate::calendar::LeapDayRule),
    /// Whole months from the first day to the second.
    MonthsBetween,
    /// Days from the first day to the second.
    DaysBetween,
    /// How many days the month of the first day has; the second side says nothing.
    DaysInMonth,
    /// The day at an edge of the month or year of the first day; the second side says nothing.
    Edge(Boundary),
}

/// A back end for many residents cannot do this; the scalar evaluation can.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this back end cannot do: {construct}")]
pub struct Unsupported {
    /// What it cannot do.
    pub construct: String,
}

impl Unsupported {
    /// A construct by its words.
    pub fn new(construct: &str) -> Self {
        Self { construct: construct.to_owned() }
    }
}

/// What lowering can see.
pub(crate) struct Lowering<'a> {
    policy: &'a Policy,
    on: Date,
}

impl Policy {
    /// The policy as it asks on one day.
    ///
    /// # Errors
    /// It uses a construct that columns and SQL do not know.
    pub fn lower(&self, on: Date) -> Result<Lowered, Unsupported> {
        let lowering = Lowering { policy: self, on };
        let mut met = Vec::with_capacity(self.criteria.len());
        for (place, criterion) in self.criteria.iter().enumerate() {
            met.push(lowering.settled(&criterion.condition, PolicyPart::Criterion(place))?);
        }
        for part in PolicyPart::AFTER_CRITERIA {
            met.push(lowering.settled(&Condition::Literal(true), part)?);
        }
        let benefit = self.benefit.as_ref();
        let bands = benefit.map(|benefit| {
            benefit.bands.iter().map(|band| lowering.step(benefit.by.as_ref(), band)).collect::<Result<_, _>>()
        });
        Ok(Lowered {
            attributes: self.tables.attributes.clone(),
            member_attributes: self.tables.member_attributes.clone(),
            policies: self.tables.policies.clone(),
            met: Clause::all(met),
            bands: bands.transpose()?,
            unit: benefit.map(|benefit| benefit.unit),
            bounds: lowering.bounds()?,
        })
    }
}

impl Lowering<'_> {
    fn step(&self, by: Option<&Number>, band: &Band) -> Result<Step, Unsupported> {
        let in_range = match (band.from, band.to, by) {
            (None, None, _) => Clause::Known(Truth::Yes),
            (_, _, None) => Clause::Known(Truth::Unknown),
            (from, to, Some(by)) => {
                let lowest = from.unwrap_or(i64::MIN);
                let highest = to.map_or(Some(i64::MAX), |to| to.checked_sub(1));
                let span = highest.map_or(Span::EMPTY, |highest| Span { lowest, highest });
                self.number(by)?.within(span, true)
            }
        };
        let when = match &band.when {
            Some(when) => Clause::all(vec![in_range, self.condition(when)?]),
            None => in_range,
        };
        Ok(Step { when, amount: self.number(&band.amount)? })
    }
}

impl Span {
    /// No number is inside.
    pub const EMPTY: Self = Self { lowest: i64::MAX, highest: i64::MIN };

    /// Whether a number is inside.
    pub fn contains(self, number: i64) -> bool {
        self.lowest <= number && number <= self.highest
    }

    /// Whether none is.
    pub fn is_empty(self) -> bool {
        self.lowest > self.highest
    }

    /// The numbers that hold against a bound, and whether they are those inside.
    pub(crate) fn of(relation: Relation, bound: i64) -> (Self, bool) {
        let at_most = |highest: Option<i64>| highest.map_or(Self::EMPTY, |highest| Self { lowest: i64::MIN, highest });
        let at_least = |lowest: Option<i64>| lowest.map_or(Self::EMPTY, |lowest| Self { lowest, highest: i64::MAX });
        match relation {
            Relation::Equal => (Self { lowest: bound, highest: bound }, true),
            Relation::NotEqual => (Self { lowest: bound, highest: bound }, false),
            Relation::Less => (at_most(bound.checked_sub(1)), true),
            Relation::LessOrEqual => (at_most(Some(bound)), true),
            Relation::Greater => (at_least(bound.checked_add(1)), true),
            Relation::GreaterOrEqual => (at_least(Some(bound)), true),
        }
    }
}

impl Clause {
    /// All of them, without those that say nothing.
    pub(crate) fn all(members: Vec<Clause>) -> Clause {
        Self::joined(members, Truth::Yes, Truth::No, Clause::All)
    }

    /// One of them, without those that say nothing.
    pub(crate) fn any(members: Vec<Clause>) -> Clause {
        Self::joined(members, Truth::No, Truth::Yes, Clause::Any)
    }

    fn joined(members: Vec<Clause>, idle: Truth, settled: Truth, join: fn(Vec<Clause>) -> Clause) -> Clause {
        let mut left: Vec<Clause> = members.into_iter().filter(|member| *member != Clause::Known(idle)).collect();
        if left.contains(&Clause::Known(settled)) {
            return Clause::Known(settled);
        }
        match left.len() {
            0 => Clause::Known(idle),
            1 => left.remove(0),
            _ => join(left),
        }
    }
}

#[cfg(test)]
mod tests;
