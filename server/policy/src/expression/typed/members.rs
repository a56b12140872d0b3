//! What is asked of the members of a list: a household, children, people who are cared for.

use super::{AttributeSlot, Condition, Number, Quantifier};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A condition over the members of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Members {
    /// The list, in the table of the resident's attributes.
    pub list: AttributeSlot,
    /// Whether one member is enough.
    pub quantifier: Quantifier,
    /// What is asked of a member.
    pub condition: Condition,
    /// The question in plain form, with attribute ids, for the trace.
    #[serde(skip)]
    pub expression: Arc<str>,
}

/// How many members of a list meet a condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembersCount {
    /// The list, in the table of the resident's attributes.
    pub list: AttributeSlot,
    /// Who counts: [`Condition::Literal`] for everybody.
    pub condition: Condition,
}

/// The sum of a number over the members of a list that meet a condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembersSum {
    /// The list, in the table of the resident's attributes.
    pub list: AttributeSlot,
    /// Whose number counts: [`Condition::Literal`] for everybody's.
    pub condition: Condition,
    /// The number of one member.
    pub value: Number,
}
