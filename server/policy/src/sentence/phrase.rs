//! What sentences speak of: values, names, and what is worked out from them.

use super::Sentence;
use crate::{
    expression::typed::{AttributeSlot, Boundary, Condition, Day, Number, PolicySlot, Rounding, Tables},
    text::Text,
    value::Money,
    vocabulary::{Attribute, ValueType, Vocabulary},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Id of the attribute that is a person's own date of birth: its age is said as "aged 65", any other with its name.
pub const BIRTH: &str = "dob";

/// A value, a name, or something worked out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phrase {
    /// A whole number with the id of what it counts.
    Int(i64, Option<String>),
    /// Fen.
    Money(Money),
    /// A date.
    Date(Date),
    /// Free text.
    Text(String),
    /// The name of a code.
    Code(Text),
    /// The name of an attribute or of a parameter.
    Named(Text),
    /// The day of the decision.
    Today,
    /// The date of birth of the person the sentence is about.
    Birth,
    /// Whole years from a day to another.
    Age(Box<(Phrase, Phrase)>),
    /// Whole months from a day to another.
    Months(Box<(Phrase, Phrase)>),
    /// Days from a day to another.
    Days(Box<(Phrase, Phrase)>),
    /// How many days the month of a day has.
    DaysInMonth(Box<Phrase>),
    /// The day at an edge of the month or year of a day.
    Edge(Boundary, Box<Phrase>),
    /// With the other sign.
    Minus(Box<Phrase>),
    /// Sum.
    Plus(Box<(Phrase, Phrase)>),
    /// Difference.
    Less(Box<(Phrase, Phrase)>),
    /// Product.
    Times(Box<(Phrase, Phrase)>),
    /// Quotient with its rounding.
    Divided(Box<(Phrase, Phrase)>, Rounding),
    /// The lesser, or the earlier.
    Least(Box<(Phrase, Phrase)>),
    /// The greater, or the later.
    Greatest(Box<(Phrase, Phrase)>),
    /// The first where the sentence holds, else the second.
    Chosen(Box<(Sentence, Phrase, Phrase)>),
    /// How many members of a list there are, or of how many something is true.
    Count(Text, Option<Box<Sentence>>),
    /// The sum of something over the members of a list, or over those of whom something is true.
    Sum(Text, Box<Phrase>, Option<Box<Sentence>>),
    /// What another policy gives, by its id.
    Amount(String),
    /// Whether something is so.
    Whether(Box<Sentence>),
}

/// Puts the typed form into phrases.
#[derive(Clone, Copy)]
pub(crate) struct Speaker<'a> {
    pub(crate) tables: &'a Tables,
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) member: bool,
}

impl<'a> Speaker<'a> {
    pub(crate) fn of_member(self) -> Self {
        Self { member: true, ..self }
    }

    pub(crate) fn attribute(self, slot: AttributeSlot) -> Option<&'a Attribute> {
        let ids = if self.member { &self.tables.member_attributes } else { &self.tables.attributes };
        self.vocabulary.attribute(ids.get(slot.0)?)
    }

    pub(crate) fn policy(self, slot: PolicySlot) -> String {
        self.tables.policies.get(slot.0).cloned().unwrap_or_default()
    }

    /// What a number counts, where it is plain to see.
    pub(crate) fn unit_of(self, number: &Number) -> Option<String> {
        let unit = match number {
            Number::Age(..) => "years",
            Number::MonthsBetween(..) => "months",
            Number::DaysBetween(..) | Number::DaysInMonth(_) => "days",
            Number::Count(_) => "persons",
            Number::Attribute(slot) => return self.attribute(*slot)?.unit.clone(),
            Number::Negate(value) => return self.unit_of(value),
            Number::Add(sides) | Number::Subtract(sides) | Number::Min(sides) | Number::Max(sides) => {
                return self.unit_of(&sides.0).or_else(|| self.unit_of(&sides.1));
            }
            _ => return None,
        };
        Some(unit.to_owned())
    }

    pub(crate) fn number(self, number: &Number, value_type: ValueType) -> Phrase {
        let pair =
            |sides: &(Number, Number)| Box::new((self.number(&sides.0, value_type), self.number(&sides.1, value_type)));
        let days = |from: &Day, to: &Day| Box::new((self.day(from), self.day(to)));
        match number {
            Number::Literal(fen) if value_type == ValueType::Money => Phrase::Money(Money(*fen)),
            Number::Literal(value) => Phrase::Int(*value, None),
            Number::Attribute(slot) => Phrase::Named(self.name(*slot)),
            Number::Parameter(slot) => {
                Phrase::Named(self.tables.parameters.get(slot.0).map(|known| known.name.clone()).unwrap_or_default())
            }
            Number::Age(Day::Attribute(slot), to, _)
                if self.attribute(*slot).is_some_and(|attribute| attribute.id == BIRTH) =>
            {
                Phrase::Age(Box::new((Phrase::Birth, self.day(to))))
            }
            Number::Age(from, to, _) => Phrase::Age(days(from, to)),
            Number::MonthsBetween(from, to) => Phrase::Months(days(from, to)),
            Number::DaysBetween(from, to) => Phrase::Days(days(from, to)),
            Number::DaysInMonth(day) => Phrase::DaysInMonth(Box::new(self.day(day))),
            Number::Negate(value) => Phrase::Minus(Box::new(self.number(value, value_type))),
            Number::Add(sides) => Phrase::Plus(pair(sides)),
            Number::Subtract(sides) => Phrase::Less(pair(sides)),
            Number::Multiply(sides) => {
                let (left, right) = self.factors(sides, value_type);
                Phrase::Times(Box::new((left, right)))
            }
            Number::Divide(sides, rounding) => {
                let (left, right) = self.factors(sides, value_type);
                Phrase::Divided(Box::new((left, right)), *rounding)
            }
            Number::Min(sides) => Phrase::Least(pair(sides)),
            Number::Max(sides) => Phrase::Greatest(pair(sides)),
            Number::Choose(chosen) => Phrase::Chosen(Box::new((
                self.sentence(&chosen.0),
                self.number(&chosen.1, value_type),
                self.number(&chosen.2, value_type),
            ))),
            Number::Count(count) => Phrase::Count(self.name(count.list), self.who(&count.condition)),
            Number::Sum(sum) => {
                let value = self.of_member().number(&sum.value, value_type);
                Phrase::Sum(self.name(sum.list), Box::new(value), self.who(&sum.condition))
            }
            Number::PolicyAmount(policy) => Phrase::Amount(self.policy(*policy)),
        }
    }

    /// Of two factors or of a quotient that is money, one is money: the one that says so, or else the first. Where
    /// both say so (money divided by money is a count) both are.
    fn factors(self, sides: &(Number, Number), value_type: ValueType) -> (Phrase, Phrase) {
        let (left, right) = (self.is_money(&sides.0), self.is_money(&sides.1));
        let money = |is_money: bool| if is_money { ValueType::Money } else { ValueType::Int };
        let left = left || (value_type == ValueType::Money && !right);
        (self.number(&sides.0, money(left)), self.number(&sides.1, money(right)))
    }

    /// Whether a number is money by what it is made of; a bare literal does not say.
    fn is_money(self, number: &Number) -> bool {
        match number {
            Number::Attribute(slot) => {
                self.attribute(*slot).is_some_and(|attribute| attribute.value_type == ValueType::Money)
            }
            Number::Parameter(slot) => self.tables.parameters.get(slot.0).is_some_and(|known| known.is_money),
            Number::PolicyAmount(_) => true,
            Number::Negate(value) => self.is_money(value),
            Number::Add(sides) | Number::Subtract(sides) | Number::Min(sides) | Number::Max(sides) => {
                self.is_money(&sides.0) || self.is_money(&sides.1)
            }
            Number::Multiply(sides) => self.is_money(&sides.0) || self.is_money(&sides.1),
            Number::Divide(sides, _) => self.is_money(&sides.0) && !self.is_money(&sides.1),
            Number::Choose(chosen) => self.is_money(&chosen.1) || self.is_money(&chosen.2),
            Number::Sum(sum) => self.of_member().is_money(&sum.value),
            Number::Literal(_)
            | Number::Age(..)
            | Number::MonthsBetween(..)
            | Number::DaysBetween(..)
            | Number::DaysInMonth(_)
            | Number::Count(_) => false,
        }
    }

    fn who(self, condition: &Condition) -> Option<Box<Sentence>> {
        match condition {
            Condition::Literal(true) => None,
            condition => Some(Box::new(self.of_member().sentence(condition))),
        }
    }

    pub(crate) fn day(self, day: &Day) -> Phrase {
        match day {
            Day::Literal(date) => Phrase::Date(*date),
            Day::Attribute(slot) => Phrase::Named(self.name(*slot)),
            Day::Today => Phrase::Today,
            Day::Boundary(boundary, day) => Phrase::Edge(*boundary, Box::new(self.day(day))),
            Day::Earlier(sides) => Phrase::Least(Box::new((self.day(&sides.0), self.day(&sides.1)))),
            Day::Later(sides) => Phrase::Greatest(Box::new((self.day(&sides.0), self.day(&sides.1)))),
        }
    }
}
