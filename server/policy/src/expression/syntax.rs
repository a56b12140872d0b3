//! The syntax tree: what was written, with places.

use crate::expression::typed::Quantifier;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// One node with its place in the expression's text (bytes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Range<usize>,
    /// Levels beneath and including this one.
    pub depth: usize,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `true`, `false`, 是, 否.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// An amount, in fen.
    Money(i64),
    /// A date.
    Date(Date),
    /// A text in quotes: a code or free text.
    Quoted(String),
    /// A name: attribute, parameter, bare code, `today`.
    Name(String),
    /// Negation.
    Not(Box<Expression>),
    /// All of them.
    And(Vec<Expression>),
    /// One of them at least.
    Or(Vec<Expression>),
    /// Two sides compared.
    Compare(Box<Expression>, Relation, Box<Expression>),
    /// One of a list (or none of it).
    In {
        /// What is looked for.
        element: Box<Expression>,
        /// The list.
        list: Vec<Expression>,
        /// Whether it must not be in the list.
        negated: bool,
    },
    /// A set of codes that has a code, one of a list, or all of a list (or not).
    Contains {
        /// The set.
        set: Box<Expression>,
        /// One of the codes or all of them; one code alone is [`Quantifier::Any`].
        quantifier: Quantifier,
        /// The codes.
        codes: Vec<Expression>,
        /// Whether the set must not have them.
        negated: bool,
    },
    /// Unary minus.
    Negate(Box<Expression>),
    /// Two numbers combined.
    Calculate(Box<Expression>, Arithmetic, Box<Expression>),
    /// A function with its arguments.
    Call {
        /// The function.
        name: String,
        /// Its arguments.
        arguments: Vec<Expression>,
    },
}

/// How two sides are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Relation {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Relation {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    /// The relation that holds exactly when this one does not.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::GreaterOrEqual,
            Self::LessOrEqual => Self::Greater,
            Self::Greater => Self::LessOrEqual,
            Self::GreaterOrEqual => Self::Less,
        }
    }

    /// Whether it asks for more than sameness.
    pub fn is_ordering(self) -> bool {
        !matches!(self, Self::Equal | Self::NotEqual)
    }

    /// Whether it holds for two sides.
    pub fn holds<T: Ord>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Equal => left == right,
            Self::NotEqual => left != right,
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
            Self::Greater => left > right,
            Self::GreaterOrEqual => left >= right,
        }
    }
}

/// How two numbers are combined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
}

impl Arithmetic {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
        }
    }
}
