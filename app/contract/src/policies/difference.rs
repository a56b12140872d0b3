//! What a version changes against the one that it would replace.

use super::{BandView, ShownAmount};
use crate::{ids::PolicyVersionId, residents::ShownValue};
use jiff::civil::Date;
use policy::{document::Delivery, sentence::Sentence, text::Text};
use serde::{Deserialize, Serialize};

/// What a version changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferenceView {
    /// The version that would hold without it, with its version text; none for a new policy.
    pub before: Option<(PolicyVersionId, String)>,
    /// The first day on which it would hold if it were published today.
    pub first_day: Date,
    /// Everything that differs, what people get first.
    pub changes: Vec<Change>,
}

/// One thing that differs: as it is, and as it would be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// An amount, or for whom it is; on one side only where it is new or gone.
    Amount {
        /// As it is.
        before: Option<BandView>,
        /// As it would be.
        after: Option<BandView>,
        /// How much more, or with a minus less, where that can be said.
        by: Option<ShownAmount>,
    },
    /// A standard of the policy's own.
    Standard {
        /// Its name.
        name: Text,
        /// As it is.
        before: Option<ShownValue>,
        /// As it would be.
        after: Option<ShownValue>,
    },
    /// A condition that is added.
    ConditionNew(ConditionView),
    /// A condition that is left out.
    ConditionGone(ConditionView),
    /// A condition that becomes another one.
    Condition(ConditionView, ConditionView),
    /// How it reaches people.
    Way(Delivery, Delivery),
    /// The last day; none where it does not end.
    LastDay(Option<Date>, Option<Date>),
    /// The working days that are promised.
    PromisedDays(Option<u32>, Option<u32>),
    /// A document that has to be brought.
    DocumentNew(Text),
    /// A document that has to be brought no longer.
    DocumentGone(Text),
    /// What people read.
    Words(Words, Text, Text),
    /// What differs too, without saying how.
    Others(Vec<OtherPart>),
}

/// A condition as people read it, and what it asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionView {
    /// In the words of the document.
    pub label: Text,
    /// What is asked, from the rule itself.
    pub asks: Sentence,
}

/// Words of a document for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Words {
    /// What it is called.
    Title,
    /// What the person gets.
    Headline,
    /// What it is and for whom.
    Summary,
    /// What the person does.
    How,
    /// How to appeal.
    Appeal,
}

/// Parts of a document of which it is only said that they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OtherPart {
    /// The order of the bands; the first that fits counts.
    Order,
    /// Values of its own standards for later or earlier days.
    LaterStandards,
    /// When an age is reached.
    Ages,
    /// Together with which policies only the best is given.
    BetterOf,
    /// What happens to an offer that nobody answers.
    Silence,
    /// Whether one can apply before the conditions are met.
    ApplyBefore,
    /// When it is looked at again.
    Recheck,
    /// Working days by law.
    StatutoryDays,
    /// The department that grants it.
    Department,
    /// The item that applies for it.
    Item,
    /// The field of the portal.
    Field,
    /// How sure the text is.
    Confidence,
    /// How it reaches people by its source.
    WayInSource,
    /// What is not settled.
    OpenQuestions,
    /// Words by which people look for it.
    Keywords,
    /// Legal basis.
    Basis,
    /// Where the text was read.
    Sources,
}
