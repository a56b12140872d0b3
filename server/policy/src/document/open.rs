//! What is not settled in a policy, and how far that reaches into the answer.

use crate::{expression::typed::Condition, text::Text, words::words};
use serde::{Deserialize, Serialize, Serializer, ser::SerializeSeq};

words! {
    /// What an open question does to the answer of those whom it concerns.
    OpenEffect {
        /// The amount is this, or more.
        AtLeast = "at-least",
        /// The amount is this, or less.
        AtMost = "at-most",
        /// A yes may be a no, and a no a yes: nothing is said but that it has to be looked at.
        EitherWay = "either-way",
    }
}

words! {
    /// How near an amount is to what will be paid.
    AmountBound {
        /// It is the amount.
        Exact = "exact",
        /// It is this or more.
        AtLeast = "at-least",
        /// It is this or less.
        AtMost = "at-most",
        /// Something may be added, and something taken away.
        About = "about",
    }
}

words! {
    /// What a remark is about that changes nothing of the answer.
    RemarkAbout {
        /// How it is handled once somebody asks for it: nothing of who gets it, nor of how much.
        Handling = "handling",
        /// Where its words come from: it stands in the note about sources.
        Source = "source",
    }
}

/// Something that is not settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenQuestion {
    /// The question in words.
    pub text: Text,
    /// How it reaches into the answer; none for a remark that changes nothing of it.
    pub point: Option<OpenPoint>,
    /// What a remark is about, where the document says it.
    #[serde(skip)]
    pub about: Option<RemarkAbout>,
}

/// How a question reaches into the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenPoint {
    /// Id within the policy.
    pub id: String,
    /// What it does.
    pub effect: OpenEffect,
    /// The parts of the policy that it leaves open.
    pub touches: Vec<PolicyPart>,
    /// Whom it can concern, as written; none for everybody.
    #[serde(skip)]
    pub when_text: Option<String>,
    /// The typed form of `when_text`. Those of whom it is not known to be no are concerned.
    pub(crate) when: Condition,
}

/// A part of a policy that can be open by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PolicyPart {
    /// A criterion, by its place.
    Criterion(usize),
    /// What it gives.
    Amount,
    /// A condition that is not among the criteria.
    Further,
}

impl PolicyPart {
    /// The name of the amount among the parts that a question touches.
    pub const AMOUNT: &'static str = "amount";
    /// The name of what is not among the criteria.
    pub const FURTHER: &'static str = "further";

    /// What is asked of those who meet every criterion.
    pub(crate) const AFTER_CRITERIA: [Self; 2] = [Self::Further, Self::Amount];
}

impl AmountBound {
    /// What is left of both: something that may be more and may be less is neither.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Exact, bound) | (bound, Self::Exact) => bound,
            (own, other) if own == other => own,
            _ => Self::About,
        }
    }
}

/// An amount is exact unless something else is said of it.
impl Default for AmountBound {
    fn default() -> Self {
        Self::Exact
    }
}

impl OpenEffect {
    /// What it makes of an amount; none where it makes the amount unknown.
    pub(crate) fn bound(self) -> Option<AmountBound> {
        match self {
            Self::AtLeast => Some(AmountBound::AtLeast),
            Self::AtMost => Some(AmountBound::AtMost),
            Self::EitherWay => None,
        }
    }
}

/// Writes the questions that change the answer: a device needs no others.
pub(super) fn serialize_points<S: Serializer>(questions: &[OpenQuestion], serializer: S) -> Result<S::Ok, S::Error> {
    let points: Vec<&OpenQuestion> = questions.iter().filter(|question| question.point.is_some()).collect();
    let mut list = serializer.serialize_seq(Some(points.len()))?;
    points.into_iter().try_for_each(|point| list.serialize_element(point))?;
    list.end()
}
