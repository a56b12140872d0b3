//! The typed form: the meaning of an expression, without names and without a possible type error.
//!
//! Negation does not occur in it: it has been moved into the comparisons (`not (a < b)` is `a >= b`, which is also
//! right when a side is unknown). So every condition is built from comparisons by "all" and "any" alone. Attributes
//! and parameters are numbers into [`Tables`]. Every back end starts from here.
//!
//! Inside [`Members`], [`MembersCount`] and [`MembersSum`] everything is about one member of the list: there, every
//! [`AttributeSlot`] is a number into [`Tables::member_attributes`], not into [`Tables::attributes`]. Nothing about
//! members and no other policy occurs inside.

mod members;
mod negated;
mod number;
mod rounding;

pub use members::{Members, MembersCount, MembersSum};
pub use number::{Boundary, Day, Number};
pub use rounding::Rounding;

use crate::{
    document::Period, expression::syntax::Relation, parameters::Parameter, vocabulary::ValueType, words::words,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The attributes and parameters that a policy's expressions use.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Tables {
    /// Attribute ids: facts of the resident.
    pub attributes: Vec<String>,
    /// Attribute ids: facts of a member of one of the resident's lists.
    pub member_attributes: Vec<String>,
    /// Parameters with their history.
    pub parameters: Vec<Parameter>,
    /// Ids of the policies that are referred to.
    pub policies: Vec<String>,
    /// Those of them whose amount is asked for, and per what.
    pub policy_amounts: Vec<(PolicySlot, Period)>,
}

/// Number of an attribute in [`Tables`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AttributeSlot(pub usize);

/// Number of a parameter in [`Tables`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ParameterSlot(pub usize);

/// Number of another policy in [`Tables`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PolicySlot(pub usize);

/// Yes, no, or unknown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// A set of codes that has one of some codes, or all of them (or not). Unknown when the set is.
    Contains(Box<Contains>),
    /// A condition that holds for one of the members of a list, or for all of them, in Kleene's logic: "one
    /// of them" is no and "all of them" is yes for an empty list.
    Members(Box<Members>),
    /// Another policy whose verdict is yes (or no); unknown when that is undetermined.
    Policy {
        /// The policy.
        policy: PolicySlot,
        /// Whether it is wanted to be granted.
        wanted: bool,
    },
}

words! {
    /// One of several, or all of them.
    Quantifier {
        /// One at least.
        Any = "any",
        /// Every one.
        All = "all",
    }
}

/// A set of codes held against some codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contains {
    /// The set.
    pub set: AttributeSlot,
    /// Whether one of the codes is enough.
    pub quantifier: Quantifier,
    /// Ids of the codes, at least one.
    pub codes: Vec<String>,
    /// The codes as bits: a code's place in the vocabulary's list is its bit.
    pub mask: u64,
    /// Whether the set is wanted to have them.
    pub wanted: bool,
}

impl Contains {
    /// The operator as it stands in traces.
    pub fn operator(&self) -> &'static str {
        match (self.quantifier, self.wanted) {
            (Quantifier::Any, true) => "contains any",
            (Quantifier::All, true) => "contains all",
            (Quantifier::Any, false) => "not contains any",
            (Quantifier::All, false) => "not contains all",
        }
    }
}

/// One comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compare<T> {
    /// The left side.
    pub left: T,
    /// What it is held against.
    pub test: Test<T>,
    /// The type of both sides.
    pub value_type: ValueType,
    /// The left side in plain form, with attribute ids, for the trace.
    #[serde(skip)]
    pub expression: Arc<str>,
}

/// What the left side of a comparison is held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Test<T> {
    /// One other side.
    Against(Relation, T),
    /// A list: it is wanted to be in it (or not).
    List(Vec<T>, bool),
}

/// A code or a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Symbol {
    /// One that stands in the policy: the code's id.
    Literal(String),
    /// A fact.
    Attribute(AttributeSlot),
}
