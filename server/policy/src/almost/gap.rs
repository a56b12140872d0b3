//! Somebody who meets every criterion of a policy and whom no band of its benefit matches.

use super::{
    search::{self, Found},
    tree,
    values::Values,
};
use crate::{
    budget::Budget,
    document::Policy,
    evaluate::Outcomes,
    expression::typed::AttributeSlot,
    lowered::day,
    value::{Facts, Money, Value},
    vocabulary::{Attribute, ValueType, Vocabulary},
};

/// Attribute ids and values of such a person; none when there is none, or when it cannot be said.
pub(crate) fn nobodys_band(policy: &Policy, vocabulary: &Vocabulary, budget: &Budget) -> Option<Vec<(String, Value)>> {
    let benefit = policy.benefit.as_ref()?;
    if benefit.uncovered {
        return None;
    }
    // A reference to another policy is unknown here, and 64 attributes are enough for anybody.
    if policy.refers_to().next().is_some() || policy.tables.attributes.len() > 64 || benefit.bands.len() > 64 {
        return None;
    }
    let attributes: Vec<Option<&Attribute>> =
        policy.tables.attributes.iter().map(|id| vocabulary.attribute(id)).collect();
    let facts = Facts::new();
    let scope = policy.scope(&facts, policy.valid_from, Outcomes::NONE);
    let all = (0..attributes.len()).fold(0, |slots, slot| slots | 1 << slot);
    let most = u32::try_from(attributes.len()).ok()?;
    match search::smallest(&tree::of_gap(policy, &scope), scope, &attributes, all, most, budget) {
        Found::Ways(ways) => {
            let example = |(slot, values): &(AttributeSlot, Values)| {
                let attribute = attributes.get(slot.0).copied().flatten()?;
                Some((attribute.id.clone(), example(values, attribute, day::number(policy.valid_from))?))
            };
            ways.first()?.iter().map(example).collect()
        }
        Found::Already => Some(Vec::new()),
        Found::None | Found::CannotSay => None,
    }
}

/// One of the values; of days the nearest to one.
fn example(values: &Values, attribute: &Attribute, near: i64) -> Option<Value> {
    Some(match values {
        Values::Bools { yes, .. } => Value::Bool(*yes),
        Values::Numbers(ranges) => {
            let least = ranges.parts().first()?.0;
            if attribute.value_type == ValueType::Money { Value::Money(Money(least)) } else { Value::Int(least) }
        }
        Values::Days(ranges) => {
            let days = ranges.parts().iter().map(|(first, last)| near.clamp(*first, *last));
            Value::Date(day::date(days.min_by_key(|day| (day - near).abs())?)?)
        }
        Values::Symbols { listed, inside: true } => Value::Code(listed.first()?.clone()),
        Values::Symbols { .. } => Value::Text(String::new()),
        Values::Sets(sets) => Value::Codes(sets.first()?.has.clone()),
    })
}
