//! A policy document: what stands in it, after it was read and checked.

mod basis;
mod before;
mod benefit;
mod open;
mod words;

pub use basis::{Basis, Source, SourceKind};
pub use benefit::{Band, Benefit};
pub use open::{AmountBound, OpenEffect, OpenPoint, OpenQuestion, PolicyPart, RemarkAbout};
pub use words::{AmountUnit, ApplyBefore, BenefitKind, Confidence, Delivery, Field, LifeEvent, Period, Silence};

use crate::{
    cases::Case,
    expression::typed::Condition,
    parameters::{Parameter, Parameters},
    text::{Keywords, Text},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A policy that was read and checked without a problem. Only [`crate::check::check`] makes one; a device takes over
/// one that was made so. Serialised, it is the rule alone, with its title and the words of its conditions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Policy {
    /// Stable id, the end of its address.
    pub id: String,
    /// Version, as the author counts them.
    pub version: String,
    /// Field of the portal.
    pub field: Field,
    /// Further fields in whose lists it stands.
    #[serde(skip)]
    pub also_in: Vec<Field>,
    /// What happens in the lives of those whom it is for. Documents of before did not say it.
    #[serde(skip)]
    pub life_event: Option<LifeEvent>,
    /// Id of the department that grants it.
    pub department: String,
    /// First day on which it applies.
    #[serde(with = "crate::wire::day")]
    pub valid_from: Date,
    /// Last day on which it applies, where it ends.
    #[serde(with = "crate::wire::optional_day")]
    pub valid_to: Option<Date>,
    /// How sure the project is of its text.
    pub confidence: Confidence,
    /// A rule about dates is not settled.
    pub open_date_question: bool,
    /// How it reaches people by its source.
    pub delivery_in_source: Delivery,
    /// How it reaches people here.
    pub delivery_here: Delivery,
    /// Id of the service item that applies for it.
    pub item: Option<String>,
    /// Whether one can apply before the conditions are met, where its text says so.
    #[serde(skip)]
    pub apply_before: Option<ApplyBefore>,
    /// Months before, with [`ApplyBefore::WithinMonths`].
    #[serde(skip)]
    pub apply_before_months: Option<u32>,
    /// What happens to an offer that nobody answers.
    pub silence: Silence,
    /// Days until an unanswered offer ends, with [`Silence::EndsAfterDays`].
    pub silence_days: Option<u32>,
    /// Months after which a granted benefit is looked at again.
    pub recheck_months: Option<u32>,
    /// Working days promised.
    pub promised_days: Option<u32>,
    /// Working days by law.
    pub statutory_days: Option<u32>,
    /// Documents to bring.
    #[serde(skip)]
    pub documents: Vec<Text>,
    /// What is not settled; shown on its page. Serialised, only those that change the answer.
    #[serde(serialize_with = "open::serialize_points")]
    pub open_questions: Vec<OpenQuestion>,
    /// What it is called.
    pub title: Text,
    /// What the person gets; `{amount}` stands for the amount.
    #[serde(skip)]
    pub headline: Text,
    /// What it is and for whom.
    #[serde(skip)]
    pub summary: Text,
    /// Words by which people look for it.
    #[serde(skip)]
    pub keywords: Keywords,
    /// What the person does.
    #[serde(skip)]
    pub how: Text,
    /// How to appeal.
    #[serde(skip)]
    pub appeal: Text,
    /// Legal basis, at least one.
    #[serde(skip)]
    pub basis: Vec<Basis>,
    /// Where the text was read, at least one.
    #[serde(skip)]
    pub sources: Vec<Source>,
    /// The conditions; all must be met.
    pub criteria: Vec<Criterion>,
    /// What it gives; none for a notice.
    pub benefit: Option<Benefit>,
    /// The policy's own parameters.
    #[serde(skip)]
    pub parameters: Parameters,
    /// Residents with the verdict that is expected for them.
    #[serde(skip)]
    pub cases: Vec<Case>,
    /// When an age is reached.
    pub age_rule: crate::calendar::AgeRule,
    /// When somebody born on 29 February has their birthday.
    pub leap_day_rule: crate::calendar::LeapDayRule,
    /// Ids of policies of which, with this one, only the one with the greatest amount is kept.
    pub better_of: Vec<String>,
    /// Ids of policies that nobody gets together with it. Verdicts do not look at this: it is for sums of what somebody could
    /// have.
    #[serde(skip)]
    pub excludes: Vec<String>,
    /// Names that the typed form refers to by number.
    pub(crate) tables: crate::expression::typed::Tables,
}

/// One condition.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Criterion {
    /// Id within the policy.
    pub id: String,
    /// The condition in words.
    pub label: Text,
    /// The condition as written.
    #[serde(skip)]
    pub when_text: String,
    /// Article or clause.
    #[serde(skip)]
    pub basis: Option<String>,
    /// The typed form.
    pub(crate) condition: Condition,
}

impl Policy {
    /// Whether a day lies within its validity. Evaluating does not look at this: whoever asks chooses the day.
    pub fn in_force(&self, on: Date) -> bool {
        self.valid_from <= on && self.valid_to.is_none_or(|last| on <= last)
    }

    /// Whether it stands in the list of a field.
    pub fn stands_in(&self, field: Field) -> bool {
        self.field == field || self.also_in.contains(&field)
    }

    /// Every attribute it depends on: a change of any other fact cannot change its outcome.
    pub fn attributes(&self) -> std::collections::BTreeSet<String> {
        self.tables.attributes.iter().cloned().collect()
    }

    /// A parameter that it uses, the city's or its own.
    pub fn parameter(&self, id: &str) -> Option<&Parameter> {
        self.tables.parameters.iter().find(|parameter| parameter.id == id)
    }

    /// An open question that changes the answer, by its id.
    pub fn open_question(&self, id: &str) -> Option<&OpenQuestion> {
        self.open_questions.iter().find(|question| question.point.as_ref().is_some_and(|point| point.id == id))
    }

    /// The open questions with these ids, in words.
    pub fn open_texts(&self, ids: &[String]) -> Vec<Text> {
        ids.iter().filter_map(|id| self.open_question(id)).map(|question| question.text.clone()).collect()
    }

    /// The parts that an open question leaves open, by the names that they have in the document.
    pub fn touched(&self, point: &OpenPoint) -> Vec<&str> {
        let name = |part: &PolicyPart| match part {
            PolicyPart::Criterion(place) => self.criteria.get(*place).map(|criterion| criterion.id.as_str()),
            PolicyPart::Amount => Some(PolicyPart::AMOUNT),
            PolicyPart::Further => Some(PolicyPart::FURTHER),
        };
        point.touches.iter().filter_map(name).collect()
    }

    /// How its open questions reach into the answer.
    pub(crate) fn open_points(&self) -> impl Iterator<Item = &OpenPoint> {
        self.open_questions.iter().filter_map(|question| question.point.as_ref())
    }

    /// Those of them that leave a part of it open either way.
    pub(crate) fn either_way(&self, part: PolicyPart) -> impl Iterator<Item = &OpenPoint> {
        self.open_points().filter(move |point| point.effect == OpenEffect::EitherWay && point.touches.contains(&part))
    }

    /// Those of them that make its amount one bound of what is paid.
    pub(crate) fn amount_bounds(&self) -> impl Iterator<Item = (&OpenPoint, AmountBound)> {
        self.open_points().filter_map(|point| Some((point, point.effect.bound()?)))
    }

    /// The same policy with other words: of its title, its conditions, what is not settled, and the parameters that it uses.
    #[must_use]
    pub fn in_words(mut self, words: impl Fn(&Text) -> Text) -> Self {
        self.title = words(&self.title);
        for criterion in &mut self.criteria {
            criterion.label = words(&criterion.label);
        }
        for question in &mut self.open_questions {
            question.text = words(&question.text);
        }
        for parameter in &mut self.tables.parameters {
            parameter.name = words(&parameter.name);
        }
        self
    }

    /// Ids of the policies whose verdict or amount it asks for.
    pub fn refers_to(&self) -> impl Iterator<Item = &str> {
        self.tables.policies.iter().map(String::as_str)
    }

    /// Ids of the policies whose amount it asks for, and per what.
    pub(crate) fn amounts_of(&self) -> impl Iterator<Item = (&str, Period)> {
        let amounts = self.tables.policy_amounts.iter();
        amounts.filter_map(|(slot, period)| Some((self.tables.policies.get(slot.0)?.as_str(), *period)))
    }
}
