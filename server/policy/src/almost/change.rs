//! What would have to change, for people: typed values, and the sentence that says them.

use super::{
    Outlook, Standing,
    search::{self, Found, MOST_CHANGES, Region},
    tree,
    values::{MOST, Values},
};
use crate::{
    budget::Budget,
    decision::{Amount, Decision},
    document::Policy,
    evaluate::Outcomes,
    expression::{syntax::Relation, typed::AttributeSlot},
    lowered::day,
    sentence::{Phrase, Sentence},
    text::Text,
    value::{Facts, Money, Value},
    vocabulary::{Attribute, ValueType, Vocabulary},
};
use jiff::civil::Date;

/// Most bands of a policy of which it is worked out: what is wanted of a band says something of all before it.
const MOST_BANDS: usize = 64;

/// The smallest change that would make it yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Almost {
    /// The person gets it today.
    Already,
    /// Any one of these ways, all of the same and smallest number of facts.
    Ways {
        /// The day from which it would do: the day that was asked about, or else the first on which something turns by
        /// itself and then some change is enough.
        from: Date,
        /// The ways, in the order of the document. Where a comparison joins several facts that would all have to
        /// change, these are some of the ways.
        ways: Vec<Way>,
    },
    /// Nothing that a person can change would make it yes, today or on a day on which something turns by itself.
    NotByChange,
    /// It could not be worked out, so nothing may be said.
    CannotSay,
}

/// One way to get it: all of these changes together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The changes, in the order in which the policy reads the facts.
    pub changes: Vec<Change>,
}

/// One fact that would have to be another one. Its `Debug` prints no value of the person.
#[derive(Clone, PartialEq, Eq)]
pub struct Change {
    /// Attribute id.
    pub attribute: String,
    /// What it is today; none when it is not known, and then it need not change but be known.
    pub now: Option<Value>,
    /// What it would have to be: any of it, whatever is chosen for the others.
    pub wanted: Wanted,
}

impl std::fmt::Debug for Change {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let now = if self.now.is_some() { "***" } else { "missing" };
        let mut debug = formatter.debug_struct("Change");
        debug.field("attribute", &self.attribute).field("now", &now).field("wanted", &self.wanted).finish()
    }
}

/// What a fact would have to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Yes or no; none when it has only to be known.
    Bool(Option<bool>),
    /// In one of these ranges.
    Int(Vec<Range<i64>>),
    /// In one of these ranges.
    Money(Vec<Range<Money>>),
    /// In one of these ranges.
    Date(Vec<Range<Date>>),
    /// One of these codes or texts; with false, none of them.
    OneOf(Vec<String>, bool),
    /// A set that has the first codes and none of the second; any of these.
    Codes(Vec<(Vec<String>, Vec<String>)>),
}

/// Numbers or days between two bounds, both included; without a bound, however small or great.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range<T> {
    /// The least.
    pub least: Option<T>,
    /// The greatest.
    pub most: Option<T>,
}

/// Almost, and when: what would have to change, and what comes by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prospect {
    /// What the calendar does.
    pub outlook: Outlook,
    /// What a person could do.
    pub almost: Almost,
}

impl Prospect {
    /// Nothing is said but how it stands today: the outcome rests on more than this policy.
    pub fn unknown(decision: &Decision) -> Self {
        let standing = Standing::Decided(decision.verdict, decision.amount.map(Amount::known));
        let outlook = Outlook { standing, turns: Vec::new(), is_complete: false, days: Vec::new() };
        Self { outlook, almost: Almost::CannotSay }
    }
}

impl Policy {
    /// What would have to change, and what comes by itself, for one resident.
    pub fn prospect(&self, facts: &Facts, on: Date, vocabulary: &Vocabulary) -> Prospect {
        let outlook = self.outlook(facts, on);
        let almost = match outlook.standing.is_eligible() {
            true => Almost::Already,
            false => self.almost(facts, on, vocabulary, &outlook),
        };
        Prospect { outlook, almost }
    }

    fn almost(&self, facts: &Facts, on: Date, vocabulary: &Vocabulary, outlook: &Outlook) -> Almost {
        let bands = self.benefit.as_ref().map_or(0, |benefit| benefit.bands.len());
        // Another policy may come out otherwise with other facts.
        if self.refers_to().next().is_some() || self.tables.attributes.len() > 64 || bands > MOST_BANDS {
            return Almost::CannotSay;
        }
        let attributes: Vec<Option<&Attribute>> =
            self.tables.attributes.iter().map(|id| vocabulary.attribute(id)).collect();
        let free = attributes.iter().enumerate().filter(|(_, attribute)| {
            attribute.is_some_and(|known| facts.get(&known.id).is_none_or(|fact| known.can_change_from(&fact.value)))
        });
        let free = free.fold(0, |slots, (slot, _)| slots | 1 << slot);
        let days = std::iter::once(on).chain(outlook.days.iter().copied()).filter(|day| self.in_force(*day));
        let budget = Budget::unlimited();
        for day in days {
            let scope = self.scope(facts, day, Outcomes::NONE);
            match search::smallest(&tree::of(self, &scope), scope, &attributes, free, MOST_CHANGES, &budget) {
                // By itself: the outlook says so.
                Found::Already => return Almost::NotByChange,
                Found::Ways(regions) => {
                    let ways = regions.into_iter().filter_map(|region| way(region, &attributes, facts));
                    return Almost::Ways { from: day, ways: ways.collect() };
                }
                Found::CannotSay => return Almost::CannotSay,
                Found::None => {}
            }
        }
        if outlook.is_complete { Almost::NotByChange } else { Almost::CannotSay }
    }
}

fn way(region: Region, attributes: &[Option<&Attribute>], facts: &Facts) -> Option<Way> {
    let change = |(slot, values): (AttributeSlot, Values)| {
        let attribute = attributes.get(slot.0).copied().flatten()?;
        let now = facts.get(&attribute.id).map(|fact| fact.value.clone());
        Some(Change { attribute: attribute.id.clone(), now, wanted: wanted(values, attribute) })
    };
    Some(Way { changes: region.into_iter().map(change).collect::<Option<_>>()? })
}

fn wanted(values: Values, attribute: &Attribute) -> Wanted {
    match values {
        Values::Bools { no, yes } => Wanted::Bool((no != yes).then_some(yes)),
        Values::Numbers(found) => {
            let parts = found.parts().iter();
            let bound = |(low, high): &(i64, i64)| ((*low > 0).then_some(*low), (*high < MOST).then_some(*high));
            match attribute.value_type {
                ValueType::Money => Wanted::Money(
                    parts
                        .map(bound)
                        .map(|(least, most)| Range { least: least.map(Money), most: most.map(Money) })
                        .collect(),
                ),
                _ => Wanted::Int(parts.map(bound).map(|(least, most)| Range { least, most }).collect()),
            }
        }
        Values::Days(found) => {
            let parts = found.parts().iter();
            Wanted::Date(
                parts
                    .map(|(low, high)| Range {
                        least: (*low > day::FIRST).then(|| day::date(*low)).flatten(),
                        most: (*high < day::LAST).then(|| day::date(*high)).flatten(),
                    })
                    .collect(),
            )
        }
        Values::Symbols { listed, inside } => {
            // In the order of the vocabulary.
            let in_order = attribute.codes.iter().map(|code| code.id.clone()).filter(|id| listed.contains(id));
            let ids: Vec<String> = in_order.collect();
            Wanted::OneOf(if ids.is_empty() { listed.into_iter().collect() } else { ids }, inside)
        }
        Values::Sets(sets) => Wanted::Codes(
            sets.into_iter().map(|set| (set.has.into_iter().collect(), set.lacks.into_iter().collect())).collect(),
        ),
    }
}

impl Change {
    /// What it would have to be, as a sentence: "income is at most 1,510 yuan".
    pub fn sentence(&self, vocabulary: &Vocabulary) -> Sentence {
        let attribute = vocabulary.attribute(&self.attribute);
        let name = attribute.map(|known| known.name.clone()).unwrap_or_else(|| Text::same(self.attribute.as_str()));
        let code = |id: &String| {
            attribute.and_then(|known| known.code(id)).map_or_else(|| Text::same(id.as_str()), |code| code.name.clone())
        };
        let named = Phrase::Named(name.clone());
        match &self.wanted {
            Wanted::Bool(Some(wanted)) => Sentence::Is { name, wanted: *wanted },
            Wanted::Bool(None) => Sentence::Always(true),
            Wanted::Int(ranges) => {
                let unit = attribute.and_then(|known| known.unit.clone());
                ranged(&named, ranges, |value| Phrase::Int(value, unit.clone()))
            }
            Wanted::Money(ranges) => within_yuan(&named, ranges),
            Wanted::Date(ranges) => ranged(&named, ranges, Phrase::Date),
            Wanted::OneOf(ids, wanted) => {
                let is_code = attribute.is_some_and(|known| known.value_type == ValueType::Code);
                let said = |id: &String| if is_code { Phrase::Code(code(id)) } else { Phrase::Text(id.clone()) };
                match (ids.as_slice(), wanted) {
                    ([], false) => Sentence::Always(true),
                    ([id], true) => compared(&named, Relation::Equal, said(id)),
                    ([id], false) => compared(&named, Relation::NotEqual, said(id)),
                    (ids, wanted) => {
                        Sentence::Listed { left: named, list: ids.iter().map(said).collect(), wanted: *wanted }
                    }
                }
            }
            Wanted::Codes(sets) => one_of(
                sets.iter()
                    .map(|(has, lacks)| {
                        let set = |codes: &[String], wanted| Sentence::Contains {
                            set: name.clone(),
                            all: wanted,
                            codes: codes.iter().map(code).collect(),
                            wanted,
                        };
                        let parts = [(has, true), (lacks, false)].into_iter().filter(|(codes, _)| !codes.is_empty());
                        all_of(parts.map(|(codes, wanted)| set(codes, wanted)).collect())
                    })
                    .collect(),
            ),
        }
    }
}

/// Fen are said as yuan where that is the same: "less than 1,690 yuan" and not "at most 1,689.99".
fn within_yuan(left: &Phrase, ranges: &[Range<Money>]) -> Sentence {
    let part = |range: &Range<Money>| {
        let mut parts = Vec::new();
        match (range.least, range.most) {
            (Some(least), Some(most)) if least == most => {
                return compared(left, Relation::Equal, Phrase::Money(least));
            }
            _ => {}
        }
        parts.extend(range.least.map(|least| match least.0 % 100 {
            1 => compared(left, Relation::Greater, Phrase::Money(Money(least.0 - 1))),
            _ => compared(left, Relation::GreaterOrEqual, Phrase::Money(least)),
        }));
        parts.extend(range.most.map(|most| match most.0 % 100 {
            99 => compared(left, Relation::Less, Phrase::Money(Money(most.0 + 1))),
            _ => compared(left, Relation::LessOrEqual, Phrase::Money(most)),
        }));
        all_of(parts)
    };
    one_of(ranges.iter().map(part).collect())
}

fn ranged<T: Copy + PartialEq>(left: &Phrase, ranges: &[Range<T>], said: impl Fn(T) -> Phrase) -> Sentence {
    let part = |range: &Range<T>| match (range.least, range.most) {
        (Some(least), Some(most)) if least == most => compared(left, Relation::Equal, said(least)),
        (least, most) => {
            let least = least.map(|least| compared(left, Relation::GreaterOrEqual, said(least)));
            let most = most.map(|most| compared(left, Relation::LessOrEqual, said(most)));
            all_of(least.into_iter().chain(most).collect())
        }
    };
    one_of(ranges.iter().map(part).collect())
}

fn compared(left: &Phrase, relation: Relation, right: Phrase) -> Sentence {
    Sentence::Compared { left: left.clone(), relation: relation.as_str().to_owned(), right }
}

fn all_of(parts: Vec<Sentence>) -> Sentence {
    match <[Sentence; 1]>::try_from(parts) {
        Ok([only]) => only,
        Err(parts) if parts.is_empty() => Sentence::Always(true),
        Err(parts) => Sentence::All(parts),
    }
}

fn one_of(parts: Vec<Sentence>) -> Sentence {
    match <[Sentence; 1]>::try_from(parts) {
        Ok([only]) => only,
        Err(parts) if parts.is_empty() => Sentence::Always(false),
        Err(parts) => Sentence::Any(parts),
    }
}

#[cfg(test)]
pub(in crate::almost) mod tests;
