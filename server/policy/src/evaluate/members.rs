//! Sets of codes, and the members of lists.
//!
//! What is unknown of one member makes "how many" and "how much" unknown, and the list is named as what is missing.
//! The facts of members stay out of the trace: it says how many, never who.

use super::{
    About, Record, Scope,
    record::{Lacking, Silent},
};
use crate::{
    decision::{Comparison, Truth},
    expression::typed::{AttributeSlot, Condition, Contains, Members, MembersCount, MembersSum, Quantifier},
    value::{Member, Value},
};

impl<'a> Scope<'a> {
    pub(super) fn contains<R: Record>(&self, contains: &'a Contains, record: &mut R) -> Truth {
        let Contains { set, quantifier, codes, wanted, .. } = contains;
        let known = self.fact(*set, record, |value| match value {
            Value::Codes(codes) => Some(codes),
            _ => None,
        });
        let result = known.map_or(Truth::Unknown, |known| {
            let has = |code: &String| known.contains(code);
            let found = match quantifier {
                Quantifier::Any => codes.iter().any(has),
                Quantifier::All => codes.iter().all(has),
            };
            Truth::of(found == *wanted)
        });
        record.compared(|| Comparison {
            expression: self.attribute_id(*set).into(),
            left: known.cloned().map(Value::Codes),
            operator: contains.operator().into(),
            right: None,
            list: codes.iter().cloned().map(Value::Code).collect(),
            result,
        });
        result
    }

    pub(super) fn members_condition<R: Record>(&self, members: &'a Members, record: &mut R) -> Truth {
        let (start, settled) = match members.quantifier {
            Quantifier::Any => (Truth::No, Truth::Yes),
            Quantifier::All => (Truth::Yes, Truth::No),
        };
        let result = self.over(members.list, record, |people, lacking| {
            let mut result = start;
            for person in people {
                let one = self.about(person).condition(&members.condition, lacking);
                result = if start == Truth::No { result.or(one) } else { result.and(one) };
                if result == settled {
                    break;
                }
            }
            (result != Truth::Unknown).then_some(result)
        });
        let result = result.unwrap_or(Truth::Unknown);
        record.compared(|| Comparison {
            expression: members.expression.clone(),
            left: (result != Truth::Unknown).then_some(Value::Bool(result == Truth::Yes)),
            operator: "==".into(),
            right: Some(Value::Bool(true)),
            list: Vec::new(),
            result,
        });
        result
    }

    pub(super) fn count<R: Record>(&self, count: &'a MembersCount, record: &mut R) -> Option<i64> {
        self.over(count.list, record, |people, lacking| {
            let mut met = 0;
            for person in people {
                met += i64::from(self.asked(person, &count.condition, lacking)?);
            }
            Some(met)
        })
    }

    pub(super) fn sum<R: Record>(&self, sum: &'a MembersSum, record: &mut R) -> Option<i64> {
        self.over(sum.list, record, |people, lacking| {
            // Wide enough for any number of members, so that the order of adding never matters.
            let mut total = 0_i128;
            for person in people {
                if self.asked(person, &sum.condition, lacking)? {
                    total += i128::from(self.about(person).number(&sum.value, lacking)?);
                }
            }
            i64::try_from(total).ok()
        })
    }

    /// Something over the members of a list; the list is what is missing when a fact of a member is.
    fn over<R: Record, T>(
        &self,
        list: AttributeSlot,
        record: &mut R,
        ask: impl FnOnce(&'a [Member], &mut Lacking) -> Option<T>,
    ) -> Option<T> {
        let mut lacking = Lacking::default();
        let mut known = true;
        let people = self.fact(list, record, |value| match value {
            Value::Members(members) => Some(members.as_slice()),
            _ => None,
        });
        let found = people.and_then(|people| {
            let found = ask(people, &mut lacking);
            known = found.is_some() || lacking.is_empty();
            found
        });
        if !known {
            record.read(list, false);
        }
        found
    }

    /// Whether a member meets a condition, when that is known.
    fn asked(&self, person: &'a Member, condition: &'a Condition, lacking: &mut Lacking) -> Option<bool> {
        match self.about(person).condition(condition, lacking) {
            Truth::Yes => Some(true),
            Truth::No => Some(false),
            Truth::Unknown => None,
        }
    }

    /// The members of a list, as far as it is known.
    pub(crate) fn members_of(&self, list: AttributeSlot) -> &'a [Member] {
        let members = self.fact(list, &mut Silent, |value| match value {
            Value::Members(members) => Some(members.as_slice()),
            _ => None,
        });
        members.unwrap_or_default()
    }

    /// The same view, but of a member.
    pub(crate) fn about(&self, member: &'a Member) -> Self {
        Self { about: About::Member(member), ..*self }
    }
}
