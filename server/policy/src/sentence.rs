//! Sentences for people, as parts with typed values: the portal words them in its languages.
//!
//! Made from the typed form, so a negation stands where it belongs (`not a < b` is "at least"), and names, codes and
//! units are those of the vocabulary.

mod phrase;

pub use phrase::{BIRTH, Phrase};

use crate::{
    document::{AmountUnit, Band, Benefit, Criterion, OpenPoint, Policy, PolicyPart},
    expression::{
        syntax::Relation,
        typed::{AttributeSlot, Compare, Condition, Quantifier, Symbol, Test},
    },
    text::Text,
    vocabulary::{Attribute, ValueType, Vocabulary},
};
use phrase::Speaker;
use serde::{Deserialize, Serialize};

/// One statement that is true, false or unknown of somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sentence {
    /// Always so, or never.
    Always(bool),
    /// All of them: "…, and …".
    All(Vec<Sentence>),
    /// One of them at least: "… or …".
    Any(Vec<Sentence>),
    /// Both or neither; with false, one but not the other.
    Same(Box<(Sentence, Sentence)>, bool),
    /// A yes/no attribute that is as wanted.
    Is {
        /// The attribute's name.
        name: Text,
        /// What it is wanted to be.
        wanted: bool,
    },
    /// Two sides compared: "aged 65 or over".
    Compared {
        /// What is compared.
        left: Phrase,
        /// How: `==`, `!=`, `<`, `<=`, `>`, `>=`.
        relation: String,
        /// The bound.
        right: Phrase,
    },
    /// One of a list (or none of it).
    Listed {
        /// What is looked for.
        left: Phrase,
        /// The list.
        list: Vec<Phrase>,
        /// Whether it is wanted in the list.
        wanted: bool,
    },
    /// A set that has one or all of some codes (or not).
    Contains {
        /// The set's name.
        set: Text,
        /// Whether all of the codes are meant, or one of them.
        all: bool,
        /// The codes' names.
        codes: Vec<Text>,
        /// Whether it is wanted to have them.
        wanted: bool,
    },
    /// Something about the members of a list.
    Members {
        /// The list's name.
        list: Text,
        /// Whether every member is meant, or one of them.
        all: bool,
        /// What is said of a member.
        of: Box<Sentence>,
    },
    /// Another policy that is granted (or not), by its id.
    Policy {
        /// The policy's id.
        id: String,
        /// Whether it is wanted to be granted.
        wanted: bool,
    },
}

impl Policy {
    /// What a criterion asks.
    pub fn criterion_sentence(&self, criterion: &Criterion, vocabulary: &Vocabulary) -> Sentence {
        self.speaker(vocabulary).sentence(&criterion.condition)
    }

    /// Whom a band is for: its range and its condition. None when it is for everybody who is left.
    pub fn band_sentence(&self, benefit: &Benefit, band: &Band, vocabulary: &Vocabulary) -> Option<Sentence> {
        let speaker = self.speaker(vocabulary);
        let mut parts = Vec::new();
        if let Some(by) = &benefit.by {
            let bound = |relation: Relation, bound: i64| Sentence::Compared {
                left: speaker.number(by, ValueType::Int),
                relation: relation.as_str().to_owned(),
                right: Phrase::Int(bound, speaker.unit_of(by)),
            };
            parts.extend(band.from.map(|from| bound(Relation::GreaterOrEqual, from)));
            parts.extend(band.to.map(|to| bound(Relation::Less, to)));
        }
        parts.extend(band.when.as_ref().map(|when| speaker.sentence(when)));
        if parts.len() > 1 { Some(Sentence::All(parts)) } else { parts.pop() }
    }

    /// What an amount is worked out from: fen, or hours of service.
    pub fn amount_phrase(&self, benefit: &Benefit, band: &Band, vocabulary: &Vocabulary) -> Phrase {
        let value_type = match benefit.unit {
            AmountUnit::Money => ValueType::Money,
            AmountUnit::Hours => ValueType::Int,
        };
        self.speaker(vocabulary).number(&band.amount, value_type)
    }

    /// Whom an open question can concern. None when it can concern everybody.
    pub fn open_sentence(&self, point: &OpenPoint, vocabulary: &Vocabulary) -> Option<Sentence> {
        point.when_text.as_ref().map(|_| self.speaker(vocabulary).sentence(&point.when))
    }

    /// What a comparison in the trace of a criterion was about, by the comparison's `expression`.
    pub fn compared_phrase(&self, criterion: &str, expression: &str, vocabulary: &Vocabulary) -> Option<Phrase> {
        let place = self.criteria.iter().position(|known| known.id == criterion)?;
        let points = self.either_way(PolicyPart::Criterion(place)).map(|point| &point.when);
        let mut conditions = self.criteria.get(place).map(|criterion| &criterion.condition).into_iter().chain(points);
        conditions.find_map(|condition| self.speaker(vocabulary).compared_in(condition, expression))
    }

    fn speaker<'a>(&'a self, vocabulary: &'a Vocabulary) -> Speaker<'a> {
        Speaker { tables: &self.tables, vocabulary, member: false }
    }
}

impl<'a> Speaker<'a> {
    pub(crate) fn sentence(self, condition: &Condition) -> Sentence {
        match condition {
            Condition::Literal(value) => Sentence::Always(*value),
            Condition::Is { attribute, wanted } => Sentence::Is { name: self.name(*attribute), wanted: *wanted },
            Condition::All(members) => Sentence::All(members.iter().map(|member| self.sentence(member)).collect()),
            Condition::Any(members) => Sentence::Any(members.iter().map(|member| self.sentence(member)).collect()),
            Condition::Same { sides, wanted } => {
                Sentence::Same(Box::new((self.sentence(&sides.0), self.sentence(&sides.1))), *wanted)
            }
            Condition::Numbers(compare) => self.compared(
                compare,
                |number| self.number(number, compare.value_type),
                |bound| match (self.number(bound, compare.value_type), self.unit_of(&compare.left)) {
                    (Phrase::Int(value, None), unit) => Phrase::Int(value, unit),
                    (phrase, _) => phrase,
                },
            ),
            Condition::Dates(compare) => self.compared(compare, |day| self.day(day), |day| self.day(day)),
            Condition::Symbols(compare) => {
                let codes = self.codes_of(&compare.left, &compare.test);
                self.compared(compare, |symbol| self.symbol(symbol, codes), |symbol| self.symbol(symbol, codes))
            }
            Condition::Contains(contains) => {
                let attribute = self.attribute(contains.set);
                Sentence::Contains {
                    set: self.name(contains.set),
                    all: contains.quantifier == Quantifier::All,
                    codes: contains.codes.iter().map(|code| code_name(attribute, code)).collect(),
                    wanted: contains.wanted,
                }
            }
            Condition::Members(asked) => Sentence::Members {
                list: self.name(asked.list),
                all: asked.quantifier == Quantifier::All,
                of: Box::new(self.of_member().sentence(&asked.condition)),
            },
            Condition::Policy { policy, wanted } => Sentence::Policy { id: self.policy(*policy), wanted: *wanted },
        }
    }

    fn compared<T>(self, compare: &Compare<T>, left: impl Fn(&T) -> Phrase, bound: impl Fn(&T) -> Phrase) -> Sentence {
        let left = left(&compare.left);
        match &compare.test {
            Test::Against(relation, right) => {
                Sentence::Compared { left, relation: relation.as_str().to_owned(), right: bound(right) }
            }
            Test::List(list, wanted) => {
                Sentence::Listed { left, list: list.iter().map(bound).collect(), wanted: *wanted }
            }
        }
    }

    /// The attribute whose codes a comparison is about.
    fn codes_of(self, left: &Symbol, test: &Test<Symbol>) -> Option<&'a Attribute> {
        let of = |symbol: &Symbol| match symbol {
            Symbol::Attribute(slot) => self.attribute(*slot),
            Symbol::Literal(_) => None,
        };
        of(left).or_else(|| match test {
            Test::Against(_, right) => of(right),
            Test::List(list, _) => list.iter().find_map(of),
        })
    }

    fn symbol(self, symbol: &Symbol, codes: Option<&Attribute>) -> Phrase {
        match symbol {
            Symbol::Attribute(slot) => Phrase::Named(self.name(*slot)),
            Symbol::Literal(id) => match codes.filter(|attribute| attribute.value_type == ValueType::Code) {
                Some(attribute) => Phrase::Code(code_name(Some(attribute), id)),
                None => Phrase::Text(id.clone()),
            },
        }
    }

    pub(crate) fn name(self, slot: AttributeSlot) -> Text {
        self.attribute(slot).map(|attribute| attribute.name.clone()).unwrap_or_default()
    }

    /// The left side of the comparison with this plain form.
    fn compared_in(self, condition: &Condition, expression: &str) -> Option<Phrase> {
        match condition {
            Condition::All(members) | Condition::Any(members) => {
                members.iter().find_map(|member| self.compared_in(member, expression))
            }
            Condition::Same { sides, .. } => {
                self.compared_in(&sides.0, expression).or_else(|| self.compared_in(&sides.1, expression))
            }
            Condition::Numbers(compare) if *compare.expression == *expression => {
                Some(self.number(&compare.left, compare.value_type))
            }
            Condition::Dates(compare) if *compare.expression == *expression => Some(self.day(&compare.left)),
            Condition::Members(asked) if *asked.expression == *expression => {
                Some(Phrase::Whether(Box::new(self.sentence(condition))))
            }
            Condition::Policy { policy, .. } if expression == format!("entitled(\"{}\")", self.policy(*policy)) => {
                Some(Phrase::Whether(Box::new(Sentence::Policy { id: self.policy(*policy), wanted: true })))
            }
            _ => None,
        }
    }
}

fn code_name(attribute: Option<&Attribute>, id: &str) -> Text {
    attribute.and_then(|known| known.code(id)).map_or_else(|| Text::same(id), |code| code.name.clone())
}

#[cfg(test)]
mod tests;
