//! Policies: the catalogue, what one means for a resident (offers), and the policy desk.

mod desk;
mod difference;
mod offers;

pub use desk::{
    AttributeRow, DeskPage, DocumentPage, Effects, HandAct, HandRow, Moved, Rehearsal, RehearsalGroup, RemarkView,
    ThrowingAwayPage, VerdictView, VersionRow, VersionState, VocabularyPage,
};
pub use difference::{Change, ConditionView, DifferenceView, OtherPart, Words};
pub use offers::{
    ComputedValue, HomePage, MonthlySum, OfferCard, OfferPage, OfferState, OffersPage, PutAsidePage, Reason,
    ReceivedLine, WaitingKind, WaitingLine,
};

use crate::{ids::OfferId, residents::ShownValue};
use jiff::civil::Date;
use policy::{
    decision::{AmountValue, Decision, KnownAmount, Verdict},
    document::{AmountBound, AmountUnit, Basis, Confidence, Delivery, Field, LifeEvent, Period, Source},
    sentence::{Phrase, Sentence},
    text::Text,
};
use serde::{Deserialize, Serialize};

/// An amount with its unit and period: `¥180.00 / 月`, and how near it is to what will be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownAmount {
    /// Fen, or hours.
    pub value: i64,
    /// What `value` counts.
    pub unit: AmountUnit,
    /// Per what.
    pub period: Period,
    /// How near it is to what will be paid.
    #[serde(default)]
    pub bound: AmountBound,
}

impl ShownAmount {
    /// An amount per period.
    pub fn new(amount: KnownAmount, period: Period) -> Self {
        let (value, unit) = match amount.value {
            AmountValue::Money(money) => (money.0, AmountUnit::Money),
            AmountValue::Hours(hours) => (hours, AmountUnit::Hours),
        };
        Self { value, unit, period, bound: amount.bound }
    }

    /// An amount about which nothing is open.
    pub fn exact(value: i64, unit: AmountUnit, period: Period) -> Self {
        Self { value, unit, period, bound: AmountBound::Exact }
    }

    /// Whether an amount that somebody decides on is within what this says.
    pub fn allows(&self, decided: &Self) -> bool {
        let is_within = match self.bound {
            AmountBound::Exact => decided.value == self.value,
            AmountBound::AtLeast => decided.value >= self.value,
            AmountBound::AtMost => decided.value <= self.value,
            AmountBound::About => true,
        };
        (self.unit, self.period) == (decided.unit, decided.period) && is_within
    }

    /// The amount of a decision.
    pub fn of(decision: &Decision) -> Option<Self> {
        decision.amount.map(|amount| Self::new(amount.known(), amount.period))
    }
}

/// One line of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyCard {
    /// Policy id, the end of its address `/policies/<id>`.
    pub id: String,
    /// Field, for icon and accent.
    pub field: Field,
    /// What it is called.
    pub title: Text,
    /// What it is and for whom, one sentence.
    pub summary: Text,
    /// How it reaches people here.
    pub delivery: Delivery,
    /// How it reaches people by its source.
    pub delivery_in_source: Delivery,
    /// How sure we are of its text.
    pub confidence: Confidence,
    /// What it gives, where that is a known amount.
    pub amount: Option<AmountLine>,
    /// What the person does.
    pub how: Text,
}

/// What a policy gives, in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AmountLine {
    /// The same for everybody.
    Same(ShownAmount),
    /// As much as this for some, less for others.
    UpTo(ShownAmount),
}

/// Policies of one life event; those of none come last.
pub type EventCards = (Option<LifeEvent>, Vec<PolicyCard>);

/// `/policies`, and `/policies?for=me` for a resident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoliciesPage {
    /// Published policies in force, by field and life event in the fixed order.
    pub fields: Vec<(Field, Vec<EventCards>)>,
    /// Which of them are listed.
    pub listed: Listed,
    /// Whether this visitor can ask for those that are for them.
    pub may_ask_for_own: bool,
}

/// Which policies a catalogue lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Listed {
    /// All.
    All,
    /// Those whose conditions this resident meets by what is known of them.
    ForMe,
}

/// `/policies/<id>`: one published policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyPage {
    /// Policy id.
    pub id: String,
    /// Version of the document.
    pub version: String,
    /// Field, for icon and accent.
    pub field: Field,
    /// Further fields in whose lists it stands.
    pub also_in: Vec<Field>,
    /// What it is called.
    pub title: Text,
    /// What it is and for whom.
    pub summary: Text,
    /// What the person does.
    pub how: Text,
    /// How to appeal.
    pub appeal: Text,
    /// The department that grants it.
    pub department: Text,
    /// First day.
    pub valid_from: Date,
    /// Last day, where it ends.
    pub valid_to: Option<Date>,
    /// How sure we are of its text.
    pub confidence: Confidence,
    /// How it reaches people by its source.
    pub delivery_in_source: Delivery,
    /// How it reaches people in this demonstration.
    pub delivery_here: Delivery,
    /// The conditions, in words.
    pub conditions: Vec<Text>,
    /// The bands of the benefit: label of the range or condition as the document's expression, and the amount as text or formula.
    pub bands: Vec<BandView>,
    /// The standards that its formulas are worked out with, as they are today.
    pub standards: Vec<(Text, ShownValue)>,
    /// Somebody who gets an amount that follows from the person.
    pub example: Option<ExampleView>,
    /// Documents to bring.
    pub documents: Vec<Text>,
    /// Working days promised.
    pub promised_days: Option<u32>,
    /// What is not settled.
    pub open_questions: Vec<Text>,
    /// Where its words come from, as far as that is to be said.
    pub source_remarks: Vec<Text>,
    /// Legal basis.
    pub basis: Vec<Basis>,
    /// Where the text was read.
    pub sources: Vec<Source>,
    /// The item that applies for it: id and title.
    pub item: Option<(String, Text)>,
    /// The signed-in resident's own offer.
    pub offer: Option<OfferId>,
    /// How it stands with the signed-in resident.
    pub prospect: Option<ProspectView>,
}

/// What somebody gets, with the facts that it follows from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExampleView {
    /// Names and values of the facts.
    pub facts: Vec<(Text, ShownValue)>,
    /// What they get.
    pub amount: ShownAmount,
}

/// How a policy stands with one resident: what is in the way, what would have to change, and what comes by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProspectView {
    /// The answer of today.
    pub verdict: Verdict,
    /// The conditions that are known not to be met.
    pub unmet: Vec<Text>,
    /// Names of the facts that are not known and matter.
    pub missing: Vec<Text>,
    /// The open questions that leave it undetermined.
    pub open: Vec<Text>,
    /// Every fact is known, and yet nothing could be worked out.
    pub has_no_result: bool,
    /// Changes that people make, each of which is enough today, alone. None where several would be needed together, or
    /// where nothing may be said.
    pub changes: Vec<ChangeView>,
    /// The day on which it comes by itself; none where it never does, or where nothing may be said.
    pub by_itself: Option<TurnView>,
    /// Whether one can apply before it comes by itself; none where the document does not say.
    pub apply_from: Option<ApplyFrom>,
}

/// From when one can apply for what holds from a day to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApplyFrom {
    /// Today already.
    Now,
    /// From a day before it.
    Day(Date),
    /// Not before it.
    NotBefore,
}

/// One fact that would have to be another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeView {
    /// What it would have to be.
    pub wanted: Sentence,
    /// What it is now.
    pub now: ShownValue,
}

/// A day on which an outcome becomes another one by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnView {
    /// The first day of the new outcome.
    pub on: Date,
    /// The amount from then on.
    pub amount: Option<ShownAmount>,
    /// Why.
    pub causes: Vec<CauseView>,
}

/// Something that the calendar does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CauseView {
    /// The policy begins to apply.
    PolicyBegins,
    /// The policy applies no more.
    PolicyEnds,
    /// An age is reached: years.
    Aged(i64),
    /// So much has passed since (or is left until) a date: its name, where it is a fact, and years, months or days.
    Passed(Option<Text>, ShownValue),
    /// A date is reached or over: its name, where it is a fact, and the date.
    Reached(Option<Text>, Date),
    /// Another policy is given from then on, no more, or open (none): its title.
    Policy(Text, Option<bool>),
    /// A standard becomes another one: its name, and the new value where there is one.
    Standard(Text, Option<ShownValue>),
}

/// For somebody who gets it: what the calendar changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComingView {
    /// The next other amount, before it ends.
    pub amount: Option<TurnView>,
    /// The end.
    pub end: Option<TurnView>,
}

/// One band of a benefit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BandView {
    /// Whom the band is for, where the document says it in words.
    pub label: Option<Text>,
    /// Whom the band is for by its range and its condition; none when it is for everybody who is left.
    pub whom: Option<Sentence>,
    /// The amount when it is the same for everybody of the band today.
    pub amount: Option<ShownAmount>,
    /// The formula, when the amount depends on the person.
    pub formula: Option<Formula>,
    /// How near that is to what will be paid.
    #[serde(default)]
    pub bound: AmountBound,
}

/// How an amount that depends on the person is worked out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Formula {
    /// In the words of the document.
    Worded(Text),
    /// By its parts, where the document has no words for it.
    Parts(Phrase),
}
