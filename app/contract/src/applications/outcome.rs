//! What was decided about an application: what is granted, how much, from when, where to, and what comes next; and, for
//! staff, on what grounds it was decided otherwise than the verdict says.

use crate::{applications::ApplicationState, ids::ApplicationId, policies::ShownAmount, residents::ShownValue};
use jiff::civil::Date;
use policy::{decision::Verdict, document::Basis, text::Text};
use serde::{Deserialize, Serialize};

/// A decision, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// What is granted; nothing where it is refused.
    pub terms: Option<GrantedTerms>,
    /// Where it was decided otherwise than the verdict says.
    pub against: Vec<AgainstVerdict>,
}

/// What is granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantedTerms {
    /// Each thing that is granted.
    pub benefits: Vec<GrantedBenefit>,
    /// The first day for which it is given.
    pub from: Date,
}

/// One thing that is granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantedBenefit {
    /// The policy, where one was asked for.
    pub policy: Option<String>,
    /// What it is called.
    pub title: Text,
    /// How much, where it is an amount.
    pub amount: Option<ShownAmount>,
}

/// What was decided otherwise than the verdict on one policy says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgainstVerdict {
    /// The policy.
    pub policy: String,
    /// What it is called.
    pub title: Text,
    /// The verdict.
    pub verdict: Verdict,
    /// On what grounds.
    pub grounds: Vec<Ground>,
}

/// What somebody found otherwise, and by what proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// What was found otherwise.
    pub point: Point,
    /// The proof, in the words of whoever decided.
    pub proof: String,
}

/// What can be found otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Point {
    /// A condition is met that the verdict says is not.
    Met(Text),
    /// A condition is not met that the verdict says is.
    NotMet(Text),
    /// Another amount than this one, which was worked out.
    Amount(ShownAmount),
}

/// What a decision says to the resident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidedView {
    /// What is granted; nothing where it is refused, and in decisions that were made before it was kept.
    pub terms: Option<GrantedTerms>,
    /// Where the money goes, in the words of the resident's own answer; empty where there is none.
    pub paid_to: Vec<ShownValue>,
    /// What happens next.
    pub next: Option<Text>,
}

/// `/applications/<id>/decision`: the decision as it is read on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionPage {
    /// The application.
    pub id: ApplicationId,
    /// Its number.
    pub receipt_number: String,
    /// What was applied for.
    pub item_title: Text,
    /// The department that decided.
    pub department: Text,
    /// The resident's name.
    pub resident: String,
    /// When it was sent.
    pub sent_on: Date,
    /// When it was decided.
    pub decided_on: Date,
    /// Granted or refused.
    pub state: ApplicationState,
    /// The reason, in the words of whoever decided.
    pub reason: String,
    /// What is granted.
    pub decided: DecidedView,
    /// The rules that it rests on.
    pub basis: Vec<Basis>,
    /// How to object, from the policies.
    pub appeal: Vec<Text>,
}
